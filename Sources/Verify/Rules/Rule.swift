import Standard

/// What a de-identified file may hold of one attribute.
struct Rule: Sendable, Equatable {
    /// What PS3.15 Table E.1-1 wants, in the terms of someone who does not know the original.
    enum Demand: UInt8, Sendable {
        case none
        /// X: nothing; an empty value or a dummy where the IOD requires the attribute.
        case absent
        /// Z, Z/D, X/Z, X/D, X/Z/D: nothing that tells anything. Whether absence was possible needs no proof.
        case emptyOrDummy
        /// D.
        case dummy
        /// U.
        case newUID
        /// X/Z/U*: references may stay, their UIDs have rules of their own.
        case references
    }

    /// What an attribute that the table does not list may hold.
    enum Unlisted: UInt8, Sendable {
        case anything
        /// Text that someone chose: a finding unless it is a dummy.
        case text
    }

    var demand = Demand.none
    var unlisted = Unlisted.anything
    /// A sequence may have items, each of which is judged by the rules of what it holds.
    var mayHaveItems = false
    /// Dates may be shifted, where (0028,0303) says so.
    var acceptsModifiedDates = false
    /// The original value may stay: a profile says so.
    var isKept = false
    /// Text may stay that names nobody; what is demanded holds for any other.
    var isCleaned = false
    /// Of a code string that may stay: any term will do, where the standard does not name all that there are.
    var keepsTerms = false

    /// What may stay is by its nature a name or a number of somebody or something (an institution, a device, a patient): its
    /// words are not looked at.
    var isNameByNature = false

    init() {}
}

extension Rule {
    init(_ action: Confidentiality.ActionCode, acceptsModifiedDates: Bool) {
        demand = Demand(action)
        self.acceptsModifiedDates = acceptsModifiedDates
        mayHaveItems =
            switch action {
            case .d, .zd, .xd, .xzd, .xzu, .k, .c: true
            case .x, .z, .xz, .u: false
            }
    }
}

extension Rule.Demand {
    init(_ action: Confidentiality.ActionCode) {
        switch action {
        case .x: self = .absent
        case .z, .zd, .xz, .xd, .xzd: self = .emptyOrDummy
        case .d: self = .dummy
        case .u: self = .newUID
        case .xzu: self = .references
        // No basic action is K or C; should one appear, the safe reading is that a dummy is needed.
        case .k, .c: self = .emptyOrDummy
        }
    }
}
