/// Counts over all files of a run.
public struct Summary: Hashable, Sendable {
    public private(set) var files = 0
    public private(set) var filesWithFindings = 0
    public private(set) var errors = 0
    public private(set) var warnings = 0
    public private(set) var reviews = 0

    public init() {}

    /// Counts one file with what was found in it.
    public mutating func add(_ findings: [Finding]) {
        files += 1
        if !findings.isEmpty { filesWithFindings += 1 }
        for finding in findings {
            switch finding.severity {
            case .error: errors += 1
            case .warning: warnings += 1
            case .review: reviews += 1
            }
        }
    }

    /// Adds the counts of another run, for workers that count apart.
    public mutating func merge(_ other: Summary) {
        files += other.files
        filesWithFindings += other.filesWithFindings
        errors += other.errors
        warnings += other.warnings
        reviews += other.reviews
    }

    public var hasErrors: Bool { errors > 0 }
    public var hasFindings: Bool { errors + warnings + reviews > 0 }

    /// Whether anything at least this severe was found.
    public func hasFindings(from severity: Severity) -> Bool {
        switch severity {
        case .error: errors > 0
        case .warning: errors + warnings > 0
        case .review: hasFindings
        }
    }
}
