import Standard

/// Turns the text of a profile into a `Profile`.
public struct ProfileReader {
    /// Finds the text of the profile that `extends` names; `nil` when there is none of that name.
    ///
    /// The name of a file is given as a path from where the program runs.
    public typealias Finder = (String) throws(Unreadable) -> (source: String, text: [UInt8])?

    /// Why the text of a profile that is there could not be had.
    public struct Unreadable: Error {
        public var message: String

        public init(_ message: String) { self.message = message }
    }

    /// More than the largest profile that makes sense, and little enough to be read at once.
    public static let maximumSize = 4 << 20
    private static let maximumParents = 8

    private let text: ProfileText
    private let find: Finder
    /// The profiles that extend this one, the first one first.
    private let children: [String]
    private let checksFit: Bool

    private init(_ text: ProfileText, _ find: @escaping Finder, children: [String], checksFit: Bool) {
        self.text = text
        self.find = find
        self.children = children
        self.checksFit = checksFit
    }

    /// - Parameters:
    ///   - source: what errors call the text: a file, or a profile's name.
    ///   - find: for `extends`.
    public static func read(
        _ text: [UInt8], source: String, find: @escaping Finder
    ) throws(ProfileError) -> Profile {
        let profile = try ProfileReader(ProfileText(source: source, text), find, children: [], checksFit: true)
            .profile()
        try ConformanceCheck(profile, ProfileText(source: source, text)).check()
        return profile
    }

    /// As `read`, for the shipped profiles: that they are what they claim to be and that their actions make sense is tested, and
    /// what their outputs say of themselves is worked out anew in any case.
    static func readUnchecked(
        _ text: [UInt8], source: String, find: @escaping Finder
    ) throws(ProfileError) -> Profile {
        try ProfileReader(ProfileText(source: source, text), find, children: [], checksFit: false).profile()
    }

    private static let keys = [
        "$schema", "name", "title", "edition", "extends", "table", "conforms", "options", "unlisted", "optional",
        "private",
        "unknown",
        "codestreams", "lexicon", "shift", "pseudonym", "subjects", "rules",
    ]

    private func profile() throws(ProfileError) -> Profile {
        guard text.bytes.count <= Self.maximumSize else {
            throw failure("the profile is larger than \(Self.maximumSize >> 20) MiB", at: 0)
        }
        let json: JSONValue
        do throws(JSONReader.Failure) { json = try JSONReader.read(text.bytes) } catch {
            throw failure(error.message, at: error.offset)
        }
        guard let pairs = json.object else { throw failure("a profile is a JSON object", at: json.offset) }
        for (key, _) in pairs where !Self.keys.contains(key.string ?? "") {
            throw words.unknown("key", key, among: Self.keys)
        }
        func member(_ name: String) -> JSONValue? { pairs.first { $0.key.string == name }?.value }

        var profile = Profile(name: "", title: "", digest: "")
        var digested = text.bytes
        if let parent = member("extends") {
            profile = try self.parent(parent)
            digested += Array(profile.digest.utf8)
        }
        guard let name = member("name") else { throw failure("a profile needs a name", at: json.offset) }
        profile.name = try self.name(name)
        profile.title = try member("title").map { value throws(ProfileError) in try title(value) } ?? profile.name
        if let edition = member("edition"), try words.text(edition, "edition") != DataDictionary.edition {
            throw failure(
                "this dcmveil holds the edition \(DataDictionary.edition) of the standard", at: edition.offset)
        }
        if let table = member("table") {
            guard try words.text(table, "table") == "PS3.15 E.1-1" else {
                throw words.unknown("table", table, among: ["PS3.15 E.1-1"])
            }
            profile.usesTable = true
        }
        if let value = member("conforms") {
            guard case .bool(let conforms) = value.kind else {
                throw failure("conforms is true or false", at: value.offset)
            }
            if conforms, !profile.usesTable {
                throw failure("a profile without \"table\": \"PS3.15 E.1-1\" conforms to nothing", at: value.offset)
            }
            profile.conforms = conforms
        }
        if let options = member("options") { profile.options = try self.options(options) }
        if let value = member("unlisted") { profile.unlisted = try privacy(value) }
        if let value = member("optional") {
            guard profile.usesTable else {
                throw failure(
                    "what an IOD does without is removed beside Table E.1-1 only", at: value.offset,
                    hint: "write \"extends\": \"strict\" or \"table\": \"PS3.15 E.1-1\"")
            }
            profile.removesOptional = try privacy(value) == .remove
        }
        if let value = member("private") {
            profile.privateAttributes = try privacy(value)
            profile.privatePlace = ProfilePlace(text: text, offset: value.offset)
        }
        if let value = member("unknown") {
            profile.unknownAttributes = try privacy(value)
            profile.unknownPlace = ProfilePlace(text: text, offset: value.offset)
        }
        if let value = member("codestreams") {
            guard let codestreams = Profile.Codestreams(rawValue: try words.text(value, "codestreams")) else {
                throw words.unknown("word", value, among: Profile.Codestreams.allCases.map(\.rawValue))
            }
            profile.codestreams = codestreams
        }
        if let value = member("lexicon") { digested += try lexicon(value, &profile) }
        if let value = member("shift") { profile.shift = try shift(value) }
        let subjects = SubjectsReader(words)
        if let value = member("pseudonym") { profile.pseudonym = try subjects.pseudonym(value) }
        if let value = member("subjects") { profile.subjects = try subjects.source(value, path: pathFromHere) }
        if let rules = member("rules") {
            guard let list = rules.array else { throw failure("rules are a list", at: rules.offset) }
            var reader = StatementReader(words, profileName: profile.name, checksFit: checksFit)
            for rule in list { profile.statements.append(try reader.statement(rule)) }
        }
        profile.digest = SHA256Digest.hexadecimal(of: digested)
        if member("extends") == nil, !profile.usesTable, member("unlisted") == nil {
            throw failure(
                "the profile does not say what happens to attributes that no rule names", at: json.offset,
                hint:
                    "write \"extends\": \"basic\" to change the Basic Profile, or \"unlisted\": \"remove\" or \"keep\"")
        }
        return profile
    }

    // MARK: What is extended

    private func parent(_ value: JSONValue) throws(ProfileError) -> Profile {
        let name = try words.text(value, "extends")
        let isFile = name.contains("/") || name.hasSuffix(".json")
        let path = isFile ? pathFromHere(name) : name
        let found: (source: String, text: [UInt8])?
        do throws(Unreadable) { found = try find(path) } catch {
            throw failure(
                "the profile that it extends cannot be read: \(error.message)", at: value.offset,
                hint: "a file is looked for beside the profile that names it")
        }
        guard let found else {
            throw failure(
                "there is no shipped profile \"\(words.shown(name))\"", at: value.offset,
                hint: Suggestion.nearest(to: name, among: ShippedProfiles.names).map { "did you mean \"\($0)\"?" }
                    ?? "shipped are \(ShippedProfiles.names.joined(separator: ", ")); a file needs its path, as ./\(words.shown(name)).json"
            )
        }
        let chain = children + [text.source]
        if let start = chain.firstIndex(of: found.source) {
            let circle = (chain[start...] + [found.source]).joined(separator: " extends ")
            throw failure("profiles extend each other in a circle: \(circle)", at: value.offset)
        }
        guard chain.count <= Self.maximumParents else {
            throw failure("more than \(Self.maximumParents) profiles extend each other", at: value.offset)
        }
        return try ProfileReader(
            ProfileText(source: found.source, found.text), find, children: chain, checksFit: checksFit
        ).profile()
    }

    /// The path of a file that this profile names: relative to where the profile itself is.
    private func pathFromHere(_ name: String) -> String {
        guard !name.hasPrefix("/"), let slash = text.source.lastIndex(of: "/") else { return name }
        let plain = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        return text.source[...slash] + plain
    }

    /// Adds the words of a site's file.
    ///
    /// - Returns: the text of the file, which is part of what the profile is.
    private func lexicon(_ value: JSONValue, _ profile: inout Profile) throws(ProfileError) -> [UInt8] {
        let name = try words.text(value, "lexicon")
        let found: (source: String, text: [UInt8])?
        do throws(Unreadable) { found = try find(pathFromHere(name)) } catch {
            throw failure(
                "the words cannot be read: \(error.message)", at: value.offset,
                hint: "a file is looked for beside the profile")
        }
        guard let found, ShippedProfiles.text(named: name) == nil else {
            throw failure(
                "there is no file of words \"\(words.shown(name))\"", at: value.offset,
                hint: "a file needs its path, as ./\(words.shown(name))")
        }
        if let line = profile.lexicon.add(found.text) {
            throw ProfileError(
                source: found.source, line: line, column: 1,
                message: "a line of words holds one word or phrase, not numbers alone",
                hint: "words and phrases of at most eight words, one a line; # begins a comment")
        }
        return found.text
    }

    // MARK: Parts

    /// Two whole numbers of days: a range wide enough that nobody guesses, and without the day on which nothing would move.
    private func shift(_ value: JSONValue) throws(ProfileError) -> ClosedRange<Int> {
        var days: [Int] = []
        for entry in try words.list(value) {
            guard case .number(let number) = entry.kind, number.magnitude <= Self.longestShift,
                number.rounded() == number
            else {
                throw failure("shift is two whole numbers of days of at most 36,500", at: entry.offset)
            }
            days.append(Int(number))
        }
        guard days.count == 2, days[0] < days[1] else {
            throw failure(
                "shift is two numbers of days, the lower one first", at: value.offset,
                hint: "as [-3680, -30], which is the usual range")
        }
        let range = days[0]...days[1]
        if range.contains(0) {
            throw failure(
                "a shift of no days would leave the dates of a patient as they are", at: value.offset,
                hint: "both numbers are below zero, or both above it")
        }
        guard range.count >= Self.leastShifts else {
            throw failure("fewer than \(Self.leastShifts) different shifts are easily guessed", at: value.offset)
        }
        return range
    }

    private static let longestShift = 36_500.0
    private static let leastShifts = 60

    private var words: ProfileWords { ProfileWords(text) }

    /// The name goes into (0012,0063), whose values are LO: no control characters, no backslash, 64 characters.
    private func name(_ value: JSONValue) throws(ProfileError) -> String {
        let name = try words.text(value, "name")
        let isSafe = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isSafe, (1...40).contains(name.utf8.count) else {
            throw failure(
                "a profile's name is 1 to 40 letters a-z, digits and - _ . without spaces, because every output carries it",
                at: value.offset, hint: "what people should read goes into \"title\"")
        }
        return name
    }

    private func title(_ value: JSONValue) throws(ProfileError) -> String {
        let title = try words.text(value, "title")
        guard words.shown(title) == title, title.count <= 200 else {
            throw failure("a title is one line of at most 200 characters", at: value.offset)
        }
        return title
    }

    private func options(_ value: JSONValue) throws(ProfileError) -> [Confidentiality.Option] {
        guard let list = value.array else { throw failure("options are a list of names", at: value.offset) }
        var options: [Confidentiality.Option] = []
        for entry in list {
            let name = try words.text(entry, "an option")
            if let reason = Self.laterOptions[name] {
                throw failure(
                    "the option \"\(name)\" is not supported by this version of dcmveil: \(reason)", at: entry.offset,
                    hint: "leave it out: without it the attributes that it is about are removed or replaced")
            }
            guard let option = Confidentiality.Option(rawValue: name) else {
                throw words.unknown("option", entry, among: Confidentiality.Option.allCases.map(\.rawValue))
            }
            guard !options.contains(option) else {
                throw failure("the option \"\(name)\" stands twice", at: entry.offset)
            }
            options.append(option)
        }
        if options.contains(.retainLongitudinalFullDates), options.contains(.retainLongitudinalModifiedDates) {
            throw failure("full and modified dates exclude each other (PS3.15 E.3.6)", at: value.offset)
        }
        return options
    }

    /// Options of PS3.15 E.3 that need more than a table.
    private static let laterOptions = [
        "clean-pixel-data": "it does not look for text in pixels",
        "clean-recognizable-visual-features": "it does not look for faces in pixels",
    ]

    private func privacy(_ value: JSONValue) throws(ProfileError) -> Profile.Privacy {
        guard let privacy = Profile.Privacy(rawValue: try words.text(value, "this")) else {
            throw words.unknown("word", value, among: Profile.Privacy.allCases.map(\.rawValue))
        }
        return privacy
    }

    private func failure(_ message: String, at offset: Int, hint: String? = nil) -> ProfileError {
        ProfilePlace(text: text, offset: offset).error(message, hint: hint)
    }
}
