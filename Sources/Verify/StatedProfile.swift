import Standard

/// A profile that is expected of files which say that it made them; of every other file the Basic Profile is.
///
/// A file says so in De-identification Method (0012,0063), word for word with the digest of the profile, and in its Code Sequence
/// (0012,0064), with exactly the codes of the profile. Both stand before what is judged by it, but for groups 0008 to 0012: findings
/// there are held back until it is known (`Report.Condition`), so that nothing is read twice.
public final class StatedProfile: Sendable {
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
    let codes: [[UInt8]]
    let rules: RuleTable

    public init(method: String, codes: [String], expectations: Expectations) {
        self.method = method.utf8.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).map {
            Array($0)
        }
        self.codes = codes.map { Array($0.utf8) }
        precondition(codes.count < UInt32.bitWidth, "a profile has as many codes as CID 7050 at most")
        rules = RuleTable(expectations)
    }
}

/// What a file has said of itself so far, beside the profile that it may mean.
struct ProfileStatement {
    /// (0012,0063) was met.
    private var hasMethod = false
    /// The codes of the profile that were met, a bit for each.
    private var codes: UInt32 = 0
    private var schemes = 0
    private var hasCodes = false
    /// Something was said twice, or is not what the profile says.
    private var isOther = false

    mutating func add(method isThat: Bool) {
        if hasMethod || !isThat { isOther = true }
        hasMethod = true
    }

    mutating func beginCodes() {
        if hasCodes { isOther = true }
        hasCodes = true
    }

    mutating func add(code: ArraySlice<UInt8>, of profile: StatedProfile?) {
        guard let place = profile?.codes.firstIndex(where: { code.elementsEqual($0) }), codes & 1 << place == 0 else {
            return isOther = true
        }
        codes |= 1 << place
    }

    mutating func add(scheme: ArraySlice<UInt8>) {
        schemes += 1
        if !scheme.equals("DCM") { isOther = true }
    }

    func means(_ profile: StatedProfile) -> Bool {
        !isOther && hasMethod && schemes == profile.codes.count && codes.nonzeroBitCount == profile.codes.count
    }
}

extension FileCheck {
    /// What makes an element part of the statement, or ends the wait for it. At the top level, and in the items of the codes.
    mutating func noteStatement(_ element: Element) throws(ReadFailure) {
        let level = walker.frames.count
        if level == 1 {
            switch element.tag {
            case .deidentificationMethod: try noteMethod(element)
            case .deidentificationMethodCodeSequence: statedSoFar.beginCodes()
            case let tag where tag > .deidentificationMethodCodeSequence: settleProfile()
            default: break
            }
        } else if level == 3, walker.frames[1].tag == .deidentificationMethodCodeSequence, element.content == .value {
            switch element.tag.rawValue {
            case 0x0008_0100:
                let profile = statedProfile ?? stated?.make()
                statedSoFar.add(code: try walker.shortValue(of: element), of: profile)
            case 0x0008_0102: statedSoFar.add(scheme: try walker.shortValue(of: element))
            default: break
            }
        }
    }

    private mutating func noteMethod(_ element: Element) throws(ReadFailure) {
        // A longer one goes by only once, and is nobody's.
        guard let stated, element.content == .value, element.length ?? 0 <= 1024 else {
            return statedSoFar.add(method: false)
        }
        var isNamed = false
        try walker.forEachComponent(of: element) { text in
            isNamed = text?.elementsEqual(stated.value) ?? false
            return !isNamed
        }
        // Most files say something else, and are held to the Basic Profile from here on.
        guard isNamed, let profile = statedProfile ?? stated.make() else { return settleProfile() }
        var isThat = true
        var count = 0
        try walker.forEachComponent(of: element) { text in
            isThat = isThat && count < profile.method.count && text?.elementsEqual(profile.method[count]) ?? false
            count += 1
            return isThat
        }
        statedSoFar.add(method: isThat && count == profile.method.count)
        statedProfile = profile
    }

    /// From here on one profile holds, and what was found before is a finding of it or none.
    mutating func settleProfile() {
        guard stated != nil else { return }
        let profile = statedProfile
        (self.stated, statedProfile) = (nil, nil)
        guard let profile, statedSoFar.means(profile) else { return report.settleProfile(isStated: false) }
        report.settleProfile(isStated: true)
        (rules, isStated) = (profile.rules, true)
    }

    /// Judges by the Basic Profile and, where that finds something, by the profile that the file may turn out to state.
    mutating func judgeBoth(_ element: Element) throws(ReadFailure) {
        // Most is the same by both. Before anything is found, nobody needs to know.
        if let statedProfile, areAlike(element, statedProfile) { return try judge(element) }
        report.condition = .unlessStated
        defer { report.condition = [] }
        let (before, first) = (report.total, report.kept)
        try judge(element)
        // What the Basic Profile lets pass, the other one does.
        guard report.total > before, let profile = statedProfile ?? stated?.make() else { return }
        statedProfile = profile
        if element.tag.isPrivate { return try judgePrivate(element, profile, from: first) }
        // What went by cannot be looked at again: it stays what it is, whatever the file says.
        guard !areAlike(element, profile), walker.source.mayReturn(to: element.valueOffset) else {
            return report.confirm(from: first)
        }
        let basic = rules
        rules = profile.rules
        defer { rules = basic }
        report.condition = .ifStated
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
