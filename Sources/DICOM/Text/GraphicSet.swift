import Standard

/// A set of graphic characters that ISO 2022 can put into one half of the code table (PS3.5 §6.1.2.2).
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
    var registration: Int
    var isG1: Bool
    var form: Form
    /// The name under which iconv knows an encoding that contains the set; empty where none is needed.
    var converter: String
    /// What that encoding puts before each character of the set.
    var shift: UInt8?

    var width: Int { form == .pair ? 2 : 1 }

    /// The set with this number of the register; `nil` for one that DICOM does not use.
    init?(registration: Int, isG1: Bool) {
        self.registration = registration
        self.isG1 = isG1
        (form, converter, shift) = (.single, "", nil)
        switch registration {
        case 6: form = .ascii
        case 14: form = .romaji
        case 100: form = .latin1
        case 101: converter = "ISO-8859-2"
        case 109: converter = "ISO-8859-3"
        case 110: converter = "ISO-8859-4"
        case 144: converter = "ISO-8859-5"
        case 127: converter = "ISO-8859-6"
        case 126: converter = "ISO-8859-7"
        case 138: converter = "ISO-8859-8"
        case 148: converter = "ISO-8859-9"
        case 203: converter = "ISO-8859-15"
        case 166: converter = "TIS-620"
        // EUC-JP holds all three Japanese sets, told apart by a single shift.
        case 13: (converter, shift) = ("EUC-JP", 0x8E)
        case 87: (form, converter) = (.pair, "EUC-JP")
        case 159: (form, converter, shift) = (.pair, "EUC-JP", 0x8F)
        case 149: (form, converter) = (.pair, "EUC-KR")
        case 58: (form, converter) = (.pair, "EUC-CN")
        default: return nil
        }
    }

    init?(_ element: CharacterSetTerms.CodeElement) {
        self.init(registration: element.registration, isG1: element.isG1)
    }

    static let ascii = GraphicSet(registration: 6, isG1: false)!

    /// Sets and the escape sequences that switch to them: everything that PS3.3 Tables C.12-3 and C.12-4 define.
    static let designations: [Designation] = {
        var all: [Designation] = []
        for term in CharacterSetTerms.all where term.use == .extensible {
            for element in term.codeElements {
                guard let set = GraphicSet(element), !all.contains(where: { $0.set == set }) else { continue }
                all.append(Designation(set: set, escape: element.escape))
            }
        }
        return all
    }()
}

/// An escape sequence and the set that it switches to.
struct Designation: Hashable, Sendable {
    var set: GraphicSet
    var escape: [UInt8]
}
