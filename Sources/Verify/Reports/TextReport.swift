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
        let files = summary.files == 1 ? "1 file" : "\(summary.files) files"
        guard summary.hasFindings else { return "\(files), no findings" }
        return "\(files), \(summary.filesWithFindings) with findings: \(summary.errors) errors, "
            + "\(summary.warnings) warnings, \(summary.reviews) to review"
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
