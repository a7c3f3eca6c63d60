/// The findings of one file, bounded in number: what is beyond a bound is counted, not kept.
struct Report {
    private(set) var findings: [Finding] = []
    private let limits: (all: Int, perCheck: Int)
    private var kept: [Check: Int] = [:]
    /// What was found beyond the bounds. Few checks ever have some, and a look through them is faster than a hash.
    private var surplus: [Surplus] = []
    /// Positions in `findings` of dates that are no finding if the file turns out to say that dates were modified.
    private var uncertain: [Int] = []

    private struct Surplus {
        var check: Check
        /// Where the first one lies.
        var offset: Int
        var certain = 0
        var uncertain = 0
    }

    init(options: VerifierOptions) {
        limits = (max(options.maximumFindings, 1), max(options.maximumFindingsPerCheck, 1))
    }

    /// Whether a finding will be kept. One that will not has no need of a path: ask before making it, and `count` it.
    func keeps(_ check: Check) -> Bool {
        // Once over the bound, always: what is not listed lies behind what is.
        if surplus.contains(where: { $0.check == check }) { return false }
        return findings.count < limits.all && kept[check, default: 0] < limits.perCheck
    }

    mutating func add(_ finding: Finding) {
        guard keeps(finding.check) else { return count(finding.check, at: finding.offset) }
        kept[finding.check, default: 0] += 1
        findings.append(finding)
    }

    /// Counts a finding that is not kept.
    mutating func count(_ check: Check, at offset: Int, number: Int = 1) {
        surplus[surplusIndex(check, offset)].certain += number
    }

    /// Says what the findings from `first` on that lie at `offset` speak of.
    mutating func show(_ value: ShownValue, at offset: Int, from first: Int) {
        for index in max(0, first)..<max(0, first, findings.count) where findings[index].offset == offset {
            if findings[index].value == nil { findings[index].value = value.text }
        }
    }

    /// Says the same of findings one by one.
    mutating func show(_ value: (Finding) throws(ReadFailure) -> ShownValue?) throws(ReadFailure) {
        for index in findings.indices where findings[index].value == nil {
            findings[index].value = try value(findings[index])?.text
        }
    }

    /// Adds a finding about a date before it is known whether dates may be shifted.
    mutating func addUncertain(_ finding: Finding) {
        if keeps(finding.check) { uncertain.append(findings.count) }
        add(finding)
    }

    /// Counts a finding about a date that is not kept, before it is known whether it is one.
    mutating func countUncertain(_ check: Check, at offset: Int) {
        surplus[surplusIndex(check, offset)].uncertain += 1
    }

    private mutating func surplusIndex(_ check: Check, _ offset: Int) -> Int {
        if let index = surplus.firstIndex(where: { $0.check == check }) { return index }
        surplus.append(Surplus(check: check, offset: offset))
        return surplus.count - 1
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
        for index in surplus.indices {
            if !areAccepted { surplus[index].certain += surplus[index].uncertain }
            surplus[index].uncertain = 0
        }
    }

    /// Says at the end how many were left out of each check.
    mutating func close() {
        for more in surplus.sorted(by: { $0.check.rawValue < $1.check.rawValue }) where more.certain > 0 {
            findings.append(Finding(more.check, more: more.certain, offset: more.offset))
        }
        surplus = []
    }
}
