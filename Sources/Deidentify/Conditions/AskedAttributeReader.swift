import Standard

/// Reads attributes and sequences as conditions name them.
struct AskedAttributeReader {
    private let words: ProfileWords

    init(_ words: ProfileWords) { self.words = words }

    /// A keyword, a tag, `(gggg,"CREATOR",ee)`; behind the sequences that it is in, with dots between.
    func attribute(_ value: JSONValue) throws(ProfileError) -> AskedAttribute {
        let text = try words.text(value, "an attribute")
        // The name of a creator may have dots.
        let start = text.hasSuffix(")") ? text.lastIndex(of: "(") ?? text.startIndex : nil
        let own = start ?? text.lastIndex(of: ".").map { text.index(after: $0) } ?? text.startIndex
        let around = text[..<own]
        guard around.isEmpty || around.hasSuffix(".") else { throw unknown("attribute", text, value) }
        let sequences = around.isEmpty ? [] : try path(String(around.dropLast()), value)
        return AskedAttribute(
            sequences: sequences, name: try name(String(text[own...]), value, isAtTop: sequences.isEmpty))
    }

    private func name(_ text: String, _ value: JSONValue, isAtTop: Bool) throws(ProfileError) -> AskedAttribute.Name {
        if text.hasPrefix("("), let attribute = PrivateAttribute(text) { return .ofCreator(attribute) }
        guard let mask = TagMask(text) ?? DataDictionary.pattern(forKeyword: text).flatMap({ TagMask($0) }) else {
            throw unknown("attribute", text, value)
        }
        let tag = Tag(mask.value)
        guard !tag.isPrivate else {
            throw words.failure(
                "a private attribute is named by its creator, for its block may be another one in each file",
                at: value.offset, hint: "as (0019,\"SIEMENS MR HEADER\",0C)")
        }
        guard tag.group >= 0x0008 || tag == AskedAttribute.transferSyntax && isAtTop else {
            throw words.failure(
                "\(tag): of what stands in front of the data set only TransferSyntaxUID can be asked about",
                at: value.offset)
        }
        return .standard(mask)
    }

    private func unknown(_ what: String, _ text: String, _ value: JSONValue) -> ProfileError {
        var keywords: [String] = []
        DataDictionary.forEachKeyword { keywords.append($0) }
        let hint = Suggestion.nearest(to: text, among: keywords).map { "did you mean \"\($0)\"?" }
        return words.failure("unknown \(what) \"\(words.shown(text))\"", at: value.offset, hint: hint)
    }

    // MARK: Sequences

    func path(_ text: String, _ value: JSONValue) throws(ProfileError) -> [Tag] {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 32 else { throw words.failure("a path has at most 32 sequences", at: value.offset) }
        var path: [Tag] = []
        for part in parts { path.append(try sequence(String(part), value)) }
        return path
    }

    func sequence(_ value: JSONValue) throws(ProfileError) -> Tag {
        try sequence(try words.text(value, "a sequence"), value)
    }

    private func sequence(_ text: String, _ value: JSONValue) throws(ProfileError) -> Tag {
        guard
            let tag = Tag(hexadecimal: text)
                ?? DataDictionary.pattern(forKeyword: text).flatMap({ Tag(hexadecimal: $0) })
        else { throw unknown("sequence", text, value) }
        guard DataDictionary.vr(of: tag) == .sq else {
            throw words.failure("\(tag) is no sequence of PS3.6, and nothing is within it", at: value.offset)
        }
        return tag
    }
}
