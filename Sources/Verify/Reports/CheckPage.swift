/// What there is to know of a check, for people.
public enum CheckPage {
    /// `DV0101  error    has a value and must be removed`, a line for each check.
    public static let list = Check.allCases.map { check in
        let severity = check.severity.rawValue
        return "\(check.rawValue)  \(severity)\(String(repeating: " ", count: 9 - severity.count))\(check.title)\n"
    }.joined()

    /// The page of one check: id, severity, what a finding says, and a paragraph of at most 80 columns.
    public static func page(_ check: Check) -> String {
        "\(check.rawValue) (\(check.severity.rawValue)): \(check.title)\n\n" + wrapped(check.explanation)
    }

    private static func wrapped(_ text: String) -> String {
        var result = ""
        var column = 0
        for word in text.split(separator: " ") {
            if column > 0, column + 1 + word.count > 80 {
                result += "\n"
                column = 0
            }
            result += column == 0 ? String(word) : " \(word)"
            column += word.count + (column == 0 ? 0 : 1)
        }
        return result + "\n"
    }
}
