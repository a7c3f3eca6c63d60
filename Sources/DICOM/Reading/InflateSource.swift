import CZlib

/// The inflated bytes of a Deflated Explicit VR data set (PS3.5 A.5): a raw deflate stream, read once.
///
/// Offsets count inflated bytes. Growth is limited, so that a bomb ends in an error and not in a full disk.
@safe public final class InflateSource: ByteSource {
    /// Inflated size beyond which a data set whose growth exceeds `maximumRatio` is refused, in bytes.
    public static let bombThreshold = 64 << 20
    /// Largest believable growth: zlib's theoretical limit is about 1030, real data sets stay far below 200.
    public static let maximumRatio = 300

    private let source: any ByteSource
    private var sourceOffset: Int
    private let sourceStart: Int
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var produced = 0
    private var isFinished = false
    /// The last block has been read to its end.
    private var hasLastBlock = false

    /// Where the blocks of the stream begin, for a sink that takes them over.
    let blocks = DeflateBlocks()

    /// Whether the stream ended and was followed by more than the one padding byte that PS3.5 A.5 allows.
    public private(set) var hasTrailingBytes = false

    public var size: Int? { nil }
    public var copyableDescriptor: Int32? { nil }

    /// - Parameters:
    ///   - source: holds the deflated bytes.
    ///   - offset: where in `source` they start.
    public init(_ source: any ByteSource, at offset: Int) throws(ParseError) {
        self.source = source
        sourceOffset = offset
        sourceStart = offset
        // Only of a file can they be read again.
        if source.size == nil { blocks.giveUp() }
        // Sound: both allocations live exactly as long as this object and are used by it alone.
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe input = .allocate(byteCount: 64 << 10, alignment: 16)
        guard unsafe dcmveil_inflate_init_raw(stream) == Z_OK else {
            throw ParseError(.badDeflateStream, at: offset)
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
        unsafe input.deallocate()
    }

    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        precondition(offset == produced, "a stream is read in order")
        if unsafe isFinished || buffer.isEmpty { return 0 }
        unsafe stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(clamping: buffer.count)
        let wanted = unsafe Int(stream.pointee.avail_out)
        while unsafe stream.pointee.avail_out > 0 {
            // Behind the last block zlib wants no more, and there may be no more.
            if unsafe stream.pointee.avail_in == 0 && !hasLastBlock {
                let count = try unsafe source.read(at: sourceOffset, into: input)
                guard count > 0 else { throw ParseError(.badDeflateStream, at: produced) }
                sourceOffset += count
                unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe stream.pointee.avail_in = UInt32(count)
            }
            let status = unsafe inflate(stream, Z_BLOCK)
            noteBlock(wanted)
            if status == Z_STREAM_END {
                isFinished = true
                try lookBehind()
                break
            }
            guard status == Z_OK else { throw ParseError(.badDeflateStream, at: produced) }
        }
        let count = unsafe wanted - Int(stream.pointee.avail_out)
        produced += count
        if produced > Self.bombThreshold, produced / max(1, sourceOffset - sourceStart) > Self.maximumRatio {
            throw ParseError(.inflatedTooLarge, at: produced)
        }
        return count
    }

    /// Notes the beginning of a block where zlib has stopped at one: behind the end of the one before (zlib.h, inflate).
    private func noteBlock(_ wanted: Int) {
        let state = unsafe stream.pointee.data_type
        guard state & 0x80 != 0 else { return }
        hasLastBlock = state & 0x40 != 0
        let consumed = unsafe sourceOffset - sourceStart - Int(stream.pointee.avail_in)
        unsafe blocks.add(bit: consumed * 8 - Int(state & 7), at: produced + wanted - Int(stream.pointee.avail_out))
    }

    /// Appends the deflated bytes in `range`, counted from the start of the stream.
    func appendDeflated(_ range: Range<Int>, to bytes: inout [UInt8]) throws(ParseError) {
        var chunk = HeaderBuffer(capacity: min(64 << 10, range.count))
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = try chunk.refill(
                from: source, at: sourceStart + offset, upTo: min(64 << 10, range.upperBound - offset))
            if count == 0 { throw ParseError(.shrunk, at: sourceStart + offset) }
            chunk.append(0..<count, to: &bytes)
            offset += count
        }
    }

    /// Looks at what follows the stream: nothing, or one byte of padding.
    private func lookBehind() throws(ParseError) {
        var rest = unsafe Int(stream.pointee.avail_in)
        if rest <= 1 { rest += try unsafe source.read(at: sourceOffset, into: input) }
        hasTrailingBytes = rest > 1
    }
}
