/// PS3.15 Table E.3.10-1, private attributes that are thought to be safe from identity leakage: facts, no decisions.
public enum SafePrivate {
    public struct Entry: Sendable {
        public var attribute: PrivateAttribute
        /// `nil` where the table leaves it open.
        public var vr: VR?
        /// As PS3.6 writes them: `1`, `3`, `1-n`, `3-4`.
        public var vm: String
        public var meaning: String
    }

    /// Every row, ascending by group and element.
    public static let entries: [Entry] = {
        let table = TextTable(safePrivateTable)
        var entries: [Entry] = []
        table.forEachLine { line in
            let fields = table.fields(of: line)
            let digits = fields[0]
            guard let group = PrivateAttribute.group(digits.prefix(4)),
                let element = PrivateAttribute.element(digits.suffix(2))
            else { return }
            let vr = Array(fields[2].utf8)
            entries.append(
                Entry(
                    attribute: PrivateAttribute(group: group, creator: fields[1], element: element),
                    vr: fields[2] == "--" ? nil : VR(vr[0], vr[1]), vm: fields[3], meaning: fields[4]))
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
