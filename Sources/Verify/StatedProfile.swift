import Standard

/// A profile that is expected of files which say that it made them; of files that say nothing of the kind the Basic Profile is.
///
/// A file says so in De-identification Method (0012,0063), word for word with the digest of the profile, and in its Code Sequence
/// (0012,0064), with exactly the codes of the profile. Both stand before what is judged by it, but for groups 0008 to 0012. A file
/// is read ahead to them; of a pipe, and of a head that is inflated or long, findings there are held back until it is known
/// (`Report.Condition`).
public final class StatedProfile: Sendable {
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

/// What a file has said of itself so far, beside the profile that it means.
struct ProfileStatement {
    /// What (0012,0063) names.
    private var meant: Stated?
    /// The codes of the profile that were met, a bit for each.
    private var codes: UInt32 = 0
    private var schemes = 0
    private var hasCodes = false
    /// Something was said twice, or is not what the profile says.
    private var isOther = false

    struct Stated {
        var profile: StatedProfile
        /// Of the profile among those that files may state.
        var number: Int
        /// Where the file says so.
        var offset: Int
    }

    /// - Parameter isWhole: the values are, one by one, those of the profile.
    mutating func begin(_ stated: Stated, isWhole: Bool) {
        if meant != nil || !isWhole { isOther = true }
        meant = stated
    }

    mutating func beginOther() { isOther = true }

    mutating func beginCodes() {
        if hasCodes { isOther = true }
        hasCodes = true
    }

    mutating func add(code: ArraySlice<UInt8>) {
        guard let place = meant?.profile.codes.firstIndex(where: { code.equals($0) }), codes & 1 << place == 0
        else { return isOther = true }
        codes |= 1 << place
    }

    mutating func add(scheme: ArraySlice<UInt8>) {
        schemes += 1
        if !scheme.equals("DCM") { isOther = true }
    }

    /// What the file states, word for word and code for code; `nil`: nothing.
    var stated: Stated? {
        guard !isOther, let meant, schemes == meant.profile.codes.count, codes.nonzeroBitCount == schemes else {
            return nil
        }
        return meant
    }
}

extension FileCheck {
    /// Reads ahead to what the file states, so that nothing before it has to be judged by more than one profile.
    mutating func foreseeProfile() {
        if stated.isEmpty || !walker.source.maySeek { return }
        let limit = walker.position + Self.longestHead
        // What is found on the way is found again, and what keeps from reading on is met again.
        var ahead = self
        while !ahead.stated.isEmpty, ahead.walker.position < limit, let event = try? ahead.walker.next() {
            if case .end = event { ahead.settleProfile() }
            guard case .element(let element) = event else { continue }
            guard (try? ahead.noteStatement(element)) != nil else { return }
            if element.tag != .deidentificationMethodCodeSequence { ahead.walker.skipContent() }
        }
        guard ahead.stated.isEmpty else { return }
        (rules, isForeseen) = (ahead.rules, true)
    }

    /// Bytes of groups 0008 to 0012 that are read ahead at most.
    private static let longestHead = 64 << 10

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
            case 0x0008_0100: statedSoFar.add(code: try walker.shortValue(of: element))
            case 0x0008_0102: statedSoFar.add(scheme: try walker.shortValue(of: element))
            default: break
            }
        }
    }

    private mutating func noteMethod(_ element: Element) throws(ReadFailure) {
        // A longer one goes by only once, and is nobody's.
        guard element.content == .value, element.length ?? 0 <= 1024 else { return statedSoFar.beginOther() }
        let sources = stated
        var named: Int?
        try walker.forEachComponent(of: element) { text in
            guard let text, let number = sources.firstIndex(where: { text.equals($0.value) }) else {
                return true
            }
            named = min(named ?? number, number)
            return named != 0
        }
        // Most files say something else, and are held to the Basic Profile from here on.
        guard let number = named,
            let profile = statedProfiles.isEmpty ? sources[number].make() : statedProfiles[number]
        else { return settleProfile() }
        var isWhole = true
        var count = 0
        try walker.forEachComponent(of: element) { text in
            isWhole = isWhole && count < profile.method.count && text?.equals(profile.method[count]) ?? false
            count += 1
            return isWhole
        }
        statedSoFar.begin(
            .init(profile: profile, number: number, offset: element.offset),
            isWhole: isWhole && count == profile.method.count)
    }

    /// From here on one profile holds, and what was found before is a finding of it or none.
    mutating func settleProfile() {
        if stated.isEmpty { return }
        let sources = stated
        (stated, statedProfiles) = ([], [])
        guard let this = statedSoFar.stated else { return report.settleProfile(nil) }
        report.settleProfile(this.number)
        (rules, statedNumber) = (this.profile.rules, this.number)
        if let notice = sources[this.number].notice {
            report.add(Finding(notice, tag: .deidentificationMethod, offset: this.offset))
        }
    }

    /// Judges by the profile that holds; where that is not known yet, by the Basic Profile and, where it finds something, by the
    /// profiles that the file may turn out to state.
    mutating func judgeAll(_ element: Element) throws(ReadFailure) {
        if stated.isEmpty || isForeseen { return try judge(element) }
        defer { report.condition = [] }
        var others = differing(element)
        // Most is the same by all. Before anything is found, nobody needs to know.
        report.condition = others
        let (before, first) = (report.total, report.kept)
        try judge(element)
        // What the Basic Profile lets pass, the others do.
        guard report.total > before, !others.isEmpty else { return }
        if statedProfiles.isEmpty {
            statedProfiles = stated.compactMap { $0.make() }
            // The program's own: there is none that cannot be made.
            guard statedProfiles.count == stated.count else {
                statedProfiles = []
                return report.confirm(from: first)
            }
            others = differing(element)
            report.confirm(from: first, others)
        }
        if element.tag.isPrivate { return try judgePrivate(element, from: first) }
        // What went by cannot be looked at again: it stays what it is, whatever the file says.
        guard walker.source.mayReturn(to: element.valueOffset) else { return report.confirm(from: first) }
        let basic = rules
        defer { rules = basic }
        for number in statedProfiles.indices where others.contains(.unlessStated(number)) {
            report.condition = only(number)
            rules = statedProfiles[number].rules
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
        report.confirm(from: first, allowed.reduce(into: []) { $0.insert(.unlessStated($1.number)) })
        if element.tag.isPrivateCreator { return }
        for (number, allowance) in allowed {
            report.condition = only(number)
            try checkAllowed(element, allowance)
        }
    }

    /// The condition of a finding of the Basic Profile: that no profile is stated by which the element may be judged otherwise,
    /// which may be any before they are made.
    private func differing(_ element: Element) -> Report.Condition {
        var condition: Report.Condition = []
        let (tag, rule) = (element.tag, rules.rule(for: element.tag))
        for number in stated.indices
        where statedProfiles.isEmpty || tag.isPrivate || statedProfiles[number].rules.rule(for: tag) != rule {
            condition.insert(.unlessStated(number))
        }
        return condition
    }

    /// If the file states this profile.
    private func only(_ number: Int) -> Report.Condition { .ofProfiles.subtracting(.unlessStated(number)) }
}
