import Standard

/// Looks through text, byte by byte and in constant memory, for what names or reaches a person: carets of names, mail and
/// web addresses, telephone numbers, days.
struct IdentityScan {
    struct Signs: OptionSet {
        var rawValue: UInt8
        /// A caret between two letters, as in a person name; the mass of a nuclide, as in `^18^Fluorine`, has digits.
        static let name = Signs(rawValue: 1)
        static let mail = Signs(rawValue: 2)
        static let web = Signs(rawValue: 4)
        static let telephone = Signs(rawValue: 8)
        static let day = Signs(rawValue: 16)
        /// Letters and four digits or more in one, as in the number of a record.
        static let token = Signs(rawValue: 32)
        /// The same with six digits or more.
        static let longToken = Signs(rawValue: 64)

        /// The checks that they fail, the worst first.
        var checks: [Check] {
            let all: [(Signs, Check)] = [
                (.name, .nameInText), (.mail, .mailAddress), (.web, .webAddress), (.telephone, .telephoneNumber),
                (.day, .dayInText), (.token, .mixedToken),
            ]
            return all.filter { contains($0.0) }.map(\.1)
        }
    }

    private(set) var signs: Signs = []
    /// A caret between two words that the standard's terms or medicine have, and no name, is none of a person.
    private let acceptsWords: Bool
    /// The letters of the word that is being read, and whether the one before the caret is known.
    private var word = InlineArray<40, UInt8>(repeating: 0)
    private var wordLength = 0
    private var isBehindKnown: Bool?
    private var previous: (UInt8, UInt8) = (0x20, 0x20)

    /// Characters that may stand before the `@` of a mail address, in a row up to here.
    private var local = 0
    /// Characters behind an `@`; `nil` when there is none. `top` counts letters behind the last point.
    private var domain: (count: Int, top: Int?)?

    /// Groups of digits joined by single separators, the last ones of them.
    private var groups = InlineArray<6, Group>(repeating: Group())
    private var groupCount = 0
    private var hasPlus = false
    /// Separators other than points among the groups.
    private var hasGaps = false

    private struct Group {
        var count = 0
        var value = 0
        var startsWithZero = false
    }

    mutating func feed(_ byte: UInt8) {
        let isLetter = (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80
        caret(byte, isLetter)
        address(byte, isLetter)
        number(byte)
        token(byte, isLetter)
        previous = (previous.1, byte)
    }

    private mutating func caret(_ byte: UInt8, _ isLetter: Bool) {
        let isBehindCaret = previous.1 == UInt8(ascii: "^") && isLetter && Self.isLetter(previous.0)
        guard acceptsWords else {
            if isBehindCaret { signs.insert(.name) }
            return
        }
        if isBehindCaret { isBehindKnown = wasKnown }
        if isLetter {
            if wordLength < word.count { word[wordLength] = byte }
            wordLength += 1
            return
        }
        // Words that are on neither side of a caret are not looked up.
        if wordLength > 0, byte == UInt8(ascii: "^") || isBehindKnown != nil {
            wasKnown =
                wordLength <= word.count && KnownWords.kind(of: word.span.extracting(..<wordLength)) == .general
            if let known = isBehindKnown, !known || !wasKnown { signs.insert(.name) }
            isBehindKnown = nil
        }
        wordLength = 0
    }

    private var wasKnown = false

    init(acceptsWords: Bool = false) { self.acceptsWords = acceptsWords }

    /// What the end of the text brings to light.
    mutating func end() {
        feed(0x20)
        settle(isAttached: false)
    }

    // MARK: Addresses

    private mutating func address(_ byte: UInt8, _ isLetter: Bool) {
        let isDigit = Self.isDigit(byte)
        if byte == UInt8(ascii: "/"), previous.1 == UInt8(ascii: "/"), hadColon { signs.insert(.web) }
        hadColon =
            byte == UInt8(ascii: ":") && Self.isLetter(previous.1)
            || byte == UInt8(ascii: "/") && hadColon && previous.1 == UInt8(ascii: ":")
        let lower = byte | 0x20
        if lower == UInt8(ascii: "w"), wide > 0 || !Self.isWord(previous.1) {
            wide = min(wide + 1, 4)
        } else {
            if byte == UInt8(ascii: "."), wide == 3 { signs.insert(.web) }
            wide = 0
        }

        if byte == UInt8(ascii: "@") {
            domain = local > 0 ? (0, nil) : nil
            local = 0
            return
        }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"): local += 1
        default: local = isLetter || isDigit ? local + 1 : 0
        }
        guard let open = domain else { return }
        if isLetter || isDigit || byte == UInt8(ascii: "-") {
            let top = isLetter ? open.top.map { $0 + 1 } : nil
            domain = (open.count + 1, top)
            if let top, top >= 2 { signs.insert(.mail) }
        } else if byte == UInt8(ascii: "."), open.count > 0 {
            domain = (open.count, 0)
        } else {
            domain = nil
        }
    }

    private var hadColon = false
    /// How many `w` in a row, at the start of a word.
    private var wide = 0

    // MARK: Tokens

    private mutating func token(_ byte: UInt8, _ isLetter: Bool) {
        let isDigit = Self.isDigit(byte)
        // `512x512` is a size.
        let isTimes = byte | 0x20 == UInt8(ascii: "x") && Self.isDigit(previous.1)
        guard isLetter || isDigit else {
            settleToken()
            // X, H or 99 and the rest of 16 of 0-9A-Z: what a keyed function makes of a code, its scheme or a text.
            if !(mayBeLabel && runLength == 16) { signs.formUnion(pendingTokens) }
            (pendingTokens, runLength) = ([], 0)
            return
        }
        switch runLength {
        case 0: mayBeLabel = byte == UInt8(ascii: "X") || byte == UInt8(ascii: "H") || byte == UInt8(ascii: "9")
        case 1 where previous.1 == UInt8(ascii: "9"): mayBeLabel = mayBeLabel && byte == UInt8(ascii: "9")
        default: break
        }
        mayBeLabel = mayBeLabel && (isDigit || (0x41...0x5A).contains(byte))
        runLength += 1
        if isTimes { return settleToken() }
        if isDigit { tokenDigits += 1 } else { tokenLetters += 1 }
    }

    private mutating func settleToken() {
        if tokenDigits >= 4, tokenLetters >= 1, tokenLetters + tokenDigits >= 6 {
            pendingTokens.insert(.token)
            if tokenDigits >= 6 { pendingTokens.insert(.longToken) }
        }
        (tokenLetters, tokenDigits) = (0, 0)
    }

    /// Of the run of letters and digits that is being read, which may turn out to be a label.
    private var pendingTokens: Signs = []
    private var runLength = 0
    private var mayBeLabel = false
    private var tokenLetters = 0
    private var tokenDigits = 0

    // MARK: Numbers

    private mutating func number(_ byte: UInt8) {
        if Self.isDigit(byte) {
            if Self.isDigit(previous.1), groupCount > 0 {
                let last = groupCount - 1
                groups[last].count += 1
                groups[last].value = groups[last].value &* 10 &+ Int(byte - 0x30)
            } else {
                if groupCount == 0, Self.isWord(previous.1) { isAttached = true }
                if groupCount == groups.count {
                    for place in 1..<groupCount { groups[place - 1] = groups[place] }
                    groupCount -= 1
                }
                groups[groupCount] = Group(count: 1, value: Int(byte - 0x30), startsWithZero: byte == 0x30)
                groupCount += 1
            }
            return
        }
        switch byte {
        case UInt8(ascii: "+") where groupCount == 0: hasPlus = true
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), 0x20, UInt8(ascii: "("), UInt8(ascii: ")"):
            if groupCount == 0 { return }
            // Two separators in a row end a number, but for those around an area code.
            let isDouble = !Self.isDigit(previous.1) && previous.1 != UInt8(ascii: ")") && byte != UInt8(ascii: "(")
            if isDouble { return settle(isAttached: false) }
            if byte != UInt8(ascii: ".") { hasGaps = true }
        default: settle(isAttached: Self.isLetter(byte))
        }
    }

    /// A letter stands right before the number, so that it is part of a word.
    private var isAttached = false

    private mutating func settle(isAttached endsAttached: Bool) {
        defer { (groupCount, hasPlus, hasGaps, isAttached) = (0, false, false, false) }
        if groupCount == 0 || isAttached || endsAttached { return }
        var digits = 0
        // The numbers of digits as one number: 334 for 3, 3 and 4.
        var counts = 0
        for place in 0..<groupCount {
            digits += groups[place].count
            counts = counts &* 10 &+ min(groups[place].count, 9)
            if isDay(at: place) { signs.insert(.day) }
        }
        if hasPlus, (8...15).contains(digits), !groups[0].startsWithZero { signs.insert(.telephone) }
        if counts == 334 || counts == 1334 { signs.insert(.telephone) }
        if groups[0].startsWithZero, (2...5).contains(groups[0].count), groupCount > 1, hasGaps,
            (9...13).contains(digits)
        {
            signs.insert(.telephone)
        }
    }

    private func isDay(at index: Int) -> Bool {
        func isYear(_ value: Int) -> Bool { (1900...2099).contains(value) }
        func isPlausible(_ month: Int, _ day: Int) -> Bool { (1...12).contains(month) && (1...31).contains(day) }
        let first = groups[index]
        if first.count == 8 {
            return isYear(first.value / 10_000) && isPlausible(first.value / 100 % 100, first.value % 100)
        }
        guard index + 2 < groupCount else { return false }
        let (second, third) = (groups[index + 1], groups[index + 2])
        if first.count == 4, second.count == 2, third.count == 2 {
            return isYear(first.value) && isPlausible(second.value, third.value)
        }
        guard first.count <= 2, second.count <= 2, third.count == 4, isYear(third.value) else { return false }
        return isPlausible(first.value, second.value) || isPlausible(second.value, first.value)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80 }
    private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") }
}
