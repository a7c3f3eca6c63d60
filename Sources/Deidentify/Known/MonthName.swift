/// Days with a month in letters: `03FEB1971`, `3-Feb-71`, `February 3, 1971`.
enum MonthName {
    /// Whether a month stands between a day and a year, or before both; only signs may be between them.
    static func standsInDate(_ text: ArraySlice<UInt8>) -> Bool {
        // Without digits there is no day, and most terms have none.
        guard text.contains(where: ASCII.isDigit) else { return false }
        let runs = ValuePart.parts(of: text).map(\.bytes)
        for (place, run) in runs.enumerated() where !ASCII.isDigit(run[0]) && Calendar.month(WordHash(run)) != nil {
            let before = place > 0 ? runs[place - 1] : []
            let behind = place + 1 < runs.count ? runs[place + 1] : []
            let last = place + 2 < runs.count ? runs[place + 2] : []
            if isDay(before), isYear(behind) || isYear(before) && isDay(behind) { return true }
            if isYear(before), isDay(behind) { return true }
            if isDay(behind), isYear(last) { return true }
        }
        return false
    }

    private static func isDay(_ run: [UInt8]) -> Bool { (1...2).contains(run.count) && ASCII.isDigit(run[0]) }
    private static func isYear(_ run: [UInt8]) -> Bool { (run.count == 2 || run.count == 4) && ASCII.isDigit(run[0]) }
}
