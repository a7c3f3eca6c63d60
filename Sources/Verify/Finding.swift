import Standard

/// How much a finding weighs.
public enum Severity: String, CaseIterable, Comparable, Sendable {
    /// Good to know; nothing follows from it.
    case info
    /// A person must look: a program cannot tell.
    case review
    /// Suspicious, or against the standard, but not in itself a leak.
    case warning
    /// Identity may be left, or the file could not be fully accounted for.
    case error

    private var rank: Int {
        switch self {
        case .info: 0
        case .review: 1
        case .warning: 2
        case .error: 3
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}

/// One thing the verifier found. It names a place and a rule; a value only where `VerifierOptions.showsValues` asks for it.
public struct Finding: Hashable, Sendable {
    public var check: Check
    /// Offset in bytes from the start of the file of the element, item or marker meant. In a deflated file, offsets
    /// beyond group 0002 count the bytes as they would lie there inflated.
    public var offset: Int
    /// How many findings this one stands for: 1, but for the last of its check in a file with more than are listed.
    public var count = 1
    /// Bytes that are meant, from the offset on; `nil` where nobody counted them.
    var extent: Int?
    /// Why the finding is accepted (`Baseline`); `nil` for one that counts.
    public var accepted: String?
    /// The head of the value or of the bytes meant, as one line without control characters; `nil` unless it was asked for.
    public var value: String?
    /// The items around what is meant, or the whole of its path where no element is.
    private let path: String
    private let tag: Tag?
    /// What the message says behind the title of the check.
    private let note: String

    /// Where in the data set, as `(0040,0275)[1].(0032,1060)` with items counted from 1; empty for the file as a whole.
    public var tagPath: String {
        guard let tag else { return path }
        return path.isEmpty ? tag.description : "\(path).\(tag)"
    }

    /// One sentence without value bytes, starting with the keyword where there is one.
    public var message: String {
        let keyword = tag.flatMap { DataDictionary.keyword(of: $0) }
        return (keyword.map { "\($0): " } ?? "") + check.title + note
    }

    /// The stable id, as `DV0101`.
    public var id: String { check.rawValue }
    public var severity: Severity { check.severity }

    /// - Parameters:
    ///   - path: of the items around `tag`, or of what is meant where that is no element.
    ///   - tag: of an element. Path and message are put together when somebody reads them: most findings that depend on
    ///     the profile of a file turn out to be none.
    init(_ check: Check, path: String = "", tag: Tag? = nil, offset: Int, note: String = "", extent: Int? = nil) {
        self.check = check
        self.extent = extent
        self.path = path
        self.tag = tag
        self.offset = offset
        self.note = note
    }

    /// The findings of a check that were counted and not kept.
    init(_ check: Check, more count: Int, offset: Int) {
        self.init(check, offset: offset, note: ": \(count) more, the first of them here")
        self.count = count
    }

    /// The finding to report for a file that could not be opened or read: such a file is never clean.
    public static let unreadable = Finding(.unreadable, offset: 0)
}
