import DICOM

/// Passes bytes on, and keeps those that are no bulk: what an output says of itself can be read there without reading the
/// output again, which may be sealed by then.
final class CapturingSink: ByteSink {
    private let next: any ByteSink
    private let header = CapturedHeader()

    init(_ next: any ByteSink) { self.next = next }

    func write(_ bytes: RawSpan) throws(TransferError) {
        header.add(bytes)
        try next.write(bytes)
    }

    func copy(from source: any ByteSource, _ range: Range<Int>) throws(TransferError) {
        header.skip(range.count)
        try next.copy(from: source, range)
    }

    var captured: any ByteSource { header }
}

/// The bytes that were kept, with zeros for the bulk between them. It ends where more came than is kept.
final class CapturedHeader: ByteSource {
    private var runs: [(offset: Int, bytes: [UInt8])] = []
    private var end = 0
    private var held = 0
    private var isFull = false
    private static let limit = 4 << 20

    func add(_ bytes: RawSpan) {
        guard !isFull, held + bytes.byteCount <= Self.limit else { return isFull = true }
        if runs.isEmpty || runs[runs.count - 1].offset + runs[runs.count - 1].bytes.count != end {
            runs.append((end, []))
        }
        runs[runs.count - 1].bytes.append(bytesOf: bytes)
        end += bytes.byteCount
        held += bytes.byteCount
    }

    func skip(_ count: Int) { if !isFull { end += count } }

    var size: Int? { end }
    var copyableDescriptor: Int32? { nil }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = max(0, min(buffer.count, end - offset))
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
        for run in runs where run.offset < offset + count && run.offset + run.bytes.count > offset {
            let from = max(run.offset, offset)
            let to = min(run.offset + run.bytes.count, offset + count)
            let part = run.bytes[from - run.offset..<to - run.offset]
            unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[(from - offset)...]).copyBytes(from: part)
        }
        return count
    }
}
