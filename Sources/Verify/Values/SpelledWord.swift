import Standard

/// Letters and digits in a row, as they are read.
struct SpelledWord {
    enum Standing { case known, eitherWay, unknown }

    private var bytes: [UInt8] = []
    private(set) var digits = 0
    private(set) var smallLetters = 0
    private(set) var startsWithCapital = false
    private var isBeyondASCII = false
    private var isLong = false
    /// FNV-1a of the small letters.
    private(set) var hash = Self.start
    /// The same of what stands before the first digit.
    private(set) var hashBeforeDigits = Self.start

    private static let longest = 40
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func extended(_ hash: UInt64, by byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// The hash of a word in small letters.
    static func hash(of word: some Sequence<UInt8>) -> UInt64 { word.reduce(start) { extended($0, by: $1) } }

    init() {}

    init(reusing other: SpelledWord) {
        bytes = other.bytes
        bytes.removeAll(keepingCapacity: true)
    }

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }
    var isNumber: Bool { digits == bytes.count && !isLong }
    var isCapitalised: Bool { startsWithCapital && smallLetters > 0 }

    /// 19 or 20 stands first.
    var beginsWithYear: Bool { bytes.starts(with: "19".utf8) || bytes.starts(with: "20".utf8) }

    /// Of digits alone, of which the first nine count.
    var number: Int { bytes.prefix(9).reduce(0) { $0 * 10 + Int($1 & 15) } }

    /// One to three digits in front, and the hash of what follows.
    var leadingNumber: (value: Int, rest: UInt64, isOrdinal: Bool)? {
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count), digits.count < bytes.count else { return nil }
        let letters = bytes.dropFirst(digits.count).map { $0 | 0x20 }
        let isOrdinal = ["st", "nd", "rd", "th", "er"].contains { letters.elementsEqual($0.utf8) }
        return (digits.reduce(0) { $0 * 10 + Int($1 & 15) }, Self.hash(of: letters), isOrdinal)
    }

    /// The number of `F95` and `95M`.
    var numberBesideSex: Int? {
        guard (3...4).contains(bytes.count), digits == bytes.count - 1, smallLetters == 0, let first = bytes.first,
            let last = bytes.last
        else { return nil }
        let isFirst = !(0x30...0x39).contains(first)
        let letter = isFirst ? first : last
        guard letter == UInt8(ascii: "F") || letter == UInt8(ascii: "M") else { return nil }
        return (isFirst ? bytes.dropFirst() : bytes.dropLast()).reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    /// - Returns: whether the byte is part of a word.
    mutating func add(_ byte: UInt8) -> Bool {
        let isDigit = (0x30...0x39).contains(byte)
        let isLetter = (0x41...0x5A).contains(byte & 0xDF)
        guard isDigit || isLetter || byte >= 0x80 else { return false }
        if isDigit {
            if digits == 0 { hashBeforeDigits = hash }
            digits += 1
        }
        if isLetter, byte & 0x20 != 0 { smallLetters += 1 }
        if byte >= 0x80 { isBeyondASCII = true }
        if bytes.isEmpty { startsWithCapital = byte >= 0x80 || isLetter && byte & 0x20 == 0 }
        hash = Self.extended(hash, by: isLetter ? byte | 0x20 : byte)
        if bytes.count < Self.longest { bytes.append(byte) } else { isLong = true }
        return true
    }

    /// The letter of another word.
    mutating func add(_ letter: SpelledWord) { for byte in letter.bytes { _ = add(byte) } }

    /// X, H or 99 and the rest of 16 of 0-9A-Z: what a keyed function makes of a code, its scheme or a text.
    private var isLabel: Bool {
        guard bytes.count == 16, smallLetters == 0, !isBeyondASCII, !isLong else { return false }
        return bytes[0] == UInt8(ascii: "X") || bytes[0] == UInt8(ascii: "H") || bytes.starts(with: "99".utf8)
    }

    /// What the lists of words say.
    var standing: Standing {
        if isLong { return .unknown }
        if isLabel { return .known }
        let letters = isBeyondASCII ? Self.folded(bytes) : bytes.map { $0 | 0x20 }
        let whole = Self.standing(letters[...])
        return whole == .unknown && areKnownParts(letters) ? .known : whole
    }

    /// Whether letters between digits are a word that no list has. Fewer letters are codes of products and sequences.
    var hasUnknownRun: Bool {
        if isLabel { return false }
        return bytes.split(whereSeparator: { (0x30...0x39).contains($0) }).contains { run in
            guard run.count >= Self.shortestRun else { return false }
            var part = SpelledWord()
            for byte in run { _ = part.add(byte) }
            return part.standing == .unknown
        }
    }

    /// Whether letters and digits alternate as in the number of a record: `K471M123`, not `LAO30CRA20`, `1024x768x32`, `TR2500TE90`.
    var isMixedRecord: Bool {
        if digits < Self.fewestDigitsOfRecord || isLong || isBeyondASCII || standing != .unknown { return false }
        let letters = bytes.split(whereSeparator: { (0x30...0x39).contains($0) })
        let numbers = bytes.split(whereSeparator: { !(0x30...0x39).contains($0) })
        guard letters.count + numbers.count > 2 else { return false }
        return letters.contains { run in
            let isTimes = run.count == 1 && run[run.startIndex] | 0x20 == UInt8(ascii: "x") && run.startIndex > 0
            let small = run.map { $0 | 0x20 }
            return !isTimes && (run.count == 1 || Self.standing(small[...]) == .unknown)
                && !MeasuredNumber.isLabel(small)
                && !MeasuredNumber.isUnit(small)
        }
    }

    private static let fewestDigitsOfRecord = 4
    private static let shortestRun = 5

    /// Words written together with a capital for each: `SlicerEditor`, `DicomRTTool`.
    private func areKnownParts(_ letters: [UInt8]) -> Bool {
        if isBeyondASCII || smallLetters == 0 { return false }
        var start = 0
        for index in bytes.indices.dropFirst() where bytes[index] & 0x20 == 0 {
            let isBoundary =
                bytes[index - 1] & 0x20 != 0 || index + 1 < bytes.count && bytes[index + 1] & 0x20 != 0
            guard isBoundary else { continue }
            if !Self.isKnownPart(letters[start..<index]) { return false }
            start = index
        }
        return start > 0 && Self.isKnownPart(letters[start...])
    }

    private static func isKnownPart(_ letters: ArraySlice<UInt8>) -> Bool {
        letters.count < PersonScan.shortestName || standing(letters) == .known
    }

    private static func standing(_ letters: ArraySlice<UInt8>) -> Standing {
        switch KnownWords.kind(of: letters.span) {
        case .general?, .technical?: return .known
        case .name?, nil: break
        }
        switch CleaningWords.kind(of: letters.span) {
        case .word?: return .known
        case .eitherWay?: return .eitherWay
        case .mostlyName?, .onlyName?, nil: return .unknown
        }
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        var folded: [UInt8] = []
        for form in LatinLetters.characters(bytes) {
            switch form {
            case .letter(let letter, _): folded.append(letter)
            case .accented(let letters): folded += letters
            case .mark: break
            // Of another script: a word that no list has.
            case .between, .foreign: folded.append(0x3F)
            }
        }
        return folded
    }
}
