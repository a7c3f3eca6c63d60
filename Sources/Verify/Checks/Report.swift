/// The findings of one file, bounded in number: what is beyond a bound is counted, not kept.
struct Report {
    /// What must come out for a finding to be one, where that is not known yet.
    struct Condition: OptionSet {
        var rawValue: UInt8
        /// The file does not say that its dates were modified.
        static let unlessDatesModified = Condition(rawValue: 1)
        /// The file says that it was made by one of the profiles that are looked for.
        static let ifStated = Condition(rawValue: 2)
        /// It does not say that it was made by the profile of that number.
        static func unlessStated(_ number: Int) -> Condition { Condition(rawValue: 4 << UInt8(number)) }
        /// Of profiles that files may state.
        static let mostProfiles = 2
        static let ofProfiles = Condition(rawValue: 14)
        /// The file does not say that, and how, it was de-identified.
        static let unlessDeidentified = Condition(rawValue: 16)

        static let allRaw = UInt8(1)...31
    }

    private var entries: [(finding: Finding, condition: Condition)] = []
    /// Of what is added from now on.
    var condition: Condition = []
    private let limits: (all: Int, perCheck: Int)
    /// Kept findings of each check, once there are as many as one of them may have; `nil` before, when nobody needs to know.
    private var keptByCheck: [Check: Int]?
    /// What was found beyond the bounds. Few checks ever have some, and a look through them is faster than a hash.
    private var surplus: [Surplus] = []

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
            if uncertain.isEmpty { uncertain = [Int](repeating: 0, count: Int(Condition.allRaw.upperBound) + 1) }
            uncertain[Int(condition.rawValue)] += number
        }
    }

    init(options: VerifierOptions) {
        limits = (max(options.maximumFindings, 1), max(options.maximumFindingsPerCheck, 1))
    }

    /// In the order in which they were added.
    var findings: [Finding] { entries.map(\.finding) }

    /// Findings that are kept so far.
    var kept: Int { entries.count }

    /// Whether a finding will be kept. One that will not has no need of a path: ask before making it, and `count` it.
    func keeps(_ check: Check) -> Bool {
        // Once over the bound, always: what is not listed lies behind what is.
        if surplus.contains(where: { $0.check == check }) { return false }
        guard entries.count < limits.all, let keptByCheck else { return entries.count < limits.all }
        return keptByCheck[check, default: 0] < limits.perCheck
    }

    /// - Parameter extra: a condition beside the one that holds for all.
    mutating func add(_ finding: Finding, _ extra: Condition = []) {
        guard keeps(finding.check) else { return count(finding.check, at: finding.offset, extra) }
        entries.append((finding, condition.union(extra)))
        if keptByCheck != nil {
            keptByCheck?[finding.check, default: 0] += 1
        } else if entries.count >= limits.perCheck {
            keptByCheck = entries.reduce(into: [:]) { $0[$1.finding.check, default: 0] += 1 }
        }
    }

    /// Counts a finding that is not kept.
    mutating func count(_ check: Check, at offset: Int, number: Int = 1, _ extra: Condition = []) {
        surplus[surplusIndex(check, offset)].add(number, condition.union(extra))
    }

    /// How many there are so far, kept or not: something to compare with.
    var total: Int {
        surplus.isEmpty
            ? entries.count : surplus.reduce(entries.count) { $0 + $1.certain + $1.uncertain.reduce(0, +) }
    }

    /// Says what the findings from `first` on that lie at `offset` speak of.
    mutating func show(_ value: ShownValue, at offset: Int, from first: Int) {
        for index in max(0, first)..<max(0, first, entries.count) where entries[index].finding.offset == offset {
            if entries[index].finding.value == nil { entries[index].finding.value = value.text }
        }
    }

    /// Says the same of findings one by one.
    mutating func show(_ value: (Finding) throws(ReadFailure) -> ShownValue?) throws(ReadFailure) {
        for index in entries.indices where entries[index].finding.value == nil {
            entries[index].finding.value = try value(entries[index].finding)?.text
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
    ///
    /// - Parameter number: of the profile; `nil`: none of them.
    mutating func settleProfile(_ number: Int?) {
        // What a finding depends on is what must not be so: all else about profiles is met.
        settle(number.map { Condition.unlessStated($0) } ?? .ifStated, isTrue: false)
        settle(.ofProfiles, isTrue: true)
    }

    /// What was found from `first` on depends on this, as far as profiles are concerned.
    mutating func confirm(from first: Int, _ condition: Condition = []) {
        for index in first..<max(first, entries.count) {
            entries[index].condition.subtract(.ofProfiles)
            entries[index].condition.formUnion(condition)
        }
    }

    private mutating func settle(_ part: Condition, isTrue: Bool) {
        if isTrue {
            for index in entries.indices { entries[index].condition.subtract(part) }
        } else {
            if keptByCheck != nil {
                for (finding, condition) in entries where !condition.isDisjoint(with: part) {
                    keptByCheck?[finding.check, default: 1] -= 1
                }
            }
            entries.removeAll { !$0.condition.isDisjoint(with: part) }
        }
        for index in surplus.indices where !surplus[index].uncertain.isEmpty {
            for raw in Condition.allRaw where !Condition(rawValue: raw).isDisjoint(with: part) {
                let number = surplus[index].uncertain[Int(raw)]
                surplus[index].uncertain[Int(raw)] = 0
                if isTrue, number > 0 { surplus[index].add(number, Condition(rawValue: raw).subtracting(part)) }
            }
        }
        // What was only thought to be beyond the bound opens it no longer for others.
        surplus.removeAll(where: \.isEmpty)
    }

    /// Says at the end how many were left out of each check.
    mutating func close() {
        for more in surplus.sorted(by: { $0.check.rawValue < $1.check.rawValue }) where more.certain > 0 {
            entries.append((Finding(more.check, more: more.certain, offset: more.offset), []))
        }
        surplus = []
    }
}
