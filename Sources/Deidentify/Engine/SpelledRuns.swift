/// Words anywhere in bytes of which nobody knows what they are: characters of one byte, and of two, side by side.
struct SpelledRuns {
    private(set) var isFound = false
    private var narrow = Run()
    /// Pairs of a character and a zero, and of a zero and a character.
    private var low = Run()
    private var high = Run()
    /// The first byte of a pair that the next piece completes.
    private var first: UInt8?

    /// Characters in a row.
    private struct Run {
        static let shortest = 16
        private var letters = LetterCount()

        /// - Returns: whether the run has become words.
        mutating func add(_ byte: UInt8, lettersPrevail: Bool) -> Bool {
            letters.add(byte)
            guard letters.characters >= Self.shortest, letters.letters >= 6, letters.differentLetters >= 4 else {
                return false
            }
            return !lettersPrevail || letters.prevail
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
            if byte == 0, Self.isCharacter(first) {
                isFound = low.add(first, lettersPrevail: true) || isFound
            } else {
                low = Run()
            }
            if first == 0, Self.isCharacter(byte) {
                isFound = high.add(byte, lettersPrevail: true) || isFound
            } else {
                high = Run()
            }
        }
    }
}
