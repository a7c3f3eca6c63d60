/// Text elements that Table E.1-1 does not list, and what they usually hold.
///
/// The classes are ours, by keyword, not the standard's: a starting point for deciding what text may stay.
public enum UngovernedText {
    public enum Kind: String, CaseIterable, Sendable {
        case person, contact, address, institution, location, identifier, device
        case networkName = "network name"
        case url, characteristic
        case freeText = "free text"
        case descriptor, technical
    }

    /// Every entry, ascending by tag; masks (`60xx0022`) among them.
    public static let entries: [(mask: TagMask, kind: Kind)] = {
        let table = TextTable(ungovernedTextTable)
        let kinds = Kind.allCases.map { (key: TextTable.key(of: $0.rawValue), kind: $0) }
        var entries: [(mask: TagMask, kind: Kind)] = []
        entries.reserveCapacity(600)
        table.forEachLine { line in
            var start = line.lowerBound
            _ = table.nextField(&start, line.upperBound)
            let key = table.key(of: table.nextField(&start, line.upperBound))
            if let mask = table.mask(at: line.lowerBound), let kind = kinds.first(where: { $0.key == key })?.kind {
                entries.append((mask, kind))
            }
        }
        return entries
    }()
}
