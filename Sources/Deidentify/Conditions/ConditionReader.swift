import Standard

/// Reads a condition: the object under `when` in a rule, or of `--include` and `--exclude`.
struct ConditionReader {
    private let words: ProfileWords
    private static let keys = ["sopClasses", "modalities", "values", "within", "paths"]

    init(_ words: ProfileWords) { self.words = words }

    func condition(_ value: JSONValue) throws(ProfileError) -> RuleCondition {
        guard let pairs = value.object else { throw words.failure("a condition is a JSON object", at: value.offset) }
        guard !pairs.isEmpty else {
            throw words.failure(
                "the condition says nothing", at: value.offset, hint: "known are \(Self.keys.joined(separator: ", "))")
        }
        var condition = RuleCondition()
        for (key, value) in pairs {
            let name = key.string ?? ""
            guard Self.keys.contains(name) else { throw words.unknown("key", key, among: Self.keys) }
            let entries = try words.list(value)
            guard !entries.isEmpty else { throw words.failure("an empty list is never true", at: value.offset) }
            var modalities: [WildCard] = []
            for entry in entries {
                switch name {
                case "sopClasses": condition.sopClasses.insert(try sopClass(entry))
                case "modalities": modalities.append(WildCard(try modality(entry)))
                case "values": condition.values.append(try ValueTestReader(words).test(entry))
                case "within": condition.within.insert(try AskedAttributeReader(words).sequence(entry))
                default: condition.paths.insert(try path(entry))
                }
            }
            if !modalities.isEmpty {
                let mask = TagMask(value: Tag.modality.rawValue, mask: 0xFFFF_FFFF)
                let test = ValueTest(attribute: AskedAttribute(name: .standard(mask)), comparison: .isOne(modalities))
                condition.values.insert(test, at: 0)
            }
        }
        return condition
    }

    /// A UID, or a keyword of PS3.6 as `CTImageStorage`.
    private func sopClass(_ value: JSONValue) throws(ProfileError) -> String {
        let text = try words.text(value, "a SOP Class")
        let isUID =
            (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { ASCII.isDigit($0) || $0 == 0x2E }
        if isUID { return text }
        guard let uid = Self.sopClasses[text] else {
            throw words.unknown("SOP Class", value, among: Array(Self.sopClasses.keys))
        }
        return uid
    }

    private static let sopClasses: [String: String] = {
        var classes: [String: String] = [:]
        UIDRegistry.forEach { uid, type, keyword, _ in
            if type == "SOP Class" { classes[keyword] = uid }
        }
        return classes
    }()

    private func modality(_ value: JSONValue) throws(ProfileError) -> String {
        let text = try words.text(value, "a Modality")
        let isCode =
            (1...16).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x41...0x5A).contains(byte) || ASCII.isDigit(byte) || byte == 0x20 || byte == 0x5F
            }
        guard isCode else {
            throw words.failure("a Modality is a code in capital letters, as CT or MR", at: value.offset)
        }
        return text
    }

    /// Sequences with dots between, from the top of the data set; a dot alone is the top itself.
    private func path(_ value: JSONValue) throws(ProfileError) -> [Tag] {
        let text = try words.text(value, "a path")
        return text == "." ? [] : try AskedAttributeReader(words).path(text, value)
    }
}
