import Glibc

/// Bytes that wait to be written, in memory of this value alone. An array would ask for each of many short runs whether
/// somebody else holds it.
///
/// Sound because the allocation is owned by this value alone, `count` never exceeds it, and every access is checked against
/// one of them before it is made.
@safe struct PendingBytes: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        unsafe memory = malloc(capacity)!
    }

    deinit { unsafe free(memory) }

    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: RawSpan) {
        let length = bytes.byteCount
        if length > capacity - count { grow(by: length) }
        unsafe bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { unsafe (memory + count).copyMemory(from: start, byteCount: length) }
        }
        count += length
    }

    mutating func append(repeating byte: UInt8, count length: Int) {
        precondition(length >= 0)
        if length > capacity - count { grow(by: length) }
        unsafe (memory + count).initializeMemory(as: UInt8.self, repeating: byte, count: length)
        count += length
    }

    /// Lends what is held from `start` on.
    func withBytes<R, E: Error>(from start: Int = 0, _ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        precondition(start >= 0 && start <= count)
        let bytes = unsafe UnsafeRawBufferPointer(start: memory + start, count: count - start)
        return try unsafe body(bytes.bytes)
    }

    /// Lends it to be changed.
    mutating func withMutableBytes(from start: Int = 0, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(start >= 0 && start <= count)
        unsafe body(UnsafeMutableRawBufferPointer(start: memory + start, count: count - start))
    }

    /// Empties it and keeps its memory.
    mutating func removeAll() { count = 0 }

    private mutating func grow(by length: Int) {
        capacity = max(count + length, capacity * 2)
        unsafe memory = realloc(memory, capacity)!
    }
}
