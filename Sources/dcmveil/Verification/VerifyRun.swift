import Glibc
import Verify

/// A run of `verify`: inputs are looked at side by side, and told of in their order.
final class VerifyRun {
    struct Options {
        var baseline: Baseline?
        /// Findings that are written; the others are counted.
        var maximumFindings = Int.max
        var workers = Cores.count
        /// Names of files and folders may be made of original UIDs.
        var acceptsOriginalUIDs = false
        /// What must not turn up, in bytes or names.
        var known: (any KnownTokens)?
    }

    /// A file, and what its name gave away.
    private struct Input: Sendable {
        var path: String
        var findings: [Finding]
    }

    private let verifier: Verifier
    private let options: Options
    private var baseline: Baseline?
    private var printer: ReportPrinter
    private(set) var summary = Summary()
    private let output: ReportOutput
    private var names: NameCheck
    private let isKnown: ((ArraySlice<UInt8>) -> Bool)?
    private var export = ExportCheck()
    /// A few files make a job, so that small ones do not wait for one another.
    private let workers: OrderedWorkers<[Input], [VerifiedFile]>
    private var waiting: [Input] = []
    private let filesInJob: Int
    /// Folders among the arguments in which something was met.
    private var rootsWithFiles: Set<String> = []
    /// Findings that may still be written.
    private var room: Int
    /// A person who watches sees each file's findings at once.
    private let isWatched = isatty(1) == 1

    init(_ printer: ReportPrinter, verifier: Verifier, options: Options) throws {
        self.printer = printer
        self.verifier = verifier
        self.options = options
        baseline = options.baseline
        room = options.maximumFindings
        isKnown = options.known?.lookup()
        names = NameCheck(acceptsUIDs: options.acceptsOriginalUIDs, uidRoots: verifier.options.uidRoots)
        output = ReportOutput(isHeldBack: printer.opensLast)
        filesInJob = isWatched ? 1 : 8
        workers = OrderedWorkers(count: options.workers, capacity: 4 * options.workers) {
            let known = options.known.map { KnownLookup($0) }
            let memory = VerifierMemory()
            return { job in job.map { VerifiedFile($0.path, $0.findings, verifier, known: known, memory: memory) } }
        }
        if !printer.opensLast { try output.write(printer.opening()) }
    }

    func run(_ walk: inout InputWalk) throws {
        defer { workers.stop() }
        while let input = walk.next() {
            if Interruption.isRequested {
                try? output.flush()
                Interruption.end()
            }
            if let root = walk.root { rootsWithFiles.insert(root) }
            switch input {
            case .file(let path):
                waiting.append(Input(path: path, findings: nameFindings(path, below: walk.root)))
                if waiting.count == filesInJob { try submit() }
            case .standardInput:
                try drain()
                try settle(VerifiedFile(standardInputFor: verifier, known: options.known.map { KnownLookup($0) }))
            case .unreadable(let path, let reason, _), .skipped(let path, let reason):
                // What is not looked at is not known to be clean; it is told of in its place.
                try drain()
                try passOver(path, reason)
            }
        }
        try drain()
        for (path, finding) in export.finish() { try tell(path, [finding], isNew: false) }
    }

    /// Tells of folders in which nothing was met: an export that went elsewhere is not known to be clean.
    func passOverEmpty(_ folders: [String]) throws {
        for folder in folders where !rootsWithFiles.contains(folder) { try passOver(folder, "the folder is empty") }
    }

    /// Tells of the names of folders in which nothing is: the walk comes by none of them.
    func tellOfEmptyFolders(_ folders: [String]) throws {
        for root in folders {
            try EmptyFolders.forEach(below: root) { path in
                let findings = nameFindings(path, below: root)
                if !findings.isEmpty { try tell(path, findings, isNew: false) }
            }
        }
    }

    private func nameFindings(_ path: String, below root: String?) -> [Finding] {
        let accepting = baseline
        var findings = names.findings(path, below: root) { accepting?.entry(accepting: $0, of: path) }
        let shown = root.map { Paths.relative(path, to: $0) } ?? Paths.name(of: path)
        if let isKnown, NameCheck.holdsKnown(shown, isKnown) { findings.append(NameCheck.knownName) }
        return findings
    }

    private func submit() throws {
        if workers.isFull, let result = workers.take() { try result.forEach(settle) }
        workers.submit(waiting)
        waiting = []
    }

    /// Waits for everything that is under way.
    private func drain() throws {
        if !waiting.isEmpty { try submit() }
        while let result = workers.take() { try result.forEach(settle) }
    }

    private func settle(_ file: VerifiedFile) throws {
        switch file.result {
        case .passedOver(let reason): try passOver(file.path, reason)
        case .verified(let verification):
            let across = export.add(verification.facts, path: file.path)
            try tell(file.path, verification.findings + file.names + across, isNew: true)
        }
        if isWatched { try output.flush() }
    }

    /// - Parameter isNew: the file has not been counted.
    private func tell(_ path: String, _ findings: [Finding], isNew: Bool) throws {
        var findings = findings
        baseline?.apply(to: &findings, of: path)
        if isNew { summary.add(findings) } else { summary.count(findings) }
        let shown = min(findings.count, room)
        room -= shown
        summary.addUnshown(findings[shown...])
        try output.write(printer.file(path, findings, shown: shown, isAgain: !isNew))
    }

    private func passOver(_ path: String, _ reason: String) throws {
        StandardError.say("\(path): not verified: \(reason)")
        summary.addUnverified()
        try output.write(printer.unverified(path, reason: reason))
    }

    /// - Parameter saysSummary: whether the counts go to standard error.
    func finish(saysSummary: Bool) throws {
        try output.write(printer.closing(summary))
        try output.finish(opening: printer.opensLast ? printer.opening() : "")
        for message in baseline?.messages ?? [] { StandardError.say(message) }
        if summary.notShown > 0 {
            StandardError.say("\(summary.notShown) more findings are not shown (--max-findings)")
        }
        // Where nothing was verified there is nothing to sum up, and "no findings" would be a lie.
        if saysSummary, summary.files > 0 { StandardError.say(TextReport.line(summary)) }
    }
}
