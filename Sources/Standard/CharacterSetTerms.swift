/// The defined terms of Specific Character Set (0008,0005) (PS3.3 C.12.1.1.2).
public enum CharacterSetTerms {
    public enum Use: String, Sendable {
        /// One value only, no code extensions.
        case single
        /// With code extensions (ISO 2022).
        case extensible
        /// An encoding of its own, which stands alone: UTF-8, GB18030, GBK.
        case alone
    }

    /// A set of characters that a term brings along, and the half of the code table in which it is used.
    public struct CodeElement: Hashable, Sendable {
        /// The number of the set in the international register (ISO-IR).
        public var registration: Int
        /// Whether the set takes the bytes from A0 on, and not those from 21 to 7E.
        public var isG1: Bool
        /// The bytes that switch to the set; empty for a term without code extensions.
        public var escape: [UInt8]
    }

    public struct Term: Hashable, Sendable {
        public var name: String
        public var use: Use
        public var codeElements: [CodeElement]
    }

    /// All terms, in byte order of their names; the empty one is the default repertoire.
    public static let all: [Term] = {
        let table = TextTable(characterSetTable)
        var terms: [Term] = []
        table.forEachLine { line in
            let fields = table.fields(of: line)
            guard let use = Use(rawValue: fields[1]) else { preconditionFailure("the table was generated otherwise") }
            let elements = fields[2].split(separator: ",").map(codeElement)
            terms.append(Term(name: fields[0], use: use, codeElements: elements))
        }
        return terms
    }()

    /// The term of that name, as the standard writes it.
    public static func term(_ name: String) -> Term? { all.first { $0.name == name } }

    private static func codeElement(_ text: Substring) -> CodeElement {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let registration = Int(parts[0]) else {
            preconditionFailure("the table was generated otherwise")
        }
        var escape: [UInt8] = []
        var digits = parts[2] == "-" ? "" : parts[2]
        while let byte = UInt8(digits.prefix(2), radix: 16) {
            escape.append(byte)
            digits = digits.dropFirst(2)
        }
        return CodeElement(registration: registration, isG1: parts[1] == "G1", escape: escape)
    }
}
