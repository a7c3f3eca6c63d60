import CZlib

/// A raw deflate stream (RFC 1951; PS3.5 §A.5), inflated piece by piece in constant memory.
///
/// Sound: `stream` is allocated once, so its address is stable as zlib requires, and is ended and freed in `deinit`.
/// zlib is handed pointers into arrays only inside the closures that lend them, with the counts of those arrays.
@safe final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let raw: RawBytes
    private var input = [UInt8](repeating: 0, count: 16 << 10)
    private var inputStart = 0
    private var inputEnd = 0
    /// Offset in the file of the next compressed byte to fetch.
    private var position: Int
    /// Offset of the first compressed byte.
    private let start: Int
    private let options: VerifierOptions
    private var produced = 0
    private(set) var isFinished = false
    /// What ended the stream, kept back until all that came out before was given away.
    private var failure: ReadFailure?

    /// - Parameter position: offset of the first compressed byte in the file.
    init(_ raw: RawBytes, from position: Int, options: VerifierOptions) {
        self.raw = raw
        self.position = position
        start = position
        self.options = options
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // It fails only for want of memory, or when header and library do not match.
        let code = unsafe dcmveil_inflate_init_raw(stream)
        precondition(code == Z_OK, "zlib cannot start")
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Compressed bytes behind the end of the stream: their offset in the file and how many there are.
    var rest: (offset: Int, count: Int) {
        let offset = position - (inputEnd - inputStart)
        return (offset, max(raw.size - offset, 0))
    }

    /// Fills `output[index...]` as far as the stream goes.
    ///
    /// - Returns: the bytes written; 0 at the end of the stream.
    func inflate(into output: inout [UInt8], at index: Int) throws(ReadFailure) -> Int {
        if let failure { throw failure }
        var written = 0
        do throws(ReadFailure) {
            try inflate(into: &output, at: index, written: &written)
        } catch {
            if written == 0 { throw error }
            failure = error
        }
        return written
    }

    private func inflate(into output: inout [UInt8], at index: Int, written: inout Int) throws(ReadFailure) {
        while !isFinished, index + written < output.count {
            if inputStart == inputEnd {
                inputStart = 0
                inputEnd = try raw.read(at: position, into: &input, at: 0, count: input.count)
                position += inputEnd
            }
            // Where nothing more comes in, what zlib holds already may still come out.
            let isDry = inputEnd == 0
            let (code, consumed, produced) = step(&output, at: index + written)
            inputStart += consumed
            written += produced
            self.produced += produced
            if isBomb { throw .damaged(.deflatedTooLarge, offset: rest.offset) }
            switch code {
            case Z_STREAM_END: isFinished = true
            case Z_OK where consumed > 0 || produced > 0: continue
            case Z_BUF_ERROR where isDry: throw .damaged(.truncated, offset: position)
            // Neither input nor output moved, or the stream is damaged.
            default: throw .damaged(.deflatedDamaged, offset: rest.offset)
            }
        }
    }

    /// Whether more has come out than any real data set holds.
    private var isBomb: Bool {
        produced > options.maximumInflatedBytes
            || produced > options.inflationThreshold
                && produced / options.maximumInflation > rest.offset - start
    }

    private func step(_ output: inout [UInt8], at index: Int) -> (code: Int32, consumed: Int, produced: Int) {
        let available = inputEnd - inputStart
        let space = output.count - index
        let start = inputStart
        return unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = source.baseAddress! + start
                unsafe stream.pointee.avail_in = UInt32(available)
                unsafe stream.pointee.next_out = target.baseAddress! + index
                unsafe stream.pointee.avail_out = UInt32(space)
                let code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                let consumed = unsafe available - Int(stream.pointee.avail_in)
                let produced = unsafe space - Int(stream.pointee.avail_out)
                return (code, consumed, produced)
            }
        }
    }
}
