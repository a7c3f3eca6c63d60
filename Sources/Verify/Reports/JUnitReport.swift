/// Findings as JUnit XML, as CI systems read it: one test case a file, which fails when a finding is severe enough.
/// Written as a stream, so that the suites carry no counts; readers count the cases.
enum JUnitReport {
    static let opening =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"dcmveil verify\">\n"
    static let closing = "</testsuite>\n</testsuites>\n"

    static func testCase(_ findings: [Finding], file: String, failOn severity: Severity) -> String {
        var text = head(file)
        if findings.isEmpty { return text + "/>\n" }
        text += ">\n"
        let failures = findings.filter { $0.severity >= severity }
        let others = findings.filter { $0.severity < severity }
        if let first = failures.max(by: { $0.severity < $1.severity }) {
            let count = failures.reduce(0) { $0 + $1.count }
            text += "<failure type=\"\(first.id)\" message=\"\(count == 1 ? "1 finding" : "\(count) findings")\">\n"
            text += lines(failures) + "</failure>\n"
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
            let line =
                "\(TextReport.place(of: finding)): \(finding.severity.rawValue) \(finding.id): \(finding.message)"
            return EscapedText.xml(line) + "\n"
        }.joined()
    }
}
