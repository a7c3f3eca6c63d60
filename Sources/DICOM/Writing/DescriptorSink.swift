import CLinux
import Glibc

/// A file, pipe or terminal that bytes are written to.
public final class DescriptorSink: ByteSink {
    private let descriptor: Int32
    private let isCancelled: @Sendable () -> Bool
    /// The kernel copies at most this much between two looks at `isCancelled`.
    private static let copyStep = 256 << 20

    /// Borrows the descriptor.
    ///
    /// - Parameter isCancelled: asked now and then; once it says yes, writing fails with `cancelled`.
    public init(descriptor: Int32, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.descriptor = descriptor
        self.isCancelled = isCancelled
    }

    public func write(_ bytes: RawSpan) throws(TransferError) {
        if isCancelled() { throw .cancelled }
        try unsafe bytes.withUnsafeBytes { buffer throws(TransferError) in
            var offset = 0
            while offset < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count >= 0 {
                    offset += count
                } else if errno != EINTR {
                    throw .write(WriteError(errno: errno))
                }
            }
        }
    }

    public func write(_ bytes: RawSpan, _ next: RawSpan, keptFrom offset: Int?) throws(TransferError) {
        if isCancelled() { throw .cancelled }
        // Sound: the pointers do not leave the calls that lend them, and nothing is written through them.
        let written = unsafe bytes.withUnsafeBytes { one in
            unsafe next.withUnsafeBytes { two in
                let parts = unsafe [
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: one.baseAddress), iov_len: one.count),
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: two.baseAddress), iov_len: two.count),
                ]
                return unsafe writev(descriptor, parts, 2)
            }
        }
        if written < 0, errno != EINTR { throw .write(WriteError(errno: errno)) }
        // Seldom is anything left.
        let count = max(written, 0)
        if count < bytes.byteCount { try write(bytes.extracting(count...)) }
        let rest = next.extracting(max(0, count - bytes.byteCount)...)
        if rest.byteCount > 0 { try write(rest) }
    }

    public func copy(from source: any ByteSource, _ range: Range<Int>) throws(TransferError) {
        guard let from = source.copyableDescriptor else { return try copyInChunks(from: source, range) }
        var offset = range.lowerBound
        while offset < range.upperBound {
            var position = offset
            if isCancelled() { throw .cancelled }
            let step = min(range.upperBound - offset, Self.copyStep)
            let count = unsafe copy_file_range(from, &position, descriptor, nil, step, 0)
            if count > 0 {
                offset += count
            } else if count == 0 {
                // Some file systems give nothing where there is something; whether there is, reading tells.
                return try copyInChunks(from: source, offset..<range.upperBound)
            } else {
                switch errno {
                case EINTR: continue
                // The two ends cannot be joined in the kernel: other file systems, pipes, append mode.
                case EXDEV, EINVAL, EOPNOTSUPP, ENOSYS, EBADF, ETXTBSY:
                    return try copyInChunks(from: source, offset..<range.upperBound)
                default: throw .write(WriteError(errno: errno))
                }
            }
        }
    }
}

/// Collects bytes in memory; for tests and small things.
public final class MemorySink: ByteSink {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public func write(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe self.bytes.append(contentsOf: $0) }
    }
}
