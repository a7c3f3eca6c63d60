/// Where bytes come from: a file that can be read anywhere, or a stream that passes once.
public protocol ByteSource: AnyObject {
    /// The size in bytes where it is known: then any offset may be read again. `nil` for a stream.
    var size: Int? { get }

    /// Reads up to `buffer.count` bytes at `offset`.
    ///
    /// A stream is only ever asked for the offset at which it stands.
    /// - Returns: the number of bytes read, 0 at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int

    /// Whether something that belongs to no data set was found behind the last byte, as after a deflate stream.
    var hasTrailingBytes: Bool { get }

    /// The descriptor behind the bytes when the kernel may copy ranges from it; `nil` otherwise.
    var copyableDescriptor: Int32? { get }
}

extension ByteSource {
    public var hasTrailingBytes: Bool { false }
}
