import Glibc

/// The bytes of a data set that are held in memory: headers and small values, without the bulk between them.
///
/// The one place of this library that touches raw memory for reading. Sound because the allocation is owned by this
/// value alone, `count` never exceeds it, and every access is checked against `count` before it is made.
@safe public struct HeaderBuffer: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// Bytes that hold data.
    public private(set) var count = 0

    public init(capacity: Int = 64 << 10) {
        self.capacity = max(capacity, 4096)
        // malloc, for realloc moves large blocks without copying them.
        unsafe memory = malloc(self.capacity)!
    }

    deinit { unsafe free(memory) }

    /// - Precondition: `0 <= position < count`.
    @inline(__always)
    public subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < count)
        return unsafe memory.load(fromByteOffset: position, as: UInt8.self)
    }

    /// The 16-bit number at `position`.
    @inline(__always)
    public func uint16(at position: Int, bigEndian: Bool) -> UInt16 {
        precondition(position >= 0 && position <= count - 2)
        let value = unsafe memory.loadUnaligned(fromByteOffset: position, as: UInt16.self)
        return bigEndian ? value.byteSwapped : value
    }

    /// The 32-bit number at `position`.
    @inline(__always)
    public func uint32(at position: Int, bigEndian: Bool) -> UInt32 {
        precondition(position >= 0 && position <= count - 4)
        let value = unsafe memory.loadUnaligned(fromByteOffset: position, as: UInt32.self)
        return bigEndian ? value.byteSwapped : value
    }

    /// The 64-bit number at `position`, little endian.
    @inline(__always)
    public func uint64(at position: Int) -> UInt64 {
        precondition(position >= 0 && position <= count &- 8)
        return unsafe memory.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
    }

    /// Whether `range` holds `bytes` and nothing else.
    public func holds(_ bytes: [UInt8], at range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe bytes.count == range.count && memcmp(memory + range.lowerBound, bytes, bytes.count) == 0
    }

    /// Whether as many bytes from one position on are those from another one on.
    @inline(__always)
    func isSame(at one: Int, as other: Int, count length: Int) -> Bool {
        precondition(one >= 0 && other >= 0 && length >= 0 && one <= count &- length && other <= count &- length)
        return unsafe memcmp(memory + one, memory + other, length) == 0
    }

    /// Whether `range` holds the bytes of `text` and nothing else.
    func holds(_ text: String, at range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        var text = text
        return text.withUTF8 { text in
            guard text.count == range.count, let start = text.baseAddress else { return text.isEmpty && range.isEmpty }
            return unsafe memcmp(memory + range.lowerBound, start, text.count) == 0
        }
    }

    /// How many bytes from `position` on are those of `bytes` from `start` on.
    func lengthOfCommonBytes(at position: Int, _ bytes: [UInt8], from start: Int) -> Int {
        precondition(position >= 0 && position <= count && start >= 0 && start <= bytes.count)
        let most = min(count - position, bytes.count - start)
        return unsafe bytes.withUnsafeBytes { other in
            var length = 0
            while length &+ 8 <= most {
                let ours = unsafe memory.loadUnaligned(fromByteOffset: position &+ length, as: UInt64.self)
                let theirs = unsafe other.loadUnaligned(fromByteOffset: start &+ length, as: UInt64.self)
                if ours != theirs { return length &+ (ours ^ theirs).littleEndian.trailingZeroBitCount / 8 }
                length &+= 8
            }
            while length < most,
                unsafe memory.load(fromByteOffset: position &+ length, as: UInt8.self) == other[start &+ length]
            {
                length &+= 1
            }
            return length
        }
    }

    /// Where in `range` the first `byte` stands.
    public func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard let found = unsafe memchr(memory + range.lowerBound, Int32(byte), range.count) else { return nil }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(memory)
    }

    /// Whether `range` is ASCII without escape sequences, which means the same in nearly all character sets.
    public func isPlainASCII(_ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        // All bytes are looked at, for an early end is not worth its question.
        var bits: UInt8 = 0
        var escapes: UInt8 = 0
        for position in range {
            let byte = unsafe memory.load(fromByteOffset: position, as: UInt8.self)
            bits |= byte
            escapes |= byte == 0x1B ? 1 : 0
        }
        return bits < 0x80 && escapes == 0
    }

    /// A number that is alike for equal bytes; unlike for most others, but not for those of somebody who wants it
    /// otherwise.
    public func quickHash(_ range: Range<Int>) -> UInt64 {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        var hash = UInt64(truncatingIfNeeded: range.count)
        var position = range.lowerBound
        while position &+ 8 <= range.upperBound {
            let word = unsafe memory.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            position &+= 8
        }
        while position < range.upperBound {
            hash =
                (hash ^ UInt64(unsafe memory.load(fromByteOffset: position, as: UInt8.self))) &* 0x9E37_79B9_7F4A_7C15
            position &+= 1
        }
        return hash ^ hash >> 32
    }

    /// Lends `range` to `body`.
    @inline(__always)
    public func withBytes<R, E: Error>(_ range: Range<Int>, _ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let bytes = unsafe UnsafeRawBufferPointer(start: memory + range.lowerBound, count: range.count)
        return try unsafe body(bytes.bytes)
    }

    /// A copy of `range`.
    public func copy(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: memory + range.lowerBound, count: range.count))
    }

    /// Appends a copy of `range` to `bytes`.
    public func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        // Of bytes, not raw memory: that is appended in one go.
        let start = unsafe (memory + range.lowerBound).assumingMemoryBound(to: UInt8.self)
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: range.count))
    }

    /// Appends up to `limit` bytes that `read` delivers.
    ///
    /// - Returns: the number of bytes that `read` delivered.
    mutating func append(
        upTo limit: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ParseError) -> Int
    ) throws(ParseError) -> Int {
        try reserve(count + limit)
        let free = unsafe UnsafeMutableRawBufferPointer(start: memory + count, count: limit)
        let delivered = try unsafe read(free)
        precondition(delivered >= 0 && delivered <= limit)
        count += delivered
        return delivered
    }

    /// Takes the bytes of `source` at `offset` in place of what it held.
    ///
    /// - Returns: the number of bytes, 0 at the end.
    public mutating func refill(
        from source: any ByteSource, at offset: Int, upTo limit: Int
    ) throws(ParseError) -> Int {
        truncate(to: 0)
        return try unsafe append(upTo: limit) { memory throws(ParseError) in
            try unsafe source.read(at: offset, into: memory)
        }
    }

    /// Forgets everything, and leaves bytes out so that what comes next lies in its page of memory where `offset` lies
    /// in its page of a file: the kernel copies faster between such places. What is left out is zeros.
    mutating func alignEnd(to offset: Int, for length: Int) throws(ParseError) {
        let page = 4096
        truncate(to: 0)
        try reserve(page + length)
        count = unsafe (offset - Int(bitPattern: memory)) & (page - 1)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    }

    /// Forgets everything from `position` on.
    mutating func truncate(to position: Int) {
        precondition(position >= 0 && position <= count)
        count = position
    }

    /// Moves the bytes from `position` on to the front.
    mutating func removeFirst(_ position: Int) {
        precondition(position >= 0 && position <= count)
        if position == 0 { return }
        if count > position {
            unsafe memory.copyMemory(from: memory + position, byteCount: count - position)
        }
        count -= position
    }

    private mutating func reserve(_ capacity: Int) throws(ParseError) {
        if capacity <= self.capacity { return }
        let grown = max(capacity, self.capacity * 2)
        guard let moved = unsafe realloc(memory, grown) else { throw ParseError(.io(ENOMEM), at: 0) }
        unsafe memory = moved
        self.capacity = grown
    }
}
