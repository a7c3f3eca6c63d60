import Standard

/// What a code of UCUM holds beside units: braces take any text, and nothing keeps words out of the rest.
enum UnitText {
    /// Whether the code has words or numbers that no unit has.
    static func isLikely(in code: some Sequence<UInt8>) -> Bool {
        var word: [UInt8] = []
        var digits = 0
        var isNote = false
        for byte in code {
            if (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80 {
                word.append(byte)
            } else {
                if isForeign(word, isNote) { return true }
                word.removeAll(keepingCapacity: true)
            }
            digits = (0x30...0x39).contains(byte) ? digits + 1 : 0
            if digits >= 4 { return true }
            if byte == UInt8(ascii: "{") { isNote = true }
            if byte == UInt8(ascii: "}") { isNote = false }
        }
        return isForeign(word, isNote)
    }

    private static func isForeign(_ word: [UInt8], _ isNote: Bool) -> Bool {
        if word.contains(where: { $0 >= 0x80 }) { return true }
        // Standardized Uptake Values: SUVbw, SUVlbm, SUVbsa, SUVibw (PS3.16 CID 84).
        guard word.count > (isNote ? 3 : 4), !(word.count <= 6 && word.starts(with: "SUV".utf8)) else { return false }
        return KnownWords.kind(of: word[...]) != .general
    }
}
