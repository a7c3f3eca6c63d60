/// Findings that somebody looked at and accepts, each with a reason, until a day.
public struct Baseline: Sendable {
    /// What is accepted.
    public struct Entry: Sendable {
        public var check: Check
        /// The file, with `*` for any characters and `?` for one; `nil` for all files.
        public var file: String?
        /// The place, as `(0040,0275)[1].(0032,1060)`, with `[*]` for any item; `nil` for all places.
        public var path: String?
        public var reason: String
        /// The last day on which the entry counts, `YYYY-MM-DD`.
        public var expires: String

        public init(check: Check, file: String?, path: String?, reason: String, expires: String) {
            self.check = check
            self.file = file
            self.path = path
            self.reason = reason
            self.expires = expires
        }
    }

    private let entries: [Entry]
    private let today: String
    private var uses: [Int]
    private var byCheck: [Check: [Int]] = [:]

    /// - Parameter today: `YYYY-MM-DD`, so that days are compared as text.
    public init(_ entries: [Entry], today: String) {
        self.entries = entries
        self.today = today
        uses = Array(repeating: 0, count: entries.count)
        for (index, entry) in entries.enumerated() where entry.expires >= today {
            byCheck[entry.check, default: []].append(index)
        }
    }

    /// Whether somebody may accept findings of the check: not where a file could not be checked at all.
    public static func mayAccept(_ check: Check) -> Bool {
        switch check {
        case .truncated, .malformed, .nestedTooDeep, .deflatedDamaged, .deflatedTooLarge, .unreadable: false
        default: true
        }
    }

    /// Marks the findings that are accepted.
    public mutating func apply(to findings: inout [Finding], of file: String) {
        for index in findings.indices {
            guard let entry = entry(accepting: findings[index], of: file) else { continue }
            uses[entry] += findings[index].count
            findings[index].accepted = entries[entry].reason
        }
    }

    /// The number of the entry that accepts a finding; `nil` where none does.
    public func entry(accepting finding: Finding, of file: String) -> Int? {
        byCheck[finding.check]?.first { Self.matches(entries[$0], finding, file) }
    }

    /// What is to be said of entries that did nothing, a line each.
    public var messages: [String] {
        entries.indices.compactMap { index in
            let name = "baseline: entry \(index + 1) (\(entries[index].check.rawValue))"
            if entries[index].expires < today {
                return "\(name) expired on \(entries[index].expires); its findings count"
            }
            return uses[index] == 0 ? "\(name) accepts nothing that was found; take it out" : nil
        }
    }

    private static func matches(_ entry: Entry, _ finding: Finding, _ file: String) -> Bool {
        if let pattern = entry.file, !matches(Array(file.utf8), Array(pattern.utf8)) { return false }
        guard let path = entry.path else { return true }
        return matchesPath(finding.tagPath.split(separator: "."), path.split(separator: "."))
    }

    private static func matchesPath(_ path: [Substring], _ pattern: [Substring]) -> Bool {
        guard path.count == pattern.count else { return false }
        return zip(path, pattern).allSatisfy { part, pattern in
            if pattern.hasSuffix("[*]") { return part.hasPrefix(pattern.dropLast(2)) }
            return part == pattern
        }
    }

    /// Glob matching with one place to come back to, so that the time is bounded by the product of the lengths.
    static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (at, place) = (0, 0)
        var star: (place: Int, at: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, at)
                place += 1
            } else if place < pattern.count, pattern[place] == text[at] || pattern[place] == UInt8(ascii: "?") {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.place, last.at + 1)
                (place, at) = (last.place + 1, last.at + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
