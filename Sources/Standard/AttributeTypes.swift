/// Which attributes an IOD has, with their Types, at every place (PS3.3, 2026b).
///
/// The lists are those of modules and of the items of sequences; a place in a data set is a handful of list numbers.
public enum AttributeTypes {
    /// Attribute Type (PS3.5 §7.4), in order of strictness.
    public enum AttributeType: UInt8, Comparable, Sendable {
        case type3 = 0, type2C, type2, type1C, type1

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// A place in a data set: the attribute lists that hold there, as indices into the table.
    public typealias Place = [UInt16]

    /// The lists of the modules of a SOP Class, or `nil` when the IOD is not in the table.
    public static func place(forSOPClass uid: [UInt8]) -> Place? {
        guard let line = sopClasses.line(for: uid.span), let lists = sopClasses.field(2, of: line) else { return nil }
        var place: Place = []
        var start = lists.lowerBound
        while start < lists.upperBound {
            var end = start
            while end < lists.upperBound, sopClasses[end] != UInt8(ascii: ",") { end += 1 }
            // The number in hexadecimal digits, and a letter for the usage of the module.
            place.append(UInt16(truncatingIfNeeded: sopClasses.hexadecimal(at: start, digits: end - 1 - start)))
            start = end + 1
        }
        return place
    }

    /// The name of the IOD of a SOP Class, as `ct-image`; `nil` when it is not in the table.
    public static func iod(forSOPClass uid: String) -> String? {
        let uid = Array(uid.utf8)
        guard let line = sopClasses.line(for: uid.span) else { return nil }
        return sopClasses.fields(of: line)[1]
    }

    /// The strictest Type of `tag` at `place`, or `nil` when no list there has it.
    public static func type(of tag: Tag, at place: Place) -> AttributeType? {
        var strictest: AttributeType?
        let key = digits(of: tag)
        for list in place {
            guard let entry = entry(of: key, in: list) else { continue }
            let type = type(ofEntry: entry)
            if strictest.map({ $0 < type }) ?? true { strictest = type }
        }
        return strictest
    }

    /// The place inside the items of the sequence `tag` at `place`; empty when nothing is defined there.
    public static func items(of tag: Tag, at place: Place) -> Place {
        var items: Place = []
        let key = digits(of: tag)
        for list in place {
            guard let entry = entry(of: key, in: list) else { continue }
            let child = UInt16(truncatingIfNeeded: entries.hexadecimal(at: entry * width + 10, digits: 4))
            if child != 0xFFFF, !items.contains(child) { items.append(child) }
        }
        return items
    }

    private static let width = 15  // eight digits, two of the Type, four of the list, a newline
    private static let entries = TextTable(attributeListEntries)
    private static let starts = TextTable(attributeListStarts)
    private static let sopClasses = TextTable(sopClassTable)

    private static func type(ofEntry entry: Int) -> AttributeType {
        switch (entries[entry * width + 8], entries[entry * width + 9]) {
        case (UInt8(ascii: "1"), UInt8(ascii: " ")): .type1
        case (UInt8(ascii: "1"), _): .type1C
        case (UInt8(ascii: "2"), UInt8(ascii: " ")): .type2
        case (UInt8(ascii: "2"), _): .type2C
        default: .type3
        }
    }

    /// The digits of a tag as `entries` has them. Repeating groups stand there under their first group.
    private static func digits(of tag: Tag) -> UInt64 {
        let isRepeating = (0x5000...0x50FF).contains(tag.group) || (0x6000...0x60FF).contains(tag.group)
        let number = isRepeating && !tag.isPrivate ? tag.rawValue & 0xFF00_FFFF : tag.rawValue
        var digits: UInt64 = 0
        for place in stride(from: 28, through: 0, by: -4) {
            let digit = UInt64(number >> UInt32(place) & 15)
            digits = digits << 8 | (digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
        return digits
    }

    /// The number of the entry in `list` that has the digits of a tag.
    private static func entry(of digits: UInt64, in list: UInt16) -> Int? {
        var low = Int(starts.hexadecimal(at: Int(list) * 7, digits: 6))
        let end = Int(starts.hexadecimal(at: (Int(list) + 1) * 7, digits: 6))
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if entries.word(at: middle * width) < digits { low = middle + 1 } else { high = middle }
        }
        return low < end && entries.word(at: low * width) == digits ? low : nil
    }
}
