import Standard

/// Holds what a profile does, rule by rule, against PS3.15 Table E.1-1 with the options that the profile names.
///
/// What a file says of itself, (0012,0062) and (0012,0064), follows from this comparison and from nothing else.
struct Conformance {
    /// Something that the table protects better than the profile does.
    struct Weakness: Sendable {
        enum Subject: Sendable {
            case row(Confidentiality.Row)
            case privateAttributes
            case privateAttribute(PrivateAttribute)
            case unknownAttributes
        }

        var subject: Subject
        var rule: Rule
        var origin: CompiledProfile.Origin
    }

    private let profile: CompiledProfile
    private let options: [Confidentiality.Option]

    init(_ profile: CompiledProfile) {
        self.profile = profile
        options = profile.profile.options
    }

    // MARK: The comparison

    /// Every row of the table to which the profile does less, then private and unknown attributes if they stay.
    func weaknesses() -> [Weakness] {
        var weaknesses: [Weakness] = []
        // Groups below 0008 never pass, whatever the profile says.
        for row in Confidentiality.rows where row.mask.value >> 16 >= 0x0008 {
            if let weakness = weakness(of: row) { weaknesses.append(weakness) }
        }
        if profile.privateAttributes == .keep {
            weaknesses.append(Weakness(subject: .privateAttributes, rule: .keep, origin: .unlisted))
        }
        // What Table E.3.10-1 itself says is never weaker.
        let isWeak = profile.privateRules.contains { attribute, found in
            if case .statement = found.origin { !isEnough(found, for: attribute) } else { false }
        }
        for (attribute, found) in isWeak ? profile.privateRules.all : [] where !isEnough(found, for: attribute) {
            guard case .statement(let index, let subject) = found.origin else { continue }
            weaknesses.append(
                Weakness(
                    subject: .privateAttribute(attribute), rule: found.rule,
                    origin: .statement(index, subject: subject)))
        }
        // The table cannot list what the standard does not know; nobody can say that it names nobody.
        if profile.unknown == .keep {
            weaknesses.append(Weakness(subject: .unknownAttributes, rule: .keep, origin: .unlisted))
        }
        return weaknesses
    }

    private func weakness(of row: Confidentiality.Row) -> Weakness? {
        // Nobody can say in which files a condition is true, so a rule that it makes weaker is weaker.
        for entry in profile.conditionals where entry.mask.meets(row.mask) {
            let vr = DataDictionary.vr(of: Tag(entry.mask.value | row.mask.value)) ?? .un
            if !isEnough(entry.rule, for: row, vr) {
                return Weakness(subject: .row(row), rule: entry.rule, origin: entry.origin)
            }
        }
        if row.mask.mask == 0xFFFF_FFFF {
            let found = profile.find(Tag(row.mask.value))
            if isEnough(found.rule, for: row, found.vr) { return nil }
            return Weakness(subject: .row(row), rule: found.rule, origin: profile.origin(of: Tag(row.mask.value)))
        }
        for (position, rule) in profile.registeredRules(matching: row.mask)
        where !isEnough(rule, for: row, DataDictionary.vr(at: position)) {
            return Weakness(
                subject: .row(row), rule: rule, origin: profile.origin(of: DataDictionary.tag(at: position)))
        }
        // Of masks that meet the row's, each that no later one hides counts, whatever part of the row it is about.
        for entry in profile.maskRules(meeting: row.mask) {
            let vr = DataDictionary.vr(of: Tag(entry.mask.value | row.mask.value)) ?? .un
            if !isEnough(entry.rule, for: row, vr) {
                return Weakness(subject: .row(row), rule: entry.rule, origin: entry.origin)
            }
        }
        return nil
    }

    /// Whether a rule about private elements does what the row for all of them says, which is X; under the option, what is named
    /// one by one is known to be safe, by Table E.3.10-1 or by who wrote the profile (PS3.15 E.3.10).
    private func isEnough(_ found: PrivateRules.Found, for attribute: PrivateAttribute) -> Bool {
        if Self.isAsStrict(found.rule, as: .x, found.vr ?? .un) { return true }
        return options.contains(.retainSafePrivate) && attribute.element != nil
            && PrivateRules.isSafe(found.rule, found.vr, profile.profile)
    }

    /// Whether `rule` does at least what the row says, or what one of the options allows.
    private func isEnough(_ rule: Rule, for row: Confidentiality.Row, _ vr: VR) -> Bool {
        if Self.isAsStrict(rule, as: row.basic, vr) { return true }
        return options.contains { Self.allows($0, rule, row, vr) }
    }

    /// Whether an option lets the rule be weaker than the row's basic action.
    private static func allows(
        _ option: Confidentiality.Option, _ rule: Rule, _ row: Confidentiality.Row, _ vr: VR
    ) -> Bool {
        switch row.action(under: option) {
        case .k: true
        // Dates are moved, text and the text in sequences is cleaned; elsewhere the basic action must stand.
        case .c:
            option == .retainLongitudinalModifiedDates
                ? rule == .date && vr.isDateOrTime : rule == .clean && (vr == .sq || RuleFit.isCleanable(vr))
        default: false
        }
    }

    /// Whether the outcomes of `rule` tell no more than those of the table's code (PS3.15 Table E.1-1a), at every Type.
    ///
    /// What is removed or empty tells less than a dummy, and Z allows for a dummy; only X alone wants the attribute gone
    /// where the IOD lets it go.
    static func isAsStrict(_ rule: Rule, as code: Confidentiality.ActionCode, _ vr: VR) -> Bool {
        switch rule {
        case .remove, .codeX, .codeXZ, .codeXD, .codeXZD: true
        case .empty, .dummy, .codeZ, .codeD, .codeZD: code != .x
        // The items of a sequence stay under these.
        case .pseudonym, .hash: code != .x && vr != .sq
        case .uid, .codeU: code != .x && vr == .ui
        case .codeXZU: code == .xzu || code != .x && vr == .ui
        case .keep, .date, .known, .clean: false
        }
    }

    // MARK: What follows from it

    /// The codes of the profile and of those of its options that have an effect; none when there are weaknesses.
    func codes() -> [MethodCode] {
        var codes = [MethodCode.basicProfile]
        for option in options where Confidentiality.rows.contains(where: { isInEffect(option, on: $0) }) {
            codes.append(MethodCode(option))
        }
        let keepsPrivate = profile.privateRules.contains { !Self.isAsStrict($1.rule, as: .x, $1.vr ?? .un) }
        if options.contains(.retainSafePrivate), keepsPrivate { codes.append(MethodCode(.retainSafePrivate)) }
        return codes
    }

    /// Whether the profile does to the row what it does thanks to the option.
    private func isInEffect(_ option: Confidentiality.Option, on row: Confidentiality.Row) -> Bool {
        let tag = Tag(row.mask.value)
        let found = profile.find(tag)
        func isDue(_ rule: Rule) -> Bool {
            !Self.isAsStrict(rule, as: row.basic, found.vr) && Self.allows(option, rule, row, found.vr)
        }
        if isDue(found.rule) { return true }
        return !profile.conditionals.isEmpty && profile.conditionalRules(for: tag).contains { isDue($0.rule) }
    }

    /// What became of dates and times, by the attributes that the table lists as such and those that the profile names.
    func dates() -> CompiledProfile.Dates {
        var dates = CompiledProfile.Dates.removed
        func meet(_ rule: Rule) {
            switch rule {
            case .keep: dates = .unmodified
            case .date: if dates == .removed { dates = .modified }
            default: break
            }
        }
        for row in Confidentiality.rows where row.action(under: .retainLongitudinalFullDates) != nil {
            let tag = Tag(row.mask.value)
            guard DataDictionary.vr(of: tag)?.isDateOrTime == true else { continue }
            // The day on which a device was made is its identity, and no date of the patient.
            if profile.find(tag).rule == .keep,
                options.contains(where: { !$0.isAboutDates && row.action(under: $0) == .k }),
                !options.contains(.retainLongitudinalFullDates)
            {
                continue
            }
            meet(profile.find(tag).rule)
        }
        for position in [VR.da, .dt, .tm].flatMap({ DataDictionary.positions(of: $0) }) {
            let tag = DataDictionary.tag(at: position)
            if case .statement = profile.origin(of: tag) { meet(profile.find(tag).rule) }
            if !profile.conditionals.isEmpty { profile.conditionalRules(for: tag).forEach { meet($0.rule) } }
        }
        profile.privateRules.forEach { _, found in
            if found.vr?.isDateOrTime == true, !found.isDefault { meet(found.rule) }
        }
        return dates
    }
}

extension CompiledProfile {
    /// What of Table E.1-1 the profile does not do, for people: tags with keywords, and `private attributes` and the like.
    public var weaknessNames: [String] {
        weaknesses.map { weakness in
            switch weakness.subject {
            case .row(let row): row.shownName
            case .privateAttributes: "private attributes"
            case .privateAttribute(let attribute): attribute.description
            case .unknownAttributes: "attributes that PS3.6 does not know"
            }
        }
    }
}

extension Confidentiality.Row {
    /// Tag and keyword; of repeating groups the printed name.
    var shownName: String {
        guard mask.mask == 0xFFFF_FFFF else { return name }
        let tag = Tag(mask.value)
        return "\(tag) \(DataDictionary.keyword(of: tag) ?? name)"
    }

    /// What the column of an option says; `nil` where it says nothing.
    func action(under option: Confidentiality.Option) -> Confidentiality.ActionCode? {
        options[option.column]
    }
}

extension Confidentiality.Option {
    var isAboutDates: Bool { self == .retainLongitudinalFullDates || self == .retainLongitudinalModifiedDates }
}

extension VR {
    var isDateOrTime: Bool { self == .da || self == .dt || self == .tm }
}
