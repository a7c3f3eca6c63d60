/// Whether the bytes of binary numbers are text: characters of one byte, or of two or four as UTF-16 and UTF-32 have them.
/// Byte by byte and in constant memory; numbers are told from text by their first bytes nearly always.
struct NumberText {
    private var narrow = NarrowText()
    private var low16 = WideText(width: 2, place: 0)
    private var high16 = WideText(width: 2, place: 1)
    private var low32 = WideText(width: 4, place: 0)
    private var high32 = WideText(width: 4, place: 3)

    /// - Returns: whether it may be text still.
    mutating func feed(_ byte: UInt8) -> Bool {
        narrow.feed(byte)
        low16.feed(byte)
        high16.feed(byte)
        low32.feed(byte)
        high32.feed(byte)
        return narrow.mayBe || low16.mayBe || high16.mayBe || low32.mayBe || high32.mayBe
    }

    var isText: Bool { narrow.isText || low16.isText || high16.isText || low32.isText || high32.isText }
}

/// The letters of a text, and how many of its characters they are.
private struct LetterCount {
    private(set) var characters = 0
    private(set) var letters = 0
    private(set) var vowels = 0
    /// Spaces, carets and the ends of lines.
    private(set) var separators = 0
    /// Small letters followed by capitals.
    private(set) var flips = 0
    /// Letters and signs of Latin-1 beyond ASCII, or bytes of UTF-8.
    private(set) var foreign = 0
    private var seen: UInt32 = 0
    private var wasSmall = false

    var distinct: Int { seen.nonzeroBitCount }

    mutating func add(_ byte: UInt8) {
        characters += 1
        if byte >= 0x80 { foreign += 1 }
        if byte <= 0x20 || byte == UInt8(ascii: "^") { separators += 1 }
        guard (0x41...0x5A).contains(byte & 0xDF) else {
            wasSmall = false
            return
        }
        letters += 1
        seen |= 1 << UInt32(byte & 0x1F)
        if "AEIOUY".utf8.contains(byte & 0xDF) { vowels += 1 }
        let isSmall = byte & 0x20 != 0
        if wasSmall, !isSmall { flips += 1 }
        wasSmall = isSmall
    }

    /// Whether there are no more of the characters beyond ASCII than words have; noise and numbers soon have more.
    var hasFewForeign: Bool { foreign * 4 <= letters + 8 }
    /// The same at the end, where most characters have to be letters.
    var isMostlyLetters: Bool { foreign == 0 || foreign * 4 <= letters && letters * 10 >= characters * 6 }

    static func isCharacter(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte >= 0xA0 || isSpace(byte) }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }
}

private struct NarrowText {
    private(set) var mayBe = true
    private var count = LetterCount()
    private var first: UInt8 = 0
    private var differs = false
    private var hasLines = false
    private var padding = 0
    private var previous: UInt8 = 0
    /// Bytes of a byte order mark so far; `nil` behind it, or where none is.
    private var mark: Int? = 0
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// Text shorter than this occurs in honest numbers.
    private static let shortest = 6
    private static let usualPadding = 8

    mutating func feed(_ byte: UInt8) {
        guard mayBe else { return }
        if let place = mark {
            let isMark = byte == Self.byteOrderMark[place]
            mark = isMark && place < 2 ? place + 1 : nil
            if isMark { return }
            // What began like one is nothing else.
            if place > 0 { mayBe = false }
        }
        if byte == 0 {
            // Padding stands at the end only; a long one belongs to no few letters.
            padding += 1
            mayBe = count.characters > 0 && (padding < Self.usualPadding || isWordy)
            return
        }
        // UTF-8 goes on with bytes that are no characters by themselves.
        let isContinued = byte >= 0x80 && byte < 0xA0 && previous >= 0xC2
        mayBe = padding == 0 && (LetterCount.isCharacter(byte) || isContinued)
        // And has two and more bytes for one character.
        let isBehindLead = (0x80..<0xC0).contains(byte) && previous >= 0xC2
        previous = byte
        if count.characters == 0 { first = byte }
        differs = differs || byte != first
        hasLines = hasLines || LetterCount.isSpace(byte)
        if isBehindLead { return }
        count.add(byte)
        if !count.hasFewForeign { mayBe = false }
    }

    var isText: Bool {
        if count.foreign > 0 { return mayBe && isWordy && count.isMostlyLetters }
        return mayBe && count.characters >= Self.shortest && count.letters > 0 && differs
            && (isWordy || !hasLines && padding < Self.usualPadding)
    }

    private var isWordy: Bool { count.characters >= 12 && count.letters * 2 >= count.characters && count.distinct >= 4 }
}

/// Every `width` bytes hold a character at `place` and zeros around it. Small numbers come out as letters, too: words have
/// vowels, several letters, gaps, and few capitals behind small ones.
private struct WideText {
    let width: Int
    let place: Int
    private(set) var mayBe = true
    private var count = LetterCount()
    private var position = 0
    private var hasEnded = false
    /// The first `width` bytes, which may be a byte order mark; `nil` behind them.
    private var beginning: UInt32? = 0

    init(width: Int, place: Int) {
        self.width = width
        self.place = place
    }

    mutating func feed(_ byte: UInt8) {
        guard mayBe else { return }
        guard let open = beginning else { return take(byte) }
        beginning = open << 8 | UInt32(byte)
        position += 1
        guard position == width else { return }
        let bytes = open << 8 | UInt32(byte)
        (beginning, position) = (nil, 0)
        let mark: UInt32 = place == 0 ? 0xFFFE << (UInt32(width - 2) * 8) : 0xFEFF
        if bytes == mark { return }
        for step in (0..<width).reversed() { take(UInt8(truncatingIfNeeded: bytes >> (UInt32(step) * 8))) }
    }

    private mutating func take(_ byte: UInt8) {
        guard mayBe else { return }
        let isPlace = position == place
        position = position + 1 == width ? 0 : position + 1
        guard isPlace else {
            mayBe = byte == 0
            return
        }
        if byte == 0 {
            hasEnded = true
            mayBe = count.characters > 0
        } else {
            mayBe = !hasEnded && LetterCount.isCharacter(byte)
            count.add(byte)
            if !count.hasFewForeign { mayBe = false }
        }
    }

    var isText: Bool {
        mayBe && count.isMostlyLetters && count.characters >= 8 && count.letters * 10 >= count.characters * 6
            && count.distinct >= 4 && count.vowels > 0
            && count.flips * 8 <= count.letters && (count.characters <= 24 || count.separators * 24 >= count.characters)
    }
}
