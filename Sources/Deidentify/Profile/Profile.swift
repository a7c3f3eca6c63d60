import Standard

/// A de-identification profile, as its JSON file says it.
public struct Profile: Sendable {
    /// What a rule speaks of.
    enum Subject: Sendable {
        case attribute(TagMask)
        case vr(VR)
        case text(UngovernedText.Kind)
        /// With the VR that the profile says it has.
        case privateAttribute(PrivateAttribute, VR?)
    }

    struct Statement: Sendable {
        var subjects: [Subject]
        /// Where each of the subjects stands.
        var offsets: [Int]
        var rule: Rule
        /// When it holds; `nil`: always.
        var condition: RuleCondition?
        var why: String?
        var text: ProfileText
        /// The name of the profile that says it: this one or one that it extends.
        var profileName = ""

        func place(ofSubject index: Int) -> ProfilePlace { ProfilePlace(text: text, offset: offsets[index]) }
    }

    enum Privacy: String, CaseIterable, Sendable { case remove, keep }

    public var name: String
    public var title: String
    /// SHA-256 of the profile's text, and of those that it extends, in hexadecimal.
    public var digest: String
    /// Apply Table E.1-1.
    public internal(set) var usesTable = false
    /// The profile means to be at least as strict as Table E.1-1 with its options, and is refused when it is not.
    public internal(set) var conforms = true
    public var options: [Confidentiality.Option] = []
    /// Attributes go that the IOD does without (Type 3, or not in it), unless a rule names them to be kept.
    public internal(set) var removesOptional = false
    /// What happens to attributes of PS3.6 that neither the table nor a rule names.
    var unlisted = Privacy.keep
    var privateAttributes = Privacy.remove
    var privatePlace: ProfilePlace?
    var unknownAttributes = Privacy.remove
    var unknownPlace: ProfilePlace?
    enum Codestreams: String, CaseIterable, Sendable {
        case scrub
        /// Stays, and the report says so.
        case report
        case keep
    }
    /// What happens to what compressed streams, native samples and colour profiles say besides pixels.
    var codestreams = Codestreams.keep
    var scrubsCodestreams: Bool { codestreams == .scrub }
    /// Days by which the dates of a patient may move.
    var shift = DateShift.usualDays
    /// What the pseudonyms of patients look like.
    public internal(set) var pseudonym = PseudonymForm.usual
    /// Where the subject codes of patients stand, who else get pseudonyms. The table is no part of the digest: it names
    /// patients, and the digest goes into outputs.
    public internal(set) var subjects: SubjectSource?
    /// The words that stay in texts that are cleaned.
    public internal(set) var lexicon = Lexicon()
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

    public init(source: String, line: Int, column: Int, message: String, hint: String? = nil) {
        self.source = source
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }
}
