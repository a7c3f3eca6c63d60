import DICOM
import Standard

/// What the file itself says names its patient, its people or its orders: none of it stays as a known word.
///
/// Letters and digits of ASCII count, without case; other characters never are known. A number of three characters or a
/// name of three letters counts as a word of its own, longer numbers also inside of other text.
struct OwnIdentifiers: Sendable {
    private var words = SortedTexts()
    private var numbers = SortedTexts()
    /// Both, numbers without leading zeros: what a value may be as a whole.
    private var wholes = SortedTexts()
    /// How they begin: most text has none of these pairs of characters in it.
    private var beginnings = CharacterPairs()
    /// A bit for each length of them, up to 63.
    private var lengths: UInt64 = 0
    /// More than anybody would write: no text at all is taken for known, then.
    private var isOverfull = false
    /// Tells the identifiers of one file from those of another, within a process.
    private(set) var mark = 0

    private static let shortest = 3
    private static let shortestInside = 4
    /// Digits, leading zeros aside; shorter numbers of an image are alike by chance.
    static let shortestNumber = 6
    private static let most = 512

    /// What they were taken from.
    let values: IdentifyingValues

    init(_ values: IdentifyingValues = IdentifyingValues()) {
        self.values = values
        isOverfull = values.isOverfull
        var (words, numbers): ([[UInt8]], [[UInt8]]) = ([], [])
        values.forEach { value, isNumber in
            if isNumber {
                for part in value.split(separator: 0x5C) {
                    let number = Self.folded(part)
                    if number.count >= Self.shortestInside { numbers.append(number) }
                }
            }
            Self.forEachRun(value) { words.append($0) }
        }
        wholes = SortedTexts((words + numbers).map(Self.whole))
        self.words = SortedTexts(words)
        self.numbers = SortedTexts(numbers)
        if self.words.count + self.numbers.count > Self.most { isOverfull = true }
        for text in wholes.list { lengths |= 1 << UInt64(min(text.count, 63)) }
        for text in words { beginnings.insert(text) }
        for text in numbers { beginnings.insert(text) }
        var hasher = Hasher()
        self.words.hash(into: &hasher)
        self.numbers.hash(into: &hasher)
        hasher.combine(isOverfull)
        mark = hasher.finalize()
    }

    /// Whether one of them stands in `text`.
    func stand(in text: ArraySlice<UInt8>) -> Bool {
        if isOverfull { return true }
        guard beginnings.mayStand(in: text) else { return false }
        var isFound = false
        Self.forEachRun(text) { if words.contains($0) { isFound = true } }
        if isFound { return true }
        let whole = Self.folded(text)
        return numbers.list.contains { Self.contains(whole, $0) }
    }

    /// Characters of an identifier that numbers are not alike by chance.
    static let shortestInBytes = 6

    /// Whether one of them is spelled, character by character, anywhere in bytes of which nobody knows what they are.
    func areSpelled(in bytes: [UInt8]) -> Bool {
        guard beginnings.mayStand(in: bytes[...]) else { return false }
        return (words.list + numbers.list).contains { text in
            text.count >= Self.shortestInBytes && text.count <= bytes.count
                && (0...bytes.count - text.count).contains { start in
                    Self.capital(bytes[start]) == text[0]
                        && text.indices.allSatisfy { Self.capital(bytes[start + $0]) == text[$0] }
                }
        }
    }

    /// Whether one of them may stand somewhere in a range of a buffer: where not, it stands in no part of it.
    func mayStand(in buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Bool {
        isOverfull || beginnings.mayStand(in: buffer, range)
    }

    private static func whole(_ text: [UInt8]) -> [UInt8] {
        text.allSatisfy { ASCII.isDigit($0) } ? Array(text.drop { $0 == 0x30 }) : text
    }

    /// Whether a value among numbers is one of them as a whole, signs, leading zeros and what is behind the point aside.
    ///
    /// Of fewer than six digits that is chance: images have numbers, too. Asked of every number: nothing is taken out of the
    /// buffer unless its length is that of an identifier.
    func areValues(_ buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Bool {
        guard range.count >= Self.shortestInside, !wholes.isEmpty else { return false }
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            var count = 0
            var hasLetters = false
            var isBehindPoint = false
            var hasExponent = false
            while end < range.upperBound, buffer[end] != 0x5C {
                let byte = buffer[end]
                end += 1
                if isBehindPoint {
                    if byte | 0x20 == UInt8(ascii: "e") { hasExponent = true }
                    continue
                }
                switch byte {
                case 0x30: if count > 0 { count += 1 }
                case 0x31...0x39: count += 1
                case UInt8(ascii: "."), UInt8(ascii: ","): isBehindPoint = true
                default: if ASCII.isLetter(byte) { (count, hasLetters) = (count + 1, true) }
                }
            }
            if hasExponent, isWhole(buffer.copy(start..<end)) { return true }
            if count >= (hasLetters ? Self.shortestInside - 1 : Self.shortestNumber),
                hasLetters || lengths & 1 << UInt64(min(count, 63)) != 0, isWhole(buffer.copy(start..<end))
            {
                return true
            }
            start = end + 1
        }
        return false
    }

    private func isWhole(_ value: [UInt8]) -> Bool {
        if let number = Self.withoutExponent(value), wholes.contains(number) { return true }
        let text = Self.folded(value.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ",") })
        return wholes.contains(text) || wholes.contains(Array(text.drop { $0 == 0x30 }))
    }

    /// The digits of a whole number with an exponent: `1.234567e6` is 1234567.
    private static func withoutExponent(_ value: [UInt8]) -> [UInt8]? {
        guard value.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }),
            let number = Double(String(decoding: NumberForm.trimmed(value[...]), as: UTF8.self)),
            let whole = Int(exactly: abs(number).rounded()), abs(abs(number) - Double(whole)) < 0.5
        else { return nil }
        let digits = Array(String(whole).utf8)
        return digits.count >= shortestNumber ? digits : nil
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard text.count >= part.count else { return false }
        return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
    }

    /// Letters and digits as capitals, nothing else.
    private static func folded(_ text: some Sequence<UInt8>) -> [UInt8] { text.compactMap(capital) }

    /// Calls `body` with the runs of letters and digits, as capitals; shorter ones than `shortest` aside.
    private static func forEachRun(_ text: ArraySlice<UInt8>, _ body: ([UInt8]) -> Void) {
        var start = text.startIndex
        while start < text.endIndex {
            var end = start
            while end < text.endIndex, capital(text[end]) != nil { end += 1 }
            if end - start >= shortest { body(folded(text[start..<end])) }
            start = end + 1
        }
    }

    static func capital(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39, 0x41...0x5A: byte
        case 0x61...0x7A: byte & 0xDF
        default: nil
        }
    }
}
