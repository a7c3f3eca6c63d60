/// What pseudonyms of patients look like: a prefix, and characters that follow from the key.
public struct PseudonymForm: Sendable, Equatable {
    public enum Alphabet: String, CaseIterable, Sendable {
        /// Digits and capitals without I, L, O and U.
        case crockford
        case digits
        case hex

        /// Fewer characters would give some patients of a large study one pseudonym: 2^48 different ones at least.
        public var fewest: Int {
            switch self {
            case .crockford: 10
            case .digits: 15
            case .hex: 12
            }
        }

        public var characters: [UInt8] {
            switch self {
            case .crockford: Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
            case .digits: Array("0123456789".utf8)
            case .hex: Array("0123456789abcdef".utf8)
            }
        }
    }

    public var prefix: [UInt8]
    public var alphabet: Alphabet
    /// Characters behind the prefix.
    public var length: Int

    /// What an HMAC gives without bias worth the name, in any of the alphabets.
    static let mostCharacters = 30
    static let longestPrefix = 20
    static let usual = PseudonymForm(prefix: Array("P-".utf8), alphabet: .crockford, length: 16)

    /// - Parameter hash: 32 bytes of a keyed function.
    func text(of hash: [UInt8]) -> [UInt8] {
        let characters = alphabet.characters
        var text = prefix
        text.reserveCapacity(prefix.count + length)
        guard alphabet != .digits else {
            // 30 digits are 100 of 128 bits: none of them is likelier than another by more than 2^-28.
            var value = hash.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            var digits: [UInt8] = []
            for _ in 0..<length {
                digits.append(characters[Int(value % 10)])
                value /= 10
            }
            return text + digits.reversed()
        }
        // Four or five bits a character, from the first one on.
        let width = alphabet == .hex ? 4 : 5
        var bits = 0
        var held = 0
        var next = 0
        for _ in 0..<length {
            while held < width {
                bits = (bits << 8 | Int(hash[next])) & 0xFFFF
                next += 1
                held += 8
            }
            held -= width
            text.append(characters[(bits >> held) & (1 << width - 1)])
        }
        return text
    }

    /// Whether a text has this form.
    public func isMet(by text: some Collection<UInt8>) -> Bool {
        let characters = alphabet.characters
        return text.count == prefix.count + length && text.starts(with: prefix)
            && text.dropFirst(prefix.count).allSatisfy { characters.contains($0) }
    }
}
