/// Finds dates and times of day, and what becomes of them.
extension TextCleaner {
    struct Date {
        var last: Int
        var year: Int?
        var month: Int
        var day: Int?
        /// Which token holds which part.
        var yearIndex: Int?
        var monthIndex: Int
        var dayIndex: Int?
        /// Day and month could be the other way round.
        var isUncertain = false
    }

    mutating func markDates(_ context: CleaningContext) {
        var index = 0
        while index < tokens.list.count {
            if tokens.list[index].fate != .open {
                index += 1
            } else if let last = timeOfDay(at: index) {
                mark(index...last, .pattern)
                index = last + 1
            } else if let last = gluedDate(at: index) {
                drop(index...last)
                index = last + 1
            } else if let date = date(at: index) {
                settle(date, from: index, context)
                index = date.last + 1
            } else if let last = looseDate(at: index) ?? dayInWords(at: index) ?? eraDate(at: index)
                ?? ownDate(at: index, context.identifiers) ?? ownDay(at: index, context.identifiers)
            {
                drop(index...last)
                index = last + 1
            } else {
                index += 1
            }
        }
    }

    /// Days and months in words alone, for texts whose other numbers are looked at already: `March 15`, `3 IV 2026`.
    mutating func markNamedDays() {
        var index = 0
        while index < tokens.list.count {
            guard let date = date(at: index), (index...date.last).contains(where: { tokens.list[$0].kind == .word })
            else {
                index += 1
                continue
            }
            mark(index...date.last, .pattern)
            index = date.last + 1
        }
    }

    // MARK: Recognising

    /// 14:35, 14:35:02, with am or pm behind it.
    private func timeOfDay(at index: Int) -> Int? {
        guard let hour = tokens.number(tokens.list[index]), hour < 25 else { return nil }
        // 12.30 Uhr
        if let minute = part(index + 1, "."), minute < 60, tokens.list[index + 1].foldedCount == 2,
            index + 2 < tokens.list.count, tokens.list[index + 2].hash == Self.clock, tokens.isClose(before: index + 2)
        {
            return index + 2
        }
        guard let minute = part(index + 1, ":"), minute < 60, tokens.list[index + 1].foldedCount == 2 else {
            return nil
        }
        var last = index + 1
        if let second = part(last + 1, ":"), second < 61 { last += 1 }
        if last + 1 < tokens.list.count, Self.halves.contains(tokens.list[last + 1].hash) { last += 1 }
        return last
    }

    /// The number at `index` when exactly `separator` stands before it.
    private func part(_ index: Int, _ separator: Character) -> Int? {
        guard index < tokens.list.count, let byte = separator.asciiValue,
            tokens.separator(before: index).elementsEqual([byte])
        else { return nil }
        return tokens.number(tokens.list[index])
    }

    private func date(at index: Int) -> Date? {
        let token = tokens.list[index]
        if token.kind == .number {
            return numeric(at: index) ?? compact(at: index) ?? dayFirst(at: index) ?? romanDate(at: index)
                ?? romanYearFirst(at: index)
        }
        if token.kind == .mixed { return dayFirst(at: index) }
        return token.kind == .word ? monthFirst(at: index) ?? romanMonth(at: index) : nil
    }

    /// Three numbers with the same sign between them.
    private func numeric(at index: Int) -> Date? {
        for separator: Character in [".", "/", "-"] {
            guard let second = part(index + 1, separator), let first = tokens.number(tokens.list[index]) else {
                continue
            }
            let lengths = [tokens.list[index].foldedCount, tokens.list[index + 1].foldedCount]
            guard let third = part(index + 2, separator) else {
                // 11/2019, 2019/11
                if lengths == [4, 2], Self.isYear(first), (1...12).contains(second), separator != "." {
                    return Date(last: index + 1, year: first, month: second, yearIndex: index, monthIndex: index + 1)
                }
                if lengths[0] <= 2, lengths[1] == 4, Self.isYear(second), (1...12).contains(first), separator != "-" {
                    return Date(last: index + 1, year: second, month: first, yearIndex: index + 1, monthIndex: index)
                }
                continue
            }
            let length = tokens.list[index + 2].foldedCount
            if lengths[0] == 4, Self.isYear(first), Calendar.isDay(third, month: second, year: first) {
                return Date(
                    last: index + 2, year: first, month: second, day: third, yearIndex: index, monthIndex: index + 1,
                    dayIndex: index + 2)
            }
            guard lengths[0] <= 2, lengths[1] <= 2, length == 4 || length == 2 else { continue }
            let year = length == 4 ? third : nil
            let isDayFirst = Calendar.isDay(first, month: second, year: year ?? 2000)
            let isMonthFirst = Calendar.isDay(second, month: first, year: year ?? 2000)
            guard isDayFirst || isMonthFirst, year.map(Self.isYear) ?? true else { continue }
            let usesDayFirst = isDayFirst && (separator != "/" || !isMonthFirst)
            return Date(
                last: index + 2, year: year, month: usesDayFirst ? second : first, day: usesDayFirst ? first : second,
                yearIndex: index + 2, monthIndex: usesDayFirst ? index + 1 : index,
                dayIndex: usesDayFirst ? index : index + 1,
                isUncertain: isDayFirst && isMonthFirst && separator != "." && first != second)
        }
        return nil
    }

    /// 20210314
    private func compact(at index: Int) -> Date? {
        guard tokens.list[index].foldedCount == 8, let number = tokens.number(tokens.list[index]) else { return nil }
        let (year, month, day) = (number / 10000, number / 100 % 100, number % 100)
        guard Self.isYear(year), Calendar.isDay(day, month: month, year: year) else { return nil }
        return Date(
            last: index, year: year, month: month, day: day, yearIndex: index, monthIndex: index, dayIndex: index)
    }

    /// 7 May 1951, 5 de marzo de 1962, 4. Januar 2020, 12-MAY-20, 3rd of May
    private func dayFirst(at index: Int) -> Date? {
        let token = tokens.list[index]
        let number = token.kind == .number ? tokens.number(token) : Self.ordinal(tokens.folded(token))
        guard let day = number, (1...31).contains(day), token.kind == .mixed || token.foldedCount <= 2 else {
            return nil
        }
        guard let monthIndex = next(index), let month = Calendar.name(tokens.list[monthIndex].hash) else { return nil }
        if let yearIndex = next(monthIndex) ?? apostropheYear(behind: monthIndex),
            let year = self.year(at: yearIndex) ?? shortYear(at: yearIndex),
            isMonth(monthIndex, between: index, andYear: yearIndex)
        {
            return Date(
                last: yearIndex, year: year > 99 ? year : nil, month: month.number, day: day, yearIndex: yearIndex,
                monthIndex: monthIndex, dayIndex: index)
        }
        guard isMonth(monthIndex, behindDay: index) else { return nil }
        // The 2nd may be normal, but the 4th of may is a day.
        if token.kind == .mixed, monthIndex == index + 1, mayBeVerb(monthIndex) { return nil }
        return Date(last: monthIndex, month: month.number, day: day, monthIndex: monthIndex, dayIndex: index)
    }

    /// May 12, 2020; MAY 12; May 2020
    private func monthFirst(at index: Int) -> Date? {
        guard let month = Calendar.name(tokens.list[index].hash) else { return nil }
        // Sept. '19
        if let year = apostropheYear(behind: index), month.certainty != .doubtful {
            return Date(last: year, month: month.number, yearIndex: year, monthIndex: index)
        }
        guard let second = next(index) else { return nil }
        let token = tokens.list[second]
        guard let number = tokens.number(token) ?? Self.ordinal(tokens.folded(token)) else { return nil }
        if token.foldedCount == 4, Self.isYear(number), isMonth(index, beforeYear: second) {
            return Date(last: second, year: number, month: month.number, yearIndex: second, monthIndex: index)
        }
        // Oct 51
        if token.foldedCount == 2, number > 31, month.certainty == .sure, !isBeforeUnit(second) {
            return Date(last: second, month: month.number, yearIndex: second, monthIndex: index)
        }
        // OCT 5 mm
        guard (1...31).contains(number), token.foldedCount <= 4, !isBeforeUnit(second) else { return nil }
        if isMonth(index, beforeYear: second), let third = next(second), let year = year(at: third),
            tokens.list[third].foldedCount == 4
        {
            return Date(
                last: third, year: year, month: month.number, day: number, yearIndex: third, monthIndex: index,
                dayIndex: second)
        }
        guard isMonth(index, beforeDay: second) else { return nil }
        // Feb 3 71
        if let third = next(second), third == second + 1, token.foldedCount <= 2, shortYear(at: third) != nil {
            return Date(
                last: third, month: month.number, day: number, yearIndex: third, monthIndex: index, dayIndex: second)
        }
        return Date(last: second, month: month.number, day: number, monthIndex: index, dayIndex: second)
    }

    /// `seventh of June`, `twenty-first of May`, with a year or without.
    private func dayInWords(at index: Int) -> Int? {
        guard let day = NumberWords.isTens(tokens.list[index].hash) ? next(index) : index,
            NumberWords.isDayOrdinal(tokens.list[day].hash), let monthIndex = next(day),
            let month = Calendar.month(tokens.list[monthIndex].hash)
        else { return nil }
        if let yearIndex = next(monthIndex), year(at: yearIndex) != nil { return yearIndex }
        return month.isSure && (monthIndex > day + 1 || !mayBeVerb(monthIndex)) ? monthIndex : nil
    }

    private func mayBeVerb(_ index: Int) -> Bool {
        tokens.list[index].isLower && Self.alsoVerbs.contains(tokens.list[index].hash)
    }

    /// The next token of a date: behind spaces, a point, comma or hyphen, and `de` or `of`.
    func next(_ index: Int) -> Int? {
        var index = index + 1
        if index < tokens.list.count, Self.links.contains(tokens.list[index].hash) { index += 1 }
        guard index < tokens.list.count, tokens.separator(before: index).count <= 2 else { return nil }
        return index
    }

    private func year(at index: Int) -> Int? {
        let token = tokens.list[index]
        guard let number = tokens.number(token) else { return nil }
        if token.foldedCount == 4 { return Self.isYear(number) ? number : nil }
        // A year of two digits stands behind a sign or an apostrophe, not behind a space.
        return token.foldedCount == 2 && !tokens.has(" ", before: index) ? number : nil
    }

    /// Two digits behind a day and a month: `15 MAR 20`.
    private func shortYear(at index: Int) -> Int? {
        guard tokens.list[index].foldedCount == 2, !isBeforeUnit(index) else { return nil }
        return tokens.number(tokens.list[index])
    }

    static func isYear(_ number: Int) -> Bool { (1850...2150).contains(number) }

    private static func ordinal(_ text: ArraySlice<UInt8>) -> Int? {
        let digits = text.prefix(while: ASCII.isDigit)
        guard (1...2).contains(digits.count), ordinals.contains(WordHash(text.dropFirst(digits.count))) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    // MARK: Looser forms, which always go

    /// Three numbers that make a date, with whatever signs between: `1967_04_23`, `15 / 03 / 1967`, `2020 03 15`.
    private func looseDate(at index: Int) -> Int? {
        guard index + 2 < tokens.list.count, isLoose(index + 1), isLoose(index + 2),
            let first = tokens.number(tokens.list[index]), let second = tokens.number(tokens.list[index + 1]),
            let third = tokens.number(tokens.list[index + 2])
        else { return nil }
        let lengths = (index...index + 2).map { tokens.list[$0].foldedCount }
        let signs = [index + 1, index + 2].map { tokens.separator(before: $0).filter { $0 != 0x20 } }
        let hasZero = (index...index + 2).contains {
            tokens.list[$0].foldedCount == 2 && tokens.folded[tokens.list[$0].foldedStart] == 0x30
        }
        // Spaces and commas stand between numbers of any kind.
        let isWeak = signs.allSatisfy { $0.allSatisfy { $0 == UInt8(ascii: ",") } }
        let isDayFirst = Calendar.isDay(first, month: second, year: 2000)
        let isMonthFirst = Calendar.isDay(second, month: first, year: 2000)
        let isYearFirst = Calendar.isDay(third, month: second, year: 2000)
        if lengths == [2, 2, 2] {
            guard isDayFirst || isMonthFirst || isYearFirst else { return nil }
            if isWeak { return hasZero ? index + 2 : nil }
            return signs[0] == signs[1] && Self.dateSigns.contains(String(decoding: signs[0], as: UTF8.self))
                ? index + 2 : nil
        }
        let isDate =
            lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2 && Self.isYear(first) && isYearFirst
            || lengths[0] <= 2 && lengths[1] <= 2 && lengths[2] == 4 && Self.isYear(third)
                && (isDayFirst || isMonthFirst)
        guard isDate else { return nil }
        if isWeak, lengths.contains(1) || !hasZero && signs.contains(where: { !$0.isEmpty }) { return nil }
        return index + 2
    }

    /// Up to three signs before a token that is open, none of which ends a line.
    private func isLoose(_ index: Int) -> Bool {
        let separator = tokens.separator(before: index)
        return tokens.list[index].fate == .open && !separator.isEmpty && !separator.contains(0x0A)
            && Self.signs(separator) <= 3
    }

    private static func signs(_ separator: ArraySlice<UInt8>) -> Int { separator.count { $0 & 0xC0 != 0x80 } }

    /// Numbers and months behind a word for birth, in whatever form: `DOB 23 04 67`, `geb. am 23 Apr 67`.
    mutating func markBirths() {
        for label in tokens.list.indices where LabelWords.birth.contains(tokens.list[label].hash) {
            var index = label + 1
            var isInYear = false
            while index < tokens.list.count, index < label + 3 {
                let hash = tokens.list[index].hash
                let isYear = Self.yearLeads.contains(hash)
                guard isYear || Self.dateLeads.contains(hash) else { break }
                isInYear = isInYear || isYear
                index += 1
            }
            // Born in 28 weeks
            if isInYear, index + 1 < tokens.list.count, tokens.isClose(before: index + 1),
                Self.spans.contains(tokens.list[index + 1].hash)
            {
                continue
            }
            let first = index
            var last: Int?
            while index < tokens.list.count, index < first + 5, Self.signs(tokens.separator(before: index)) <= 3,
                isDatePart(index)
            {
                if tokens.list[index].kind != .word { last = index }
                index += 1
                // 5 de marzo de 1962
                if index < tokens.list.count - 1, Self.links.contains(tokens.list[index].hash), isDatePart(index + 1) {
                    index += 1
                }
                // A whole date in one.
                if tokens.list[index - 1].foldedCount >= 6, tokens.list[index - 1].kind == .number { break }
            }
            if let last { drop(first...last) }
        }
    }

    private func isDatePart(_ index: Int) -> Bool {
        let token = tokens.list[index]
        switch token.kind {
        case .number: return true
        case .word: return Calendar.name(token.hash) != nil
        case .mixed: return Self.ordinal(tokens.folded(token)) != nil || isGluedDate(index)
        }
    }

    // MARK: Moving

    private mutating func settle(_ date: Date, from index: Int, _ context: CleaningContext) {
        let isBirth = isBirth(before: index)
        if !isBirth, let shift = context.shift, let moved = moved(date, from: index, shift, context.identifiers) {
            return replace(index...date.last, moved)
        }
        drop(index...date.last)
    }

    mutating func drop(_ range: ClosedRange<Int>) {
        mark(range, .pattern)
        dropLead(before: range.lowerBound, Self.dateLeads)
        dropLead(before: range.lowerBound, LabelWords.droppedBirth)
        if range.lowerBound > 1 { dropLead(before: range.lowerBound, LabelWords.droppedBirth) }
    }

    private func isBirth(before index: Int) -> Bool {
        // *15.03.1960
        tokens.separator(before: index).last == UInt8(ascii: "*")
            || (max(0, index - 3)..<index).contains { LabelWords.birth.contains(tokens.list[$0].hash) }
    }

    /// The text of a whole and certain date, moved; `nil` for any other, which goes.
    private func moved(_ date: Date, from index: Int, _ shift: DateShift, _ identifiers: FileIdentifiers) -> [UInt8]? {
        guard let year = date.year, var day = date.day, let yearIndex = date.yearIndex, var dayIndex = date.dayIndex
        else {
            return nil
        }
        var month = date.month
        var monthIndex = date.monthIndex
        if date.isUncertain {
            // Which it is, the dates of the file may tell.
            let asRead = identifiers.dates.contains(year * 10000 + month * 100 + day)
            let swapped = identifiers.dates.contains(year * 10000 + day * 100 + month)
            guard asRead != swapped else { return nil }
            if swapped {
                swap(&day, &month)
                swap(&dayIndex, &monthIndex)
            }
        }
        if identifiers.birthDates.contains(year * 10000 + month * 100 + day) { return nil }
        // Eight digits may be any number: a date they are where the file has it as one, and nothing is tied to it.
        if yearIndex == dayIndex, !identifiers.dates.contains(year * 10000 + month * 100 + day) || isTied(index) {
            return nil
        }
        guard let moved = shift.shiftDA(Array(Self.digits(year, 4) + Self.digits(month, 2) + Self.digits(day, 2)))
        else { return nil }
        if yearIndex == dayIndex { return moved }
        let newMonth = moved[4..<6].reduce(0) { $0 * 10 + Int($1 & 15) }
        var out: [UInt8] = []
        for place in index...date.last {
            if place > index { out += tokens.separator(before: place) }
            let token = tokens.list[place]
            switch place {
            case yearIndex: out += moved[0..<4]
            case dayIndex:
                let number = moved[6..<8].reduce(0) { $0 * 10 + Int($1 & 15) }
                out += token.foldedCount == 1 || token.kind == .mixed ? Array(String(number).utf8) : Array(moved[6..<8])
            case monthIndex where token.kind == .number:
                out += token.foldedCount == 1 ? Array(String(newMonth).utf8) : Array(moved[4..<6])
            case monthIndex: out += Self.englishMonths[newMonth - 1].utf8.map { token.isUpper ? $0 & 0xDF : $0 }
            default: out += tokens.bytes[token.start..<token.end]
            }
        }
        return out
    }

    /// Whether a letter or digit stands one sign before or behind a token.
    private func isTied(_ index: Int) -> Bool {
        func isSign(_ separator: ArraySlice<UInt8>) -> Bool { separator.count == 1 && separator.first != 0x20 }
        return index > 0 && isSign(tokens.separator(before: index))
            || index + 1 < tokens.list.count && isSign(tokens.separator(before: index + 1))
    }

    private static func digits(_ number: Int, _ count: Int) -> [UInt8] {
        let text = Array(String(number).utf8)
        return [UInt8](repeating: 0x30, count: max(0, count - text.count)) + text
    }

    /// Three letters, which never are longer than what they replace by much, and are understood everywhere.
    private static let englishMonths = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let clock = WordHash("uhr".utf8)
    private static let halves = WordHash.set("am pm uhr h")
    private static let links = WordHash.set("de of del di den")
    private static let alsoVerbs = WordHash.set("may march")
    private static let ordinals = WordHash.set("st nd rd th er")
    /// Between a word for birth and the year: `born in '51`, `birth year: 51`.
    private static let yearLeads = WordHash.set("in im en nel nell year jahr jahre ano anno annee l")
    static func isSpan(_ word: WordHash) -> Bool { spans.contains(word) }

    private static let spans = WordHash.set(
        "weeks week wk wks days months hours minutes min h wochen woche tagen monaten semaines jours semanas dias settimane weken"
    )
    static let dateLeads = WordHash.set("le el il am on den the del al")
    /// Between the parts of a date of which the year has two digits, spaces aside.
    private static let dateSigns: Set<String> = [
        ".", "/", "-", "_", ":", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}",
    ]
}
