import DICOM
import Standard

/// What was done to one file: counts and places, never values.
public struct FileReport: Sendable {
    /// What happened to one attribute where Table E.1-1 is silent, for a site to review.
    public struct Note: Hashable, Sendable {
        public var path: [Tag]
        public var rule: Rule
        public var reason: Reason
    }

    public enum Reason: String, Sendable {
        /// Text that the table does not list.
        case ungovernedText = "ungoverned-text"
        /// A tag that PS3.6 does not know.
        case unknownAttribute = "unknown-attribute"
        /// What PS3.6 knows, and neither the table nor a rule names (`"unlisted": "remove"`).
        case unlisted
        /// What nothing names and the IOD does without (`"optional": "remove"`).
        case notNeeded = "not-needed"
        /// Text where PS3.6 has none, or content that cannot be looked into.
        case unexpectedContent = "unexpected-content"
        /// A term, code or technical text with words that are not known to be about no person.
        case unknownWords = "unknown-words"
        /// Something beside pixels and colours that the profile lets stay, so that it is reported.
        case besidePixels = "beside-pixels"
        /// A container of video, which is not looked into.
        case uncheckedStream = "unchecked-stream"
        /// Pixels of which the file does not say where they end; no words stand in them.
        case unknownLayout = "unknown-layout"
    }

    public var kept = 0
    public var removed = 0
    public var emptied = 0
    public var replaced = 0
    /// Texts of which a part went or a date was moved.
    public var cleaned = 0
    public var uids = 0
    public var dates = 0
    public var privateAttributes = 0
    /// Fragments of Pixel Data in which metadata was blanked.
    public var codestreams = 0
    /// Different places, in the order met; beyond `maximumNotes` only counted.
    public private(set) var notes: [Note] = []
    public private(set) var furtherNotes = 0
    public var deviations: [String] = []
    /// What roles may recover, the widest first; those that may recover nothing of this file are not in it.
    public var roles: [RecoverableCount] = []
    /// What the file is: a SOP Class of PS3.6, and a Modality that is a code; else empty.
    public var sopClassUID = ""
    public var modality = ""

    /// How often what was done.
    struct Counts {
        var kept = 0
        var removed = 0
        var emptied = 0
        var replaced = 0
        var cleaned = 0
        var uids = 0
        var dates = 0
        var privateAttributes = 0

        func since(_ before: Counts) -> Counts {
            Counts(
                kept: kept - before.kept, removed: removed - before.removed, emptied: emptied - before.emptied,
                replaced: replaced - before.replaced, cleaned: cleaned - before.cleaned, uids: uids - before.uids,
                dates: dates - before.dates, privateAttributes: privateAttributes - before.privateAttributes)
        }
    }

    /// Of elements; fragments are no part of it.
    var counts: Counts {
        Counts(
            kept: kept, removed: removed, emptied: emptied, replaced: replaced, cleaned: cleaned, uids: uids,
            dates: dates, privateAttributes: privateAttributes)
    }

    mutating func add(_ counts: Counts) {
        kept += counts.kept
        removed += counts.removed
        emptied += counts.emptied
        replaced += counts.replaced
        cleaned += counts.cleaned
        uids += counts.uids
        dates += counts.dates
        privateAttributes += counts.privateAttributes
    }

    static let maximumNotes = 200
    private var seen: Set<Note> = []

    public init() {}

    mutating func note(_ path: [Tag], _ rule: Rule, _ reason: Reason) {
        let note = Note(path: path, rule: rule, reason: reason)
        guard !seen.contains(note) else { return }
        guard notes.count < Self.maximumNotes else {
            furtherNotes += 1
            return
        }
        seen.insert(note)
        notes.append(note)
    }
}
