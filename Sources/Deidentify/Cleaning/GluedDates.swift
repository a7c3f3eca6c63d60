/// Finds days whose month is written together with its numbers (`15MAR20`), and those that only the dates of the file give away.
extension TextCleaner {
    /// The last token of a date that begins at `index` with letters and digits in one, or with a day before such.
    func gluedDate(at index: Int) -> Int? {
        let token = tokens.list[index]
        if token.kind == .number {
            // 15-MAR20
            guard token.foldedCount <= 2, let day = tokens.number(token), (1...31).contains(day),
                index + 1 < tokens.list.count, tokens.separator(before: index + 1).count == 1,
                let month = MonthWord(tokens.folded(tokens.list[index + 1])), month.before.isEmpty
            else { return nil }
            return month.isMonthOfYear ? index + 1 : nil
        }
        guard token.kind == .mixed, let month = MonthWord(tokens.folded(token)) else { return nil }
        if month.isWholeDate || month.isMonthOfYear { return index }
        guard month.isDayOfMonth else { return nil }
        // 15MAR 2020
        if let year = yearBehind(index) { return year }
        return month.isSure || month.before.count == 2 ? index : nil
    }

    func isGluedDate(_ index: Int) -> Bool {
        guard tokens.list[index].kind == .mixed, let month = MonthWord(tokens.folded(tokens.list[index])) else {
            return false
        }
        return month.isWholeDate || month.isMonthOfYear || month.isDayOfMonth
    }

    private func yearBehind(_ index: Int) -> Int? {
        let year = index + 1
        guard year < tokens.list.count, tokens.separator(before: year).count <= 2,
            tokens.list[year].foldedCount == 2 || tokens.list[year].foldedCount == 4,
            tokens.list[year].kind == .number, !isBeforeUnit(year)
        else { return nil }
        return year
    }

    /// Whether a number has a unit or a fraction behind it.
    func isBeforeUnit(_ index: Int) -> Bool {
        if isFraction(index) { return true }
        let unit = index + 1
        return unit < tokens.list.count && tokens.isClose(before: unit) && Measures.isUnit(tokens.list[unit].hash)
    }

    /// The last token of numbers, or of a month with a number, that are a date of the file though they may be anything:
    /// `18 10 51`, `MAR 20`.
    func ownDate(at index: Int, _ identifiers: FileIdentifiers) -> Int? {
        let token = tokens.list[index]
        if token.kind == .word {
            let next = index + 1
            guard let month = Calendar.month(token.hash), next < tokens.list.count, tokens.list[next].foldedCount == 2,
                tokens.separator(before: next).count <= 2, let number = tokens.number(tokens.list[next]),
                identifiers.isDate(month: month.number, with: number)
            else { return nil }
            return next
        }
        guard token.kind == .number, token.foldedCount == 2, index + 2 < tokens.list.count else { return nil }
        var parts: [Int] = []
        for place in index...(index + 2) {
            guard tokens.list[place].foldedCount == 2, let number = tokens.number(tokens.list[place]),
                place == index || (1...3).contains(tokens.separator(before: place).count)
            else { return nil }
            parts.append(number)
        }
        return identifiers.isDate(parts) ? index + 2 : nil
    }
}

/// A month in letters with digits before or behind it.
private struct MonthWord {
    let before: ArraySlice<UInt8>
    let behind: ArraySlice<UInt8>
    private let isMonth: Bool
    /// The letters mean nothing else.
    let isSure: Bool

    /// - Parameter text: folded.
    init?(_ text: ArraySlice<UInt8>) {
        guard text.count >= 4, text.count <= 16 else { return nil }
        before = text.prefix(while: ASCII.isDigit)
        let letters = text.dropFirst(before.count).prefix { !ASCII.isDigit($0) }
        behind = text.dropFirst(before.count + letters.count)
        guard before.count <= 4, behind.count <= 4, letters.count >= 3, behind.allSatisfy(ASCII.isDigit) else {
            return nil
        }
        let month = Calendar.month(WordHash(letters))
        guard month != nil || Calendar.isGluedMonth(letters) else { return nil }
        isMonth = month != nil
        isSure = month?.isSure ?? false
    }

    private var isDay: Bool { before.count <= 2 && (1...31).contains(Self.number(before)) }

    /// 15MAR20, 15MAR2020, 2020MAR15
    var isWholeDate: Bool {
        isDay && (behind.count == 2 || behind.count == 4)
            || before.count == 4 && (1...2).contains(behind.count)
    }

    /// MAR20, MAR2020, Oct5
    var isMonthOfYear: Bool {
        isMonth && before.isEmpty && (behind.count == 2 || behind.count == 4 || behind.count == 1 && isSure)
    }

    /// 15MAR
    var isDayOfMonth: Bool { isMonth && isDay && behind.isEmpty }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 & 15) } }
}
