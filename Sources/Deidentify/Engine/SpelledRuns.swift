/// Words anywhere in bytes of which nobody knows what they are: characters of one byte, and of two, side by side.
struct SpelledRuns {
    private(set) var isFound = false
    private var narrow = Run()
    /// Pairs of a character and a zero, and of a zero and a character.
    private var low = Run()
    private var high = Run()
    /// The first byte of a pair that the next piece completes.
    private var first: UInt8?

    /// Characters in a row, and what they are.
    private struct Run {
        static let shortest = 16
        var count = 0
        var letters = 0
        var seen: UInt32 = 0
        /// Capitals right behind small letters: numbers have them as often as not, words have hardly any.
        var flips = 0
        var wasSmall = false

        /// - Returns: whether the run has become words.
        mutating func add(_ byte: UInt8, lettersPrevail: Bool) -> Bool {
            count += 1
            guard ASCII.isLetter(byte) else {
                wasSmall = false
                return isWords(lettersPrevail)
            }
            letters += 1
            seen |= 1 << UInt32(byte & 0x1F)
            let isSmall = byte & 0x20 != 0
            if wasSmall, !isSmall { flips += 1 }
            wasSmall = isSmall
            return isWords(lettersPrevail)
        }

        private func isWords(_ lettersPrevail: Bool) -> Bool {
            guard count >= Self.shortest, letters >= 6, seen.nonzeroBitCount >= 4 else { return false }
            return !lettersPrevail || letters * 10 >= count * 6 && flips * 8 <= letters
        }
    }

    private static func isCharacter(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

    mutating func scan(_ bytes: RawSpan) {
        for index in 0..<bytes.byteCount {
            if isFound { return }
            // Sound: any byte is a UInt8, and the index is within the span.
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            if Self.isCharacter(byte) {
                isFound = narrow.add(byte, lettersPrevail: false)
            } else {
                narrow = Run()
            }
            guard let first else {
                first = byte
                continue
            }
            self.first = nil
            // Small samples of two bytes come out as letters, too: these have to be mostly that.
            if byte == 0, Self.isCharacter(first) { isFound = low.add(first, lettersPrevail: true) || isFound } else { low = Run() }
            if first == 0, Self.isCharacter(byte) { isFound = high.add(byte, lettersPrevail: true) || isFound } else { high = Run() }
        }
    }
}
