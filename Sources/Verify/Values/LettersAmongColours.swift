/// Whether the numbers of a tag of an ICC profile are letters: each may have any bytes, but colours are not made of words.
enum LettersAmongColours {
    /// Characters in a row of which six of ten are letters: of one byte, and of two.
    private static let shortest = (narrow: 10, wide: 8)
    /// Steps up and down that no curve has both of so close to each other: a 64th of the whole range.
    private static let leap = (narrow: 0x400, wide: 4)

    /// Whether entries of a curve (ISO 15076-1 §10.6) spell words.
    static func areSpelled(byCurve bytes: ArraySlice<UInt8>) -> Bool {
        // How many entries in a row may be characters: two each, or one in the higher or the lower byte.
        var (narrow, wide) = (0, 0)
        for place in stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2) {
            let (high, low) = (bytes[place], bytes[place + 1])
            narrow = isCharacter(high) && isCharacter(low) ? narrow + 1 : 0
            wide = high == 0 && isCharacter(low) || low == 0 && isCharacter(high) ? wide + 1 : 0
            if narrow >= shortest.narrow / 2 {
                let last = bytes[place + 2 - shortest.narrow..<place + 2]
                if areLetters(last), isSaw(entries(last), leap.narrow) { return true }
            }
            if wide >= shortest.wide {
                let last = entries(bytes[place + 2 - shortest.wide * 2..<place + 2]).map { $0 & 0xFF | $0 >> 8 }
                if areLetters(last.map { UInt8($0) }), isSaw(last, leap.wide) { return true }
            }
        }
        return false
    }

    /// Whether numbers of four bytes spell words. The first two are whole (§4.6): in no colour, matrix or parameter they are as large as
    /// two letters, and not in two numbers one behind the other.
    static func areSpelled(byNumbers bytes: ArraySlice<UInt8>) -> Bool {
        var count = 0
        for place in bytes.indices {
            count = isCharacter(bytes[place]) ? count + 1 : 0
            if count >= shortest.wide, areLetters(bytes[place + 1 - shortest.wide...place]) { return true }
        }
        return false
    }

    private static func entries(_ bytes: ArraySlice<UInt8>) -> [Int] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
    }

    private static func areLetters(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count { (0x41...0x5A).contains($0 & 0xDF) } * 10 >= bytes.count * 6
    }

    private static func isSaw(_ values: [Int], _ leap: Int) -> Bool {
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }
        return steps.contains { $0 > leap } && steps.contains { $0 < -leap }
    }

    private static func isCharacter(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }
}
