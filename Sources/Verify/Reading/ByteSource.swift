/// The bytes of a file, plain or inflated, seen through one window that only moves forward.
///
/// Positions are offsets in bytes from the start of the file; those of inflated bytes go on from the offset at which
/// the compressed ones begin. Values that nobody looks at are jumped over and never read.
struct ByteSource {
    /// The header of most files fits, and so costs one read.
    static let windowSize = 16 << 10
    /// zlib is fastest when it can write far more than its own window of 32 KiB in one go.
    private static let inflatedWindowSize = 256 << 10

    private enum Backing {
        case raw(RawBytes)
        case inflated(Inflater)
    }

    private let backing: Backing
    private var window: [UInt8]
    /// Offset of the first byte of the window.
    private(set) var start: Int
    /// How many bytes of the window are filled.
    private var filled = 0
    /// Offset past the last byte; `Int.max` while an inflated stream has not ended.
    private(set) var end: Int

    /// Looks through inflated bytes as they go by.
    var passing: TokenScanner?

    /// - Parameter old: the window of a file before; it is taken.
    init(_ raw: RawBytes, reusing old: inout [UInt8]) {
        backing = .raw(raw)
        // Clearing 16 KiB is much of the work on a small file.
        window = old.count == Self.windowSize ? old : [UInt8](repeating: 0, count: Self.windowSize)
        old = []
        start = 0
        end = raw.size
    }

    /// The window, for the next file; nothing can be read any more.
    mutating func giveWindow() -> [UInt8] {
        defer { (window, filled, end) = ([], 0, start) }
        return window
    }

    init(_ inflater: Inflater, from offset: Int) {
        backing = .inflated(inflater)
        window = [UInt8](repeating: 0, count: Self.inflatedWindowSize)
        start = offset
        end = .max
    }

    /// Brings the bytes from `offset` on into the window.
    ///
    /// - Returns: how many of them are there: at least `wanted`, or `windowSize` where that is less (128 KiB of an inflated stream); fewer only
    ///   where the bytes end.
    /// - Throws: `.truncated` when the bytes end before `offset`.
    @inline(__always)
    mutating func load(_ offset: Int, _ wanted: Int) throws(ReadFailure) -> Int {
        let index = offset - start
        if index >= 0, index <= filled, wanted <= filled - index { return filled - index }
        return try refill(offset, wanted)
    }

    /// The byte at `offset`, which `load` brought in.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { window[offset - start] }

    @inline(__always)
    func uint16(_ offset: Int, bigEndian: Bool) -> UInt16 {
        let index = offset - start
        let value = UInt16(window[index]) | UInt16(window[index + 1]) << 8
        return bigEndian ? value.byteSwapped : value
    }

    @inline(__always)
    func uint32(_ offset: Int, bigEndian: Bool) -> UInt32 {
        let index = offset - start
        let value =
            UInt32(window[index]) | UInt32(window[index + 1]) << 8 | UInt32(window[index + 2]) << 16
            | UInt32(window[index + 3]) << 24
        return bigEndian ? value.byteSwapped : value
    }

    /// `count` bytes at `offset`, which `load` brought in.
    func slice(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> { window[offset - start..<offset - start + count] }

    /// Whether the bytes at these offsets are in the window.
    @inline(__always)
    func holds(_ range: Range<Int>) -> Bool { range.lowerBound >= start && range.upperBound - start <= filled }

    /// Whether bytes in the window are those of `others` from `first` on.
    @inline(__always)
    func holds(_ range: Range<Int>, equalTo others: borrowing [UInt8], from first: Int) -> Bool {
        unsafe window.span.bytes.extracting(range.lowerBound - start..<range.upperBound - start)
            .isEqual(to: others.span.bytes.extracting(first..<first + range.count))
    }

    /// A hash of bytes in the window: of all of them, but no more than a hint.
    @inline(__always)
    func quickHash(_ range: Range<Int>) -> UInt64 {
        unsafe window.span.bytes.extracting(range.lowerBound - start..<range.upperBound - start).quickHash
    }

    /// Whether `count` bytes at `offset`, which `load` brought in, are samples and nothing else.
    func isFilled(_ offset: Int, _ count: Int, by samples: UsualSamples) -> Bool {
        unsafe samples.fill(window.span.bytes.extracting(offset - start..<offset - start + count))
    }

    /// Whether bytes from there on can be had again.
    func mayReturn(to offset: Int) -> Bool {
        switch backing {
        case .raw(.stream(let stream)): offset >= min(start, stream.start)
        case .raw: true
        case .inflated: offset >= start
        }
    }

    /// Whether all bytes can be had again, by this source and by copies of it.
    var maySeek: Bool {
        switch backing {
        case .raw(.stream), .inflated: false
        case .raw: true
        }
    }

    var isInflated: Bool { if case .inflated = backing { true } else { false } }

    /// The offset and number of the compressed bytes behind a deflate stream that has been read to its end.
    var restOfDeflated: (offset: Int, count: Int)? {
        guard case .inflated(let inflater) = backing, inflater.isFinished else { return nil }
        return inflater.rest
    }

    private mutating func refill(_ offset: Int, _ wanted: Int) throws(ReadFailure) -> Int {
        if start + filled == end, offset >= start, offset - start <= filled { return filled - (offset - start) }
        switch backing {
        case .raw(let raw):
            guard offset <= end else { throw .damaged(.truncated, offset: end) }
            let count = try raw.read(at: offset, into: &window, at: 0, count: min(Self.windowSize, end - offset))
            (start, filled) = (offset, count)
            // A file that became shorter while it was read.
            if count < min(Self.windowSize, end - offset) { end = offset + count }
            return count
        case .inflated(let inflater):
            // What went by cannot be inflated again. A check that asks for it has a mistake, which must end neither the run nor
            // with a file that counts as clean.
            guard offset >= start else { throw .damaged(.unreadable, offset: offset) }
            while true {
                drop(before: offset)
                if offset == start, filled >= min(wanted, Self.inflatedWindowSize / 2) { return filled }
                let count = try inflater.inflate(into: &window, at: filled)
                passing?.feed(window, filled..<filled + count, at: start + filled)
                filled += count
                if count == 0 {
                    end = start + filled
                    guard offset == start else { throw .damaged(.truncated, offset: end) }
                    return filled
                }
            }
        }
    }

    /// Moves the bytes from `offset` on to the front; all go when `offset` lies beyond them.
    private mutating func drop(before offset: Int) {
        let dropped = min(offset - start, filled)
        guard dropped > 0 else { return }
        for index in dropped..<filled { window[index - dropped] = window[index] }
        start += dropped
        filled -= dropped
    }
}
