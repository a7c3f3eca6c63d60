/// The formats of a report.
public enum ReportFormat: String, CaseIterable, Sendable { case text, jsonl, sarif, junit, github, html }

/// Writes a report of one format as a stream: opening, file by file, closing. Holds no finding.
public struct ReportPrinter {
    private let format: ReportFormat
    private let severity: Severity
    private let version: String
    private var hasResults = false
    /// Inputs that were not read, for formats that tell them at the end.
    private var unverified: [(path: String, reason: String)] = []
    private var page: HTMLReport
    /// The cases of a suite, told in its head.
    private var cases = JUnitReport.Counts()
    private static let maximumUnverified = 1000
    private static let indices = Dictionary(uniqueKeysWithValues: Check.allCases.enumerated().map { ($1, $0) })

    /// - Parameters:
    ///   - failOn: the least severity that makes a file fail, where the format has such a thing.
    ///   - version: that of the program.
    ///   - showsValues: findings carry values, which a report for people says of itself.
    ///   - about: what a page says of the run.
    public init(
        _ format: ReportFormat, failOn severity: Severity, version: String, showsValues: Bool = false,
        about: ReportSubject = ReportSubject()
    ) {
        page = HTMLReport(showsValues: showsValues, about: about)
        self.format = format
        self.severity = severity
        self.version = version
    }

    /// Whether the opening is only known when all files have been told of.
    public var opensLast: Bool { format == .junit }

    public func opening() -> String {
        switch format {
        case .text, .jsonl, .github, .html: ""
        case .sarif: SARIFReport.opening(version: version)
        case .junit: JUnitReport.opening(cases)
        }
    }

    /// What is to be written of a file that was verified, newlines included.
    ///
    /// - Parameters:
    ///   - shown: how many of the findings are written, from the first one on.
    ///   - isAgain: the file was told of before; these findings came up later.
    public mutating func file(
        _ path: String, _ findings: [Finding], shown: Int = .max, isAgain: Bool = false
    ) -> String {
        let listed = findings.prefix(shown)
        // People are told of what counts; programs may want to know what is accepted, and why.
        let counting = { (finding: Finding) in finding.accepted == nil }
        switch format {
        case .text: return listed.filter(counting).map { TextReport.line($0, file: path) + "\n" }.joined()
        case .jsonl: return listed.map { JSONReport.line($0, file: path) + "\n" }.joined()
        case .github: return listed.filter(counting).map { GitHubReport.line($0, file: path) + "\n" }.joined()
        case .html:
            page.add(path, findings, shown: shown)
            return ""
        case .junit:
            // A file is one case, unless what came up later makes it fail.
            if isAgain, !JUnitReport.fails(findings, severity) { return "" }
            cases.tests += 1
            if JUnitReport.fails(findings, severity) { cases.failures += 1 }
            return JUnitReport.testCase(findings, file: path, failOn: severity, shown: shown)
        case .sarif:
            var text = ""
            for finding in listed {
                text += hasResults ? ",\n" : "\n"
                hasResults = true
                text += SARIFReport.result(finding, file: path, index: Self.indices[finding.check] ?? -1)
            }
            return text
        }
    }

    /// What is to be written of an input that could not be verified.
    public mutating func unverified(_ path: String, reason: String) -> String {
        switch format {
        case .text, .jsonl: return ""
        case .html:
            page.addUnverified(path, reason)
            return ""
        case .github: return GitHubReport.unverified(path, reason: reason) + "\n"
        case .junit:
            cases.tests += 1
            cases.errors += 1
            return JUnitReport.unverified(path, reason: reason)
        case .sarif:
            if unverified.count < Self.maximumUnverified { unverified.append((path, reason)) }
            return ""
        }
    }

    public func closing(_ summary: Summary) -> String {
        switch format {
        case .text: ""
        case .html: page.page(summary, failOn: severity, version: version)
        case .github: summary.notShown > 0 ? GitHubReport.more(summary.notShown) + "\n" : ""
        case .jsonl: JSONReport.line(summary) + "\n"
        case .sarif: SARIFReport.closing(summary, unverified: unverified)
        case .junit: JUnitReport.closing
        }
    }
}
