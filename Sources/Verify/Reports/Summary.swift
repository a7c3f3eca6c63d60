/// Counts over all files of a run.
public struct Summary: Hashable, Sendable {
    public private(set) var files = 0
    public private(set) var filesWithFindings = 0
    public private(set) var errors = 0
    public private(set) var warnings = 0
    public private(set) var reviews = 0
    public private(set) var infos = 0
    /// Findings that a baseline accepts; they are in none of the counts above.
    public private(set) var accepted = 0
    /// Findings that were counted and are not in the report.
    public private(set) var notShown = 0
    /// Inputs that could not be read, or were passed over: never the same as clean.
    public private(set) var unverified = 0
    /// Files that are sealed: looked at from outside, and no more.
    public private(set) var sealed = 0
    /// Files of which a part was not looked into (`Check.leavesPartUnchecked`), and nobody has accepted that.
    public private(set) var partlyUnchecked = 0
    /// Files that turned out to be DICOM, well or badly written.
    public private(set) var dicomFiles = 0

    public init() {}

    /// Counts one file with what was found in it.
    public mutating func add(_ findings: [Finding]) {
        files += 1
        if findings.contains(where: { $0.accepted == nil }) { filesWithFindings += 1 }
        if findings.contains(where: { $0.accepted == nil && $0.check.leavesPartUnchecked }) { partlyUnchecked += 1 }
        switch findings.first?.check {
        case .sealedFile: sealed += 1
        case .notDICOM, .emptyFile, .unreadable: break
        default: dicomFiles += 1
        }
        count(findings)
    }

    /// Counts what was found when all files had been seen.
    public mutating func count(_ findings: [Finding]) {
        for finding in findings {
            if finding.accepted != nil {
                accepted += finding.count
                continue
            }
            switch finding.severity {
            case .error: errors += finding.count
            case .warning: warnings += finding.count
            case .review: reviews += finding.count
            case .info: infos += finding.count
            }
        }
    }

    /// Counts findings that have no room in the report.
    public mutating func addUnshown(_ findings: some Collection<Finding>) {
        notShown += findings.reduce(0) { $0 + $1.count }
    }

    /// Counts an input that was not verified.
    public mutating func addUnverified() { unverified += 1 }

    /// Adds the counts of another run, for workers that count apart.
    public mutating func merge(_ other: Summary) {
        files += other.files
        filesWithFindings += other.filesWithFindings
        errors += other.errors
        warnings += other.warnings
        reviews += other.reviews
        infos += other.infos
        unverified += other.unverified
        sealed += other.sealed
        accepted += other.accepted
        notShown += other.notShown
        partlyUnchecked += other.partlyUnchecked
        dicomFiles += other.dicomFiles
    }

    /// Whether everything was read and looked into: such a run may end with 0.
    public var isComplete: Bool { unverified + sealed + partlyUnchecked == 0 }

    public var hasErrors: Bool { errors > 0 }
    public var hasFindings: Bool { hasFindings(from: .info) }

    /// Whether anything at least this severe was found.
    public func hasFindings(from severity: Severity) -> Bool {
        switch severity {
        case .error: errors > 0
        case .warning: errors + warnings > 0
        case .review: errors + warnings + reviews > 0
        case .info: errors + warnings + reviews + infos > 0
        }
    }
}
