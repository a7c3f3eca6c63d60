/// Makes of the reports of shards, or of a run and those that went on with it, the report that one run would have written.
///
/// Reports are in the order of the inputs, so that they are merged as they are read, in little memory.
struct ReportMerge {
    private let readers: [ReportReader]
    private var heads: [ReportReader.Line?] = []
    private var counts: [String: Int] = [:]
    /// Inputs of which every report only says that an earlier run has done them: its own ended too soon to say more.
    private(set) var unreported = 0

    init(_ paths: [String]) throws(Failure) {
        var readers: [ReportReader] = []
        for path in paths { readers.append(try ReportReader(path)) }
        self.readers = readers
    }

    /// - Parameter write: takes each line, with its line feed.
    /// - Returns: whether every input that the runs had is accounted for.
    mutating func run(_ write: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> Bool {
        for reader in readers { heads.append(try reader.next()) }
        while let line = try next() {
            counts[line.status, default: 0] += 1
            if line.isRepetition { unreported += 1 }
            try write(line.bytes + [0x0A])
        }
        let summaries = readers.compactMap(\.summary)
        guard let run = summaries.first?.run else {
            throw Failure(
                .badInput, "none of the reports has a summary: every run was cut short",
                hint: "let one of them go on to its end with --resume")
        }
        guard summaries.allSatisfy({ $0.run == run }) else {
            throw Failure(.badInput, "the reports are of different profiles, keys or versions, and do not fit together")
        }
        let isWhole = Self.isWhole(summaries)
        func count(_ name: String) -> String { "\"\(name)\":\(counts[name] ?? 0)" }
        let names = ["written", "quarantined", "failed", "skipped"].map(count).joined(separator: ",")
        let start = "{\"summary\":{\(names)}" + (isWhole ? "" : ",\"interrupted\":true")
        try write(Array(start.utf8) + run + [0x0A])
        return isWhole
    }

    private mutating func next() throws(Failure) -> ReportReader.Line? {
        guard let number = heads.compactMap({ $0?.number }).min() else { return nil }
        var best: ReportReader.Line?
        for index in heads.indices {
            guard let line = heads[index], line.number == number else { continue }
            heads[index] = try readers[index].next()
            if let best, best.input != line.input {
                throw Failure(
                    .badInput, "\(readers[index].path): input \(number) is another one than in a report before it",
                    hint: "the runs had different inputs; their reports do not fit together")
            }
            // The later report counts, unless it only says that it had been done.
            if best == nil || !line.isRepetition { best = line }
        }
        return best
    }

    /// Whether a run over everything came to its end, or each of the shards did.
    private static func isWhole(_ summaries: [ReportSummary]) -> Bool {
        let ended = summaries.filter { !$0.isInterrupted }
        if ended.contains(where: { $0.shard == nil }) { return true }
        let shards = Set(ended.compactMap(\.shard))
        return shards.contains { shard in (1...shard.count).allSatisfy { shards.contains(Shard($0, of: shard.count)) } }
    }
}
