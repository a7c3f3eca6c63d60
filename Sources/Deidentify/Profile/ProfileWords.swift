import Standard

/// Reads the words of a profile's text, and says what is wrong with them.
struct ProfileWords {
    let text: ProfileText

    init(_ text: ProfileText) { self.text = text }

    func text(_ value: JSONValue, _ what: String) throws(ProfileError) -> String {
        guard let string = value.string else { throw failure("\(what) must be a text in quotes", at: value.offset) }
        return string
    }

    func list(_ value: JSONValue) throws(ProfileError) -> [JSONValue] {
        guard let list = value.array else { throw failure("a list was expected here", at: value.offset) }
        return list
    }

    func failure(_ message: String, at offset: Int, hint: String? = nil) -> ProfileError {
        ProfilePlace(text: text, offset: offset).error(message, hint: hint)
    }

    /// An error for a word that is none of `words`, with the one that was probably meant or all of a few.
    func unknown(_ what: String, _ value: JSONValue, among words: [String]) -> ProfileError {
        let word = value.string ?? ""
        var hint = Suggestion.nearest(to: word, among: words).map { "did you mean \"\($0)\"?" }
        if hint == nil, words.count <= 40 { hint = "known are \(words.joined(separator: ", "))" }
        return failure("unknown \(what) \"\(shown(word))\"", at: value.offset, hint: hint)
    }

    /// A word of the profile as a message may show it: no control characters, not without end.
    func shown(_ word: String) -> String {
        var shown = ""
        for scalar in word.unicodeScalars.prefix(200) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: shown += "?"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return word.unicodeScalars.count > 200 ? shown + "…" : shown
    }
}
