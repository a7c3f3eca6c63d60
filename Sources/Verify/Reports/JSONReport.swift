/// Findings as JSON Lines: one object a finding, and a summary at the end (RFC 8259).
public enum JSONReport {
    /// One object without a newline: `file`, `id`, `severity`, `path`, `offset`, `message`; and `count` where the line
    /// stands for more than one finding, `accepted` with the reason where a baseline accepts it, `value` where it was asked for.
    public static func line(_ finding: Finding, file: String) -> String {
        "{\"file\":\(EscapedText.json(file)),\"id\":\"\(finding.id)\",\"severity\":\"\(finding.severity.rawValue)\","
            + "\"path\":\(EscapedText.json(finding.tagPath)),\"offset\":\(finding.offset),"
            + "\"message\":\(EscapedText.json(finding.message))"
            + (finding.count > 1 ? ",\"count\":\(finding.count)" : "")
            + (finding.value.map { ",\"value\":\(EscapedText.json($0))" } ?? "")
            + (finding.accepted.map { ",\"accepted\":\(EscapedText.json($0))" } ?? "") + "}"
    }

    /// The last object, without a newline: `{"summary":{…}}`.
    public static func line(_ summary: Summary) -> String {
        "{\"summary\":\(object(summary))}"
    }

    /// The counts of a run.
    static func object(_ summary: Summary) -> String {
        "{\"files\":\(summary.files),\"filesWithFindings\":\(summary.filesWithFindings),"
            + "\"errors\":\(summary.errors),\"warnings\":\(summary.warnings),\"reviews\":\(summary.reviews),"
            + "\"infos\":\(summary.infos),\"accepted\":\(summary.accepted),\"notShown\":\(summary.notShown),"
            + "\"partlyUnchecked\":\(summary.partlyUnchecked),\"sealed\":\(summary.sealed),\"unverified\":\(summary.unverified)}"
    }
}
