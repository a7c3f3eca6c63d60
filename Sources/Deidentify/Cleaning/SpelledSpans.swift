/// Finds what is spelled: names and numbers letter by letter or digit by digit, numbers and ages in words.
extension TextCleaner {
    // MARK: Ages in words

    /// `ninety-five year old`, `aged one hundred and two`, `quatre-vingt-quinze ans`, `in her nineties`.
    mutating func markSpelledAges() {
        var index = 0
        while index < tokens.list.count {
            let hash = tokens.list[index].hash
            guard tokens.list[index].kind == .word, NumberWords.contains(hash) else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < tokens.list.count, last - index < 8, tokens.isClose(before: last + 1),
                tokens.list[last + 1].kind == .word, NumberWords.contains(tokens.list[last + 1].hash)
            {
                last += 1
            }
            if (index...last).contains(where: { NumberWords.isDecade(tokens.list[$0].hash) }) {
                mark(index...last, .pattern)
            } else if isHighNumber(index...last) {
                let unit = last + 1
                if unit < tokens.list.count, tokens.isClose(before: unit) || tokens.has("/", before: unit),
                    isAgeUnit(unit) || isSexBehindAge(unit)
                {
                    dropAge(index...unit)
                } else if index > 0, isAgeLabel(index - 1) || isToldOfSomebody(index...last) {
                    dropAge(index...last)
                }
            }
            index = last + 1
        }
    }

    private func isHighNumber(_ range: ClosedRange<Int>) -> Bool {
        range.contains { place in
            let hash = tokens.list[place].hash
            if NumberWords.isHigh(hash) { return true }
            return NumberWords.isScore(hash) && place > range.lowerBound && place < range.upperBound
                && NumberWords.isFour(tokens.list[place - 1].hash) && NumberWords.isTeen(tokens.list[place + 1].hash)
        }
    }

    // MARK: Digits in words

    /// Four and more, as people dictate a number: `four seven one one`.
    mutating func markSpelledDigits() {
        var index = 0
        while index < tokens.list.count {
            var last = index
            while last < tokens.list.count, last == index || tokens.separator(before: last).count <= 2,
                NumberWords.digit(tokens.list[last].hash) != nil || last > index && tokens.list[last].kind == .number
            {
                last += 1
            }
            let words = (index..<last).count { tokens.list[$0].kind == .word }
            let isCalled = index > 0 && Self.isPhoneLabel(tokens.list[index - 1].hash)
            if words >= (isCalled ? Self.fewestCalled : Self.fewestWords) { mark(index...(last - 1), .pattern) }
            index = max(last, index + 1)
        }
    }

    private static let fewestWords = 4
    private static let fewestCalled = 2

    // MARK: One by one

    /// Runs of single letters and digits with the same sign between them. What the file names goes; so do five letters and more that
    /// make no word, and four digits and more that do not count on.
    mutating func markSpelledRuns(_ identifiers: FileIdentifiers) {
        var index = 0
        while index < tokens.list.count {
            let last = spelledRun(from: index)
            guard last > index else {
                index += 1
                continue
            }
            // Looked at in pieces: a text may be one such run.
            let end = min(last, index + Self.longestRun)
            settleRun(index...end, identifiers)
            index = end + 1
        }
    }

    /// The last token of the run.
    private func spelledRun(from start: Int) -> Int {
        guard tokens.list[start].foldedCount == 1 else { return start }
        var last = start
        var sign: ArraySlice<UInt8> = []
        while last + 1 < tokens.list.count, last - start < Self.longestRun, tokens.list[last + 1].foldedCount == 1 {
            let separator = tokens.separator(before: last + 1)
            guard separator.count <= 3, !separator.contains(0x0A), last == start || separator.elementsEqual(sign) else {
                break
            }
            sign = separator
            last += 1
        }
        return last
    }

    private mutating func settleRun(_ range: ClosedRange<Int>, _ identifiers: FileIdentifiers) {
        for found in identifiers.spelled(in: tokens, range) {
            for place in found { set(place, .name) }
        }
        var start = range.lowerBound
        while start <= range.upperBound {
            let kind = tokens.list[start].kind
            var last = start
            while last < range.upperBound, tokens.list[last + 1].kind == kind { last += 1 }
            let folded = tokens.folded[tokens.list[start].foldedStart..<tokens.list[last].foldedEnd]
            if kind == .word, folded.count >= Self.shortestWord, !Self.countsOn(folded), !isWordOfList(folded) {
                mark(start...last, .unknown)
            } else if kind == .number, folded.count >= Self.shortestNumber, !Self.countsOn(folded),
                (start...last).allSatisfy({ tokens.list[$0].fate != .stays })
            {
                mark(start...last, .pattern)
            } else if kind == .number, (2...3).contains(folded.count) {
                markSpelledAge(start...last, folded)
            }
            start = last + 1
        }
    }

    /// `9 5 years old`
    private mutating func markSpelledAge(_ range: ClosedRange<Int>, _ digits: ArraySlice<UInt8>) {
        let unit = range.upperBound + 1
        let value = digits.reduce(0) { $0 * 10 + Int($1 & 15) }
        guard (90...150).contains(value), unit < tokens.list.count, tokens.isClose(before: unit), isAgeUnit(unit) else {
            return
        }
        dropAge(range.lowerBound...unit)
    }

    private func isWordOfList(_ folded: ArraySlice<UInt8>) -> Bool { Lexicon.words.find(folded).contains(.known) }

    /// `a b c d e`, `1 2 3 4 5 6`, `0 0 0 0 0 0`.
    private static func countsOn(_ folded: ArraySlice<UInt8>) -> Bool {
        let steps = zip(folded.dropFirst(), folded).map { Int($0) - Int($1) }
        return steps.allSatisfy { $0 == steps.first } && (-1...1).contains(steps.first ?? 0)
    }

    private static let longestRun = 256
    private static let shortestWord = 5
    private static let shortestNumber = 4
}
