import Standard

/// A profile that is expected of files which say that it made them; of every other file the Basic Profile is.
///
/// A file says so in De-identification Method (0012,0063), word for word with the digest of the profile, and in its Code Sequence
/// (0012,0064), with exactly the codes of the profile. Both stand before what is judged by it, but for groups 0008 to 0012: findings
/// there are held back until it is known (`Report.Condition`), so that nothing is read twice.
public struct StatedProfile: Sendable {
    /// Where it comes from: made when a file may mean it, for the making takes longer than many files do.
    public struct Source: Sendable {
        /// What (0012,0063) has behind `profile`.
        let value: [UInt8]
        let make: @Sendable () -> StatedProfile?

        public init(name: String, make: @escaping @Sendable () -> StatedProfile?) {
            value = Array("profile \(name)".utf8)
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
                let wanted = stated?.value ?? []
                var isWanted = false
                try walker.forEachComponent(of: element) { text in
                    isWanted = text?.elementsEqual(wanted) ?? false
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
        guard let stated else { return }
        self.stated = nil
        statedProfile = nil
        guard statedSoFar.method?.contains(stated.value) ?? false, let profile = stated.make(),
            statedSoFar.means(profile)
        else { return report.settleProfile(isStated: false) }
        report.settleProfile(isStated: true)
        (rules, expectations, isStated) = (profile.rules, profile.expectations, true)
    }

    /// Judges by the Basic Profile and, where that finds something, by the profile that the file may turn out to state.
    mutating func judgeBoth(_ element: Element) throws(ReadFailure) {
        // Most is the same by both. Before anything is found, nobody needs to know.
        if let statedProfile, areAlike(element, statedProfile) { return try judge(element) }
        report.condition = .unlessStated
        defer { report.condition = [] }
        let (before, first, codeBefore) = (report.total, report.findings.count, code)
        try judge(element)
        // What the Basic Profile lets pass, the other one does.
        guard report.total > before, let profile = statedProfile ?? stated?.make() else { return }
        statedProfile = profile
        if element.tag.isPrivate { return try judgePrivate(element, profile, from: first) }
        // What went by cannot be looked at again: it stays what it is, whatever the file says.
        guard !areAlike(element, profile), walker.source.mayReturn(to: element.valueOffset) else {
            return report.confirm(from: first)
        }
        let basic = (rules, expectations)
        (rules, expectations) = (profile.rules, profile.expectations)
        defer { (rules, expectations) = basic }
        report.condition = .ifStated
        // A scheme is remembered for what comes behind it: so it was.
        code = codeBefore
        try judge(element)
    }

    private func areAlike(_ element: Element, _ profile: StatedProfile) -> Bool {
        !element.tag.isPrivate && profile.rules.rule(for: element.tag) == rules.rule(for: element.tag)
    }

    /// A private element, of which the Basic Profile wants nothing.
    private mutating func judgePrivate(_ element: Element, _ profile: StatedProfile, from first: Int)
        throws(ReadFailure)
    {
        guard let allowance = try allowance(for: element, profile.rules) else { return report.confirm(from: first) }
        report.condition = .ifStated
        if !element.tag.isPrivateCreator { try checkAllowed(element, allowance) }
    }
}
