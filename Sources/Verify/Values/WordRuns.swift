/// Words anywhere among bytes that may be samples: runs of characters of one byte, or of two. Byte by byte and in constant
/// memory.
struct WordRuns {
    /// Characters; fewer come about among numbers by chance.
    static let shortest = 16

    private(set) var areFound = false
    /// Words that no table of numbers is taken for; bytes of one character only.
    private(set) var isProse = false
    private var narrow = Run()
    private var wide = (Run(), Run())
    private var previous: UInt8 = 0xFF
    private var isSecond = false

    private struct Run {
        var count = 0
        var letters = 0
        var seen: UInt32 = 0
        /// Small letters followed by capitals: words have hardly any.
        var flips = 0
        var wasSmall = false
        /// How far from one byte to the next, and how often down: words leap, tables of grey and colour climb.
        var leaps = 0
        var descents = 0
        var last: UInt8 = 0

        mutating func add(_ byte: UInt8) {
            count += 1
            if count > 1 {
                leaps += Int(max(byte, last) - min(byte, last))
                if byte < last { descents += 1 }
            }
            last = byte
            guard (0x41...0x5A).contains(byte & 0xDF) else {
                wasSmall = false
                return
            }
            letters += 1
            seen |= 1 << UInt32(byte & 0x1F)
            let isSmall = byte & 0x20 != 0
            if wasSmall, !isSmall { flips += 1 }
            wasSmall = isSmall
        }

        var isProse: Bool { isMostlyLetters && descents * 4 >= count && leaps >= 6 * count }
        var isWords: Bool { count >= WordRuns.shortest && letters >= 6 && seen.nonzeroBitCount >= 4 }
        /// Small samples of two bytes come out as characters as well, but not as so many letters.
        var isMostlyLetters: Bool { isWords && letters * 10 >= count * 6 && flips * 8 <= letters }
    }

    /// - Returns: whether none have been found yet, so that it is worth going on.
    mutating func feed(_ byte: UInt8) -> Bool {
        let isCharacter = (0x20...0x7E).contains(byte)
        if isCharacter { narrow.add(byte) } else { narrow = Run() }
        isProse = isProse || narrow.isProse
        if isSecond {
            if byte == 0, (0x20...0x7E).contains(previous) { wide.0.add(previous) } else { wide.0 = Run() }
            if isCharacter, previous == 0 { wide.1.add(byte) } else { wide.1 = Run() }
        }
        isSecond.toggle()
        previous = byte
        areFound = areFound || narrow.isWords || wide.0.isMostlyLetters || wide.1.isMostlyLetters
        return !areFound
    }
}
