/// Names of several words with a hyphen or an apostrophe between them, which are written in one as well: `O'Callaghan`, `OCALLAGHAN`.
enum JoinedName {
    /// Calls `body` with each such name of a value of VR PN, without the signs and accents, in small letters.
    static func forEach(in value: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        for name in value.split(whereSeparator: { !isPart($0) }) {
            let words = name.split(whereSeparator: isSign)
            guard words.count > 1, name.count(where: isSign) == words.count - 1 else { continue }
            let joined = words.joined().map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            guard (KnownValue.shortest.word...KnownValue.longest).contains(joined.count),
                !joined.contains(where: KnownValue.isDigit), !CommonWords.contains(joined[...])
            else { continue }
            let spellings = KnownValue.spellings(of: joined[...])
            if spellings.isEmpty { body(joined[...]) }
            for spelling in spellings { body(spelling[...]) }
        }
    }

    private static func isPart(_ byte: UInt8) -> Bool { KnownValue.isTokenByte(byte) || isSign(byte) }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "-") }
}
