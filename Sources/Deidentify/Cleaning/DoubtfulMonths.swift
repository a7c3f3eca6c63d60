/// Months whose names mean something else, too (`Mar`, `set`, `ago`, `Mag`): what has to stand beside them to make them a day.
extension TextCleaner {
    /// Whether a month behind the number of a day, with no year behind it, makes a day: `4-Mar`, `4th of mar`, `il 4 mag`.
    func isMonth(_ month: Int, behindDay day: Int) -> Bool {
        guard let name = Calendar.name(tokens.list[month].hash) else { return false }
        if name.certainty == .sure { return true }
        guard !isFraction(day), tokens.list[month].kind == .word else { return false }
        let isLed = isBehindDayLead(day) && !(name.certainty == .doubtful && tokens.list[day - 1].hash == Self.of)
        // `4 de ago`, `4th of mar`
        let isLinked = month > day + 1
        let hasHyphen = tokens.separator(before: month).elementsEqual("-".utf8)
        let token = tokens.list[month]
        // `2 of 3, mag view`
        if name.certainty == .doubtful, tokens.has(",", before: month) { return false }
        if name.certainty == .doubtful {
            return isLed || isLinked || hasHyphen && token.isCapitalised && !token.isUpper
        }
        return !token.isUpper || isLed || isLinked || hasHyphen
            || tokens.list[day].kind == .number && tokens.list[day].foldedCount == 2 && token.hash == Self.march
    }

    /// The same with the day behind: `Mar 4`. Words that are common ones do not stand before it.
    func isMonth(_ month: Int, beforeDay day: Int) -> Bool {
        let token = tokens.list[month]
        guard let name = Calendar.name(token.hash) else { return false }
        switch name.certainty {
        case .sure: return true
        case .doubtful:
            // 2019-Ago-04
            return month > 0 && tokens.list[month - 1].foldedCount == 4 && tokens.list[month - 1].kind == .number
                && [month, day].allSatisfy { tokens.separator(before: $0).elementsEqual("-".utf8) }
        case .written:
            if isBehindDayLead(month) { return true }
            if token.isUpper { return token.hash == Self.march && tokens.list[day].foldedCount == 2 }
            return !Self.alsoMeasures.contains(token.hash)
        }
    }

    /// Whether a month with a day before it and a year behind it is one: all but `3 MRT 2019` and `2 out 19`.
    func isMonth(_ month: Int, between day: Int, andYear year: Int) -> Bool {
        let token = tokens.list[month]
        guard Calendar.name(token.hash)?.certainty == .doubtful else { return true }
        if token.hash == Self.dutchMarch, token.isUpper { return false }
        let isWritten = token.isCapitalised && !token.isUpper && token.hash != Self.october
        return tokens.list[year].foldedCount == 4 || isWritten || isBehindDayLead(day)
            || [month, year].allSatisfy { !tokens.has(" ", before: $0) }
    }

    /// Whether a month right before a year of four digits is one: `Set 2019`, not `2 years ago 2019` nor `MRT 2019`.
    func isMonth(_ month: Int, beforeYear year: Int) -> Bool {
        let token = tokens.list[month]
        guard Calendar.name(token.hash)?.certainty == .doubtful else { return true }
        guard token.hash != Self.dutchMarch, token.hash != Self.october, !isBeforeUnit(year) else { return false }
        return month == 0 || !tokens.isClose(before: month)
            || token.isCapitalised && tokens.list[month - 1].kind == .word
                && !Self.beforeSet.contains(tokens.list[month - 1].hash)
    }

    /// The year in two digits behind an apostrophe: `Sept. '19`.
    func apostropheYear(behind month: Int) -> Int? {
        let year = month + 1
        guard year < tokens.list.count, tokens.list[year].kind == .number, tokens.list[year].foldedCount == 2 else {
            return nil
        }
        let separator = tokens.separator(before: year)
        let isApostrophe = separator.last == UInt8(ascii: "'") || separator.suffix(3).elementsEqual("\u{2019}".utf8)
        return separator.count <= 5 && isApostrophe ? year : nil
    }

    private func isBehindDayLead(_ index: Int) -> Bool {
        index > 0 && Self.monthLeads.contains(tokens.list[index - 1].hash) && tokens.isClose(before: index)
    }

    private static let of = WordHash("of".utf8)
    private static let march = WordHash("mar".utf8)
    private static let dutchMarch = WordHash("mrt".utf8)
    private static let october = WordHash("out".utf8)
    /// Leads, valves and volumes: `aVR 4`, `FEV 1`.
    private static let alsoMeasures = WordHash.set("avr fev mars marca marts")
    private static let beforeSet = WordHash.set("data image images years year months days weeks yrs long")
    private static let monthLeads = WordHash.set(
        "on from since until dated of il del dal le du el al vom am op den dia")
}
