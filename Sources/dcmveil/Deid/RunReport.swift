import DICOM
import Deidentify
import Glibc
import Standard

/// The account of a run: one JSON object a line for each input, a summary at the end. Holds places, never values.
///
/// Written while the run goes on, each line a tenth of a second at most after its input and those before it have
/// ended: a run that is killed leaves an account of what it did. So the report is there under its name before the first input
/// is read, and is whole only when its last line is a summary. Let go before `appear`, it leaves everything as it was.
final class RunReport {
    private let descriptor: Int32
    private let path: String
    /// What the file that was made is called so far; `nil` once it is the report, and for what is no file.
    private var provisional: String?
    /// A file can be cut back to its last whole line, a pipe cannot.
    private let isRegular: Bool
    /// The file that it is; `nil` for standard output.
    let identity: FileIdentity?
    /// Bytes of whole lines.
    private var written = 0
    /// Inputs that are in it.
    private(set) var inputs = 0

    /// - Parameters:
    ///   - path: the file, `-` for standard output. A pipe or device that is there already is written to.
    ///   - replacing: takes the place of an earlier report. The file that was there stays as it is, for those who know it
    ///     by another name.
    init(_ path: String, replacing: Bool) throws(Failure) {
        self.path = path
        if path == "-" {
            descriptor = dup(1)
            isRegular = false
            identity = nil
            return
        }
        if case .other = Folders.kind(of: path) {
            descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            isRegular = false
        } else {
            if replacing, FileIdentity(path) != nil { try Self.checkReplaceable(path) }
            let isThere = replacing && FileIdentity(path) != nil
            let name = isThere ? AtomicFile.temporaryName(beside: path) : path
            descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_EXCL, 0o666)
            isRegular = true
            if descriptor >= 0 { provisional = name }
        }
        if descriptor < 0 {
            let exists = errno == EEXIST
            throw Failure(
                .cannotCreate, "\(path): cannot create the report: \(Failure.reason(errno))",
                hint: exists ? "choose another name, or add --force to replace it" : nil)
        }
        identity = FileIdentity(descriptor: descriptor)
    }

    /// Only a report makes way for a report: a wrong name after `--report` would otherwise cost the file of that name,
    /// which may be an input that is found much later.
    private static func checkReplaceable(_ path: String) throws(Failure) {
        try AtomicFile.checkReplaceable(path)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "\(path): cannot see whether it is a report: \(Failure.reason(errno))")
        }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: 10)
        let count = unsafe read(descriptor, &start, start.count)
        guard
            count == 0
                || count == start.count
                    && ["{\"input\":\"", "{\"summary\""].contains(where: { $0.utf8.elementsEqual(start) })
        else {
            throw Failure(
                .cannotCreate, "\(path): is there already and is no report, so that none takes its place",
                hint: "choose another name")
        }
    }

    deinit {
        close(descriptor)
        if let provisional { _ = unsafe unlink(provisional) }
    }

    /// The account of a run that goes on has a file of its own beside those of the runs before it: `monday.jsonl.1`.
    static func next(_ path: String) -> String {
        guard path != "-", case .file = Folders.kind(of: path) else { return path }
        return (1...).lazy.map { "\(path).\($0)" }.first { FileIdentity($0) == nil } ?? path
    }

    /// Takes its place: all else that the run needs is there.
    func appear() throws(Failure) {
        guard let provisional else { return }
        if provisional != path, unsafe rename(provisional, path) != 0 {
            throw Failure(.cannotCreate, "\(path): cannot create the report: \(Failure.reason(errno))")
        }
        self.provisional = nil
    }

    /// - Parameter position: of the input among all inputs.
    func record(_ input: String, _ outcome: Outcome, position: Int) throws(Failure) {
        var line = Self.line(input, outcome, position: position)
        try emit(&line)
        inputs += 1
    }

    static func line(_ input: String, _ outcome: Outcome, position: Int) -> JSONText {
        var line = JSONText()
        line.open("{")
        line.member("input", input)
        line.member("number", position)
        switch outcome {
        case .written(let output, let report):
            line.member("status", "written")
            line.member("output", output)
            write(report, to: &line)
        case .quarantined(let quarantine):
            line.member("status", "quarantined")
            line.member("reason", quarantine.reason)
            line.member("message", quarantine.sentence)
            if let offset = quarantine.offset { line.member("offset", offset) }
            if let place = quarantine.place { line.member("place", place) }
        case .failed(let failure):
            line.member("status", "failed")
            line.member("reason", failure.status.reasonCode)
            line.member("message", failure.message)
        case .present(let output):
            line.member("status", "skipped")
            line.member("reason", "output is there already")
            line.member("output", output)
        case .done(let output):
            line.member("status", "skipped")
            line.member("reason", "done by an earlier run")
            line.member("output", output)
        case .skipped(let reason):
            line.member("status", "skipped")
            line.member("reason", reason)
        case .unselected(let option):
            line.member("status", "skipped")
            line.member("reason", "not selected")
            line.member("by", option)
        }
        line.close("}")
        return line
    }

    /// - Parameter isInterrupted: a signal ended the run; inputs that it did not get to have no line.
    func summarize(
        _ counts: RunCounts, isInterrupted: Bool, profile: CompiledProfile, keyIdentifier: String?, shard: Shard? = nil,
        isDryRun: Bool = false
    ) throws(Failure) {
        var line = JSONText()
        line.open("{")
        line.key("summary")
        line.open("{")
        line.member("written", counts.written)
        line.member("quarantined", counts.quarantined)
        line.member("failed", counts.failed)
        line.member("skipped", counts.skipped + counts.present + counts.allUnselected)
        line.close("}")
        if isInterrupted { line.member("interrupted", true) }
        if let shard { line.member("shard", shard.description) }
        if isDryRun { line.member("dry_run", true) }
        line.member("dcmveil", Program.version)
        line.member("profile", profile.profile.name)
        line.member("profile_sha256", profile.profile.digest)
        line.member("conforms", profile.conforms)
        if profile.profile.usesTable, !profile.conforms {
            line.key("weaker_than_table")
            line.open("[")
            for name in profile.weaknessNames { line.string(name) }
            line.close("]")
        }
        if let keyIdentifier { line.member("key", keyIdentifier) }
        line.close("}")
        try emit(&line)
    }

    /// What was written outlasts a power cut.
    func sync() throws(Failure) {
        guard isRegular, fsync(descriptor) != 0 else { return }
        throw Failure(.io, "\(path): cannot write the report to the disk: \(Failure.reason(errno))")
    }

    private static func write(_ report: FileReport, to line: inout JSONText) {
        if !report.modality.isEmpty { line.member("modality", report.modality) }
        if let keyword = UIDRegistry.entry(for: report.sopClassUID)?.keyword { line.member("sop_class", keyword) }
        line.key("attributes")
        line.open("{")
        line.member("kept", report.kept)
        line.member("removed", report.removed)
        line.member("emptied", report.emptied)
        line.member("replaced", report.replaced)
        line.member("cleaned", report.cleaned)
        line.member("uids", report.uids)
        line.member("dates", report.dates)
        line.member("private_removed", report.privateAttributes)
        line.member("codestreams_scrubbed", report.codestreams)
        line.close("}")
        if !report.roles.isEmpty {
            line.key("roles")
            line.open("[")
            for role in report.roles {
                line.open("{")
                line.member("role", role.role)
                line.member("elements", role.elements)
                line.close("}")
            }
            line.close("]")
        }
        if !report.notes.isEmpty {
            line.key("review")
            line.open("[")
            for note in report.notes {
                line.open("{")
                line.member("path", note.path.map(\.description).joined(separator: "."))
                line.member("action", note.rule.name)
                line.member("reason", note.reason.rawValue)
                line.close("}")
            }
            line.close("]")
        }
        if report.furtherNotes > 0 { line.member("further_review", report.furtherNotes) }
        if !report.deviations.isEmpty {
            line.key("deviations")
            line.open("[")
            for name in report.deviations { line.string(name) }
            line.close("]")
        }
    }

    private func emit(_ line: inout JSONText) throws(Failure) {
        line.endLine()
        let bytes = line.bytes
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes[offset...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                let code = errno
                if isRegular { ftruncate(descriptor, written) }
                throw Failure(.io, "\(path): cannot write the report: \(Failure.reason(code))")
            }
        }
        written += bytes.count
    }
}

/// How many inputs ended how.
struct RunCounts {
    var written = 0
    var quarantined = 0
    var failed = 0
    /// Passed over, so that the run is not a full success.
    var skipped = 0
    /// Skipped because an earlier run has done them.
    var present = 0
    /// Left out by the person who called, by the option that says so.
    var unselected: [String: Int] = [:]
    var unreadable = 0

    var allUnselected: Int { unselected.values.reduce(0, +) }
    var total: Int { written + quarantined + failed + skipped + present + allUnselected }
}
