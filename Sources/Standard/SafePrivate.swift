/// PS3.15 Table E.3.10-1, private attributes that are thought to be safe from identity leakage: facts, no decisions.
public enum SafePrivate {
    public struct Entry: Sendable {
        public var attribute: PrivateAttribute
        /// `nil` where the table leaves it open.
        public var vr: VR?
        /// As PS3.6 writes them: `1`, `3`, `1-n`, `3-4`.
        public var vm: String
        /// Where the table says what it means, which people alone read.
        fileprivate var text: Range<Int>
        public var meaning: String { SafePrivate.table.string(text) }
    }

    private static let table = TextTable(safePrivateTable)

    /// Every row, ascending by group and element.
    public static let entries: [Entry] = {
        var entries: [Entry] = []
        entries.reserveCapacity(600)
        // One creator has many rows next to each other, which share its text.
        var (creator, place) = ("", 0..<0)
        table.forEachLine { line in
            var start = line.lowerBound
            _ = table.nextField(&start, line.upperBound)
            let named = table.nextField(&start, line.upperBound)
            if !named.elementsEqual(place, by: { table[$0] == table[$1] }) {
                (creator, place) = (table.string(named), named)
            }
            let vr = table.nextField(&start, line.upperBound)
            let vm = table.nextField(&start, line.upperBound)
            entries.append(
                Entry(
                    attribute: PrivateAttribute(
                        group: UInt16(table.hexadecimal(at: line.lowerBound, digits: 4)), creator: creator,
                        element: UInt8(table.hexadecimal(at: line.lowerBound + 4, digits: 2))),
                    vr: table[vr.lowerBound] == UInt8(ascii: "-")
                        ? nil : VR(table[vr.lowerBound], table[vr.lowerBound + 1]),
                    vm: table.string(vm), text: table.nextField(&start, line.upperBound)))
        }
        return entries
    }()

    /// The row of an attribute; `nil` where there is none.
    public static func entry(for attribute: PrivateAttribute) -> Entry? { byAttribute[attribute].map { entries[$0] } }

    /// Whether a tag is a sequence of the table if its block is the right creator's: what UN holds is then looked into.
    public static func mayBeSequence(_ tag: Tag) -> Bool {
        tag.element >= 0x1000 && sequences.contains(UInt32(tag.group) << 8 | UInt32(tag.element & 0xFF))
    }

    private static let byAttribute = Dictionary(
        entries.indices.map { (entries[$0].attribute, $0) }, uniquingKeysWith: { first, _ in first })

    private static let sequences = Set(
        entries.compactMap { entry in
            entry.vr == .sq ? entry.attribute.element.map { UInt32(entry.attribute.group) << 8 | UInt32($0) } : nil
        })
}
