/// The findings of one file, bounded in number: what is beyond a bound is counted, not kept.
struct Report {
    private(set) var findings: [Finding] = []
    private let limits: (all: Int, perCheck: Int)
    private var kept: [Check: Int] = [:]
    /// What was found beyond the bounds, by check.
    private var surplus: [Check: Surplus] = [:]
    /// Positions in `findings` of dates that are no finding if the file turns out to say that dates were modified.
    private var uncertain: [Int] = []

    private struct Surplus {
        /// Where the first one lies.
        var offset: Int
        var certain = 0
        var uncertain = 0
    }

    init(options: VerifierOptions) {
        limits = (max(options.maximumFindings, 1), max(options.maximumFindingsPerCheck, 1))
    }

    /// Whether a finding will be kept. One that will not has no need of a path: ask before making it, and `count` it.
    func keeps(_ check: Check) -> Bool { findings.count < limits.all && kept[check, default: 0] < limits.perCheck }

    mutating func add(_ finding: Finding) {
        guard keeps(finding.check) else { return count(finding.check, at: finding.offset) }
        kept[finding.check, default: 0] += 1
        findings.append(finding)
    }

    /// Counts a finding that is not kept.
    mutating func count(_ check: Check, at offset: Int, number: Int = 1) {
        surplus[check, default: Surplus(offset: offset)].certain += number
    }

    /// Adds a finding about a date before it is known whether dates may be shifted.
    mutating func addUncertain(_ finding: Finding) {
        if keeps(finding.check) { uncertain.append(findings.count) }
        add(finding)
    }

    /// Counts a finding about a date that is not kept, before it is known whether it is one.
    mutating func countUncertain(_ check: Check, at offset: Int) {
        surplus[check, default: Surplus(offset: offset)].uncertain += 1
    }

    /// Settles the dates seen so far: they stay findings, or they do not.
    mutating func settleDates(areAccepted: Bool) {
        if areAccepted, !uncertain.isEmpty {
            for index in uncertain { kept[findings[index].check, default: 1] -= 1 }
            let dropped = Set(uncertain)
            var index = -1
            findings.removeAll { _ in
                index += 1
                return dropped.contains(index)
            }
        }
        uncertain = []
        for check in surplus.keys {
            guard var more = surplus[check] else { continue }
            if !areAccepted { more.certain += more.uncertain }
            more.uncertain = 0
            surplus[check] = more
        }
    }

    /// Says at the end how many were left out of each check.
    mutating func close() {
        for (check, more) in surplus.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where more.certain > 0 {
            findings.append(Finding(check, more: more.certain, offset: more.offset))
        }
        surplus = [:]
    }
}
