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
        var entries: [(mask: TagMask, kind: Kind)] = []
        table.forEachLine { line in
            let fields = table.fields(of: line)
            if let mask = TagMask(fields[0]), let kind = Kind(rawValue: fields[1]) { entries.append((mask, kind)) }
        }
        return entries
    }()
}
