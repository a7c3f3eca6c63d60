/// PS3.15 Table E.1-1, Application Level Confidentiality Profile Attributes (2026d): facts, no decisions.
public enum Confidentiality {
    /// The columns of the table that change the basic action.
    public enum Option: String, CaseIterable, Sendable {
        case retainSafePrivate = "retain-safe-private"
        case retainUIDs = "retain-uids"
        case retainDeviceIdentity = "retain-device-identity"
        case retainInstitutionIdentity = "retain-institution-identity"
        case retainPatientCharacteristics = "retain-patient-characteristics"
        case retainLongitudinalFullDates = "retain-longitudinal-full-dates"
        case retainLongitudinalModifiedDates = "retain-longitudinal-modified-dates"
        case cleanDescriptors = "clean-descriptors"
        case cleanStructuredContent = "clean-structured-content"
        case cleanGraphics = "clean-graphics"
    }

    /// The codes of Table E.1-1a, simple and compound. `X/Z/U*` concerns sequences of references.
    public enum ActionCode: String, CaseIterable, Sendable {
        case d = "D", z = "Z", x = "X", k = "K", c = "C", u = "U"
        case zd = "Z/D", xz = "X/Z", xd = "X/D", xzd = "X/Z/D", xzu = "X/Z/U*"
    }

    public struct Row: Hashable, Sendable {
        /// One tag (all digits fixed) or a repeating group.
        public var mask: TagMask
        public var basic: ActionCode
        /// One action per option, in the order of `Option.allCases`; `nil` where the option changes nothing.
        public var options: [ActionCode?]
        public var name: String
    }

    /// Every row but the one for private attributes, in ascending order of the printed tag.
    public static let rows: [Row] = {
        let table = TextTable(confidentialityTable)
        var rows: [Row] = []
        table.forEachLine { line in
            let fields = table.fields(of: line)
            let head = fields[0].split(separator: " ")
            guard let mask = TagMask(head[0]), let basic = ActionCode(rawValue: String(head[1])) else { return }
            rows.append(
                Row(
                    mask: mask, basic: basic, options: head[2].map { ActionCode(rawValue: String($0)) },
                    name: fields[1]))
        }
        return rows
    }()
}
