/// Runs that may be the parts of a day as people write it, the last three of them: numbers, and the name of a month.
struct DayGroups {
    struct Day {
        var year: Int
        var month: Int
        var day: Int
        /// Of the first part.
        var offset: Int
    }

    private struct Part {
        var value: Int
        var count: Int
        var isMonth: Bool
        var offset: Int
        /// A space or a comma stands before it.
        var isBehindGap: Bool
    }

    private var parts: [Part] = []
    /// The signs since the last part.
    private var signs = 0
    private var hasGap = false
    private var lastSign: UInt8 = 0

    var isEmpty: Bool { parts.isEmpty }

    mutating func clear() {
        if !parts.isEmpty { parts.removeAll(keepingCapacity: true) }
        (signs, hasGap) = (0, false)
    }

    /// One sign stands between two parts, or a point or a comma with a space: `Feb 3, 1971`.
    mutating func add(sign: UInt8) {
        if parts.isEmpty { return }
        let isGap = sign == 0x20 || sign == UInt8(ascii: ",")
        let goesOn =
            signs == 0
            || signs == 1 && sign == 0x20 && (lastSign == UInt8(ascii: ".") || lastSign == UInt8(ascii: ","))
        guard goesOn else { return clear() }
        signs += 1
        hasGap = hasGap || isGap
        lastSign = sign
    }

    /// - Parameters:
    ///   - run: letters and digits, in small letters.
    ///   - digits: how many of them are digits.
    /// - Returns: the days that this run completes.
    mutating func add(_ run: [UInt8], _ digits: Int, at offset: Int) -> [Day] {
        defer { (signs, hasGap) = (0, false) }
        if digits == run.count, digits <= 4 {
            let value = run.reduce(0) { $0 * 10 + Int($1 & 15) }
            parts.append(Part(value: value, count: digits, isMonth: false, offset: offset, isBehindGap: hasGap))
        } else if digits == 0, let month = Self.month(run[...]) {
            parts.append(Part(value: month, count: 0, isMonth: true, offset: offset, isBehindGap: hasGap))
        } else {
            clear()
            return digits > 4 ? Self.gluedDay(run, at: offset).map { [$0] } ?? [] : []
        }
        if parts.count > 3 { parts.removeFirst() }
        return parts.count == 3 ? days : []
    }

    private var days: [Day] {
        let (first, middle, last) = (parts[0], parts[1], parts[2])
        func day(_ year: Part, _ month: Part, _ day: Part) -> Day {
            Day(year: year.value, month: month.value, day: day.value, offset: first.offset)
        }
        func isYear(_ part: Part) -> Bool { part.count == 4 }
        func isShort(_ part: Part) -> Bool { !part.isMonth && part.count <= 2 }
        if first.isMonth || middle.isMonth {
            if isShort(first), middle.isMonth, isYear(last) { return [day(last, middle, first)] }
            if first.isMonth, isShort(middle), isYear(last) { return [day(last, first, middle)] }
            if isYear(first), middle.isMonth, isShort(last) { return [day(first, middle, last)] }
            return []
        }
        // With spaces between, three numbers are too often something else.
        if last.isMonth || middle.isBehindGap || last.isBehindGap { return [] }
        guard isShort(middle) else { return [] }
        if isYear(first), isShort(last) { return [day(first, middle, last)] }
        guard isYear(last), isShort(first) else { return [] }
        return first.value == middle.value
            ? [day(last, middle, first)] : [day(last, middle, first), day(last, first, middle)]
    }

    /// `03feb1971`
    private static func gluedDay(_ run: [UInt8], at offset: Int) -> Day? {
        let day = run.prefix { KnownValue.isDigit($0) }
        let month = run.dropFirst(day.count).prefix { !KnownValue.isDigit($0) }
        let year = run.dropFirst(day.count + month.count)
        guard (1...2).contains(day.count), year.count == 4, year.allSatisfy(KnownValue.isDigit),
            let number = Self.month(month)
        else { return nil }
        func value(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 & 15) } }
        return Day(year: value(year), month: number, day: value(day), offset: offset)
    }

    /// The number of a month by its name in English, German, French, Spanish, Italian or Dutch, short or whole.
    static func month(_ word: ArraySlice<UInt8>) -> Int? {
        guard (3...10).contains(word.count) else { return nil }
        return months[Array(word)]
    }

    static var monthNames: some Sequence<[UInt8]> { months.keys }

    private static let months: [[UInt8]: Int] = {
        let names = [
            "jan january januar janvier enero gennaio januari ene gen janv",
            "feb february februar fevrier febrero febbraio februari fev fevr",
            "mar march maerz mars marzo maart mrt mrz", "apr april avril abril aprile avr abr",
            "may mai mayo maggio mei mag", "jun june juni juin junio giugno giu",
            "jul july juli juillet julio luglio juil lug", "aug august aout agosto augustus ago",
            "sep sept september septembre septiembre settembre set",
            "oct okt october oktober octobre octubre ottobre ott", "nov november novembre noviembre",
            "dec dez december dezember decembre diciembre dicembre dic",
        ]
        var months: [[UInt8]: Int] = [:]
        for (index, list) in names.enumerated() {
            for name in list.utf8.split(separator: 0x20) { months[Array(name)] = index + 1 }
        }
        return months
    }()
}
