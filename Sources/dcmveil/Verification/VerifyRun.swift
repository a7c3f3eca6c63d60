import DICOM
import Glibc
import Verify

/// A run of `verify`: each input in turn, findings printed as they come.
struct VerifyRun {
    private let verifier = Verifier()
    private let isJSON: Bool
    private(set) var summary = Summary()
    /// Inputs that could not be read at all: never the same as clean.
    private(set) var unreadable = 0
    private var pending: [UInt8] = []
    private let sink = DescriptorSink(descriptor: 1)

    init(isJSON: Bool) { self.isJSON = isJSON }

    mutating func check(_ input: InputWalk.Input) throws {
        switch input {
        case .file(let path): try check(path)
        case .standardInput:
            throw Failure(.usage, "verify reads files and folders, not standard input", hint: "save it to a file first")
        case .unreadable(let path, let reason, _):
            StandardError.say("\(path): \(reason)")
            unreadable += 1
        case .skipped(let path, let reason):
            // What is not looked at is not known to be clean.
            StandardError.say("\(path): not verified: \(reason)")
            unreadable += 1
        }
    }

    private mutating func check(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            StandardError.say("\(path): cannot open: \(Failure.reason(errno))")
            unreadable += 1
            return
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            StandardError.say("\(path): is no regular file")
            unreadable += 1
            return
        }
        var findings: [Finding]
        do {
            findings = try verifier.verify(fileDescriptor: descriptor, size: Int(status.st_size))
        } catch {
            findings = [.unreadable]
        }
        summary.add(findings)
        for finding in findings {
            try print(isJSON ? JSONReport.line(finding, file: path) : TextReport.line(finding, file: path))
        }
    }

    mutating func finish(isQuiet: Bool) throws {
        if isJSON { try print(JSONReport.line(summary)) }
        try flush()
        if !isJSON, !isQuiet { StandardError.say(TextReport.line(summary)) }
    }

    private mutating func print(_ line: String) throws {
        pending.append(contentsOf: line.utf8)
        pending.append(0x0A)
        if pending.count > 64 << 10 { try flush() }
    }

    private mutating func flush() throws {
        do throws(TransferError) { try unsafe sink.write(pending.span.bytes) } catch {
            throw Failure(.io, "cannot write the findings")
        }
        pending.removeAll(keepingCapacity: true)
    }
}
