import Standard

/// Whether text is made of nothing but words and numbers that say nothing of a person.
///
/// Every run of letters has to be a known word; single letters are few; digits are too few for an identifier, and make no
/// date and no number of a telephone; what is said is no birth and no age over 89.
struct KnownText {
    enum Use: Sendable {
        /// Code strings, code values and meanings.
        case general
        /// Text about devices, sequences and programs: makers and products, too, and codes as `tfl3d1`.
        case technical
    }

    private let text: ArraySlice<UInt8>
    private let use: Use
    /// Runs of one or two letters in a row: more of them are a word that is spelled.
    private var shortRuns = 0
    /// Digits with signs between the groups, and no letters.
    private var groups: [ArraySlice<UInt8>] = []
    private var separators: [UInt8] = []
    /// Digits since the last word.
    private var digitsInRow = 0

    private static let longestNumber = 5
    private static let longestValue = 1024
    /// Of a machine, in digits alone.
    private static let shortestAddress = 12
    private static let mostShortRuns = 4
    private static let mostDigitsInRow = 9

    private init(_ text: ArraySlice<UInt8>, _ use: Use) {
        self.text = text
        self.use = use
    }

    /// - Parameter text: one value, without padding.
    static func isKnown(_ text: ArraySlice<UInt8>, _ use: Use) -> Bool {
        guard text.count <= longestValue else { return false }
        var words = KnownText(text, use)
        guard words.isKnown(), !PersonalForm.stands(in: text, use) else { return false }
        // Most terms are one word in capitals, which says nothing of anybody by itself.
        if text.allSatisfy(isCapital) || text.count < shortestAddress && !text.contains(where: ASCII.isLetter) {
            return true
        }
        var cleaner = TextCleaner(lexicon: Lexicon())
        return !cleaner.tellsOfSomebody(text, isTechnical: use == .technical)
    }

    private mutating func isKnown() -> Bool {
        if hasNumberWithLetters || MonthName.standsInDate(text) { return false }
        var start = text.startIndex
        while start < text.endIndex {
            let byte = text[start]
            var end = start + 1
            if ASCII.isLetter(byte) {
                while end < text.endIndex, ASCII.isLetter(text[end]) { end += 1 }
                if !closesNumber() || !isKnownWord(start..<end) { return false }
            } else if ASCII.isDigit(byte) {
                while end < text.endIndex, ASCII.isDigit(text[end]) { end += 1 }
                let number = significant(start..<end)
                if number.count > Self.longestNumber { return false }
                shortRuns = 0
                if let last = groups.last { separators.append(start - last.endIndex == 1 ? text[start - 1] : 0x20) }
                groups.append(number)
            } else {
                // Control characters and whatever needs a character set.
                guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "@"), byte != UInt8(ascii: "=") else {
                    return false
                }
            }
            start = end
        }
        return closesNumber()
    }

    /// Without the zeros that a program prints behind the point of one number: `0.096000`.
    private func significant(_ digits: Range<Int>) -> ArraySlice<UInt8> {
        var number = text[digits]
        guard number.count <= Self.mostDecimals, groups.count == 1, let whole = groups.last, whole.count <= 3,
            digits.lowerBound - whole.endIndex == 1, text[whole.endIndex] == UInt8(ascii: "."),
            digits.upperBound == text.endIndex || text[digits.upperBound] != UInt8(ascii: ".")
        else { return number }
        while number.count > 1, number.last == UInt8(ascii: "0") { number.removeLast() }
        return number
    }

    private static let mostDecimals = 8

    /// Whether letters and digits stand together as in the number of a patient: `A12345`, `MRN4711X`, and no version as `2004A`.
    private var hasNumberWithLetters: Bool {
        var start = text.startIndex
        while start < text.endIndex {
            var end = start
            var digits = 0
            while end < text.endIndex, ASCII.isLetter(text[end]) || ASCII.isDigit(text[end]) {
                if ASCII.isDigit(text[end]) { digits += 1 }
                end += 1
            }
            let letters = end - start - digits
            if digits >= 4, letters >= (digits == 4 ? 2 : 1),
                !(use == .technical && SequenceForm.matches(text[start..<end]))
            {
                return true
            }
            start = end + 1
        }
        return false
    }

    /// The end of numbers with separators between: whether they are no date, no telephone and no other long number.
    private mutating func closesNumber() -> Bool {
        defer {
            groups.removeAll(keepingCapacity: true)
            separators.removeAll(keepingCapacity: true)
        }
        let digits = groups.reduce(0) { $0 + $1.count }
        let isVersion =
            use == .technical && groups.count > 1
            && separators.prefix(groups.count - 1).allSatisfy { $0 == UInt8(ascii: ".") }
        // A number of a telephone may have any separators.
        if !isVersion { digitsInRow += digits }
        if digitsInRow > Self.mostDigitsInRow { return false }
        guard groups.count > 1 else { return true }
        if digits > (isVersion ? 12 : 6) { return false }
        guard groups.count == 3 else { return true }
        let isDate =
            Self.isYear(groups[0]) && groups[1].count <= 2 && groups[2].count <= 2
            || Self.isYear(groups[2]) && groups[0].count <= 2 && groups[1].count <= 2
        // Days and months of one or two digits, years of two.
        let isShortDate = !isVersion && groups.allSatisfy { $0.count <= 2 } && groups[2].count == 2
        return !isDate && !isShortDate
    }

    private static func isYear(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 4 else { return false }
        return digits.starts(with: "18".utf8) || digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8)
    }

    private mutating func isKnownWord(_ range: Range<Int>) -> Bool {
        shortRuns = range.count <= 2 ? shortRuns + 1 : 0
        if range.count > 2 { digitsInRow = 0 }
        if shortRuns > Self.mostShortRuns { return false }
        return isKnown(range) || use == .technical && isKnownInParts(range)
    }

    private func isKnown(_ range: Range<Int>) -> Bool {
        if range.count == 1 { return true }
        let word = text[range]
        let kind = KnownWords.kind(of: word.span)
        if kind == .general || kind == .technical && use == .technical { return true }
        return use == .technical && kind == nil && range.count == 3 && touchesDigit(range)
    }

    private func touchesDigit(_ range: Range<Int>) -> Bool {
        range.lowerBound > text.startIndex && ASCII.isDigit(text[range.lowerBound - 1])
            || range.upperBound < text.endIndex && ASCII.isDigit(text[range.upperBound])
    }

    /// Words written together with a capital for each: `SlicerEditor`, `DicomRTTool`.
    private func isKnownInParts(_ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        var parts = 0
        for index in range.dropFirst() {
            let isBoundary =
                Self.isCapital(text[index]) && !Self.isCapital(text[index - 1])
                || Self.isCapital(text[index]) && index + 1 < range.upperBound && !Self.isCapital(text[index + 1])
            guard isBoundary else { continue }
            if index - start > 1 || index == range.upperBound - 1 {
                if !isKnown(start..<index) { return false }
                parts += 1
                start = index
            }
        }
        return parts > 0 && parts < 6 && isKnown(start..<range.upperBound)
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
