/// Codes of PS3.16 with their meanings.
public enum Concepts {
    private static let table = TextTable(conceptTable)

    /// The meaning of a code; `nil` for those that PS3.16 does not use.
    public static func meaning(of code: [UInt8], scheme: [UInt8]) -> [UInt8]? {
        if code.contains(UInt8(ascii: "|")) || scheme.contains(UInt8(ascii: "|")) { return nil }
        let key = scheme + [UInt8(ascii: "|")] + code
        guard let line = table.line(for: key.span) else { return nil }
        return (line.lowerBound + key.count + 1..<line.upperBound).map { table[$0] }
    }
}
