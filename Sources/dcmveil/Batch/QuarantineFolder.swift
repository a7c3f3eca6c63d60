import DICOM
import Glibc

/// Where the inputs that became no output are listed and, when told to, copied to.
///
/// Copies are what they were, with everything that identifies; so they are for their owner alone, and their names, which are
/// the numbers of the inputs, tell nothing.
final class QuarantineFolder {
    private let folder: String
    private let copies: Bool
    private let list: Int32

    init(_ folder: String, copies: Bool, replacing: Bool) throws(Failure) {
        self.folder = folder
        self.copies = copies
        try Folders.make(folder)
        let name = Paths.join(folder, "quarantined.jsonl")
        if replacing { try AtomicFile.checkReplaceable(name) }
        let how = replacing ? O_TRUNC : O_EXCL
        list = unsafe open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | how, 0o600)
        guard list >= 0 else {
            throw Failure(
                .cannotCreate, "\(name): cannot create: \(Failure.reason(errno))",
                hint: errno == EEXIST ? "choose another folder, or add --force to replace the list" : nil)
        }
    }

    deinit { close(list) }

    /// Adds what is no output.
    func add(_ input: String, _ outcome: Outcome, position: Int) throws(Failure) {
        switch outcome {
        case .quarantined, .failed: break
        default: return
        }
        var line = RunReport.line(input, outcome, position: position)
        line.endLine()
        let bytes = line.bytes
        guard unsafe write(list, bytes, bytes.count) == bytes.count else {
            throw Failure(.io, "\(folder): cannot write the list of what was quarantined: \(Failure.reason(errno))")
        }
        guard copies, case .quarantined = outcome, case .file = Folders.kind(of: input) else { return }
        try copy(input, Paths.join(folder, "\(position).dcm"))
    }

    private func copy(_ input: String, _ path: String) throws(Failure) {
        let source = try Inputs.open(input)
        let file = try AtomicFile(path, mode: 0o600)
        let sink = DescriptorSink(descriptor: file.descriptor) { Interruption.isRequested }
        do throws(TransferError) { try sink.copy(from: source, 0..<(source.size ?? 0)) } catch {
            throw Failure(.io, "\(input): cannot copy it to \(folder)")
        }
        _ = try file.commit(replacing: true)
    }
}
