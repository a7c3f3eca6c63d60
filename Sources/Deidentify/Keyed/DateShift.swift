import DICOM

/// Moves dates by whole days, in the forms of DA and DT (PS3.5 §6.2): intervals between dates survive.
struct DateShift: Sendable {
    let days: Int
    /// Which days move; `nil`: all of them.
    var span: PlausibleDays?

    /// One month to ten years into the past.
    static let usualDays = -3680 ... -30

    /// The shifted values of a DA element, or `nil` when one of them is no date.
    func shiftDA(_ value: [UInt8]) -> [UInt8]? {
        // The usual form: one day of eight digits.
        if value.count == 8, let moved = shiftDay(value) { return moved }
        return shiftEach(value) { part in
            if part.count == 10, part[4] == UInt8(ascii: "."), part[7] == UInt8(ascii: ".") {
                // The form of ACR-NEMA 1.0, YYYY.MM.DD, becomes that of today (PS3.5 §6.2).
                return shiftDay(Array(part[0..<4] + part[5..<7] + part[8..<10]))
            }
            return part.count == 8 ? shiftDay(part) : nil
        }
    }

    /// The shifted values of a DT element, each at its own precision, or `nil` when one of them is no date and time.
    func shiftDT(_ value: [UInt8]) -> [UInt8]? {
        // The usual form: a day and a time.
        if value.count >= 14, Self.isPlainTime(value[8...]), var moved = shiftDay(value[..<8]) {
            moved.append(contentsOf: value[8...])
            return moved
        }
        return shiftEach(value) { part in
            let digits = part.prefix { ASCII.isDigit($0) }.count
            guard digits == 4 || digits == 6 || digits >= 8 else { return nil }
            let known = min(digits, 8)
            let padding = Array("01010101".utf8)[known..<8]
            guard Self.isTime(part[known...], hasDay: known == 8),
                let moved = shiftDay(Array(part[..<known]) + padding, isWhole: known == 8)
            else { return nil }
            return Array(moved[..<known]) + Array(part[known...])
        }
    }

    /// The values of a TM element as they are, which whole days do not move; the form of ACR-NEMA 1.0, HH:MM:SS, without
    /// its colons. `nil` when one of them is no time.
    func shiftTM(_ value: [UInt8]) -> [UInt8]? {
        if Self.isPlainTime(value[...]) { return value }
        return shiftEach(value) { part in
            let hasColons = part.count >= 8 && part[2] == UInt8(ascii: ":") && part[5] == UInt8(ascii: ":")
            let plain = hasColons ? Array(part[0..<2] + part[3..<5] + part[6...]) : part
            return plain.count >= 2 && Self.isTime(plain[...], hasDay: true) && !plain.contains(UInt8(ascii: "+"))
                && !plain.contains(UInt8(ascii: "-")) ? plain : nil
        }
    }

    /// Whether a text is the usual form of a time: hours, minutes, seconds and perhaps parts of one, `HHMMSS[.F{1-6}]`.
    private static func isPlainTime(_ text: ArraySlice<UInt8>) -> Bool {
        isPlainTime(text.count) { text[text.startIndex + $0] }
    }

    /// - Parameter byte: the one at a place of the text.
    @inline(__always)
    static func isPlainTime(_ count: Int, _ byte: (Int) -> UInt8) -> Bool {
        guard count == 6 || (8...13).contains(count) else { return false }
        var tens = 0
        for place in 0..<count {
            let byte = byte(place)
            if place == 6 {
                if byte != UInt8(ascii: ".") { return false }
                continue
            }
            guard ASCII.isDigit(byte) else { return false }
            if place > 6 { continue }
            if place % 2 == 0 {
                tens = Int(byte & 15)
            } else if tens * 10 + Int(byte & 15) > highest(place) {
                return false
            }
        }
        return true
    }

    /// What two digits may say at most that end at a place of a time (PS3.5 §6.2: a second may be a leap second).
    private static func highest(_ place: Int) -> Int { place == 1 ? 23 : place == 3 ? 59 : 60 }

    /// Hours, minutes and seconds of a day, as many of them as there are.
    ///
    /// - Parameter digits: none but digits, two for each.
    private static func isClock(_ digits: ArraySlice<UInt8>) -> Bool {
        var place = 0
        var tens = 0
        for byte in digits {
            if place % 2 == 0 {
                tens = Int(byte & 15)
            } else if tens * 10 + Int(byte & 15) > highest(place) {
                return false
            }
            place += 1
        }
        return true
    }

    /// Whether the rest of a DT is a time and an offset from UTC, `[HH[MM[SS[.F{1-6}]]]][&ZZXX]`, and nothing else.
    private static func isTime(_ text: ArraySlice<UInt8>, hasDay: Bool) -> Bool {
        let digits = text.prefix { ASCII.isDigit($0) }
        var rest = text.dropFirst(digits.count)
        guard digits.count <= 6, digits.count % 2 == 0, hasDay || digits.isEmpty, isClock(digits) else { return false }
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { ASCII.isDigit($0) }
            guard digits.count == 6, (1...6).contains(fraction.count) else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        if rest.isEmpty { return true }
        guard rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else { return false }
        return Engine.isTimezone(Array(rest))
    }

    private func shiftEach(_ value: [UInt8], _ shift: ([UInt8]) -> [UInt8]?) -> [UInt8]? {
        var out: [UInt8] = []
        // One after the other: a field of 100 MB may hold as many values, and a list of them would take 30 times that.
        var start = 0
        while true {
            let end = value[start...].firstIndex(of: 0x5C) ?? value.count
            var last = end
            while last > start, value[last - 1] == 0x20 || value[last - 1] == 0 { last -= 1 }
            if last > start {
                guard let moved = shift(Array(value[start..<last])) else { return nil }
                out += moved
            }
            if end == value.count { return out }
            out.append(0x5C)
            start = end + 1
        }
    }

    /// `YYYYMMDD` moved, or `nil` when it is no day of the calendar, or none that moves.
    private func shiftDay(_ text: some Collection<UInt8>, isWhole: Bool = true) -> [UInt8]? {
        guard text.count == 8 else { return nil }
        var packed: UInt64 = 0
        for byte in text { packed = packed >> 8 | UInt64(byte) << 56 }
        guard let moved = shiftDay(packed, isWhole: isWhole) else { return nil }
        return (0..<8).map { UInt8(truncatingIfNeeded: moved >> UInt64(8 * $0)) }
    }

    /// The same with the eight characters as one number, the first one lowest.
    ///
    /// - Parameter isWhole: month and day were written, and not put in.
    func shiftDay(_ text: UInt64, isWhole: Bool = true) -> UInt64? {
        let zeros: UInt64 = 0x3030_3030_3030_3030
        let upper: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        // Each is between 0x30 and 0x3F, and so is each with six more: a digit.
        guard text & upper == zeros, (text &+ 0x0606_0606_0606_0606) & upper == zeros else { return nil }
        // Digits become pairs, the first pair lowest, each in two bytes: the tens times ten in front of the ones.
        let pairs = ((text ^ zeros) &* (10 << 8 | 1)) >> 8 & 0x00FF_00FF_00FF_00FF
        func pair(_ place: UInt64) -> Int { Int(pairs >> (16 * place) & 0xFF) }
        let (year, month, day) = (pair(0) * 100 + pair(1), pair(2), pair(3))
        guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        let number = Self.dayNumber(year, month, day)
        if let span, !span.contains(number, isWhole: isWhole, isEdgeOfYear: Self.isEdge(month, day)) { return nil }
        let moved = Self.date(ofDay: number + days)
        guard (1...9999).contains(moved.year) else { return nil }
        func digits(_ pair: Int, _ place: UInt64) -> UInt64 { UInt64(pair / 10 | (pair % 10) << 8) << (16 * place) }
        return zeros + digits(moved.year / 100, 0) + digits(moved.year % 100, 1) + digits(moved.month, 2)
            + digits(moved.day, 3)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether it is the first or the last day of a year.
    private static func isEdge(_ month: Int, _ day: Int) -> Bool { month == 1 && day == 1 || month == 12 && day == 31 }

    /// The number of a day of eight digits; `nil` when it is none of the calendar.
    static func dayNumber(_ text: some Collection<UInt8>) -> Int? {
        guard text.count == 8, text.allSatisfy(ASCII.isDigit) else { return nil }
        return dayNumber(ofDigits: text.reduce(0) { $0 * 10 + Int($1 & 15) })
    }

    /// The same of the eight bytes at `start`, where they lie.
    static func dayNumber(_ buffer: borrowing HeaderBuffer, at start: Int) -> Int? {
        var number = 0
        for position in start..<start + 8 {
            let byte = buffer[position]
            guard ASCII.isDigit(byte) else { return nil }
            number = number * 10 + Int(byte & 15)
        }
        return dayNumber(ofDigits: number)
    }

    private static func dayNumber(ofDigits number: Int) -> Int? {
        let (year, month, day) = (number / 10000, number / 100 % 100, number % 100)
        guard (1...12).contains(month), day >= 1, day <= days(in: month, of: year) else { return nil }
        return dayNumber(year, month, day)
    }

    /// Days since 0000-03-01 of the proleptic Gregorian calendar.
    static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let m = (month + 9) % 12
        return 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1
    }

    private static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
        var year = (10000 * number + 14780) / 3_652_425
        var day = number - (365 * year + year / 4 - year / 100 + year / 400)
        if day < 0 {
            year -= 1
            day = number - (365 * year + year / 4 - year / 100 + year / 400)
        }
        let m = (100 * day + 52) / 3060
        return ((m + 2) / 12 + year, (m + 2) % 12 + 1, day - (m * 306 + 5) / 10 + 1)
    }
}
