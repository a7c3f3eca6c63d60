import DICOM
import Deidentify
import Glibc
import Seal

/// The table of `--linkage`: sealed while it is written, so that no cleartext of it is ever on a disk, and under its name only
/// when it is whole. Let go unfinished, it leaves nothing.
final class LinkageTable {
    private let path: String
    private let replacing: Bool
    private var file: AtomicFile?
    private let sink: SealingSink
    private var pending: [UInt8] = []
    /// Hashes of rows that are in it, so that a study of a thousand images has one. When there are too many it begins anew: a row
    /// that stands twice is one row to who reads the table.
    private var known: Set<Int> = []
    private(set) var rows = 0
    private static let remembered = 1 << 20
    private static let chunk = 32 << 10

    init(
        _ path: String, to recipients: [any Recipient], keyIdentifier: String?, release: String, replacing: Bool
    ) throws {
        self.path = path
        self.replacing = replacing
        let file = try AtomicFile(path, mode: 0o600)
        sink = try SealingSink(
            SealingHeaders(to: recipients), DescriptorSink(descriptor: file.descriptor) { false })
        self.file = consume file
        pending = LinkageRow.first(keyIdentifier: keyIdentifier, release: release)
    }

    func add(_ identity: LinkedIdentity) throws(Failure) {
        let line = LinkageRow.line(identity)
        var hasher = Hasher()
        unsafe line.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        if known.count >= Self.remembered { known.removeAll(keepingCapacity: true) }
        guard known.insert(hasher.finalize()).inserted else { return }
        rows += 1
        pending.append(contentsOf: line)
        if pending.count >= Self.chunk { try flush() }
    }

    private func flush() throws(Failure) {
        do { try unsafe sink.write(pending.span.bytes) } catch { throw SealedTransfer.failure(error, path) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Ends the table and gives it its name.
    func finish() throws(Failure) {
        guard let file = file.take() else { return }
        try flush()
        do { try sink.finish() } catch { throw SealedTransfer.failure(error, path) }
        // Outputs may be given away the next moment; what links them is not to be lost in a power cut.
        try Durability.sync(file.descriptor, path)
        guard try file.commit(replacing: replacing) == .done else {
            throw Failure(.cannotCreate, "\(path): is there already", hint: "choose another name, or add --force")
        }
        try Durability.syncFolder(Paths.folder(of: path))
    }
}
