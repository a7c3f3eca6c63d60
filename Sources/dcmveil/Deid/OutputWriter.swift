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
    /// The archive that the output becomes a member of, its name there, and where it waits.
    private var member: (archive: TarOutput, name: String, spool: Spool)?

    /// - Parameters:
    ///   - path: the final name, whose folders are made; `nil` for standard output.
    ///   - recipients: seals what is written to them; nobody: it is written as it is.
    ///   - reads: what the output may not take the place of.
    init(path: String?, recipients: [any Recipient] = [], sparing reads: ReadFiles? = nil) throws {
        let descriptor: Int32
        if let path {
            let file = try Self.create(path, making: &folders, sparing: reads)
            descriptor = file.descriptor
            self.file = consume file
        } else {
            descriptor = 1
        }
        let plain = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
        sealing = recipients.isEmpty ? nil : try SealingSink(to: recipients, plain)
        sink = sealing ?? plain
    }

    /// - Parameter name: of a new member of `archive`.
    init(in archive: TarOutput, name: String, recipients: [any Recipient] = []) throws {
        let spool = Spool()
        member = (archive, name, spool)
        sealing = recipients.isEmpty ? nil : try SealingSink(to: recipients, spool)
        sink = sealing ?? spool
    }

    /// A file in a folder that may have to be made, and made again: another run that fails removes what it made and finds
    /// empty, which it may before this one has a file in it.
    private static func create(
        _ path: String, making folders: inout [String], sparing reads: ReadFiles?
    ) throws(Failure) -> AtomicFile {
        let folder = Paths.folder(of: path)
        var attempts = 0
        while true {
            attempts += 1
            do throws(Failure) {
                folders += try Folders.make(folder)
                return try AtomicFile(path, sparing: reads)
            } catch {
                if attempts < AtomicFile.attempts, case .missing = Folders.kind(of: folder) { continue }
                Folders.remove(folders)
                throw error
            }
        }
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
        if let member {
            try member.archive.append(member.name, member.spool)
            return true
        }
        guard let file = file.take() else { return true }
        guard try file.commit(replacing: replacing) == .done else { return false }
        folders = []
        return true
    }
}
