/// Findings as workflow commands of GitHub Actions: `::error file=in.dcm,title=DV0103::…`.
enum GitHubReport {
    /// What there was no room for.
    static func more(_ count: Int) -> String { "::notice title=dcmveil verify::\(count) more findings are not shown" }

    static func line(_ finding: Finding, file: String) -> String {
        let command =
            switch finding.severity {
            case .error: "error"
            case .warning: "warning"
            case .review, .info: "notice"
            }
        let text = "\(TextReport.place(of: finding)): \(finding.severity.rawValue): \(finding.message)"
        return "::\(command) file=\(property(file)),title=\(finding.id)::\(data(text))"
    }

    static func unverified(_ path: String, reason: String) -> String {
        "::error file=\(property(path)),title=not verified::\(data(reason))"
    }

    /// What follows the second `::`. Only the percent sign and the ends of lines mean something there.
    private static func data(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%", "\r", "\n": result += encoded(scalar)
            default: result += EscapedText.visible(String(scalar))
            }
        }
        return result
    }

    /// The value of a property, which a comma or a colon would end.
    private static func property(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%", "\r", "\n", ":", ",": result += encoded(scalar)
            default: result += EscapedText.visible(String(scalar))
            }
        }
        return result
    }

    private static func encoded(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}
