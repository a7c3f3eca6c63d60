/// Signs that a short text names a person, a day or a record.
enum IdentityPattern {
    /// Whether the text has the caret of a person name, the sign of a mail address, five digits in a row, a date with
    /// separators, or bytes that no tool's own words are written in.
    static func isLikely(in text: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        // Lengths of the groups of digits joined by single separators, as in 1.2.1971 or 1971-02-01.
        var groups: [Int] = []
        var previous: UInt8 = 0x20
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits == 0 {
                    let isJoined =
                        previous == UInt8(ascii: "-") || previous == UInt8(ascii: ".")
                        || previous == UInt8(ascii: "/")
                    if !isJoined { groups.removeAll(keepingCapacity: true) }
                    groups.append(0)
                }
                digits += 1
                groups[groups.count - 1] = digits
                if digits >= 5 || isDate(groups.suffix(3)) { return true }
            case UInt8(ascii: "^"), UInt8(ascii: "@"), ..<0x20, 0x7F...: return true
            default: digits = 0
            }
            previous = byte
        }
        return false
    }

    /// Three groups of which one end is a year and the others are day and month. Two years in a row are none, so that
    /// a version such as 2.1.2024 is taken for a date: rather once too often.
    private static func isDate(_ groups: ArraySlice<Int>) -> Bool {
        guard groups.count == 3, let first = groups.first, let last = groups.last else { return false }
        let middle = groups[groups.startIndex + 1]
        return middle <= 2 && (first == 4 && last <= 2 || first <= 2 && last == 4)
    }
}
