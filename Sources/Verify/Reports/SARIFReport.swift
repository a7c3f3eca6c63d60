/// Findings in SARIF 2.1.0 (OASIS), written as a stream: opening, results with commas between them, closing.
///
/// Regions are bytes of the file, and hold no snippets: a report has no values.
enum SARIFReport {
    static func opening(version: String) -> String {
        var text = "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
        text += "\"tool\":{\"driver\":{\"name\":\"dcmveil verify\",\"semanticVersion\":\(EscapedText.json(version)),"
        text += "\"rules\":[\n"
        text += Check.allCases.map(rule).joined(separator: ",\n")
        return text + "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":["
    }

    static func result(_ finding: Finding, file: String, index: Int) -> String {
        var text = "{\"ruleId\":\"\(finding.id)\",\"ruleIndex\":\(index),\(grade(finding.severity)),"
        text += "\"message\":{\"text\":\(EscapedText.json(finding.message + "."))},\"locations\":[{"
        text += "\"physicalLocation\":{\"artifactLocation\":{\"uri\":\(EscapedText.json(EscapedText.uri(file)))},"
        text += "\"region\":{\"byteOffset\":\(finding.offset)}}"
        if !finding.tagPath.isEmpty {
            text += ",\"logicalLocations\":[{\"fullyQualifiedName\":\(EscapedText.json(finding.tagPath)),"
            text += "\"kind\":\"element\"}]"
        }
        text += "}]"
        if let reason = finding.accepted {
            text += ",\"suppressions\":[{\"kind\":\"external\",\"justification\":\(EscapedText.json(reason))}]"
        }
        if finding.count > 1 { text += ",\"occurrenceCount\":\(finding.count)" }
        return text + "}"
    }

    /// - Parameter unverified: inputs that could not be read, with the reason.
    static func closing(_ summary: Summary, unverified: [(path: String, reason: String)]) -> String {
        let notifications = unverified.map { input in
            "{\"level\":\"error\",\"message\":{\"text\":\(EscapedText.json("not verified: \(input.reason)"))},"
                + "\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{"
                + "\"uri\":\(EscapedText.json(EscapedText.uri(input.path)))}}}]}"
        }
        return "\n],\"invocations\":[{\"executionSuccessful\":\(summary.unverified == 0 && summary.dicomFiles > 0),"
            + "\"toolExecutionNotifications\":[\(notifications.joined(separator: ",\n"))]}],"
            + "\"properties\":{\"summary\":\(JSONReport.object(summary))}}]}\n"
    }

    private static func rule(_ check: Check) -> String {
        "{\"id\":\"\(check.rawValue)\",\"name\":\(EscapedText.json(check.name)),"
            + "\"shortDescription\":{\"text\":\(EscapedText.json(check.title))},"
            + "\"fullDescription\":{\"text\":\(EscapedText.json(check.explanation))},"
            + "\"help\":{\"text\":\(EscapedText.json(check.explanation + " " + check.remedy))},"
            + "\"defaultConfiguration\":{\"level\":\"\(level(check.severity))\"},"
            + "\"properties\":{\"severity\":\"\(check.severity.rawValue)\"}}"
    }

    /// What a result is. Where its kind is not `fail`, its level is `none` (SARIF 2.1.0 §3.27.9, §3.27.10).
    private static func grade(_ severity: Severity) -> String {
        let kind =
            switch severity {
            case .error, .warning: "fail"
            case .review: "review"
            case .info: "informational"
            }
        return "\"kind\":\"\(kind)\",\"level\":\"\(level(severity))\""
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .review, .info: "none"
        }
    }
}
