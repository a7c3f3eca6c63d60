/// PS3.15 Table E.3.4-1, content items by their concept names (2026d): facts, no decisions.
public enum StructuredContent {
    public struct Row: Hashable, Sendable {
        public var code: String
        public var scheme: String
        /// As (0040,A040) has it.
        public var valueType: String
        public var basic: Confidentiality.ActionCode
        /// One action per option, in the order of `Confidentiality.Option.allCases`; `nil` where the option changes nothing.
        public var options: [Confidentiality.ActionCode?]
        public var meaning: String
    }

    /// Every row.
    public static let rows: [Row] = {
        let table = TextTable(structuredContentTable)
        var rows: [Row] = []
        table.forEachLine { line in
            let fields = table.fields(of: line)
            guard let basic = Confidentiality.ActionCode(rawValue: fields[3]) else { return }
            rows.append(
                Row(
                    code: fields[0], scheme: fields[1], valueType: fields[2], basic: basic,
                    options: fields[4].map { Confidentiality.ActionCode(rawValue: String($0)) }, meaning: fields[5]))
        }
        return rows
    }()

    /// The rows of a concept, one for each value type.
    ///
    /// - Parameters:
    ///   - code: Code Value, without padding.
    ///   - scheme: Coding Scheme Designator, without padding; the older designators of SNOMED CT are not in the table.
    public static func rows(code: [UInt8], scheme: [UInt8]) -> [Row] { byCode[code + [0x7C] + scheme] ?? [] }

    private static let byCode = Dictionary(grouping: rows) { Array("\($0.code)|\($0.scheme)".utf8) }
}
