import Standard

/// Reads the condition of a rule: the object under `when`.
struct ConditionReader {
    private let words: ProfileWords
    private static let keys = ["sopClasses", "modalities", "within", "paths"]

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
            for entry in entries {
                switch name {
                case "sopClasses": condition.sopClasses.insert(try sopClass(entry))
                case "modalities": condition.modalities.insert(try modality(entry))
                case "within": condition.within.insert(try sequence(entry))
                default: condition.paths.insert(try path(entry))
                }
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
        if text == "." { return [] }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 32 else { throw words.failure("a path has at most 32 sequences", at: value.offset) }
        var path: [Tag] = []
        for part in parts { path.append(try sequence(String(part), value)) }
        return path
    }

    private func sequence(_ value: JSONValue) throws(ProfileError) -> Tag {
        try sequence(try words.text(value, "a sequence"), value)
    }

    private func sequence(_ text: String, _ value: JSONValue) throws(ProfileError) -> Tag {
        guard
            let tag = Tag(hexadecimal: text)
                ?? DataDictionary.pattern(forKeyword: text).flatMap({ Tag(hexadecimal: $0) })
        else {
            var keywords: [String] = []
            DataDictionary.forEachKeyword { keywords.append($0) }
            let hint = Suggestion.nearest(to: text, among: keywords).map { "did you mean \"\($0)\"?" }
            throw words.failure("unknown sequence \"\(words.shown(text))\"", at: value.offset, hint: hint)
        }
        guard DataDictionary.vr(of: tag) == .sq else {
            throw words.failure("\(tag) is no sequence of PS3.6, and nothing is within it", at: value.offset)
        }
        return tag
    }
}
