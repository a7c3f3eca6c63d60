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

        /// Its place in `allCases`, which is that of its action in a row. A search would take longer than all else that is done
        /// with a row.
        @inlinable public var column: Int {
            switch self {
            case .retainSafePrivate: 0
            case .retainUIDs: 1
            case .retainDeviceIdentity: 2
            case .retainInstitutionIdentity: 3
            case .retainPatientCharacteristics: 4
            case .retainLongitudinalFullDates: 5
            case .retainLongitudinalModifiedDates: 6
            case .cleanDescriptors: 7
            case .cleanStructuredContent: 8
            case .cleanGraphics: 9
            }
        }
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
        /// Where the table says its name, which people alone read.
        fileprivate var text: Range<Int>
        public var name: String { Confidentiality.table.string(text) }
    }

    private static let table = TextTable(confidentialityTable)

    /// Every row but the one for private attributes, in ascending order of the printed tag.
    public static let rows: [Row] = {
        let space = UInt8(ascii: " ")
        let codes = ActionCode.allCases.map { (key: TextTable.key(of: $0.rawValue), code: $0) }
        var letters = [ActionCode?](repeating: nil, count: 256)
        for code in ActionCode.allCases where code.rawValue.utf8.count == 1 {
            letters[Int(code.rawValue.utf8.first!)] = code
        }
        var rows: [Row] = []
        rows.reserveCapacity(700)
        // Most rows have the options of the row before, and share them with it.
        var (options, place) = ([ActionCode?](), 0..<0)
        table.forEachLine { line in
            // Mask, action, and a letter for each option, between spaces; then the name.
            var start = line.lowerBound
            let head = table.nextField(&start, line.upperBound)
            let first = head.lowerBound + 9
            let last = head.upperBound - Option.allCases.count
            guard first < last, table[first - 1] == space, table[last - 1] == space,
                let mask = table.mask(at: head.lowerBound)
            else { return }
            let key = table.key(of: first..<last - 1)
            guard let basic = codes.first(where: { $0.key == key })?.code else { return }
            if !(last..<head.upperBound).elementsEqual(place, by: { table[$0] == table[$1] }) {
                place = last..<head.upperBound
                options = place.map { letters[Int(table[$0])] }
            }
            rows.append(
                Row(mask: mask, basic: basic, options: options, text: table.nextField(&start, line.upperBound)))
        }
        return rows
    }()
}
