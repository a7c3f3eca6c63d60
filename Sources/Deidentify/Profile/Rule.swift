import Standard

/// What happens to a data element. The first group acts as it says; the second is the codes of PS3.15 Table E.1-1a,
/// which yield to the attribute's Type so that a conformant file stays conformant.
public enum Rule: UInt8, CaseIterable, Sendable {
    /// Unchanged; the items of a sequence are looked at by the same rules.
    case keep
    case remove
    /// A value of zero length; a sequence without items.
    case empty
    /// A value that fits the VR and says nothing; inside a sequence, in all text of its items.
    case dummy
    /// A keyed UID.
    case uid
    /// A date moved by the patient's offset.
    case date
    /// The patient's pseudonym.
    case pseudonym
    /// A keyed name of the value: the same value has the same one wherever it stands.
    case hash
    /// Unchanged where the value is a term of its attribute, a code, or made of known words; otherwise as X says.
    case known
    /// Text without what identifies people (Cleaning); in the items of a sequence, all text that stays. What cannot be cleaned is
    /// treated as Table E.1-1 does without options.
    case clean

    case codeX, codeZ, codeD, codeU, codeZD, codeXZ, codeXD, codeXZD, codeXZU

    init?(_ code: Confidentiality.ActionCode) {
        switch code {
        case .d: self = .codeD
        case .z: self = .codeZ
        case .x: self = .codeX
        case .k: self = .keep
        case .c: return nil
        case .u: self = .codeU
        case .zd: self = .codeZD
        case .xz: self = .codeXZ
        case .xd: self = .codeXD
        case .xzd: self = .codeXZD
        case .xzu: self = .codeXZU
        }
    }

    /// The words of the profile language, and the codes of Table E.1-1a.
    public var name: String {
        switch self {
        case .keep: "keep"
        case .remove: "remove"
        case .empty: "empty"
        case .dummy: "dummy"
        case .uid: "uid"
        case .date: "date"
        case .pseudonym: "pseudonym"
        case .hash: "hash"
        case .known: "known"
        case .clean: "clean"
        case .codeX: "X"
        case .codeZ: "Z"
        case .codeD: "D"
        case .codeU: "U"
        case .codeZD: "Z/D"
        case .codeXZ: "X/Z"
        case .codeXD: "X/D"
        case .codeXZD: "X/Z/D"
        case .codeXZU: "X/Z/U*"
        }
    }

    public init?(name: String) {
        guard let rule = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = rule
    }

    /// Whether the outcome depends on the attribute's Type at its place in the IOD.
    var dependsOnType: Bool { rawValue >= Self.codeX.rawValue && self != .codeD && self != .codeU }

    /// The outcome for an attribute of `type`; `nil` when the IOD does not have it there, which is like Type 3.
    ///
    /// Where the table says X or Z and an IOD demands a value, the attribute gets one that says nothing.
    func resolved(_ type: AttributeTypes.AttributeType?) -> Rule {
        let needsValue = type == .type1 || type == .type1C
        let needsElement = needsValue || type == .type2 || type == .type2C
        return switch self {
        case .keep, .remove, .empty, .dummy, .uid, .date, .pseudonym, .hash, .known, .clean: self
        case .codeX: needsValue ? .dummy : needsElement ? .empty : .remove
        case .codeZ, .codeZD: needsValue ? .dummy : .empty
        case .codeD: .dummy
        case .codeU: .uid
        case .codeXZ: needsValue ? .dummy : needsElement ? .empty : .remove
        case .codeXD: needsElement ? .dummy : .remove
        case .codeXZD: needsValue ? .dummy : needsElement ? .empty : .remove
        // For sequences of references: `uid` keeps the items and replaces the UIDs in them. Where the IOD wants the
        // sequence at all, other parts of the object count on its items (segmentations on their source images).
        case .codeXZU: needsElement ? .uid : .remove
        }
    }
}
