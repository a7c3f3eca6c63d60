/// Letters of western Europe without their accents.
enum LatinLetters {
    enum Form: Equatable {
        /// A digit, or a letter in its small form.
        case letter(UInt8, isCapital: Bool)
        /// What an accented letter is without its accent.
        case accented([UInt8])
        /// An accent of the letter before.
        case mark
        case between
        /// Another script, or nothing.
        case foreign
    }

    /// The characters of bytes beyond ASCII: UTF-8, or one byte a character as in ISO 8859-1, from which -9 and -15 differ in few.
    static func characters(_ bytes: [UInt8]) -> [Form] {
        if let text = String(validating: bytes, as: UTF8.self) { return text.unicodeScalars.map { form($0.value) } }
        return bytes.map { form(UInt32($0)) }
    }

    static func form(_ scalar: UInt32) -> Form {
        switch scalar {
        case 0x30...0x39, 0x61...0x7A: return .letter(UInt8(scalar), isCapital: false)
        case 0x41...0x5A: return .letter(UInt8(scalar) | 0x20, isCapital: true)
        case 0, 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E: return .between
        case 0xB5, 0x3BC: return .letter(UInt8(ascii: "u"), isCapital: false)
        case 0x300...0x36F: return .mark
        case 0xD7, 0xF7, 0xA0, 0xA1, 0xA7, 0xAB, 0xAC, 0xB0...0xB3, 0xB7, 0xB9, 0xBB, 0xBF, 0x2010...0x2015,
            0x2018...0x201E, 0x2022,
            0x2026, 0x2030, 0x2032, 0x2033, 0x2190...0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x3000...0x3002,
            0xFF08, 0xFF09,
            0xFF0C:
            return .between
        case 0xC0...0x17F: return .accented(latin[Int(scalar - 0xC0)])
        default: return .foreign
        }
    }

    /// From U+00C0 to U+017F.
    private static let latin: [[UInt8]] = {
        let first = "a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th"
        let groups = [
            (6, "a"), (8, "c"), (4, "d"), (10, "e"), (8, "g"), (4, "h"), (10, "i"), (2, "ij"), (2, "j"), (3, "k"),
            (10, "l"), (9, "n"),
            (6, "o"), (2, "oe"), (6, "r"), (8, "s"), (6, "t"), (12, "u"), (2, "w"), (3, "y"), (6, "z"), (1, "s"),
        ]
        return ("\(first) ss \(first) y".split(separator: " ").map { Array($0.utf8) })
            + groups.flatMap { [[UInt8]](repeating: Array($0.1.utf8), count: $0.0) }
    }()
}
