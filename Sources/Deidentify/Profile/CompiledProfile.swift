import Standard

/// A profile worked out for every element of the dictionary: one look-up an element, no conditions left.
public struct CompiledProfile: Sendable {
    /// What a rule stands on.
    enum Origin: Sendable {
        /// Nothing names the attribute.
        case unlisted
        /// A row of Table E.1-1, by its place in `Confidentiality.rows`, with the options.
        case row(Int)
        /// A subject of a statement of the profile, by their places.
        case statement(Int, subject: Int)
    }

    /// A rule for repeating groups, for masks or for a tag that PS3.6 does not know.
    struct MaskRule: Sendable {
        var mask: TagMask
        var rule: Rule
        var isDefault: Bool
        var origin: Origin
    }

    /// A rule that holds in some places only.
    struct ConditionalRule: Sendable {
        /// What it is about: of attributes of a VR that nothing else names, one that matches none.
        var mask: TagMask
        var vr: VR?
        var rule: Rule
        var condition: RuleCondition
        /// The place of the statement that says so.
        var statement: Int
        var origin: Origin
    }

    public let profile: Profile
    /// One rule for each place of `DataDictionary`.
    private var rules: [Rule]
    /// Why the rule holds where Table E.1-1 is silent: such decisions are reported.
    private var isDefault: [Bool]
    private var origins: [Origin]
    /// The last match holds.
    private var masks: [MaskRule] = []
    /// What is said of VRs, for the attributes of repeating groups that nothing else names.
    private var generalRules: [VR: (rule: Rule, origin: Origin)] = [:]
    private var placesOfMasks: [TagMask: Int] = [:]
    /// Stronger than all others of their kind; the last one that holds counts.
    private(set) var conditionals: [ConditionalRule] = []
    private var conditionalsByTag: [Tag: [Int]] = [:]
    private var conditionalMasks: [Int] = []
    private var conditionalsByVR: [VR: [Int]] = [:]
    /// For VRs of text in places where PS3.6 has none.
    let smuggledText: Rule
    let unlisted: Rule
    let unknown: Rule
    let privateAttributes: Rule
    /// What is said of private elements one by one.
    let privateRules: PrivateRules

    /// Whether a rule cleans text, for which a file's own names must be known.
    private(set) var cleansText = false
    /// Whether dates in texts are moved like those of DA and DT; otherwise they go.
    var movesDates: Bool { dates == .modified && profile.options.contains(.retainLongitudinalModifiedDates) }

    public enum Dates: Sendable { case removed, modified, unmodified }
    /// What (0028,0303) says of the result.
    public private(set) var dates = Dates.unmodified
    /// Where the profile does less than Table E.1-1 with its options.
    private(set) var weaknesses: [Conformance.Weakness] = []
    /// What (0012,0064) says of the result: the Basic Profile and options, if that is true and the profile claims it.
    public private(set) var methodCodes: [MethodCode] = []

    /// Whether outputs may say that they conform to the Basic Application Level Confidentiality Profile.
    public var conforms: Bool { !methodCodes.isEmpty }

    /// What `conditions` says of every file where no rule has one.
    private let unconditional: [Bool]?

    /// What is known of one attribute.
    struct Found {
        var rule: Rule
        /// The VR by PS3.6; UN for what it does not know.
        var vr: VR
        /// Table E.1-1 does not list the attribute.
        var isDefault: Bool
    }

    public init(_ profile: Profile) {
        self.profile = profile
        unconditional =
            profile.statements.allSatisfy { $0.condition == nil } ? profile.statements.map { _ in true } : nil
        unknown = profile.unknownAttributes == .keep ? .keep : .remove
        privateRules = PrivateRules(profile)
        privateAttributes = privateRules.general.rule
        smuggledText = profile.usesTable ? .codeX : .keep
        let unlisted: Rule = profile.unlisted == .keep ? .keep : .remove
        self.unlisted = unlisted
        rules = Array(repeating: unlisted, count: DataDictionary.count)
        isDefault = Array(repeating: true, count: DataDictionary.count)
        origins = Array(repeating: .unlisted, count: DataDictionary.count)
        for position in DataDictionary.positionsOfBlanks { rules[position] = unknown }
        for (position, tag) in DataDictionary.tags.enumerated() where StructuralAttributes.contains(Tag(tag)) {
            rules[position] = .keep
        }
        // In ascending weight: VRs and kinds of text, then the table, then rules about attributes. Within each, order.
        for index in profile.statements.indices { applyGeneral(index) }
        if profile.usesTable { applyTable() }
        applyAttributes()
        cleansText =
            rules.contains(.clean) || masks.contains { $0.rule == .clean }
            || conditionals.contains { $0.rule == .clean }
            || privateRules.contains { $1.rule == .clean }
        // Without the table the outputs say nothing of themselves.
        guard profile.usesTable else { return }
        let conformance = Conformance(self)
        weaknesses = conformance.weaknesses()
        dates = conformance.dates()
        if profile.conforms, weaknesses.isEmpty { methodCodes = conformance.codes() }
    }

    private mutating func applyGeneral(_ index: Int) {
        let statement = profile.statements[index]
        for (number, subject) in statement.subjects.enumerated() {
            switch subject {
            case .attribute, .privateAttribute: break
            case .vr where statement.condition != nil: break
            case .vr(let vr):
                generalRules[vr] = (generalRule(statement.rule, vr), .statement(index, subject: number))
                for position in DataDictionary.positions(of: vr) {
                    if isOutOfReach(DataDictionary.tag(at: position), of: statement.rule) { continue }
                    rules[position] = generalRule(statement.rule, vr)
                    origins[position] = .statement(index, subject: number)
                }
            case .text(let kind):
                for entry in UngovernedText.entries where entry.kind == kind {
                    set(entry.mask, statement.rule, isDefault: true, .statement(index, subject: number))
                }
            }
        }
    }

    private mutating func applyAttributes() {
        var subjects: [(mask: TagMask, rule: Rule, origin: Origin)] = []
        for (index, statement) in profile.statements.enumerated() {
            for (number, subject) in statement.subjects.enumerated() {
                let origin = Origin.statement(index, subject: number)
                if case .vr(let vr) = subject, let condition = statement.condition {
                    conditionalsByVR[vr, default: []].append(conditionals.count)
                    conditionals.append(
                        ConditionalRule(
                            mask: Self.nothing, vr: vr, rule: generalRule(statement.rule, vr), condition: condition,
                            statement: index, origin: origin))
                }
                guard case .attribute(let mask) = subject else { continue }
                if let condition = statement.condition {
                    add(
                        ConditionalRule(
                            mask: mask, rule: statement.rule, condition: condition, statement: index, origin: origin))
                } else {
                    subjects.append((mask, statement.rule, origin))
                }
            }
        }
        // Of equal subjects the last one wins, and is the only one worth the work.
        var seen: Set<TagMask> = []
        for subject in subjects.reversed().filter({ seen.insert($0.mask).inserted }).reversed() {
            set(subject.mask, subject.rule, isDefault: false, subject.origin)
        }
    }

    private mutating func add(_ rule: ConditionalRule) {
        if rule.mask.mask == 0xFFFF_FFFF {
            conditionalsByTag[Tag(rule.mask.value), default: []].append(conditionals.count)
        } else {
            conditionalMasks.append(conditionals.count)
        }
        conditionals.append(rule)
    }

    /// Whether a rule that does not name the attribute must leave it alone.
    private func isOutOfReach(_ tag: Tag, of rule: Rule) -> Bool {
        StructuralAttributes.contains(tag) || (rule == .uid || rule == .codeU) && RegisteredUIDs.contains(tag)
    }

    /// Dates that the table does not list follow the date options like those that it does.
    private func generalRule(_ rule: Rule, _ vr: VR) -> Rule {
        guard vr.isDateOrTime else { return rule }
        if !profile.usesTable || profile.options.contains(.retainLongitudinalFullDates) { return .keep }
        return profile.options.contains(.retainLongitudinalModifiedDates) ? .date : rule
    }

    private mutating func applyTable() {
        let options = Confidentiality.Option.allCases.filter(profile.options.contains)
        for (index, row) in Confidentiality.rows.enumerated() {
            var rule = Rule(row.basic) ?? .codeX
            for option in options {
                guard let code = row.action(under: option) else { continue }
                if code != .c {
                    rule = Rule(code) ?? rule
                } else if option == .retainLongitudinalModifiedDates {
                    // Nor may another option keep it: it would tell from when on the device was there at all.
                    let isPublished = PublishedDates.contains(Tag(row.mask.value))
                    rule = isPublished ? Rule(row.basic) ?? .codeX : cleanedDate(row.mask) ?? rule
                } else if rule != .keep {
                    rule = cleanedText(row.mask) ?? rule
                }
            }
            set(row.mask, rule, isDefault: false, .row(index))
        }
    }

    /// Dates in other forms (timestamps in OB, the offset from UTC as text) cannot be moved: the basic action stands.
    private func cleanedDate(_ mask: TagMask) -> Rule? {
        DataDictionary.vr(of: Tag(mask.value))?.isDateOrTime == true ? .date : nil
    }

    /// Bytes and names in the net cannot be cleaned: the basic action stands.
    private func cleanedText(_ mask: TagMask) -> Rule? {
        guard let vr = DataDictionary.vr(of: Tag(mask.value)), vr == .sq || RuleFit.isCleanable(vr) else { return nil }
        return .clean
    }

    private mutating func set(_ mask: TagMask, _ rule: Rule, isDefault: Bool, _ origin: Origin) {
        func put(_ position: Int) {
            rules[position] = rule
            self.isDefault[position] = isDefault
            origins[position] = origin
        }
        if mask.mask == 0xFFFF_FFFF {
            if let position = DataDictionary.position(of: Tag(mask.value)) { return put(position) }
        } else if !isDefault {
            // A kind of text is about the repeating elements alone, not about those that PS3.6 registers one by one.
            for position in DataDictionary.positions(matching: mask) { put(position) }
        }
        // The same mask again: the earlier one can match nothing any more.
        if let place = placesOfMasks[mask] { masks[place].mask = Self.nothing }
        placesOfMasks[mask] = masks.count
        masks.append(MaskRule(mask: mask, rule: rule, isDefault: isDefault, origin: origin))
    }

    /// Matches no tag that is not private.
    private static let nothing = TagMask(value: 0x0001_0000, mask: 0xFFFF_FFFF)

    /// The rule for an attribute that is not private.
    @inline(__always)
    func find(_ tag: Tag) -> Found {
        if let position = DataDictionary.position(of: tag) {
            let vr = DataDictionary.vr(at: position)
            return Found(rule: rules[position], vr: vr.isKnown ? vr : .un, isDefault: isDefault[position])
        }
        return findRepeating(tag)
    }

    private func findRepeating(_ tag: Tag) -> Found {
        let vr = DataDictionary.vr(of: tag)
        if let entry = masks.last(where: { $0.mask.matches(tag) }) {
            return Found(rule: entry.rule, vr: vr ?? .un, isDefault: entry.isDefault)
        }
        if let vr, let general = generalRules[vr] { return Found(rule: general.rule, vr: vr, isDefault: true) }
        return Found(rule: vr == nil ? unknown : unlisted, vr: vr ?? .un, isDefault: true)
    }

    /// The rule for an attribute at a place, conditions included.
    ///
    /// - Parameter path: the sequences around, asked for only when a condition is about them.
    @inline(__always)
    func find(_ tag: Tag, in context: borrowing FileContext, path: () -> [Tag]) -> Found {
        var found = find(tag)
        guard !conditionals.isEmpty else { return found }
        let holding = conditionalRules(for: tag).last {
            context.conditions[$0.statement] && $0.condition.isTrue(at: path)
        }
        if let holding {
            found.rule = holding.rule
            found.isDefault = false
        }
        return found
    }

    /// What the conditions of rules ask of files.
    var asked: [AskedAttribute] {
        profile.statements.flatMap { ($0.condition?.values ?? []).map(\.attribute) }
    }

    /// Of which rules the condition is true of a file, by their places; rules without one are.
    ///
    /// - Returns: `nil` where one of them cannot be told.
    func conditions(_ sopClass: String, _ values: AskedValues) -> [Bool]? {
        if let unconditional { return unconditional }
        var answers: [Bool] = []
        for statement in profile.statements {
            guard let condition = statement.condition else {
                answers.append(true)
                continue
            }
            guard let answer = condition.isTrue(ofFile: sopClass, { $0.isTrue(of: values[$0.attribute]) }) else {
                return nil
            }
            answers.append(answer)
        }
        return answers
    }

    /// The conditional rules that are about an attribute, in order.
    func conditionalRules(for tag: Tag) -> [ConditionalRule] {
        let masks = conditionalMasks.filter { conditionals[$0].mask.matches(tag) }
        let named = ((conditionalsByTag[tag] ?? []) + masks).sorted().map { conditionals[$0] }
        guard !conditionalsByVR.isEmpty else { return named }
        let found = find(tag)
        // Like the rules by VRs without a condition, they are about what nothing else names.
        guard found.isDefault, !tag.isPrivate, !isNamed(tag) else { return named }
        let general = (conditionalsByVR[found.vr] ?? []).map { conditionals[$0] }
        return general.filter { !isOutOfReach(tag, of: $0.rule) } + named
    }

    /// Whether a kind of text names the attribute, which is more than its VR does.
    private func isNamed(_ tag: Tag) -> Bool {
        guard case .statement(let place, let number) = origin(of: tag),
            case .text = profile.statements[place].subjects[number]
        else { return false }
        return true
    }

    // MARK: For those who ask about the rules

    /// What the rule for an attribute stands on.
    func origin(of tag: Tag) -> Origin {
        if let position = DataDictionary.position(of: tag) { return origins[position] }
        if let named = masks.last(where: { $0.mask.matches(tag) }) { return named.origin }
        return DataDictionary.vr(of: tag).flatMap { generalRules[$0]?.origin } ?? .unlisted
    }

    /// Whether a site's own profile says by name what becomes of the attribute: the shipped ones keep classes for what they mean.
    func isVouchedFor(_ tag: Tag) -> Bool {
        guard case .statement(let place, _) = origin(of: tag) else { return false }
        return !ShippedProfiles.names.contains(profile.statements[place].profileName)
    }

    /// The rules for the attributes that PS3.6 registers one by one and that `mask` matches.
    func registeredRules(matching mask: TagMask) -> [(position: Int, rule: Rule)] {
        DataDictionary.positions(matching: mask).map { ($0, rules[$0]) }
    }

    /// The tags beside PS3.6 and the masks that have a rule.
    var namedMasks: [TagMask] { Array(placesOfMasks.keys) }

    /// The rules with masks that have a tag in common with `mask`, but for those that a later one hides.
    func maskRules(meeting mask: TagMask) -> [MaskRule] {
        let meeting = masks.filter { $0.mask.meets(mask) }
        return meeting.enumerated().filter { index, entry in
            !meeting[(index + 1)...].contains { $0.mask.covers(entry.mask) }
        }.map(\.element)
    }
}
