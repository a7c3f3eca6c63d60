import DICOM
import Glibc

/// A pipe or device that an argument names: bytes pass once, and its descriptor is given back.
final class OpenedStream: ByteSource {
    private let descriptor: Int32
    private let stream: StreamSource

    /// Takes the descriptor over.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        stream = StreamSource(descriptor: descriptor)
    }

    deinit { close(descriptor) }

    var size: Int? { nil }
    var copyableDescriptor: Int32? { nil }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        try unsafe stream.read(at: offset, into: buffer)
    }
}
