import Standard

/// What outputs of a profile may hold, as plain data: the verifier knows no profiles, and asks nobody how they were made.
///
/// Without a word here, the Basic Application Level Confidentiality Profile of PS3.15 holds. What is allowed is taken as
/// told; what must be gone is looked for all the same.
public struct Expectations: Sendable {
    /// What (0028,0303) is to say.
    public enum Dates: String, Sendable {
        case removed = "REMOVED"
        case modified = "MODIFIED"
        case unmodified = "UNMODIFIED"
    }

    /// Attributes whose original values may stay.
    public var kept: [TagMask] = []
    /// Of those, the code strings that may hold any term, not just those of the standard and known words.
    public var keptTerms: [TagMask] = []
    /// Text that may stay as far as it names nobody: the verifier looks at its words.
    public var cleaned: [TagMask] = []
    /// Of a word, in small letters and without accents: whether the site lets it stay in such text.
    public var isSiteWord: (@Sendable (ArraySlice<UInt8>) -> Bool)?
    /// Dates and times that may be shifted.
    public var moved: [TagMask] = []
    /// Attributes beyond PS3.15 that must not have a value.
    public var removed: [TagMask] = []
    public var keepsPrivate = false
    /// Private elements that may stay, where not all may.
    public var privateAttributes: [PrivateAllowance] = []
    /// Elements of even groups that PS3.6 does not know may stay.
    public var keepsUnknown = false
    /// Comments, application segments and boxes of codestreams may stay.
    public var keepsCodestreams = false
    /// Recordings of voices may stay.
    public var keepsVoices = false
    /// Whether outputs say what was done to them: (0012,0062), (0012,0063) and (0028,0303).
    public var areStated = true
    public var dates = Dates.removed
    /// What (0012,0063) has behind `sha256:` where dcmveil wrote it: 48 hexadecimal digits.
    public var digest: String?
    /// What patients are called; `nil`: `P-` and 16 characters.
    public var patientNames: PatientNames?

    public init() {}

    /// What may stay of the private elements of a creator.
    public struct PrivateAllowance: Hashable, Sendable {
        public var attribute: PrivateAttribute
        /// What it is where the file does not say; `nil`: nobody knows.
        public var vr: VR?
        /// Its value may be the original one, whatever that is; else days are moved, and UIDs and text are nobody's.
        public var isOriginal: Bool

        public init(attribute: PrivateAttribute, vr: VR?, isOriginal: Bool) {
            self.attribute = attribute
            self.vr = vr
            self.isOriginal = isOriginal
        }
    }
}
