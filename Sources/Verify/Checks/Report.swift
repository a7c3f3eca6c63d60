/// The findings of one file, bounded in number.
struct Report {
    private(set) var findings: [Finding] = []
    private let limit: Int
    private var isFull = false
    /// Positions in `findings` of dates that are no finding if the file turns out to say that dates were modified.
    private var uncertain: [Int] = []

    init(limit: Int) { self.limit = max(limit, 1) }

    mutating func add(_ finding: Finding) {
        if isFull { return }
        guard findings.count < limit else {
            isFull = true
            findings.append(Finding(.tooManyFindings, offset: finding.offset))
            return
        }
        findings.append(finding)
    }

    /// Adds a finding about a date before it is known whether dates may be shifted.
    mutating func addUncertain(_ finding: Finding) {
        if findings.count < limit { uncertain.append(findings.count) }
        add(finding)
    }

    /// Settles the dates seen so far: they stay findings, or they do not.
    mutating func settleDates(areAccepted: Bool) {
        if areAccepted {
            for index in uncertain.reversed() { findings.remove(at: index) }
        }
        uncertain = []
    }
}
