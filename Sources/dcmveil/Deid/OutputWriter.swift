import DICOM
import Glibc
import Seal

/// One output on its way: where its bytes go, and what makes it final. Let go unfinished, it leaves nothing, neither a
/// file nor a folder that was made for it.
final class OutputWriter {
    private var file: AtomicFile?
    private var folders: [String] = []
    /// What the rewriter writes to.
    let sink: any ByteSink

    private let sealing: SealingSink?

    /// - Parameters:
    ///   - path: the final name, whose folders are made; `nil` for standard output.
    ///   - recipients: seals what is written to them; nobody: it is written as it is.
    init(path: String?, recipients: [any Recipient] = []) throws {
        let descriptor: Int32
        if let path {
            folders = try Folders.make(Paths.folder(of: path))
            let file: AtomicFile
            do throws(Failure) { file = try AtomicFile(path) } catch {
                Folders.remove(folders)
                throw error
            }
            descriptor = file.descriptor
            self.file = consume file
        } else {
            descriptor = 1
        }
        let plain = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
        sealing = recipients.isEmpty ? nil : try SealingSink(to: recipients, plain)
        sink = sealing ?? plain
    }

    deinit {
        // First the file, which may have a temporary name.
        _ = file.take()
        Folders.remove(folders)
    }

    /// Ends the output; only now does it appear under its name.
    ///
    /// - Returns: `false` when something of that name is there already and may not be replaced.
    func finish(replacing: Bool) throws -> Bool {
        try sealing?.finish()
        guard let file = file.take() else { return true }
        guard try file.commit(replacing: replacing) == .done else { return false }
        folders = []
        return true
    }
}
