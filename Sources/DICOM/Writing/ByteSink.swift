/// Writing failed; the value is `errno`.
public struct WriteError: Error, Hashable, Sendable {
    public var errno: Int32
    public init(errno: Int32) { self.errno = errno }
}

/// Moving bytes failed at one of its ends.
public enum TransferError: Error, Sendable {
    case read(ParseError)
    case write(WriteError)
    /// The person who called wants no more of it.
    case cancelled
    /// A sink of another layer (sealing, for one) failed.
    case sink(any Error)
}

/// Where bytes go. Called with long runs, never once an element.
public protocol ByteSink: AnyObject {
    func write(_ bytes: RawSpan) throws(TransferError)

    /// Takes bytes that stand in the input from `offset` on, unchanged. Most sinks need not know.
    func write(_ bytes: RawSpan, keptFrom offset: Int) throws(TransferError)

    /// Takes two runs, one behind the other, of which the second may stand in the input from `offset` on, unchanged. A
    /// file takes both at once.
    func write(_ bytes: RawSpan, _ next: RawSpan, keptFrom offset: Int?) throws(TransferError)

    /// Takes `range` of `source`, which can be read anywhere; a file lets the kernel copy.
    func copy(from source: any ByteSource, _ range: Range<Int>) throws(TransferError)
}

extension ByteSink {
    public func write(_ bytes: RawSpan, keptFrom offset: Int) throws(TransferError) { try write(bytes) }

    public func write(_ bytes: RawSpan, _ next: RawSpan, keptFrom offset: Int?) throws(TransferError) {
        try write(bytes)
        if let offset { try write(next, keptFrom: offset) } else { try write(next) }
    }

    /// Reads and writes in chunks of 64 KiB; what every sink can do.
    public func copyInChunks(from source: any ByteSource, _ range: Range<Int>) throws(TransferError) {
        var chunk = HeaderBuffer(capacity: 64 << 10)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = min(64 << 10, range.upperBound - offset)
            let count: Int
            do throws(ParseError) {
                count = try chunk.refill(from: source, at: offset, upTo: wanted)
                if count == 0 { throw ParseError(.shrunk, at: offset) }
            } catch { throw .read(error) }
            try chunk.withBytes(0..<count) { bytes throws(TransferError) in try write(bytes) }
            offset += count
        }
    }

    public func copy(from source: any ByteSource, _ range: Range<Int>) throws(TransferError) {
        try copyInChunks(from: source, range)
    }
}
