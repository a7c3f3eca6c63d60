import Glibc

/// Reads a report of `deid` from front to back, one line at a time.
final class ReportReader {
    /// A line about an input, as it stands and what it is put in order by.
    struct Line {
        var bytes: [UInt8]
        /// Place of the input among all inputs.
        var number: Int
        /// The line up to its number: the input.
        var input: ArraySlice<UInt8>
        var status: String
        /// Says only that an earlier run has done it.
        var isRepetition: Bool
    }

    let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var last = 0
    /// The last line, once it has been met.
    private(set) var summary: ReportSummary?

    /// Longer lines are in no report: 200 notes of paths are far less.
    private static let limit = 4 << 20

    init(_ path: String) throws(Failure) {
        self.path = path == "-" ? "standard input" : path
        descriptor = path == "-" ? dup(0) : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(.noInput, "\(path): cannot open: \(Failure.reason(errno))") }
    }

    deinit { close(descriptor) }

    /// The next input, or `nil` at the end. A last line without its end is that of a run that was killed, and passed over.
    func next() throws(Failure) -> Line? {
        while let bytes = try line() {
            if bytes.starts(with: "{\"summary\":".utf8) {
                guard let summary = ReportSummary(bytes) else { throw damaged }
                self.summary = summary
                continue
            }
            guard summary == nil, let line = Self.parse(bytes), line.number > last else { throw damaged }
            last = line.number
            return line
        }
        return nil
    }

    private var damaged: Failure {
        Failure(
            .badInput, "\(path): is no report of this version of dcmveil, behind input \(last)",
            hint: "reports are what deid --report writes, with nothing added, taken away or put in another order")
    }

    /// In a text of JSON a quotation mark has a backslash before it, so that none of these marks is found in a value.
    private static func parse(_ bytes: [UInt8]) -> Line? {
        guard bytes.starts(with: "{\"input\":\"".utf8), let mark = find("\",\"number\":", in: bytes[...]) else {
            return nil
        }
        let rest = bytes[(mark + 11)...]
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        let after = rest.dropFirst(digits.count)
        let key = ",\"status\":\""
        guard after.starts(with: key.utf8), let number = Int(String(decoding: digits, as: UTF8.self)) else {
            return nil
        }
        let status = after.dropFirst(key.utf8.count).prefix { $0 != UInt8(ascii: "\"") }
        let name = String(decoding: status, as: UTF8.self)
        guard ["written", "quarantined", "failed", "skipped"].contains(name) else { return nil }
        let reason = bytes[status.endIndex...]
        let isRepetition =
            name == "skipped"
            && (reason.starts(with: "\",\"reason\":\"done by an earlier run\"".utf8)
                || reason.starts(with: "\",\"reason\":\"output is there already\"".utf8))
        return Line(bytes: bytes, number: number, input: bytes[..<mark], status: name, isRepetition: isRepetition)
    }

    private static func find(_ text: StaticString, in bytes: ArraySlice<UInt8>) -> Int? {
        let text = Array(text.description.utf8)
        var index = bytes.startIndex
        while let quote = bytes[index...].firstIndex(of: text[0]) {
            if bytes[quote...].starts(with: text) { return quote }
            index = quote + 1
        }
        return nil
    }

    private func line() throws(Failure) -> [UInt8]? {
        var searched = start
        while true {
            if let end = pending[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return Array(pending[start..<end])
            }
            if isAtEnd { return nil }
            pending.removeFirst(start)
            start = 0
            searched = pending.count
            guard pending.count <= Self.limit else { throw damaged }
            var chunk = [UInt8](repeating: 0, count: 256 << 10)
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0, errno != EINTR { throw Failure(.io, "\(path): cannot read: \(Failure.reason(errno))") }
            isAtEnd = count == 0
            if count > 0 { pending.append(contentsOf: chunk[..<count]) }
        }
    }
}

/// The last line of a report: how a run ended, and with what.
struct ReportSummary {
    var isInterrupted = false
    var shard: Shard?
    /// What the run was: version, profile, key. The same text for runs that fit together.
    var run: [UInt8]

    init?(_ line: [UInt8]) {
        guard let end = line.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        var rest = line[(end + 1)...]
        let interrupted = ",\"interrupted\":true"
        if rest.starts(with: interrupted.utf8) {
            isInterrupted = true
            rest = rest.dropFirst(interrupted.utf8.count)
        }
        let key = ",\"shard\":\""
        if rest.starts(with: key.utf8) {
            let text = rest.dropFirst(key.utf8.count).prefix { $0 != UInt8(ascii: "\"") }
            guard let shard = Shard(argument: String(decoding: text, as: UTF8.self)) else { return nil }
            self.shard = shard
            rest = line[(text.endIndex + 1)...]
        }
        run = Array(rest)
    }
}
