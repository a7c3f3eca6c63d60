import CLinux
import DICOM
import Glibc

/// Holds an output until its length is known: small ones in memory, large ones in a file without a name. What passes here
/// is de-identified already, and sealed where it is to be.
final class Spool: ByteSink {
    private(set) var bytes: [UInt8] = []
    private var descriptor: Int32 = -1
    private var file: DescriptorSink?
    private(set) var count = 0

    private static let memory = 4 << 20

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ span: RawSpan) throws(TransferError) {
        count += span.byteCount
        if file == nil, count <= Self.memory { return bytes.append(bytesOf: span) }
        try spill().write(span)
    }

    func copy(from source: any ByteSource, _ range: Range<Int>) throws(TransferError) {
        guard count + range.count > Self.memory else { return try copyInChunks(from: source, range) }
        count += range.count
        try spill().copy(from: source, range)
    }

    /// Writes what is held to `sink`.
    func pass(to sink: any ByteSink) throws(TransferError) {
        let held = bytes
        guard file != nil else { return try unsafe sink.write(held.span.bytes) }
        let copy = dup(descriptor)
        guard copy >= 0 else { throw .write(WriteError(errno: errno)) }
        try sink.copy(from: FileSource(descriptor: copy, size: count), 0..<count)
    }

    private func spill() throws(TransferError) -> DescriptorSink {
        if let file { return file }
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        descriptor = unsafe open(folder, O_RDWR | O_CLOEXEC | DCMVEIL_O_TMPFILE, 0o600)
        if descriptor < 0 {
            var template = Array("\(folder)/dcmveil-XXXXXX".utf8CString)
            descriptor = unsafe mkstemp(&template)
            if descriptor >= 0 { _ = unsafe unlink(template) }
        }
        guard descriptor >= 0 else { throw .write(WriteError(errno: errno)) }
        let file = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
        self.file = file
        let held = bytes
        bytes = []
        if !held.isEmpty { try unsafe file.write(held.span.bytes) }
        return file
    }
}
