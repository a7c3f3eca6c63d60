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
        let space = UInt8(ascii: " ")
        let codes = Dictionary(uniqueKeysWithValues: ActionCode.allCases.map { ($0.rawValue, $0) })
        var letters = [ActionCode?](repeating: nil, count: 256)
        for code in ActionCode.allCases where code.rawValue.utf8.count == 1 {
            letters[Int(code.rawValue.utf8.first!)] = code
        }
        var rows: [Row] = []
        rows.reserveCapacity(700)
        table.forEachLine { line in
            // Mask, action, and a letter for each option, between spaces; then the name.
            guard let head = table.field(0, of: line), let name = table.field(1, of: line) else { return }
            let first = head.first { table[$0] == space } ?? head.upperBound
            let options = (head.last { table[$0] == space } ?? head.upperBound) + 1
            guard first + 1 < options, options <= head.upperBound,
                let mask = TagMask(table.string(head.lowerBound..<first)),
                let basic = codes[table.string(first + 1..<options - 1)]
            else { return }
            rows.append(
                Row(
                    mask: mask, basic: basic, options: (options..<head.upperBound).map { letters[Int(table[$0])] },
                    name: table.string(name)))
        }
        return rows
    }()
}
