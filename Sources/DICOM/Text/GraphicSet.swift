import Standard

/// A set of graphic characters that ISO 2022 can put into one half of the code table (PS3.5 §6.1.2.2).
///
/// Plain data, for the decoder changes sets at any byte.
struct GraphicSet: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        /// ISO-IR 6: ASCII.
        case ascii
        /// ISO-IR 14: ASCII with ¥ for the backslash and ‾ for the tilde.
        case romaji
        /// ISO-IR 100: the code point is the byte.
        case latin1
        /// One byte a character.
        case single
        /// Two bytes a character (94 × 94).
        case pair
    }

    /// The number in the international register (ISO-IR).
    let registration: UInt8
    let isG1: Bool
    let form: Form

    var width: Int { form == .pair ? 2 : 1 }

    /// The set with this number of the register; `nil` for one that DICOM does not use.
    init?(registration: Int, isG1: Bool) {
        switch registration {
        case 6: form = .ascii
        case 14: form = .romaji
        case 100: form = .latin1
        case 13, 101, 109, 110, 126, 127, 138, 144, 148, 166, 203: form = .single
        case 58, 87, 149, 159: form = .pair
        default: return nil
        }
        self.registration = UInt8(registration)
        self.isG1 = isG1
    }

    init?(_ element: CharacterSetTerms.CodeElement) {
        self.init(registration: element.registration, isG1: element.isG1)
    }

    static let ascii = GraphicSet(registration: 6, isG1: false)!

    /// The name under which iconv knows an encoding that contains the set; empty where none is needed.
    var converter: String {
        switch registration {
        case 101: "ISO-8859-2"
        case 109: "ISO-8859-3"
        case 110: "ISO-8859-4"
        case 144: "ISO-8859-5"
        case 127: "ISO-8859-6"
        case 126: "ISO-8859-7"
        case 138: "ISO-8859-8"
        case 148: "ISO-8859-9"
        case 203: "ISO-8859-15"
        case 166: "TIS-620"
        // EUC-JP holds all three Japanese sets, told apart by a single shift.
        case 13, 87, 159: "EUC-JP"
        case 149: "EUC-KR"
        case 58: "EUC-CN"
        default: ""
        }
    }

    /// What that encoding puts before each character of the set.
    var shift: UInt8? { registration == 13 ? 0x8E : registration == 159 ? 0x8F : nil }

    /// The codes that its bytes can be.
    var codes: Int { form == .pair ? 0x80 * 0x80 : 0x80 }

    /// The character's bytes in that encoding.
    func code(_ bytes: ArraySlice<UInt8>) -> [UInt8] { (shift.map { [$0] } ?? []) + bytes.map { $0 | 0x80 } }
}
