/// Findings as JUnit XML, as CI systems read it: one test case a file, which fails when a finding is severe enough.
/// The cases are written as they come; the head, which counts them, goes before them at the end.
enum JUnitReport {
    /// What a suite says of its cases before they come.
    struct Counts {
        var tests = 0
        var failures = 0
        var errors = 0
    }

    static func opening(_ counts: Counts) -> String {
        let attributes = "tests=\"\(counts.tests)\" failures=\"\(counts.failures)\" errors=\"\(counts.errors)\""
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(attributes)>\n"
            + "<testsuite name=\"dcmveil verify\" \(attributes) skipped=\"0\">\n"
    }

    static let closing = "</testsuite>\n</testsuites>\n"

    /// Whether the findings make a file fail.
    static func fails(_ findings: [Finding], _ severity: Severity) -> Bool {
        findings.contains { $0.severity >= severity && $0.accepted == nil }
    }

    /// - Parameter shown: the first of the findings, which are written; the others are counted.
    static func testCase(
        _ findings: [Finding], file: String, failOn severity: Severity, shown: Int = .max
    ) -> String {
        var text = head(file)
        if findings.isEmpty { return text + "/>\n" }
        text += ">\n"
        let isFailure = { (finding: Finding) in finding.severity >= severity && finding.accepted == nil }
        let failures = findings.filter(isFailure)
        let listed = findings.prefix(shown)
        let others = listed.filter { !isFailure($0) }
        if let first = failures.max(by: { $0.severity < $1.severity }) {
            let count = failures.reduce(0) { $0 + $1.count }
            text += "<failure type=\"\(first.id)\" message=\"\(count == 1 ? "1 finding" : "\(count) findings")\">\n"
            text += lines(listed.filter(isFailure)) + "</failure>\n"
        }
        if !others.isEmpty { text += "<system-out>\n" + lines(others) + "</system-out>\n" }
        return text + "</testcase>\n"
    }

    static func unverified(_ path: String, reason: String) -> String {
        head(path) + ">\n<error type=\"unverified\" message=\"\(EscapedText.xml(reason))\"/>\n</testcase>\n"
    }

    private static func head(_ file: String) -> String {
        "<testcase classname=\"dcmveil.verify\" name=\"\(EscapedText.xml(file))\""
    }

    private static func lines(_ findings: [Finding]) -> String {
        findings.map { finding in
            var line =
                "\(TextReport.place(of: finding)): \(finding.severity.rawValue) \(finding.id): \(finding.message)"
            if let reason = finding.accepted { line += " (accepted: \(EscapedText.visible(reason)))" }
            return EscapedText.xml(line) + "\n"
        }.joined()
    }
}
