import DICOM
import Standard

/// What the file itself says names its patient, its people or its orders: none of it stays as a known word.
///
/// Letters and digits of ASCII count, without case; other characters never are known. A number of three characters or a
/// name of three letters counts as a word of its own, longer numbers also inside of other text.
struct OwnIdentifiers: Sendable {
    private var words: Set<[UInt8]> = []
    private var numbers: Set<[UInt8]> = []
    /// Both, numbers without leading zeros: what a value may be as a whole.
    private var wholes: Set<[UInt8]> = []
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
        values.forEach { value, isNumber in
            if isNumber {
                for part in value.split(separator: 0x5C) { add(Self.folded(part), asNumber: true) }
            }
            for word in Self.runs(value) { add(word, asNumber: false) }
        }
        for text in words { addWhole(text) }
        for text in numbers { addWhole(text) }
        var hasher = Hasher()
        hasher.combine(words)
        hasher.combine(numbers)
        hasher.combine(isOverfull)
        mark = hasher.finalize()
    }

    private mutating func add(_ text: [UInt8], asNumber: Bool) {
        guard text.count >= (asNumber ? Self.shortestInside : Self.shortest) else { return }
        if asNumber { numbers.insert(text) } else { words.insert(text) }
        if words.count + numbers.count > Self.most { isOverfull = true }
    }

    /// Whether one of them stands in `text`.
    func stand(in text: ArraySlice<UInt8>) -> Bool {
        if isOverfull { return true }
        if words.isEmpty, numbers.isEmpty { return false }
        if !words.isEmpty, Self.runs(text).contains(where: { words.contains($0) }) { return true }
        guard !numbers.isEmpty else { return false }
        let whole = Self.folded(text)
        return numbers.contains { Self.contains(whole, $0) }
    }

    private mutating func addWhole(_ text: [UInt8]) {
        let whole = text.allSatisfy { ASCII.isDigit($0) } ? Array(text.drop { $0 == 0x30 }) : text
        wholes.insert(whole)
        lengths |= 1 << UInt64(min(whole.count, 63))
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

    /// The runs of letters and digits, as capitals.
    private static func runs(_ text: some Sequence<UInt8>) -> [[UInt8]] {
        var runs: [[UInt8]] = [[]]
        for byte in text {
            if let capital = capital(byte) {
                runs[runs.count - 1].append(capital)
            } else if runs[runs.count - 1].isEmpty == false {
                runs.append([])
            }
        }
        return runs.filter { $0.count >= shortest }
    }

    private static func capital(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39, 0x41...0x5A: byte
        case 0x61...0x7A: byte & 0xDF
        default: nil
        }
    }
}
