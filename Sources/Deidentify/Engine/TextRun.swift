/// What bytes look like when they are taken for characters.
struct TextRun {
    /// The longest run of printable ASCII, in bytes.
    private(set) var longest = 0
    private var current = 0
    private var count = 0
    private var isPrintable = true
    private var isLetters = true
    /// Letters met, a bit each, small and capital alike.
    private var letters: UInt32 = 0
    private var letterCount = 0
    /// Bytes from 0xA0 on: letters of Latin-1, or of a byte order mark.
    private var foreign = 0
    /// Not all bytes are the same one.
    private var differs = false
    private var first: UInt8?
    private var hasLines = false
    private static let shortestLine = 6
    /// Zeros and spaces at the end, so far.
    private var padding = 0

    mutating func add(_ byte: UInt8) {
        if (0x20...0x7E).contains(byte) {
            current += 1
            longest = max(longest, current)
        } else {
            current = 0
        }
        if byte == 0 || byte == 0x20 {
            padding += 1
            return
        }
        // What was taken for padding was none.
        if padding > 0 {
            count += padding
            isPrintable = isPrintable && current > padding
            padding = 0
        }
        count += 1
        differs = differs || first.map { $0 != byte } ?? false
        if first == nil { first = byte }
        switch byte {
        case 0x41...0x5A, 0x61...0x7A:
            letters |= 1 << UInt32(byte & 0x1F)
            letterCount += 1
        case UInt8(ascii: "^"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "'"): break
        case 0x21...0x7E: isLetters = false
        // Lines and columns of text.
        case 0x09, 0x0A, 0x0C, 0x0D:
            hasLines = true
            isLetters = false
        case 0xA0...:
            foreign += 1
            isLetters = false
        default:
            isPrintable = false
            isLetters = false
        }
    }

    /// Whether all of it is printable, with letters enough that numbers do not come out so by chance.
    ///
    /// - Parameter mostPadding: zeros behind a short line; numbers of several bytes end with zeros of their own.
    func isWords(atLeast shortest: Int, lettersAlone: Bool, mostPadding: Int = 1) -> Bool {
        guard isPrintable, !lettersAlone && isLine(atLeast: shortest, mostPadding) || count >= shortest else {
            return false
        }
        // A few among letters are of words; among numbers they are numbers.
        guard foreign * 4 <= letterCount, foreign == 0 || letterCount * 2 >= count else { return false }
        if lettersAlone { return isLetters && letterCount >= 5 }
        return isLine(atLeast: shortest, mostPadding) || letterCount >= 6 && letters.nonzeroBitCount >= 4
    }

    /// A day or a number of somebody with a letter is text as well: numbers hardly come out as nothing but characters, with little
    /// padding behind them.
    private func isLine(atLeast shortest: Int, _ mostPadding: Int) -> Bool {
        count >= Self.shortestLine && count + padding >= shortest && foreign == 0 && letterCount > 0 && differs
            && !hasLines && padding <= mostPadding
    }
}
