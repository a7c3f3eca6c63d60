/// The registry of data elements (PS3.6 2026d, and the command elements of PS3.7).
public enum DataDictionary {
    /// The edition of the standard that the tables hold.
    public static let edition = "2026d"

    /// What the dictionary says of one data element.
    public struct Entry: Hashable, Sendable {
        /// The tag as registered; repeating elements have `x` for any digit.
        public var pattern: String
        public var keyword: String
        public var name: String
        /// The Value Representations that the element may have, the first one most usual. Empty for items.
        public var vrs: [VR]
        /// Value Multiplicity as printed in PS3.6, for example `1-n`.
        public var vm: String
        public var isRetired: Bool
    }

    /// The entry of `tag`, or `nil` when PS3.6 does not know it. Private tags have none.
    public static func entry(for tag: Tag) -> Entry? {
        if let index = index.position(of: tag) {
            return entry(in: elements, line: Int(Self.index.offsets[index]))
        }
        for (mask, offset) in masks where mask.matches(tag) { return entry(in: repeating, line: offset) }
        return nil
    }

    /// The (first) VR of `tag`, or `nil` when PS3.6 does not know it.
    public static func vr(of tag: Tag) -> VR? {
        if let position = index.position(of: tag) {
            // Six retired entries of PS3.6 are blank; nothing is known of what they held.
            return index.vrs[position].isKnown ? index.vrs[position] : nil
        }
        if tag.isPrivate { return nil }
        for (mask, offset) in masks where mask.matches(tag) {
            return VR(repeating[offset + 8], repeating[offset + 9])
        }
        return nil
    }

    /// How many values the Value Multiplicity of `tag` allows (PS3.6); `nil` where any number, or where PS3.6 does not know it.
    ///
    /// Asked of numbers in every item of a file: no entry is made of the line.
    public static func mostValues(of tag: Tag) -> UInt32? {
        guard let position = index.position(of: tag) else {
            return entry(for: tag).flatMap { UInt32($0.vm.split(separator: "-").last ?? "") }
        }
        let start = Int(index.offsets[position])
        guard let vm = elements.field(3, of: start..<elements.endOfLine(from: start)) else { return nil }
        var most: UInt32 = 0
        for offset in vm {
            let byte = elements[offset]
            if byte == UInt8(ascii: "-") {
                most = 0
            } else {
                guard (0x30...0x39).contains(byte), most < 100_000 else { return nil }
                most = most * 10 + UInt32(byte & 15)
            }
        }
        return vm.isEmpty ? nil : most
    }

    /// Whether `tag` may also be bytes or words of any number, OB or OW.
    public static func mayBeBulk(_ tag: Tag) -> Bool {
        guard let position = index.position(of: tag) else {
            return entry(for: tag)?.vrs.contains { $0 == .ob || $0 == .ow } ?? false
        }
        var offset = Int(index.offsets[position]) + 8
        while offset + 1 < elements.count, elements[offset] != UInt8(ascii: "|") {
            let second = elements[offset + 1]
            if elements[offset] == UInt8(ascii: "O"), second == UInt8(ascii: "B") || second == UInt8(ascii: "W") {
                return true
            }
            offset += 1
        }
        return false
    }

    /// The number of data elements that are no repeating ones.
    public static var count: Int { index.tags.count }

    /// The place of `tag` among the elements that are no repeating ones, ascending from 0; `nil` when it is not there.
    @inline(__always)
    public static func position(of tag: Tag) -> Int? { index.position(of: tag) }

    /// The places of the elements that are no repeating ones and that `mask` matches.
    public static func positions(matching mask: TagMask) -> [Int] {
        // The digits before the first `x` bound a range; the table ascends.
        let fixed = (~mask.mask).leadingZeroBitCount
        let first = index.lowerBound(mask.value)
        let last = fixed == 32 ? mask.value : mask.value | UInt32.max >> UInt32(fixed)
        var positions: [Int] = []
        for position in first..<count {
            let tag = Tag(index.tags[position])
            if tag.rawValue > last { break }
            if mask.matches(tag) { positions.append(position) }
        }
        return positions
    }

    /// The tags of the elements that have a place, in the order of their places.
    public static var tags: [UInt32] { index.tags }

    /// The places of the elements of a (first) VR, ascending.
    public static func positions(of vr: VR) -> [Int] {
        var positions: [Int] = []
        for (position, other) in index.vrs.enumerated() where other == vr { positions.append(position) }
        return positions
    }

    /// The places of the elements of which PS3.6 does not say what they hold.
    public static var positionsOfBlanks: [Int] {
        var positions: [Int] = []
        for (position, vr) in index.vrs.enumerated() where !vr.isKnown { positions.append(position) }
        return positions
    }

    /// Whether one of the words stands in the keyword at a place.
    public static func keyword(at position: Int, contains words: [StaticString]) -> Bool {
        var start = Int(index.offsets[position])
        let end = elements.endOfLine(from: start)
        _ = elements.nextField(&start, end)
        return elements.contains(words, in: elements.nextField(&start, end))
    }

    /// The repeating elements, which have no place: `60xx3000` and the like.
    public static var repeatingElements: [TagMask] { masks.map(\.0) }

    /// The tag at a place.
    public static func tag(at position: Int) -> Tag { Tag(index.tags[position]) }

    /// The (first) VR at a place.
    public static func vr(at position: Int) -> VR { index.vrs[position] }

    /// Whether PS3.6 registers the tag.
    public static func contains(_ tag: Tag) -> Bool { vr(of: tag) != nil }

    /// The keyword of `tag`, or `nil`.
    public static func keyword(of tag: Tag) -> String? {
        if let position = index.position(of: tag) {
            let start = Int(index.offsets[position])
            let keyword = elements.field(1, of: start..<elements.endOfLine(from: start)) ?? start..<start
            return keyword.isEmpty ? nil : elements.string(keyword)
        }
        guard let keyword = entry(for: tag)?.keyword, !keyword.isEmpty else { return nil }
        return keyword
    }

    /// The tag, as eight digits or `x`, that `keyword` names; `nil` when there is no such keyword. Case counts.
    public static func pattern(forKeyword keyword: String) -> String? {
        let keyword = Array(keyword.utf8)
        guard let line = keywords.line(for: keyword.span) else { return nil }
        return keywords.fields(of: line)[1]
    }

    /// Every keyword, in byte order; for suggestions.
    public static func forEachKeyword(_ body: (String) -> Void) {
        keywords.forEachLine { body(keywords.fields(of: $0)[0]) }
    }

    private static let elements = TextTable(dataElementTable)
    private static let repeating = TextTable(repeatingElementTable)
    private static let keywords = TextTable(keywordTable)
    private static let index = TagIndex(elements)

    private static let masks: [(TagMask, Int)] = {
        var masks: [(TagMask, Int)] = []
        repeating.forEachLine { line in
            let text = repeating.string(line.lowerBound..<line.lowerBound + 8)
            if let mask = TagMask(text) { masks.append((mask, line.lowerBound)) }
        }
        return masks
    }()

    private static func entry(in table: TextTable, line start: Int) -> Entry {
        let fields = table.fields(of: start..<table.endOfLine(from: start))
        let head = fields[0].split(separator: " ")
        let vrs = head[1].split(separator: "/").compactMap { text -> VR? in
            let bytes = Array(text.utf8)
            let vr = VR(bytes[0], bytes[1])
            return vr.isKnown ? vr : nil
        }
        return Entry(
            pattern: String(head[0].prefix(8)), keyword: fields[1], name: fields[2], vrs: vrs, vm: fields[3],
            isRetired: fields[4] == "1")
    }
}

/// Tags of a table in ascending order beside the offsets of their lines, made once per process on first need
/// (a bisection of the text itself is some twenty times slower).
struct TagIndex: Sendable {
    var tags: [UInt32] = []
    var vrs: [VR] = []
    var offsets: [UInt32] = []
    /// Places of tags plus 1 by a hash of the tag, 0 where there is none: a tag stands at its slot or in one of the next.
    /// Every element of every file is looked up, most of them more than once.
    private var slots = [UInt16](repeating: 0, count: 1 << slotBits)
    private static let slotBits: UInt32 = 14

    /// - Parameter table: lines that start with eight hexadecimal digits and a VR.
    init(_ table: TextTable) {
        tags.reserveCapacity(5400)
        vrs.reserveCapacity(5400)
        offsets.reserveCapacity(5400)
        table.forEachLine { line in
            tags.append(table.tag(at: line.lowerBound))
            vrs.append(VR(table[line.lowerBound + 8], table[line.lowerBound + 9]))
            offsets.append(UInt32(line.lowerBound))
        }
        precondition(tags.count * 2 < slots.count, "the table of slots is too small")
        for (place, tag) in tags.enumerated() {
            var slot = Self.slot(tag)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt16(place + 1)
        }
    }

    @inline(__always)
    private static func slot(_ tag: UInt32) -> Int { Int((tag &* 0x9E37_79B1) >> (32 - slotBits)) }

    @inline(__always)
    func position(of tag: Tag) -> Int? {
        var slot = Self.slot(tag.rawValue)
        while true {
            let place = Int(slots[slot])
            if place == 0 { return nil }
            if tags[place - 1] == tag.rawValue { return place - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// The place of the first tag that is not below `value`.
    @inline(__always)
    func lowerBound(_ value: UInt32) -> Int {
        var low = 0
        var high = tags.count
        while low < high {
            let middle = (low + high) / 2
            if tags[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
