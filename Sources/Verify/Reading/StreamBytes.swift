#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Bytes that come once, as those of a pipe: read front to back, with the last 64 KiB kept, which is more than any check
/// looks back. For one thread.
public final class StreamBytes {
    private let descriptor: Int32
    private var kept: [UInt8] = []
    /// Offset of the first byte that is kept.
    private(set) var start = 0
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)
    private(set) var isAtEnd = false

    /// Looks through the bytes as they come.
    var passing: TokenScanner?

    private static let lookback = 64 << 10

    /// - Parameter descriptor: open for reading; not closed here.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Offset past the last byte that has come.
    var end: Int { start + kept.count }

    /// Copies bytes as `RawBytes.read` does.
    func read(at offset: Int, into buffer: inout [UInt8], at index: Int, count: Int) throws(ReadFailure) -> Int {
        // A stream is read once; see `ByteSource.refill`.
        guard offset >= start else { throw .damaged(.unreadable, offset: offset) }
        while end < offset + count, !isAtEnd { try readMore(wanting: offset) }
        let available = min(count, end - offset)
        guard available > 0 else { return 0 }
        for step in 0..<available { buffer[index + step] = kept[offset - start + step] }
        return available
    }

    private func readMore(wanting offset: Int) throws(ReadFailure) {
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
            let code = errno
            if code == EINTR { return }
            throw .system(code)
        }
        if count == 0 {
            isAtEnd = true
            return
        }
        passing?.feed(chunk, 0..<count, at: end)
        // Seldom, so that bytes are moved once on average.
        let excess = min(kept.count, offset - start) - Self.lookback
        if excess > Self.lookback {
            kept.removeFirst(excess)
            start += excess
        }
        kept.append(contentsOf: chunk[..<count])
        // Values that are jumped over do not wait to be looked back at.
        let passed = offset - Self.lookback - start
        if passed > 4 * Self.lookback {
            let dropped = min(passed, kept.count)
            kept.removeFirst(dropped)
            start += dropped
        }
    }
}
