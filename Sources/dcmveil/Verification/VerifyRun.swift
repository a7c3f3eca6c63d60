import Glibc
import Verify

/// A run of `verify`: each input in turn, findings printed as they come.
struct VerifyRun {
    private let verifier = Verifier()
    private var printer: ReportPrinter
    private(set) var summary = Summary()
    private let output = StandardOutput()
    /// A person who watches sees each file's findings at once.
    private let isWatched = isatty(1) == 1

    init(_ printer: ReportPrinter) throws {
        self.printer = printer
        try output.write(printer.opening())
    }

    mutating func check(_ input: InputWalk.Input) throws {
        switch input {
        case .file(let path): try check(path)
        case .standardInput:
            throw Failure(.usage, "verify reads files and folders, not standard input", hint: "save it to a file first")
        case .unreadable(let path, let reason, _): try passOver(path, reason)
        // What is not looked at is not known to be clean.
        case .skipped(let path, let reason): try passOver(path, reason)
        }
    }

    private mutating func check(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return try passOver(path, "cannot open: \(Failure.reason(errno))") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return try passOver(path, "is no regular file")
        }
        var findings: [Finding]
        do {
            findings = try verifier.verify(fileDescriptor: descriptor, size: Int(status.st_size))
        } catch {
            findings = [.unreadable]
        }
        summary.add(findings)
        try output.write(printer.file(path, findings))
        if isWatched { try output.flush() }
    }

    private mutating func passOver(_ path: String, _ reason: String) throws {
        StandardError.say("\(path): not verified: \(reason)")
        summary.addUnverified()
        try output.write(printer.unverified(path, reason: reason))
    }

    /// Writes what is waiting, before the process ends early.
    func flush() { try? output.flush() }

    /// - Parameter saysSummary: whether the counts go to standard error.
    mutating func finish(saysSummary: Bool) throws {
        try output.write(printer.closing(summary))
        try output.flush()
        // Where nothing was verified there is nothing to sum up, and "no findings" would be a lie.
        if saysSummary, summary.files > 0 { StandardError.say(TextReport.line(summary)) }
    }
}
