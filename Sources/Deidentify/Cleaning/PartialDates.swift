/// Finds days without a year behind words that say what day it is: `LMP 3/1`, `EDD: 12.06.`, `due 6/12`.
extension TextCleaner {
    mutating func markPartialDates() {
        for label in tokens.list.indices.dropLast()
        where Self.dayLabels.contains(tokens.list[label].hash) || Self.events.contains(tokens.list[label].hash)
            || isSpelledBirth(label)
        {
            var first = label + 1
            while first < tokens.list.count, first < label + 5, Self.dayLinks.contains(tokens.list[first].hash) {
                first += 1
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
            var last = first + 1
            if last + 1 < tokens.list.count, tokens.separator(before: last + 1).elementsEqual([sign]),
                tokens.list[last + 1].kind == .number
            {
                last += 1
            }
            drop(first...last)
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
    /// What happens to patients on one day: `surgery 3/1`, `admitted 12/6`.
    private static let events = WordHash.set(
        "surgery surgeries op operation operated operiert biopsy biopsied admitted admission discharged discharge injury injured accident fall fell mva mvc "
            + "trauma transplant delivery delivered birth death died expired visit appointment appt seen scheduled consult chemo chirurgie cirugia unfall sturz"
    )

    private static func isUnsure(_ word: WordHash) -> Bool { word == on || events.contains(word) }

    private static let birth = WordHash("dob".utf8)
    private static let dayLinks = WordHash.set("date on is was by us the am le il el del dated at")
}
