import Standard

/// Whether technical text has a word that is in no list of words: of medicine, the standard, devices and their makers. Such words may
/// be somebody's name. Byte by byte and in constant memory.
struct UnknownWords {
    private(set) var areFound = false
    /// Letters since the last byte that is none.
    private var word: [UInt8] = []
    private var isLong = false
    private var isBehindDigit = false

    /// Fewer letters are sizes, directions and units.
    private static let shortest = 3
    private static let longest = 40

    mutating func feed(_ byte: UInt8) {
        if (0x41...0x5A).contains(byte & 0xDF) {
            if word.count < Self.longest { word.append(byte) } else { isLong = true }
            return
        }
        let isDigit = (0x30...0x39).contains(byte)
        if !word.isEmpty { settle(isBeforeDigit: isDigit) }
        isBehindDigit = isDigit
        // What is beyond ASCII belongs to words that no list has.
        if byte >= 0x80 { areFound = true }
    }

    private mutating func settle(isBeforeDigit: Bool) {
        defer {
            word.removeAll(keepingCapacity: true)
            isLong = false
        }
        // `tfl3d1`: codes of sequences and versions have no meaning as words.
        if word.count <= Self.shortest, isBehindDigit || isBeforeDigit { return }
        if isLong || !Self.isKnown(word[...]) && !areKnownParts { areFound = true }
    }

    private static func isKnown(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count >= shortest, let kind = KnownWords.kind(of: word) else { return word.count < shortest }
        return kind != .name
    }

    /// Words written together with a capital for each: `SlicerEditor`, `DicomRTTool`.
    private var areKnownParts: Bool {
        var start = 0
        for index in word.indices.dropFirst() {
            let isCapital = word[index] & 0x20 == 0
            let isBoundary = isCapital && word[index - 1] & 0x20 != 0
                || isCapital && index + 1 < word.count && word[index + 1] & 0x20 != 0
            guard isBoundary, index - start > 1 else { continue }
            if !Self.isKnown(word[start..<index]) { return false }
            start = index
        }
        return start > 0 && Self.isKnown(word[start...])
    }
}
