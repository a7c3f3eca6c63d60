/// The formats of a report.
public enum ReportFormat: String, CaseIterable, Sendable { case text, jsonl, sarif, junit, github }

/// Writes a report of one format as a stream: opening, file by file, closing. Holds no finding.
public struct ReportPrinter {
    private let format: ReportFormat
    private let severity: Severity
    private let version: String
    private var hasResults = false
    /// Inputs that were not read, for formats that tell them at the end.
    private var unverified: [(path: String, reason: String)] = []
    private static let maximumUnverified = 1000
    private static let indices = Dictionary(uniqueKeysWithValues: Check.allCases.enumerated().map { ($1, $0) })

    /// - Parameters:
    ///   - failOn: the least severity that makes a file fail, where the format has such a thing.
    ///   - version: that of the program.
    public init(_ format: ReportFormat, failOn severity: Severity, version: String) {
        self.format = format
        self.severity = severity
        self.version = version
    }

    public func opening() -> String {
        switch format {
        case .text, .jsonl, .github: ""
        case .sarif: SARIFReport.opening(version: version)
        case .junit: JUnitReport.opening
        }
    }

    /// What is to be written of a file that was verified, newlines included.
    public mutating func file(_ path: String, _ findings: [Finding]) -> String {
        switch format {
        case .text: return findings.map { TextReport.line($0, file: path) + "\n" }.joined()
        case .jsonl: return findings.map { JSONReport.line($0, file: path) + "\n" }.joined()
        case .github: return findings.map { GitHubReport.line($0, file: path) + "\n" }.joined()
        case .junit: return JUnitReport.testCase(findings, file: path, failOn: severity)
        case .sarif:
            var text = ""
            for finding in findings {
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
        case .github: return GitHubReport.unverified(path, reason: reason) + "\n"
        case .junit: return JUnitReport.unverified(path, reason: reason)
        case .sarif:
            if unverified.count < Self.maximumUnverified { unverified.append((path, reason)) }
            return ""
        }
    }

    public func closing(_ summary: Summary) -> String {
        switch format {
        case .text, .github: ""
        case .jsonl: JSONReport.line(summary) + "\n"
        case .sarif: SARIFReport.closing(summary, unverified: unverified)
        case .junit: JUnitReport.closing
        }
    }
}
