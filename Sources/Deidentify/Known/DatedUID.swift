import Standard

/// UIDs that are no registered ones and have a day in them, as people and machines make them up.
enum DatedUID {
    static func isOne(_ uid: [UInt8]) -> Bool {
        if UIDRegistry.contains(uid) { return false }
        return uid.split(whereSeparator: { !ASCII.isDigit($0) }).contains { component in
            component.count >= 8 && (isDay(component.prefix(8)) || isDay(component.suffix(8)))
        }
    }

    /// YYYYMMDD of these two centuries.
    private static func isDay(_ digits: ArraySlice<UInt8>) -> Bool {
        let text = Array(digits)
        guard text.starts(with: "19".utf8) || text.starts(with: "20".utf8) else { return false }
        return DateShift(days: 0).shiftDA(text) != nil
    }
}
