/// Finds days without a year behind words that say what day it is: `LMP 3/1`, `EDD: 12.06.`, `due 6/12`.
extension TextCleaner {
    mutating func markPartialDates() {
        for label in tokens.list.indices.dropLast()
        where Self.dayLabels.contains(tokens.list[label].hash) || Self.events.contains(tokens.list[label].hash)
            || Self.prepositions.contains(tokens.list[label].hash) || isSpelledBirth(label)
        {
            var first = label + 1
            while first < tokens.list.count, first < label + 5, Self.dayLinks.contains(tokens.list[first].hash) {
                first += 1
            }
            if let last = spacedDay(at: first, behind: label) {
                drop(first...last)
                continue
            }
            guard first + 1 < tokens.list.count, tokens.separator(before: first).count <= 3,
                isShortNumber(first), isShortNumber(first + 1), let sign = tokens.separator(before: first + 1).first,
                tokens.separator(before: first + 1).count == 1, ".-/".utf8.contains(sign),
                let day = tokens.number(tokens.list[first]), let month = tokens.number(tokens.list[first + 1]),
                Calendar.isDay(day, month: month, year: 2000) || Calendar.isDay(month, month: day, year: 2000),
                !isBeforeUnitOfTime(first + 1)
            else { continue }
            // `on 1/2 dose` is none, nor is `biopsy 2-3`.
            if Self.isUnsure(tokens.list[label].hash), !isLastOfSegment(first + 1) || sign != UInt8(ascii: "/") {
                continue
            }
            if Self.prepositions.contains(tokens.list[label].hash), !isWrittenAsDay(first, sign, behind: label) {
                continue
            }
            var last = first + 1
            if last + 1 < tokens.list.count, tokens.separator(before: last + 1).elementsEqual([sign]),
                tokens.list[last + 1].kind == .number
            {
                last += 1
            }
            drop(first...last)
        }
    }

    /// `Date: 3 3 20`, `vom 24. 12.`
    private func spacedDay(at first: Int, behind label: Int) -> Int? {
        let last = first + 2
        if Self.dates.contains(tokens.list[label].hash), last < tokens.list.count,
            (first...last).allSatisfy(isShortNumber),
            tokens.list[last].foldedCount == 2,
            [first + 1, last].allSatisfy({ tokens.separator(before: $0).elementsEqual(" ".utf8) }),
            isDayAndMonth(first), !isBeforeUnitOfTime(last)
        {
            return last
        }
        guard Self.prepositions.contains(tokens.list[label].hash), first + 1 < tokens.list.count, isShortNumber(first),
            isShortNumber(first + 1), tokens.separator(before: first + 1).elementsEqual(". ".utf8),
            tokens.separator(before: first + 2).first == UInt8(ascii: "."), isDayAndMonth(first)
        else { return nil }
        return first + 1
    }

    private func isDayAndMonth(_ first: Int) -> Bool {
        guard let day = tokens.number(tokens.list[first]), let month = tokens.number(tokens.list[first + 1]) else {
            return false
        }
        return Calendar.isDay(day, month: month, year: 2000) || Calendar.isDay(month, month: day, year: 2000)
    }

    /// Whether two numbers behind a preposition are written as a day is, and no value, fraction or range: `vom 3.4.`, `from 10/18`; not
    /// `from 3/5 to 4/5`, nor `von 2.5 auf 3.5`.
    private func isWrittenAsDay(_ first: Int, _ sign: UInt8, behind label: Int) -> Bool {
        let counts = [tokens.list[first].foldedCount, tokens.list[first + 1].foldedCount]
        let hasZero = [first, first + 1].contains {
            tokens.list[$0].foldedCount == 2 && tokens.folded[tokens.list[$0].foldedStart] == 0x30
        }
        let behind = tokens.separator(before: first + 2)
        if behind.contains(UInt8(ascii: "%")) { return false }
        // A score may be of any two numbers (`GCS of 12/15`), an examination of a day.
        if Self.origins.contains(tokens.list[label].hash) {
            let isOfExam =
                label > 0 && Self.exams.contains(tokens.list[label - 1].hash) && tokens.isClose(before: label)
            return isOfExam && sign == UInt8(ascii: "/") && isLastOfSegment(first + 1)
        }
        switch sign {
        case UInt8(ascii: "/"): return hasZero || counts == [2, 2]
        case UInt8(ascii: "."):
            // The point behind the month, which decimals have only where they end a sentence.
            let isPointed = behind.first == UInt8(ascii: ".")
            let isDayFirst = tokens.number(tokens.list[first + 1]).map { (1...12).contains($0) } ?? false
            return isDayFirst && isPointed
                && (counts != [1, 1] || first + 2 == tokens.list.count || behind.contains(0x20))
                || isDayFirst && counts == [2, 2] && isLastOfSegment(first + 1)
        default: return false
        }
    }

    /// The last letter of `d.o.b.`
    private func isSpelledBirth(_ index: Int) -> Bool {
        guard index > 1, tokens.list[index].isSingleLetter else { return false }
        return WordHash(tokens.folded[tokens.list[index - 2].foldedStart..<tokens.list[index].foldedEnd]) == Self.birth
            && tokens.list[index - 1].isSingleLetter && tokens.list[index - 2].isSingleLetter
    }

    private func isShortNumber(_ index: Int) -> Bool {
        tokens.list[index].kind == .number && tokens.list[index].foldedCount <= 2 && tokens.list[index].fate == .open
    }

    /// `due 3-5 weeks`
    private func isBeforeUnitOfTime(_ index: Int) -> Bool {
        let unit = index + 1
        return unit < tokens.list.count && tokens.isClose(before: unit)
            && (Measures.isUnit(tokens.list[unit].hash) || Self.isSpan(tokens.list[unit].hash))
    }

    /// Of the last menses, the day of delivery, and what is due: English, German, French, Italian, Spanish, Portuguese, Polish.
    private static let dayLabels = WordHash.set(
        "lmp lnmp edd edc eddc due ddr dpa fum fpp dum dpp entbindungstermin termin menses menstruation dob date datum fecha since dated on"
    )
    private static let on = WordHash("on".utf8)
    private static let dates = WordHash.set("date datum fecha dob")
    private static let origins = WordHash.set("from of until")
    private static let exams = RoleWords.modalities.union(
        WordHash.set(
            "exam study studies prior priors scan scans film films image images mri mrt xray radiograph radiographs comparison compared examination mammogram echo sono"
        ))
    /// Behind them any number may stand.
    private static let prepositions = WordHash.set(
        "from until of vom seit bis ab am zum du le del il dal em sinds van voraufnahme vu fu")
    /// What happens to patients on one day: `surgery 3/1`, `admitted 12/6`.
    private static let events = WordHash.set(
        "surgery surgeries op operation operated operiert biopsy biopsied admitted admission discharged discharge injury injured accident fall fell mva mvc "
            + "trauma transplant delivery delivered birth death died expired visit appointment appt seen scheduled consult chemo chirurgie cirugia unfall sturz"
    )

    private static func isUnsure(_ word: WordHash) -> Bool { word == on || events.contains(word) }

    private static let birth = WordHash("dob".utf8)
    private static let dayLinks = WordHash.set("date on is was by us the am le il el del dated at for vom")
}
