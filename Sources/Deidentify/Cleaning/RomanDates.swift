/// Finds days whose month is a Roman numeral, as people write them from Italy to Poland: `3 IV 2026`, `12.III.2025`, `III/2025`.
extension TextCleaner {
    /// A day, the month and a year; with points also without one: `12.III.`.
    func romanDate(at index: Int) -> Date? {
        let month = index + 1
        guard let day = tokens.number(tokens.list[index]), (1...31).contains(day),
            tokens.list[index].foldedCount <= 2, let number = romanMonthNumber(month), let sign = romanSign(month)
        else { return nil }
        let year = month + 1
        if year < tokens.list.count, let value = tokens.number(tokens.list[year]), let other = romanSign(year) {
            if tokens.list[year].foldedCount == 4, Self.isYear(value) {
                return Date(
                    last: year, year: value, month: number, day: day, yearIndex: year, monthIndex: month,
                    dayIndex: index)
            }
            // A grade with a number behind it has spaces: `3 IV 26`.
            if tokens.list[year].foldedCount == 2, other == sign, !isBeforeUnit(year),
                sign != 0x20 || isRomanDayWithSpaces(index)
            {
                return Date(last: year, month: number, day: day, yearIndex: year, monthIndex: month, dayIndex: index)
            }
        }
        // In small letters it is any version: `12.x.x`.
        guard sign == UInt8(ascii: "."), tokens.list[month].isUpper,
            tokens.separator(before: year).first == sign || year == tokens.list.count
        else { return nil }
        return Date(last: month, month: number, day: day, monthIndex: month, dayIndex: index)
    }

    /// Whether three parts with spaces between are a day and no grade: `12 III 26`, alone in their part of the text or behind `on`. A
    /// single letter is a way, a nerve or a factor: `80 IV 20`, `3 V 40`.
    private func isRomanDayWithSpaces(_ index: Int) -> Bool {
        let month = tokens.list[index + 1]
        guard month.isUpper, month.foldedCount > 1, month.hash != Self.intravenous else { return false }
        if index == 0 { return true }
        return !Self.graded.contains(tokens.list[index - 1].hash) && tokens.list[index - 1].kind == .word
    }

    private static let intravenous = WordHash("iv".utf8)
    private static let graded = WordHash.set(
        "grade stage type class segment level phase factor nerve nerves grad stadium typ klasse figo nyha part region zone line lead cn image series score"
    )

    /// The year first: `2026.III.12`, `2026 III 12`.
    func romanYearFirst(at index: Int) -> Date? {
        guard tokens.list[index].foldedCount == 4, let year = tokens.number(tokens.list[index]), Self.isYear(year),
            let number = romanMonthNumber(index + 1), let sign = romanSign(index + 1), index + 2 < tokens.list.count,
            romanSign(index + 2) == sign, tokens.list[index + 2].foldedCount <= 2,
            let day = tokens.number(tokens.list[index + 2]), (1...31).contains(day)
        else { return nil }
        return Date(
            last: index + 2, year: year, month: number, day: day, yearIndex: index, monthIndex: index + 1,
            dayIndex: index + 2)
    }

    /// The month and a year, where it is no grade: `XII 2024` at the start, `III.2025`.
    func romanMonth(at index: Int) -> Date? {
        let year = index + 1
        guard let number = romanMonthNumber(index), year < tokens.list.count, let sign = romanSign(year),
            tokens.list[year].foldedCount == 4, let value = tokens.number(tokens.list[year]), Self.isYear(value),
            sign != 0x20 || index == 0 || Self.dateLeads.contains(tokens.list[index - 1].hash)
        else { return nil }
        return Date(last: year, year: value, month: number, yearIndex: year, monthIndex: index)
    }

    /// In small letters `iv` and `v` are a way and a verb: only between signs.
    private func romanMonthNumber(_ index: Int) -> Int? {
        guard index < tokens.list.count else { return nil }
        let token = tokens.list[index]
        guard token.isUpper || token.isLower && romanSign(index).map({ $0 != 0x20 }) == true else { return nil }
        return Self.romanMonths[tokens.list[index].hash]
    }

    /// The sign before a token: a point, stroke, hyphen or space, a space beside it aside.
    private func romanSign(_ index: Int) -> UInt8? {
        let separator = tokens.separator(before: index)
        let signs = separator.filter { $0 != 0x20 }
        guard separator.count <= 3, signs.count <= 1, let sign = signs.first ?? separator.first,
            ". -/".utf8.contains(sign)
        else { return nil }
        return sign
    }

    private static let romanMonths: [WordHash: Int] = {
        let numerals = "i ii iii iv v vi vii viii ix x xi xii".split(separator: " ")
        return Dictionary(uniqueKeysWithValues: numerals.enumerated().map { (WordHash($1.utf8), $0 + 1) })
    }()
}
