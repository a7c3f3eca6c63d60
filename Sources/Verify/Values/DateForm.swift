import Standard

/// Whether dates and times are well formed (PS3.5 §6.2): a shifted date still is.
enum DateForm {
    static func isWellFormed(_ text: ArraySlice<UInt8>, vr: VR) -> Bool {
        switch vr {
        case .da: isDate(text)
        case .tm: isTime(text)
        case .dt: isDateTime(text)
        // Timezone Offset From UTC is an SH.
        case .sh: isZone(text)
        default: false
        }
    }

    /// As ACR-NEMA 1.0 and 2.0 wrote them: `YYYY.MM.DD`, `HH:MM:SS[.F…]` (PS3.5 §6.2, notes on DA and TM).
    static func isOldForm(_ text: ArraySlice<UInt8>, vr: VR) -> Bool {
        let sign = vr == .da ? UInt8(ascii: ".") : UInt8(ascii: ":")
        let (first, second) = vr == .da ? (4, 7) : (2, 5)
        guard vr == .da && text.count == 10 || vr == .tm && text.count >= 8 else { return false }
        let places = (text.startIndex + first, text.startIndex + second)
        guard text[places.0] == sign, text[places.1] == sign else { return false }
        let plain = text[..<places.0] + text[(places.0 + 1)..<places.1] + text[(places.1 + 1)...]
        return isWellFormed(plain[...], vr: vr)
    }

    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == 8 && number(text.prefix(4)) != nil && isIn(text.dropFirst(4).prefix(2), 1...12)
            && isIn(text.dropFirst(6), 1...31)
    }

    /// `HH[MM[SS[.F…]]]`
    private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        var whole = text
        if let point = text.firstIndex(of: UInt8(ascii: ".")) {
            let fraction = text[(point + 1)...]
            guard point - text.startIndex == 6, (1...6).contains(fraction.count), number(fraction) != nil else {
                return false
            }
            whole = text[..<point]
        }
        guard [2, 4, 6].contains(whole.count), isIn(whole.prefix(2), 0...23) else { return false }
        if whole.count >= 4, !isIn(whole.dropFirst(2).prefix(2), 0...59) { return false }
        return whole.count < 6 || isIn(whole.dropFirst(4), 0...60)
    }

    /// `YYYY[MM[DD[time]]][±ZZXX]`
    private static func isDateTime(_ text: ArraySlice<UInt8>) -> Bool {
        var whole = text
        if let sign = text.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            guard isZone(text[sign...]) else { return false }
            whole = text[..<sign]
        }
        switch whole.count {
        case 4: return number(whole) != nil
        case 6: return number(whole.prefix(4)) != nil && isIn(whole.dropFirst(4), 1...12)
        case 8: return isDate(whole)
        default: return isDate(whole.prefix(8)) && isTime(whole.dropFirst(8))
        }
    }

    /// `±ZZXX`
    private static func isZone(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 5, text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") else { return false }
        return isIn(text.dropFirst().prefix(2), 0...14) && isIn(text.dropFirst(3), 0...59)
    }

    private static func isIn(_ digits: ArraySlice<UInt8>, _ range: ClosedRange<Int>) -> Bool {
        number(digits).map(range.contains) ?? false
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
