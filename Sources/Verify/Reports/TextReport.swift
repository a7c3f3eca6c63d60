/// Findings as lines for people: `in.dcm: (0010,0010) at byte 1312: error DV0103: PatientName: is neither …`.
public enum TextReport {
    /// One line without its newline.
    ///
    /// - Parameter file: the path as the caller wants it shown; control characters in it are escaped.
    public static func line(_ finding: Finding, file: String) -> String {
        "\(EscapedText.visible(file)): \(place(of: finding)): \(finding.severity.rawValue) \(finding.id): "
            + finding.message + (finding.value.map { ": \"\($0)\"" } ?? "")
    }

    /// `(0010,0010) at byte 1312`, or the byte alone.
    static func place(of finding: Finding) -> String {
        "\(finding.tagPath.isEmpty ? "" : "\(finding.tagPath) ")at byte \(finding.offset)"
    }

    /// The last line of a run, without its newline.
    public static func line(_ summary: Summary) -> String {
        let files = number(summary.files, "file")
        var rest = summary.accepted > 0 ? "; \(summary.accepted) accepted" : ""
        if summary.sealed > 0 { rest += "; \(number(summary.sealed, "sealed file")) checked from outside only" }
        if summary.partlyUnchecked > 0 { rest += "; \(number(summary.partlyUnchecked, "file")) not checked in full" }
        if summary.unverified > 0 { rest += "; \(number(summary.unverified, "input")) not verified" }
        guard summary.hasFindings else { return "\(files), no findings\(rest)" }
        let infos = summary.infos > 0 ? ", \(summary.infos) to know" : ""
        return "\(files), \(summary.filesWithFindings) with findings: \(number(summary.errors, "error")), "
            + "\(number(summary.warnings, "warning")), \(summary.reviews) to review\(infos)\(rest)"
    }

    private static func number(_ count: Int, _ noun: StaticString) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }
}
