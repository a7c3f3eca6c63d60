import Standard

/// Reads one rule of a profile.
struct StatementReader {
    private struct Checked: Hashable {
        var mask: TagMask
        var rule: Rule
    }

    private let words: ProfileWords
    /// What has been found to fit, so that a mask for much of the dictionary is looked at once.
    private var checked: Set<Checked> = []
    private let profileName: String
    private let checksFit: Bool
    private static let keys = ["attributes", "private", "vrs", "text", "action", "when", "why"]

    /// - Parameter checksFit: whether actions that make no sense for what their rule names are errors.
    init(_ words: ProfileWords, profileName: String, checksFit: Bool) {
        self.words = words
        self.profileName = profileName
        self.checksFit = checksFit
    }

    mutating func statement(_ value: JSONValue) throws(ProfileError) -> Profile.Statement {
        guard let pairs = value.object else { throw words.failure("a rule is a JSON object", at: value.offset) }
        var subjects: [Profile.Subject] = []
        var offsets: [Int] = []
        var rule: Rule?
        var why: String?
        var condition: RuleCondition?
        for (key, value) in pairs {
            switch key.string ?? "" {
            case "attributes":
                for entry in try words.list(value) {
                    subjects.append(.attribute(try mask(entry)))
                    offsets.append(entry.offset)
                }
            case "private":
                for entry in try words.list(value) {
                    for (subject, offset) in try PrivateSubjectReader(words).subjects(entry) {
                        subjects.append(subject)
                        offsets.append(offset)
                    }
                }
            case "vrs":
                for entry in try words.list(value) {
                    subjects.append(.vr(try vr(entry)))
                    offsets.append(entry.offset)
                }
            case "text":
                for entry in try words.list(value) {
                    subjects.append(.text(try kind(entry)))
                    offsets.append(entry.offset)
                }
            case "when": condition = try ConditionReader(words).condition(value)
            case "why": why = try words.text(value, "why")
            case "action":
                rule = Rule(name: try words.text(value, "an action"))
                if rule == nil { throw words.unknown("action", value, among: Rule.allCases.map(\.name)) }
            default: throw words.unknown("key", key, among: Self.keys)
            }
        }
        guard let rule else { throw words.failure("the rule has no action", at: value.offset) }
        guard !subjects.isEmpty else {
            throw words.failure("the rule names no attributes, private elements, vrs or text", at: value.offset)
        }
        for (subject, offset) in zip(subjects, offsets) {
            if checksFit { try check(rule, subject, offset) }
            if condition != nil { try checkConditional(subject, offset) }
        }
        return Profile.Statement(
            subjects: subjects, offsets: offsets, rule: rule, condition: condition, why: why, text: words.text,
            profileName: profileName)
    }

    private mutating func check(_ rule: Rule, _ subject: Profile.Subject, _ offset: Int) throws(ProfileError) {
        if case .attribute(let mask) = subject, !checked.insert(Checked(mask: mask, rule: rule)).inserted { return }
        let fit = RuleFit(rule)
        let complaint =
            switch subject {
            case .attribute(let mask): fit.complaint(about: mask)
            case .vr(let vr): fit.complaint(about: vr)
            case .text(let kind): fit.complaint(about: kind)
            case .privateAttribute(let attribute, let vr): fit.complaint(about: attribute, vr)
            }
        guard let complaint else { return }
        let name =
            switch subject {
            case .attribute(let mask): Self.name(mask)
            case .vr(let vr): "the VR \(vr)"
            case .text(let kind): "text of the kind \(kind.rawValue)"
            case .privateAttribute(let attribute, _): attribute.description
            }
        throw words.failure(
            "\(name): \"\(rule.name)\" does not fit: \(complaint.reason)", at: offset, hint: complaint.suggestion)
    }

    private func checkConditional(_ subject: Profile.Subject, _ offset: Int) throws(ProfileError) {
        switch subject {
        case .privateAttribute, .vr: return
        case .text:
            throw words.failure("a rule with a condition names attributes or VRs, not kinds of text", at: offset)
        case .attribute(let mask): try checkConditional(mask, offset)
        }
    }

    private func checkConditional(_ mask: TagMask, _ offset: Int) throws(ProfileError) {
        if StructuralAttributes.identifiers.contains(where: mask.matches) {
            throw words.failure(
                "\(Self.name(mask)): what an object is called by cannot depend on a condition", at: offset,
                hint: "file names and File Meta Information are made of it before the data set is")
        }
    }

    private static func name(_ mask: TagMask) -> String {
        let keyword = mask.mask == 0xFFFF_FFFF ? DataDictionary.keyword(of: Tag(mask.value)) : nil
        return "\(mask)\(keyword.map { " \($0)" } ?? "")"
    }

    private func mask(_ value: JSONValue) throws(ProfileError) -> TagMask {
        let text = try words.text(value, "an attribute")
        if let mask = TagMask(text) {
            if mask.mask == 0xFFFF_FFFF, Tag(mask.value).isPrivate {
                throw words.failure(
                    "a private attribute is named by its creator, for its block may be another one in each file",
                    at: value.offset,
                    hint:
                        "\"private\": [{\"creator\": …, \"group\": …, \"elements\": […]}] in the place of \"attributes\""
                )
            }
            return mask
        }
        if let pattern = DataDictionary.pattern(forKeyword: text), let mask = TagMask(pattern) { return mask }
        var keywords: [String] = []
        DataDictionary.forEachKeyword { keywords.append($0) }
        throw words.unknown("attribute", value, among: keywords)
    }

    private func vr(_ value: JSONValue) throws(ProfileError) -> VR {
        try PrivateSubjectReader.vr(value, words)
    }

    private func kind(_ value: JSONValue) throws(ProfileError) -> UngovernedText.Kind {
        guard let kind = UngovernedText.Kind(rawValue: try words.text(value, "a kind of text")) else {
            throw words.unknown("kind of text", value, among: UngovernedText.Kind.allCases.map(\.rawValue))
        }
        return kind
    }
}
