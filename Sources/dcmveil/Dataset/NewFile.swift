import DICOM
import Glibc

/// A file of a dataset that is being written: a new one in a folder that nobody else knows of yet.
final class NewFile {
    let path: String
    let sink: any ByteSink
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(errno))")
        }
        self.path = path
        self.descriptor = descriptor
        sink = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(TransferError) { try unsafe sink.write(bytes.span.bytes) }

    /// Waits until the disk has it.
    func synchronize() throws(Failure) {
        try Durability.sync(descriptor, path)
    }

    /// - Parameter mode: of the file, whatever the umask is.
    func setPermissions(_ mode: mode_t) { _ = fchmod(descriptor, mode) }

    static func write(_ path: String, _ bytes: [UInt8]) throws { try NewFile(path).write(bytes) }
}
