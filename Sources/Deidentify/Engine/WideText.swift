/// Text in characters of two or four bytes, as UTF-16 and UTF-32 have them, where numbers should be.
enum WideText {
    private static let shortest = 8

    static func isWords(_ bytes: [UInt8]) -> Bool {
        for width in [2, 4] where bytes.count >= width * shortest {
            for place in [0, width - 1] where isWords(bytes, width, place) { return true }
        }
        return false
    }

    /// Whether every `width` bytes hold one printable character at `place` and zeros around it, and these are words: mostly
    /// letters, several of them, in an order of capital and small that words have. Small numbers come out as letters, too.
    private static func isWords(_ bytes: [UInt8], _ width: Int, _ place: Int) -> Bool {
        var letters = LetterCount()
        var isAtEnd = false
        var foreign = 0
        var usual = 0
        var spaces = 0
        for start in stride(from: 0, through: bytes.count - width, by: width) {
            if start == 0, isByteOrderMark(bytes, width, place) { continue }
            let byte = bytes[start + place]
            for other in 0..<width where other != place && bytes[start + other] != 0 { return false }
            if byte == 0 {
                isAtEnd = true
                continue
            }
            let isCharacter =
                (0x20...0x7E).contains(byte) || byte >= 0xA0 || byte == 0x0A || byte == 0x0D || byte == 0x09
            if isAtEnd || !isCharacter { return false }
            if byte >= 0xA0 { foreign += 1 }
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) || signs.contains(byte) { usual += 1 }
            if byte == 0x20 { spaces += 1 }
            letters.add(byte)
        }
        guard letters.characters >= shortest, letters.differentLetters >= 4 else { return false }
        if letters.prevail { return foreign * 4 <= letters.letters }
        // A name with a number and a day has fewer letters, but no other signs than texts have.
        return letters.characters >= longEnough && usual == letters.characters && spaces > 0 && letters.areOrdered
            && letters.letters >= 6 && letters.letters * 4 >= letters.characters
    }

    private static let longEnough = 12
    private static let signs: Set<UInt8> = Set(" .,-/:^@()+_#'\r\n\t".utf8)

    /// U+FEFF, whose two bytes stand where the order of the others puts them.
    private static func isByteOrderMark(_ bytes: [UInt8], _ width: Int, _ place: Int) -> Bool {
        let last = width - 1
        let (low, high) = place == 0 ? (0, 1) : (last, last - 1)
        return (0..<width).allSatisfy { bytes[$0] == ($0 == low ? 0xFF : $0 == high ? 0xFE : 0) }
    }
}
