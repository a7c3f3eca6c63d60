/// A run of letters and digits in a text.
struct TextToken: Sendable {
    enum Kind: UInt8, Sendable { case word, number, mixed }

    /// Where it stands in the text, in bytes.
    var start: Int
    var end: Int
    /// Where its folded form stands in `TextTokens.folded`, in bytes.
    var foldedStart: Int
    var foldedEnd: Int
    var hash: WordHash
    var kind: Kind
    /// It begins with a capital, and all its letters are capitals, or small ones.
    var isCapitalised: Bool
    var isUpper: Bool
    var isLower: Bool
    /// Letters and signs that no word list has.
    var isForeign: Bool
    /// It has letters with accents.
    var isAccented = false
    var wordClass: WordClass = []
    var fate = Fate.open

    /// What becomes of it.
    enum Fate: UInt8, Sendable {
        case open
        case stays
        /// As what is no word of the list.
        case unknown
        /// Part of a name of a person or place.
        case name
        /// A date, number, address or label that goes with one.
        case pattern
    }

    var isGone: Bool { fate.rawValue >= Fate.unknown.rawValue }
    var isSingleLetter: Bool { kind == .word && foldedEnd - foldedStart == 1 }
    var foldedCount: Int { foldedEnd - foldedStart }
}

/// A text cut into words and what stands between them.
struct TextTokens: Sendable {
    var bytes: [UInt8] = []
    var list: [TextToken] = []
    /// The folded forms, one behind the other.
    var folded: [UInt8] = []

    mutating func cut(_ text: ArraySlice<UInt8>) {
        bytes.removeAll(keepingCapacity: true)
        list.removeAll(keepingCapacity: true)
        folded.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: text)
        var builder: TextToken?
        var hasLetter = false
        var hasDigit = false
        var position = 0
        while position < bytes.count {
            let (scalar, length) = Self.scalar(bytes, at: position)
            let form = Form(scalar)
            if form == .between {
                if let token = builder { finish(token, hasLetter, hasDigit) }
                builder = nil
            } else if form != .mark || builder != nil {
                if builder == nil {
                    builder = TextToken(
                        start: position, end: position, foldedStart: folded.count, foldedEnd: folded.count,
                        hash: WordHash(),
                        kind: .word, isCapitalised: form == .capital, isUpper: true, isLower: true, isForeign: false)
                    hasLetter = false
                    hasDigit = false
                }
                switch form {
                case .digit: hasDigit = true
                case .capital:
                    hasLetter = true
                    builder?.isLower = false
                case .small:
                    hasLetter = true
                    builder?.isUpper = false
                default:
                    hasLetter = true
                    if form == .foreign { builder?.isForeign = true }
                }
                if scalar.value >= 0x80 { builder?.isAccented = true }
                Folding.append(scalar, to: &folded)
                builder?.end = position + length
            }
            position += length
        }
        if let token = builder { finish(token, hasLetter, hasDigit) }
    }

    private mutating func finish(_ token: TextToken, _ hasLetter: Bool, _ hasDigit: Bool) {
        var token = token
        token.foldedEnd = folded.count
        token.hash = WordHash(folded[token.foldedStart..<token.foldedEnd])
        token.kind = hasDigit ? (hasLetter ? .mixed : .number) : .word
        list.append(token)
    }

    // MARK: Between tokens

    /// The bytes between a token and the one before it; of the place behind the last one, those up to the end.
    func separator(before index: Int) -> ArraySlice<UInt8> {
        let start = index == 0 ? 0 : list[index - 1].end
        let end = index == list.count ? bytes.count : list[index].start
        return bytes[start..<end]
    }

    /// Whether nothing but what words are divided by stands before a token, and little of it: a space, a hyphen, the end of a line.
    func isDivided(before index: Int) -> Bool {
        let separator = separator(before: index)
        return (1...3).contains(separator.count)
            && separator.allSatisfy { $0 == 0x20 || $0 == 0x2D || $0 == 0x5F || (0x09...0x0D).contains($0) }
    }

    /// Whether nothing, or one sign without a meaning for sentences, or spaces stand before a token.
    func isClose(before index: Int) -> Bool {
        guard index > 0, index < list.count else { return false }
        return separator(before: index).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: "^"),
                UInt8(ascii: "="),
                UInt8(ascii: "."):
                true
            default: byte >= 0x80
            }
        } && !hasSentenceEnd(before: index)
    }

    /// Whether a full stop with a space behind it stands before a token, unless it belongs to an abbreviation.
    private func hasSentenceEnd(before index: Int) -> Bool {
        let separator = separator(before: index)
        guard separator.first == UInt8(ascii: "."), separator.count > 1 else { return false }
        return list[index - 1].foldedCount > 3
    }

    func has(_ byte: Character, before index: Int) -> Bool {
        guard let byte = byte.asciiValue else { return false }
        return separator(before: index).contains(byte)
    }

    /// A word in small letters, with its accents.
    func lowercased(_ token: TextToken) -> [UInt8] {
        Array(String(decoding: bytes[token.start..<token.end], as: UTF8.self).lowercased().utf8)
    }

    func folded(_ token: TextToken) -> ArraySlice<UInt8> { folded[token.foldedStart..<token.foldedEnd] }

    /// The value of a number of at most nine digits.
    func number(_ token: TextToken) -> Int? {
        guard token.kind == .number, token.foldedCount <= 9, !token.isForeign else { return nil }
        var value = 0
        for byte in folded(token) {
            guard ASCII.isDigit(byte) else { return nil }
            value = value * 10 + Int(byte & 15)
        }
        return value
    }

    // MARK: Characters

    private enum Form {
        case digit, capital, small, other, foreign, mark, between

        init(_ scalar: Unicode.Scalar) {
            let value = scalar.value
            switch value {
            case 0x30...0x39: self = .digit
            case 0x41...0x5A: self = .capital
            case 0x61...0x7A: self = .small
            case 0x20...0x7E, 0x09, 0x0A, 0x0C, 0x0D: self = .between
            case 0..<0x80: self = .foreign
            case 0xB5: self = .small
            case 0x300...0x36F: self = .mark
            // Signs of measures and quotation.
            case 0xA0, 0xA1, 0xA7, 0xAB, 0xAC, 0xB0, 0xB1, 0xB2, 0xB3, 0xB7, 0xB9, 0xBB, 0xBF, 0xD7, 0xF7,
                0x2010...0x2015,
                0x2018...0x201E, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2190...0x2193, 0x2212, 0x2248, 0x2260,
                0x2264, 0x2265,
                0x3000...0x3002, 0xFF08, 0xFF09, 0xFF0C:
                self = .between
            case 0xAA, 0xBA: self = .other
            case 0xC0..<0x250, 0x1E00..<0x1F00, 0x3BC:
                self = scalar.properties.isUppercase ? .capital : .small
            default: self = .foreign
            }
        }
    }

    /// The scalar at a place of valid UTF-8, and its bytes; of bytes that are no UTF-8, U+FFFD.
    static func scalar(_ bytes: [UInt8], at position: Int) -> (Unicode.Scalar, Int) {
        let lead = bytes[position]
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        guard length > 1, position + length <= bytes.count else { return ("\u{FFFD}", 1) }
        var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for byte in bytes[(position + 1)..<(position + length)] { value = value << 6 | UInt32(byte & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
