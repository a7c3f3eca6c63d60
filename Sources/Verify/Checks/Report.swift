/// The findings of one file, bounded in number: what is beyond a bound is counted, not kept.
struct Report {
    /// What must come out for a finding to be one, where that is not known yet.
    struct Condition: OptionSet {
        var rawValue: UInt8
        /// The file does not say that its dates were modified.
        static let unlessDatesModified = Condition(rawValue: 1)
        /// The file does not say that it was made by the profile that is looked for.
        static let unlessStated = Condition(rawValue: 2)
        /// It does.
        static let ifStated = Condition(rawValue: 4)
        /// The file does not say that, and how, it was de-identified.
        static let unlessDeidentified = Condition(rawValue: 8)

        static let count = 16
    }

    private(set) var findings: [Finding] = []
    /// Of what is added from now on.
    var condition: Condition = []
    private let limits: (all: Int, perCheck: Int)
    private var kept: [Check: Int] = [:]
    /// What was found beyond the bounds. Few checks ever have some, and a look through them is faster than a hash.
    private var surplus: [Surplus] = []
    /// Findings, by their place, that may turn out to be none.
    private var uncertain: [(place: Int, condition: Condition)] = []

    private struct Surplus {
        var check: Check
        /// Where the first one lies.
        var offset: Int
        var certain = 0
        /// By the raw value of their condition.
        var uncertain: [Int] = []

        var isEmpty: Bool { certain == 0 && uncertain.allSatisfy { $0 == 0 } }

        mutating func add(_ number: Int, _ condition: Condition) {
            if condition.isEmpty { return certain += number }
            if uncertain.isEmpty { uncertain = [Int](repeating: 0, count: Condition.count) }
            uncertain[Int(condition.rawValue)] += number
        }
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

    /// - Parameter extra: a condition beside the one that holds for all.
    mutating func add(_ finding: Finding, _ extra: Condition = []) {
        guard keeps(finding.check) else { return count(finding.check, at: finding.offset, extra) }
        let condition = condition.union(extra)
        if !condition.isEmpty { uncertain.append((findings.count, condition)) }
        kept[finding.check, default: 0] += 1
        findings.append(finding)
    }

    /// Counts a finding that is not kept.
    mutating func count(_ check: Check, at offset: Int, number: Int = 1, _ extra: Condition = []) {
        surplus[surplusIndex(check, offset)].add(number, condition.union(extra))
    }

    /// How many there are so far, kept or not: something to compare with.
    var total: Int {
        surplus.isEmpty
            ? findings.count : surplus.reduce(findings.count) { $0 + $1.certain + $1.uncertain.reduce(0, +) }
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

    private mutating func surplusIndex(_ check: Check, _ offset: Int) -> Int {
        if let index = surplus.firstIndex(where: { $0.check == check }) { return index }
        surplus.append(Surplus(check: check, offset: offset))
        return surplus.count - 1
    }

    /// Settles the dates seen so far: they stay findings, or they do not.
    mutating func settleDates(areAccepted: Bool) {
        settle(.unlessDatesModified, isTrue: !areAccepted)
    }

    /// Settles what is none in a file that says how it was de-identified.
    mutating func settleDeidentified(_ isStated: Bool) {
        settle(.unlessDeidentified, isTrue: !isStated)
    }

    /// Settles what hung on which profile made the file.
    mutating func settleProfile(isStated: Bool) {
        settle(.unlessStated, isTrue: !isStated)
        settle(.ifStated, isTrue: isStated)
    }

    /// What was found from `first` on is so whichever profile made the file.
    mutating func confirm(from first: Int) {
        for index in uncertain.indices where uncertain[index].place >= first {
            uncertain[index].condition.remove(.unlessStated)
        }
        uncertain.removeAll { $0.condition.isEmpty }
    }

    private mutating func settle(_ part: Condition, isTrue: Bool) {
        if !uncertain.isEmpty {
            var dropped: Set<Int> = []
            if isTrue {
                for index in uncertain.indices { uncertain[index].condition.remove(part) }
                uncertain.removeAll { $0.condition.isEmpty }
            } else {
                for entry in uncertain where entry.condition.contains(part) { dropped.insert(entry.place) }
            }
            if !dropped.isEmpty { drop(dropped) }
        }
        for index in surplus.indices where !surplus[index].uncertain.isEmpty {
            for raw in UInt8(1)..<UInt8(Condition.count) where Condition(rawValue: raw).contains(part) {
                let number = surplus[index].uncertain[Int(raw)]
                surplus[index].uncertain[Int(raw)] = 0
                if isTrue, number > 0 { surplus[index].add(number, Condition(rawValue: raw).subtracting(part)) }
            }
        }
        // What was only thought to be beyond the bound opens it no longer for others.
        surplus.removeAll(where: \.isEmpty)
    }

    private mutating func drop(_ dropped: Set<Int>) {
        for place in dropped { kept[findings[place].check, default: 1] -= 1 }
        var index = -1
        findings.removeAll { _ in
            index += 1
            return dropped.contains(index)
        }
        // Both ascend.
        let places = dropped.sorted()
        var before = 0
        uncertain = uncertain.compactMap { entry in
            while before < places.count, places[before] < entry.place { before += 1 }
            return dropped.contains(entry.place) ? nil : (entry.place - before, entry.condition)
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
