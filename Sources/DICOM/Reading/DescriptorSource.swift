import Glibc

/// A regular file, read by `pread`: never mapped, so that a file that shrinks meanwhile is an error and no signal.
public final class FileSource: ByteSource, Sendable {
    private let descriptor: Int32
    public let size: Int?

    /// Takes the descriptor over and closes it in the end.
    public init(descriptor: Int32, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    deinit { close(descriptor) }

    public var copyableDescriptor: Int32? { descriptor }

    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        while true {
            let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if count >= 0 { return count }
            if errno != EINTR { throw ParseError(.io(errno), at: offset) }
        }
    }
}

/// A pipe, socket or terminal: bytes pass once.
public final class StreamSource: ByteSource {
    private let descriptor: Int32
    public var size: Int? { nil }
    public var copyableDescriptor: Int32? { nil }

    private let isCancelled: @Sendable () -> Bool

    /// Borrows the descriptor.
    ///
    /// - Parameter isCancelled: asked when a signal arrives while a read waits; once it says yes, reading fails.
    public init(descriptor: Int32, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.descriptor = descriptor
        self.isCancelled = isCancelled
    }

    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR || isCancelled() { throw ParseError(.io(errno), at: offset) }
        }
    }
}
