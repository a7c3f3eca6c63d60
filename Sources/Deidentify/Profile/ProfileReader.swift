import CLibcrypto
import Standard

/// Turns the text of a profile into a `Profile`.
public struct ProfileReader {
    /// Finds the text of the profile that `extends` names; `nil` when there is none.
    public typealias Finder = (String) -> (source: String, text: [UInt8])?

    private let source: String
    private let text: [UInt8]
    private let find: Finder
    private let depth: Int

    private init(_ source: String, _ text: [UInt8], _ find: @escaping Finder, depth: Int) {
        self.source = source
        self.text = text
        self.find = find
        self.depth = depth
    }

    /// - Parameters:
    ///   - source: what errors call the text: a file, or a profile's name.
    ///   - find: for `extends`.
    public static func read(
        _ text: [UInt8], source: String, find: @escaping Finder
    ) throws(ProfileError) -> Profile {
        try ProfileReader(source, text, find, depth: 0).profile()
    }

    private static let keys = [
        "$schema", "name", "title", "edition", "extends", "table", "options", "private", "unknown", "codestreams",
        "rules",
    ]

    private func profile() throws(ProfileError) -> Profile {
        let json: JSONValue
        do throws(JSONReader.Failure) { json = try JSONReader.read(text) } catch {
            throw failure(error.message, at: error.offset)
        }
        guard let pairs = json.object else { throw failure("a profile is a JSON object", at: json.offset) }
        for (key, _) in pairs where !Self.keys.contains(key.string ?? "") {
            throw unknown("key", key, among: Self.keys)
        }
        func member(_ name: String) -> JSONValue? { pairs.first { $0.key.string == name }?.value }

        var profile = Profile(name: "", title: "", digest: "")
        var digested = text
        if let parent = member("extends") {
            let name = try word(parent, "extends")
            guard depth < 8 else { throw failure("profiles extend each other in a circle", at: parent.offset) }
            guard let found = find(name) else { throw failure("there is no profile \"\(name)\"", at: parent.offset) }
            profile = try ProfileReader(found.source, found.text, find, depth: depth + 1).profile()
            digested += Array(profile.digest.utf8)
        }
        guard let name = member("name") else { throw failure("a profile needs a name", at: json.offset) }
        profile.name = try word(name, "name")
        profile.title = try member("title").map { value throws(ProfileError) in try word(value, "title") } ?? profile.name
        profile.digest = Self.sha256(digested)
        if let edition = member("edition"), try word(edition, "edition") != DataDictionary.edition {
            throw failure(
                "this dcmveil holds the edition \(DataDictionary.edition) of the standard", at: edition.offset)
        }
        if let table = member("table") {
            guard try word(table, "table") == "PS3.15 E.1-1" else { throw unknown("table", table, among: ["PS3.15 E.1-1"]) }
            profile.usesTable = true
        }
        if let options = member("options") { profile.options = try self.options(options) }
        if let value = member("private") { profile.privateAttributes = try privacy(value) }
        if let value = member("unknown") { profile.unknownAttributes = try privacy(value) }
        if let value = member("codestreams") {
            let words = ["scrub", "keep"]
            let text = try word(value, "codestreams")
            guard words.contains(text) else { throw unknown("word", value, among: words) }
            profile.scrubsCodestreams = text == "scrub"
        }
        if let rules = member("rules") {
            guard let list = rules.array else { throw failure("rules are a list", at: rules.offset) }
            for rule in list { profile.statements.append(try statement(rule)) }
        }
        return profile
    }

    // MARK: Parts

    private func options(_ value: JSONValue) throws(ProfileError) -> [Confidentiality.Option] {
        guard let list = value.array else { throw failure("options are a list of names", at: value.offset) }
        let later: [Confidentiality.Option] = [
            .retainSafePrivate, .cleanDescriptors, .cleanStructuredContent, .cleanGraphics,
        ]
        let pixels = ["clean-pixel-data", "clean-recognizable-visual-features"]
        var options: [Confidentiality.Option] = []
        for entry in list {
            let name = try word(entry, "an option")
            if pixels.contains(name) || later.contains(where: { $0.rawValue == name }) {
                throw failure("the option \"\(name)\" is not supported by this version of dcmveil", at: entry.offset)
            }
            guard let option = Confidentiality.Option(rawValue: name) else {
                throw unknown("option", entry, among: Confidentiality.Option.allCases.map(\.rawValue))
            }
            options.append(option)
        }
        if options.contains(.retainLongitudinalFullDates), options.contains(.retainLongitudinalModifiedDates) {
            throw failure("full and modified dates exclude each other (PS3.15 E.3.6)", at: value.offset)
        }
        return options
    }

    private func privacy(_ value: JSONValue) throws(ProfileError) -> Profile.Privacy {
        guard let privacy = Profile.Privacy(rawValue: try word(value, "this")) else {
            throw unknown("word", value, among: Profile.Privacy.allCases.map(\.rawValue))
        }
        return privacy
    }

    private func statement(_ value: JSONValue) throws(ProfileError) -> Profile.Statement {
        guard let pairs = value.object else { throw failure("a rule is a JSON object", at: value.offset) }
        let keys = ["attributes", "vrs", "text", "action", "why"]
        var subjects: [Profile.Subject] = []
        var rule: Rule?
        for (key, value) in pairs {
            switch key.string ?? "" {
            case "attributes": for entry in try list(value) { subjects.append(.attribute(try mask(entry))) }
            case "vrs": for entry in try list(value) { subjects.append(.vr(try vr(entry))) }
            case "text": for entry in try list(value) { subjects.append(.text(try kind(entry))) }
            case "why": _ = try word(value, "why")
            case "action":
                rule = Rule(name: try word(value, "an action"))
                if rule == nil { throw unknown("action", value, among: Rule.allCases.map(\.name)) }
            default: throw unknown("key", key, among: keys)
            }
        }
        guard let rule else { throw failure("the rule has no action", at: value.offset) }
        guard !subjects.isEmpty else { throw failure("the rule names no attributes, vrs or text", at: value.offset) }
        return Profile.Statement(subjects: subjects, rule: rule)
    }

    private func list(_ value: JSONValue) throws(ProfileError) -> [JSONValue] {
        guard let list = value.array else { throw failure("a list was expected here", at: value.offset) }
        return list
    }

    private func mask(_ value: JSONValue) throws(ProfileError) -> TagMask {
        let text = try word(value, "an attribute")
        if let mask = TagMask(text) {
            if mask.mask == 0xFFFF_FFFF, Tag(mask.value).isPrivate {
                throw failure("rules for single private attributes are not supported by this version", at: value.offset)
            }
            return mask
        }
        if let pattern = DataDictionary.pattern(forKeyword: text), let mask = TagMask(pattern) { return mask }
        var keywords: [String] = []
        DataDictionary.forEachKeyword { keywords.append($0) }
        throw unknown("attribute", value, among: keywords)
    }

    private func vr(_ value: JSONValue) throws(ProfileError) -> VR {
        let bytes = Array(try word(value, "a VR").utf8)
        guard bytes.count == 2, VR(bytes[0], bytes[1]).isKnown else { throw failure("not a VR of PS3.5", at: value.offset) }
        return VR(bytes[0], bytes[1])
    }

    private func kind(_ value: JSONValue) throws(ProfileError) -> UngovernedText.Kind {
        guard let kind = UngovernedText.Kind(rawValue: try word(value, "a kind of text")) else {
            throw unknown("kind of text", value, among: UngovernedText.Kind.allCases.map(\.rawValue))
        }
        return kind
    }

    private func word(_ value: JSONValue, _ what: String) throws(ProfileError) -> String {
        guard let text = value.string else { throw failure("\(what) must be a text in quotes", at: value.offset) }
        return text
    }

    // MARK: Errors

    private func unknown(_ what: String, _ value: JSONValue, among words: [String]) -> ProfileError {
        let text = value.string ?? ""
        var error = failure("unknown \(what) \"\(text)\"", at: value.offset)
        error.hint = Suggestion.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" }
        return error
    }

    private func failure(_ message: String, at offset: Int) -> ProfileError {
        let before = text.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
        return ProfileError(source: source, line: line, column: column, message: message)
    }

    private static func sha256(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        // Sound: SHA256 writes exactly 32 bytes.
        _ = unsafe SHA256(bytes, bytes.count, &digest)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
