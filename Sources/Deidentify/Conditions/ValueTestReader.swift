import Standard

/// Reads what a condition says of one attribute: `{ "attribute": "KVP", "from": 100, "to": 120 }`.
struct ValueTestReader {
    private let words: ProfileWords
    private static let bounds = ["from", "above", "to", "below"]
    /// What stands for them in the short form.
    private static let signs = ["from": ">=", "above": ">", "to": "<=", "below": "<"]
    private static let keys = ["attribute", "is", "isNot", "present", "empty"] + bounds

    init(_ words: ProfileWords) { self.words = words }

    func test(_ value: JSONValue) throws(ProfileError) -> ValueTest {
        guard let pairs = value.object else {
            throw words.failure(
                "what is said of a value is an object", at: value.offset,
                hint: "as {\"attribute\": \"BodyPartExamined\", \"is\": [\"HEAD\", \"BRAIN*\"]}")
        }
        for (key, _) in pairs where !Self.keys.contains(key.string ?? "") {
            throw words.unknown("key", key, among: Self.keys)
        }
        guard let name = pairs.first(where: { $0.key.string == "attribute" }) else {
            throw words.failure(
                "no attribute is named", at: value.offset, hint: "as \"attribute\": \"BodyPartExamined\"")
        }
        let attribute = try AskedAttributeReader(words).attribute(name.value)
        let said = pairs.filter { $0.key.string != "attribute" }
        guard let first = said.first else {
            throw words.failure(
                "nothing is said of the attribute", at: value.offset,
                hint: "known are is, isNot, from, above, to, below, present and empty")
        }
        let isRange = said.allSatisfy { Self.bounds.contains($0.key.string ?? "") }
        guard said.count == 1 || isRange else {
            throw words.failure(
                "one thing is said of an attribute at a time, but for from, above, to and below",
                at: said[1].key.offset,
                hint: "another object in the list says another one; all of them must be true")
        }
        if isRange { return ValueTest(attribute: attribute, comparison: .isBetween(try range(said, attribute))) }
        switch first.key.string {
        case "present": return ValueTest(attribute: attribute, comparison: .isPresent(try truth(first)))
        case "empty": return ValueTest(attribute: attribute, comparison: .isEmpty(try truth(first)))
        case "isNot":
            return ValueTest(attribute: attribute, comparison: .isNone(try patterns(first.value, attribute, first.key)))
        default:
            return ValueTest(attribute: attribute, comparison: .isOne(try patterns(first.value, attribute, first.key)))
        }
    }

    private func truth(_ pair: (key: JSONValue, value: JSONValue)) throws(ProfileError) -> Bool {
        guard case .bool(let truth) = pair.value.kind else {
            throw words.failure("\(pair.key.string ?? "") is true or false", at: pair.value.offset)
        }
        return truth
    }

    // MARK: Values

    private func patterns(
        _ value: JSONValue, _ attribute: AskedAttribute, _ key: JSONValue
    ) throws(ProfileError) -> [WildCard] {
        let vrs = attribute.vrs
        guard vrs.isEmpty || vrs.contains(where: { $0.isText || BinaryNumbers.width($0) != nil }) else {
            throw words.failure(
                "\(attribute) is \(vrs[0]), which has no values to compare", at: key.offset,
                hint: vrs.contains(.sq)
                    ? "name an attribute of its items, with a dot between" : "present and empty can be asked of it")
        }
        let entries = value.array ?? [value]
        guard !entries.isEmpty else { throw words.failure("an empty list says nothing", at: value.offset) }
        var patterns: [WildCard] = []
        for entry in entries {
            if case .number(let number) = entry.kind {
                patterns.append(
                    WildCard(number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"))
                continue
            }
            let text = try words.text(entry, "a value")
            guard !text.isEmpty else {
                throw words.failure(
                    "no value is the empty text", at: entry.offset, hint: "\"empty\": true is true of what has no value"
                )
            }
            patterns.append(WildCard(vrs.contains(.ui) ? try uid(text, entry) : text))
        }
        return patterns
    }

    /// A UID with or without wild cards, or a keyword of PS3.6.
    private func uid(_ text: String, _ value: JSONValue) throws(ProfileError) -> String {
        if text.utf8.allSatisfy({ ASCII.isDigit($0) || ".*?".utf8.contains($0) }) { return text }
        var found: String?
        var keywords: [String] = []
        UIDRegistry.forEach { uid, _, keyword, _ in
            keywords.append(keyword)
            if keyword == text { found = uid }
        }
        guard let found else { throw words.unknown("UID", value, among: keywords) }
        return found
    }

    // MARK: Ranges

    private func range(
        _ said: [(key: JSONValue, value: JSONValue)], _ attribute: AskedAttribute
    ) throws(ProfileError) -> ValueTest.Bounds {
        let vrs = attribute.vrs
        guard vrs.isEmpty || vrs.contains(where: Self.isOrdered) else {
            throw words.failure(
                "\(attribute) is \(vrs[0]), and \(said[0].key.string ?? "") is about numbers, dates (DA) and ages (AS)",
                at: said[0].key.offset)
        }
        var bounds = ValueTest.Bounds()
        for (key, value) in said {
            guard case .number(let number) = value.kind else {
                throw words.failure(
                    "\(key.string ?? "") (\(Self.signs[key.string ?? ""] ?? "")) is a number", at: value.offset,
                    hint: vrs.contains(.da) ? "a date as 20260131" : vrs.contains(.as) ? "an age in years" : nil)
            }
            if vrs.contains(.da), !Self.isDate(number) {
                throw words.failure("a date is a number of eight digits, as 20260131", at: value.offset)
            }
            switch key.string {
            case "from": bounds.from = number
            case "above": bounds.above = number
            case "to": bounds.to = number
            default: bounds.below = number
            }
        }
        let low = max(bounds.from ?? -.infinity, bounds.above ?? -.infinity)
        let high = min(bounds.to ?? .infinity, bounds.below ?? .infinity)
        guard low < high || low == high && bounds.above != low && bounds.below != high else {
            throw words.failure("nothing is in this range", at: said[0].key.offset, hint: "the lower end comes first")
        }
        return bounds
    }

    private static func isOrdered(_ vr: VR) -> Bool {
        BinaryNumbers.width(vr) != nil || vr == .ds || vr == .is || vr == .da || vr == .as
    }

    private static func isDate(_ number: Double) -> Bool {
        number == number.rounded() && (1000_01_01...9999_12_31).contains(number)
    }
}
