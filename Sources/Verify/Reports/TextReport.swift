/// Findings as lines for people: `in.dcm: (0010,0010) at byte 1312: error DV0103: PatientName: is neither …`.
public enum TextReport {
    /// One line without its newline.
    ///
    /// - Parameter file: the path as the caller wants it shown; control characters in it are escaped.
    public static func line(_ finding: Finding, file: String) -> String {
        let place = finding.tagPath.isEmpty ? "" : "\(finding.tagPath) "
        return "\(visible(file)): \(place)at byte \(finding.offset): \(finding.severity.rawValue) \(finding.id): "
            + finding.message
    }

    /// The last line of a run, without its newline.
    public static func line(_ summary: Summary) -> String {
        let files = number(summary.files, "file")
        guard summary.hasFindings else { return "\(files), no findings" }
        let infos = summary.infos > 0 ? ", \(summary.infos) to know" : ""
        return "\(files), \(summary.filesWithFindings) with findings: \(number(summary.errors, "error")), "
            + "\(number(summary.warnings, "warning")), \(summary.reviews) to review\(infos)"
    }

    private static func number(_ count: Int, _ noun: StaticString) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// A file name may hold newlines or escape sequences; neither may forge a line or reach a terminal.
    private static func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
