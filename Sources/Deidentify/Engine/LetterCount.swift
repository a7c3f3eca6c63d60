/// How letters stand among characters: whether they are words, or numbers that come out as letters by chance.
struct LetterCount {
    private(set) var characters = 0
    private(set) var letters = 0
    private var seen: UInt32 = 0
    /// Capitals right behind small letters: numbers have them as often as not, words have hardly any.
    private var flips = 0
    private var wasSmall = false

    mutating func add(_ byte: UInt8) {
        characters += 1
        guard ASCII.isLetter(byte) else {
            wasSmall = false
            return
        }
        letters += 1
        seen |= 1 << UInt32(byte & 0x1F)
        let isSmall = byte & 0x20 != 0
        if wasSmall, !isSmall { flips += 1 }
        wasSmall = isSmall
    }

    /// Small and capital ones alike.
    var differentLetters: Int { seen.nonzeroBitCount }

    /// Most characters are letters, in an order of capital and small that words have.
    var prevail: Bool { letters * 10 >= characters * 6 && areOrdered }

    /// Capitals stand where words have them.
    var areOrdered: Bool { flips * 8 <= letters }
}
