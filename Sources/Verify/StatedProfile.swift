import Standard

/// A profile that is expected of files which say that it made them; of files that say nothing of the kind the Basic Profile is.
///
/// A file says so in De-identification Method (0012,0063), word for word with the digest of the profile, and in its Code Sequence
/// (0012,0064), with exactly the codes of the profile. Both stand before what is judged by it, but for groups 0008 to 0012: findings
/// there are held back until it is known (`Report.Condition`), so that nothing is read twice.
public struct StatedProfile: Sendable {
    /// Where it comes from: made when a file may mean it, for the making takes longer than many files do.
    public struct Source: Sendable {
        /// What (0012,0063) has behind `profile`.
        let value: [UInt8]
        /// What is told of a file that states it.
        let notice: Check?
        let make: @Sendable () -> StatedProfile?

        public init(name: String, notice: Check? = nil, make: @escaping @Sendable () -> StatedProfile?) {
            value = Array("profile \(name)".utf8)
            self.notice = notice
            self.make = make
        }
    }

    /// The values of (0012,0063).
    let method: [[UInt8]]
    /// Code Values of the scheme DCM.
    let codes: Set<[UInt8]>
    let expectations: Expectations
    let rules: RuleTable

    public init(method: String, codes: [String], expectations: Expectations) {
        self.method = method.utf8.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).map {
            Array($0)
        }
        self.codes = Set(codes.map { Array($0.utf8) })
        self.expectations = expectations
        rules = RuleTable(expectations)
    }
}

/// What a file has said of itself so far.
struct ProfileStatement {
    /// Values of (0012,0063); `nil` before it was met.
    private(set) var method: [[UInt8]]?
    private(set) var codes: Set<[UInt8]> = []
    private var sequences = 0
    private var schemes = 0
    /// Something was said twice, or in another scheme, so that nobody knows what is meant.
    private var isAmbiguous = false

    /// No profile has as many codes, nor as many words about itself.
    private static let most = 16

    mutating func add(method values: [[UInt8]]) {
        if method != nil || values.count > Self.most { isAmbiguous = true }
        method = values
    }

    mutating func beginCodes() {
        sequences += 1
        if sequences > 1 { isAmbiguous = true }
    }

    mutating func add(code: [UInt8]) {
        if !codes.insert(code).inserted || codes.count > Self.most { isAmbiguous = true }
    }

    mutating func add(scheme: [UInt8]) {
        schemes += 1
        if !scheme.elementsEqual("DCM".utf8) { isAmbiguous = true }
    }

    func means(_ profile: StatedProfile) -> Bool {
        !isAmbiguous && method == profile.method && codes == profile.codes && schemes == codes.count
    }
}

extension FileCheck {
    /// What makes an element part of the statement, or ends the wait for it. At the top level, and in the items of the codes.
    mutating func noteStatement(_ element: Element) throws(ReadFailure) {
        let level = walker.frames.count
        if level == 1 {
            switch element.tag {
            case .deidentificationMethod:
                // A longer one goes by only once, and is nobody's.
                guard element.content == .value, element.length ?? 0 <= 1024 else { return statedSoFar.add(method: []) }
                statementOffset = element.offset
                var isWanted = false
                try walker.forEachComponent(of: element) { [stated] text in
                    isWanted = stated.contains { text?.elementsEqual($0.value) ?? false }
                    return !isWanted
                }
                // Most files say something else, and are held to the Basic Profile from here on.
                guard isWanted else { return settleProfile() }
                var values: [[UInt8]] = []
                try walker.forEachComponent(of: element) { text in
                    values.append(text.map { Array($0) } ?? [])
                    return values.count < 64
                }
                statedSoFar.add(method: values)
            case .deidentificationMethodCodeSequence: statedSoFar.beginCodes()
            case let tag where tag > .deidentificationMethodCodeSequence: settleProfile()
            default: break
            }
        } else if level == 3, walker.frames[1].tag == .deidentificationMethodCodeSequence, element.content == .value {
            switch element.tag.rawValue {
            case 0x0008_0100: statedSoFar.add(code: try walker.shortValue(of: element))
            case 0x0008_0102: statedSoFar.add(scheme: try walker.shortValue(of: element))
            default: break
            }
        }
    }

    /// From here on one profile holds, and what was found before is a finding of it or none.
    mutating func settleProfile() {
        if stated.isEmpty { return }
        let candidates = stated
        stated = []
        statedProfiles = []
        guard let number = candidates.firstIndex(where: { statedSoFar.method?.contains($0.value) ?? false }),
            let profile = candidates[number].make(), statedSoFar.means(profile)
        else { return report.settleProfile(nil) }
        report.settleProfile(number)
        (rules, expectations, statedNumber) = (profile.rules, profile.expectations, number)
        if let notice = candidates[number].notice {
            let tag = Tag.deidentificationMethod
            report.add(
                Finding(
                    notice, path: tag.description, offset: statementOffset, keyword: DataDictionary.keyword(of: tag)))
        }
    }

    /// Judges by the Basic Profile and, where that finds something, by the profiles that the file may turn out to state.
    mutating func judgeAll(_ element: Element) throws(ReadFailure) {
        defer { report.condition = [] }
        var others = differing(element)
        // Most is the same by all. Before anything is found, nobody needs to know.
        report.condition = unless(others)
        let (before, first, codeBefore) = (report.total, report.findings.count, code)
        try judge(element)
        // What the Basic Profile lets pass, the others do.
        guard report.total > before, !others.isEmpty else { return }
        if statedProfiles.isEmpty {
            statedProfiles = stated.compactMap { $0.make() }
            // The program's own: there is none that cannot be made.
            guard statedProfiles.count == stated.count else { return report.confirm(from: first) }
            others = differing(element)
            report.confirm(from: first, unless(others))
        }
        if element.tag.isPrivate { return try judgePrivate(element, from: first) }
        // What went by cannot be looked at again: it stays what it is, whatever the file says.
        guard walker.source.mayReturn(to: element.valueOffset) else { return report.confirm(from: first) }
        let basic = (rules, expectations)
        defer { (rules, expectations) = basic }
        for number in others {
            report.condition = only(number)
            (rules, expectations) = (statedProfiles[number].rules, statedProfiles[number].expectations)
            // A scheme is remembered for what comes behind it: so it was.
            code = codeBefore
            try judge(element)
        }
    }

    /// A private element, of which the Basic Profile wants nothing. Each profile is asked once, for it remembers blocks; and one
    /// of them at most names private elements.
    private mutating func judgePrivate(_ element: Element, from first: Int) throws(ReadFailure) {
        var allowed: [(number: Int, allowance: Expectations.PrivateAllowance)] = []
        for (number, profile) in statedProfiles.enumerated() {
            if let allowance = try allowance(for: element, profile.rules) { allowed.append((number, allowance)) }
        }
        report.confirm(from: first, unless(allowed.map(\.number)))
        if element.tag.isPrivateCreator { return }
        for (number, allowance) in allowed {
            report.condition = only(number)
            try checkAllowed(element, allowance)
        }
    }

    /// Profiles by which the element may be judged otherwise than by the Basic Profile: all, before they are made.
    private func differing(_ element: Element) -> [Int] {
        if statedProfiles.isEmpty || element.tag.isPrivate { return Array(stated.indices) }
        let rule = rules.rule(for: element.tag)
        return statedProfiles.indices.filter { statedProfiles[$0].rules.rule(for: element.tag) != rule }
    }

    private func unless(_ numbers: [Int]) -> Report.Condition {
        numbers.reduce(into: []) { $0.insert(.unlessStated($1)) }
    }

    /// If the file states this profile.
    private func only(_ number: Int) -> Report.Condition {
        unless(stated.indices.filter { $0 != number }).union(.ifStated)
    }
}
