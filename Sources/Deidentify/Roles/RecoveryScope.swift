import Standard

/// What of an original a role may recover.
///
/// Attributes of the top level, a sequence with everything in it where it is named itself; and single values inside of
/// sequences that stay, by the same names and classes.
public struct RecoveryScope: Sendable, Hashable {
    public enum Class: String, CaseIterable, Sendable {
        /// The de-identified object and no more.
        case nothing
        /// Dates and times that are not the patient's own.
        case dates
        /// The numbers by which a hospital finds the examination.
        case accession
        /// The Patient Module, and what else stands in group 0010.
        case patient
        /// Everything that was removed or replaced, private attributes and sequences included.
        case identity
    }

    public var classes: Set<Class>
    public var tags: Set<Tag>

    public init(classes: Set<Class>, tags: Set<Tag> = []) {
        self.classes = classes
        self.tags = tags
    }

    public var isEverything: Bool { classes.contains(.identity) }

    public var isEmpty: Bool { classes.subtracting([.nothing]).isEmpty && tags.isEmpty }

    /// Scopes in descending breadth have each one before those that it covers.
    public var breadth: Int {
        if isEverything { return .max }
        return classes.subtracting([.nothing]).count << 16 + tags.count
    }

    func contains(_ tag: Tag, _ vr: VR) -> Bool {
        if isEverything || tags.contains(tag) { return true }
        if classes.contains(.dates), Self.isDate(tag, vr) { return true }
        if classes.contains(.accession), Self.accession.contains(tag.rawValue) { return true }
        return classes.contains(.patient) && tag.group == 0x0010
    }

    private static func isDate(_ tag: Tag, _ vr: VR) -> Bool {
        // Birth and death say who somebody is.
        if tag.isPrivate || (0x0010_0030...0x0010_0035).contains(tag.rawValue) { return false }
        // Timezone Offset From UTC
        return vr == .da || vr == .dt || vr == .tm || tag.rawValue == 0x0008_0201
    }

    /// Accession Number and its issuer, Study ID, Requested Procedure ID, numbers of placer and filler.
    private static let accession: Set<UInt32> = [
        0x0008_0050, 0x0008_0051, 0x0020_0010, 0x0040_1001, 0x0040_2016, 0x0040_2017, 0x0040_0026, 0x0040_0027,
    ]
}
