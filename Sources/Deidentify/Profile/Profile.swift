import Standard

/// A de-identification profile, as its JSON file says it.
public struct Profile: Sendable {
    /// What a rule speaks of.
    enum Subject: Sendable {
        case attribute(TagMask)
        case vr(VR)
        case text(UngovernedText.Kind)
    }

    struct Statement: Sendable {
        var subjects: [Subject]
        var rule: Rule
    }

    enum Privacy: String, CaseIterable, Sendable { case remove, keep }

    public var name: String
    public var title: String
    /// SHA-256 of the profile's text, and of those that it extends, in hexadecimal.
    public var digest: String
    var usesTable = false
    public var options: [Confidentiality.Option] = []
    var privateAttributes = Privacy.remove
    var unknownAttributes = Privacy.remove
    /// Blank the comments and other metadata inside compressed pixel streams.
    var scrubsCodestreams = false
    /// In order; a later one wins.
    var statements: [Statement] = []
}

/// What is wrong with a profile, and where.
public struct ProfileError: Error, Sendable {
    /// The file or the name of the profile.
    public var source: String
    /// Counted from 1; 0 when the error is not about a place in the text.
    public var line: Int
    public var column: Int
    public var message: String
    public var hint: String?
}
