import DICOM

/// A large file that is mostly zeros and takes no memory: `head`, a hole, `tail`.
final class SparseSource: ByteSource {
    let head: [UInt8], hole: Int, tail: [UInt8]
    init(head: [UInt8], hole: Int, tail: [UInt8]) { (self.head, self.hole, self.tail) = (head, hole, tail) }
    var size: Int? { head.count + hole + tail.count }
    var copyableDescriptor: Int32? { nil }
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        let count = min(buffer.count, size! - offset)
        for index in 0..<max(0, count) {
            let place = offset + index
            buffer[index] =
                place < head.count ? head[place] : place < head.count + hole ? 0 : tail[place - head.count - hole]
        }
        return max(0, count)
    }
}

/// Counts what it is given.
final class CountingSink: ByteSink {
    private(set) var count = 0
    func write(_ bytes: RawSpan) { count += bytes.byteCount }
    func copy(from source: any ByteSource, _ range: Range<Int>) { count += range.count }
}
