/// Findings as JSON Lines: one object a finding, and a summary at the end (RFC 8259).
public enum JSONReport {
    /// One object without a newline: `file`, `id`, `severity`, `path`, `offset`, `message`; and `count` where
    /// the line stands for more than one finding.
    public static func line(_ finding: Finding, file: String) -> String {
        var line = "{\"file\":"
        append(file, to: &line)
        line += ",\"id\":\"\(finding.id)\",\"severity\":\"\(finding.severity.rawValue)\",\"path\":"
        append(finding.tagPath, to: &line)
        line += ",\"offset\":\(finding.offset),\"message\":"
        append(finding.message, to: &line)
        if finding.count > 1 { line += ",\"count\":\(finding.count)" }
        line += "}"
        return line
    }

    /// The last object, without a newline: `{"summary":{…}}`.
    public static func line(_ summary: Summary) -> String {
        "{\"summary\":{\"files\":\(summary.files),\"filesWithFindings\":\(summary.filesWithFindings),"
            + "\"errors\":\(summary.errors),\"warnings\":\(summary.warnings),\"reviews\":\(summary.reviews),"
            + "\"infos\":\(summary.infos)}}"
    }

    private static func append(_ text: String, to line: inout String) {
        line += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                line += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: line.unicodeScalars.append(scalar)
            }
        }
        line += "\""
    }
}
