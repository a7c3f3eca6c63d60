/// What there is to know of a check, for people.
public enum CheckPage {
    /// `DV0101  error    has a value and must be removed`, a line for each check.
    public static let list = Check.allCases.map { check in
        let severity = check.severity.rawValue
        return "\(check.rawValue)  \(severity)\(String(repeating: " ", count: 9 - severity.count))\(check.title)\n"
    }.joined()

    /// The page of one check: id, severity, what a finding says, why, and what to do; at most 80 columns.
    public static func page(_ check: Check) -> String {
        "\(check.rawValue) (\(check.severity.rawValue)): \(check.title)\n\n" + wrapped(check.explanation)
            + "\nWhat to do\n\n" + wrapped(check.remedy) + "\n\(meaning(check.severity))"
    }

    /// What the severity means for a run.
    private static func meaning(_ severity: Severity) -> String {
        let text =
            switch severity {
            case .error: "error: identity may be left, or the file could not be fully accounted for. Do not release it."
            case .warning: "warning: suspicious or against the standard, not in itself a leak. Fails a run by default."
            case .review: "review: a program cannot tell; a person must look. Fails a run with --fail-on review."
            case .info: "info: good to know; nothing follows from it."
            }
        return wrapped(text)
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
