import Deidentify
import Standard

/// What reports add up to. Counts of what is no one's: no input is named.
struct ReportTotals {
    /// One chart or part of a table: names and how often each occurs.
    struct Section {
        var title: String
        var rows: [(name: String, count: Int)]
    }

    private(set) var inputs = 0
    private var statuses: [String: Int] = [:]
    private var modalities: [String: Int] = [:]
    private var classes: [String: Int] = [:]
    private var actions: [String: Int] = [:]
    private var reasons: [String: Int] = [:]
    private var reviews: [String: Int] = [:]
    private var deviations: [String: Int] = [:]
    /// Attributes that went because nothing names them, and in how many files and places.
    private var unnamed: [String: Int] = [:]
    private var furtherReviews = 0
    /// Of the last summary: version, profile, digest.
    private(set) var facts: [(name: String, text: String)] = []
    private(set) var summaries: [ReportSummary] = []
    private var areAllEnded = true

    /// Whether every input that the runs had is accounted for, so far as reports can tell.
    ///
    /// One of several runs that was cut short is not made up for by another one that is not: nobody has compared their inputs.
    var isWhole: Bool { areAllEnded && !summaries.isEmpty && missingShards.isEmpty }

    /// Shards that no report is of, as `2/7`.
    var missingShards: [String] {
        if summaries.contains(where: { $0.shard == nil }) { return [] }
        let there = Set(summaries.compactMap { $0.shard })
        guard let count = there.map(\.count).max() else { return [] }
        return (1...count).map { Shard($0, of: count) }.filter { !there.contains($0) }.map(\.description)
    }

    /// Whether the reports are of runs with another profile, key or version each, so that facts of one would not be those of all.
    var areOfSeveralKinds: Bool { summaries.contains { $0.run != summaries[0].run } }

    mutating func add(_ reader: ReportReader) throws(Failure) {
        while let line = try reader.next() {
            inputs += 1
            statuses[line.status, default: 0] += 1
            guard let json = try? JSONReader.read(line.bytes), let members = json.object else {
                throw Failure(.badInput, "\(reader.path): input \(line.number): the line is not JSON")
            }
            for (key, value) in members { add(key.string ?? "", value) }
            add(members, line.status)
        }
        guard let summary = reader.summary else { return areAllEnded = false }
        summaries.append(summary)
        if summary.isInterrupted { areAllEnded = false }
        let text = Array("{\"x\":0".utf8) + summary.run
        guard let members = (try? JSONReader.read(text))?.object else { return }
        facts = members.compactMap { key, value in
            guard let name = key.string, let text = value.string else { return nil }
            return (name, text)
        }
    }

    /// Why the input ended so, and by which option where a person has said so.
    private mutating func add(_ members: [(key: JSONValue, value: JSONValue)], _ status: String) {
        func text(_ key: String) -> String? { members.first { $0.key.string == key }?.value.string }
        guard let reason = text("reason") else { return }
        let option = text("by").map { " by \($0)" } ?? ""
        reasons["\(status): \(reason)\(option)", default: 0] += 1
    }

    private mutating func add(_ key: String, _ value: JSONValue) {
        switch key {
        case "modality": if let name = value.string { modalities[name, default: 0] += 1 }
        case "sop_class": if let name = value.string { classes[name, default: 0] += 1 }
        case "attributes":
            for (key, count) in value.object ?? [] {
                if let name = key.string, case .number(let count) = count.kind, count >= 0, count < 1e15 {
                    actions[name.replacing("_", with: " "), default: 0] += Int(count)
                }
            }
        case "review":
            for note in value.array ?? [] {
                let reason = note.object?.first { $0.key.string == "reason" }?.value.string
                if let reason { reviews[reason, default: 0] += 1 }
                let path = note.object?.first { $0.key.string == "path" }?.value.string
                if let reason, let path, Self.unnamedReasons.contains(reason) {
                    unnamed[Self.name(path), default: 0] += 1
                }
            }
        case "further_review":
            if case .number(let count) = value.kind, count >= 0, count < 1e15 { furtherReviews += Int(count) }
        case "deviations":
            for name in value.array ?? [] { if let name = name.string { deviations[name, default: 0] += 1 } }
        default: break
        }
    }

    private static let unnamedReasons: Set<String> = ["ungoverned-text", "unknown-attribute", "unlisted", "not-needed"]

    /// The attribute at the end of a path, with its keyword.
    private static func name(_ path: String) -> String {
        let tag = path.split(separator: ".").last.map(String.init) ?? path
        let digits = tag.filter(\.isHexDigit)
        guard digits.count == 8, let number = UInt32(digits, radix: 16),
            let keyword = DataDictionary.keyword(of: Tag(number))
        else {
            return tag
        }
        return "\(tag) \(keyword)"
    }

    var sections: [Section] {
        let order = ["written", "quarantined", "failed", "skipped"]
        let all = [
            Section(title: "Inputs", rows: order.map { ($0, statuses[$0] ?? 0) }),
            section("Reasons", reasons), section("Modality of outputs", modalities),
            section("SOP Class of outputs", classes),
            section("Attributes, by what happened", actions), section("To review, by reason", reviews),
            section("Gone because nothing names them", unnamed),
            section(
                "To review, beyond the places that reports name", furtherReviews > 0 ? ["places": furtherReviews] : [:]),
            section("Deviations from the standard", deviations),
        ]
        return all.filter { !$0.rows.isEmpty }
    }

    /// Most frequent first.
    private func section(_ title: String, _ counts: [String: Int]) -> Section {
        let rows = counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return Section(title: title, rows: rows.map { ($0.key, $0.value) })
    }
}

extension String {
    fileprivate func replacing(_ old: Character, with new: Character) -> String { String(map { $0 == old ? new : $0 }) }
}
