import DICOM
import Glibc

/// A tar archive that outputs are put into, in the order in which they come.
final class TarOutput {
    private var file: AtomicFile?
    private let path: String?
    private let sink: DescriptorSink
    private var written = 0
    /// Writing failed: a member may be there in part, so that nothing may follow it.
    private(set) var isBroken = false

    /// Bytes of a record: archives are a multiple of it long (POSIX.1-2001 pax).
    private static let record = 20 * TarHeader.size

    /// - Parameters:
    ///   - path: the file that appears in the end; `nil` for standard output.
    ///   - reads: what it may not take the place of.
    init(path: String?, replacing: Bool, sparing reads: ReadFiles? = nil) throws(Failure) {
        self.path = path
        var descriptor: Int32 = 1
        if let path {
            if !replacing, case .file = Folders.kind(of: path) { throw Self.exists(path) }
            let file = try AtomicFile(path, sparing: reads)
            descriptor = file.descriptor
            self.file = consume file
        }
        sink = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
    }

    private static func exists(_ path: String) -> Failure {
        Failure(.cannotCreate, "\(path): is there already", hint: "choose another name, or add --force")
    }

    func append(_ name: String, _ spool: Spool) throws(TransferError) {
        if isBroken { throw .write(WriteError(errno: EIO)) }
        isBroken = true
        let header = TarHeader.encode(name: name, length: spool.count)
        try unsafe sink.write(header.span.bytes)
        try spool.pass(to: sink)
        let padding = [UInt8](repeating: 0, count: TarHeader.padding(of: spool.count))
        if !padding.isEmpty { try unsafe sink.write(padding.span.bytes) }
        written += header.count + spool.count + padding.count
        isBroken = false
    }

    /// Ends the archive; only now does it appear under its name.
    func finish(replacing: Bool) throws {
        if isBroken {
            throw Failure(
                .io, "\(path ?? "standard output"): the archive could not be written to its end",
                hint: "what came behind was not looked at")
        }
        var end = 2 * TarHeader.size
        end += (Self.record - (written + end) % Self.record) % Self.record
        do throws(TransferError) { try unsafe sink.write([UInt8](repeating: 0, count: end).span.bytes) } catch {
            var reason = ""
            if case .write(let error) = error { reason = ": \(Failure.reason(error.errno))" }
            throw Failure(.io, "\(path ?? "standard output"): the archive could not be written to its end\(reason)")
        }
        guard let file = file.take(), let path else { return }
        guard try file.commit(replacing: replacing) == .done else { throw Self.exists(path) }
    }
}
