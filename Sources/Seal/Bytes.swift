/// Between arrays and raw spans, in one place: `Span.bytes` counts as unsafe because elements may have uninitialised
/// padding, and a `UInt8` has none.
extension [UInt8] {
    func lend<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe body(span.bytes)
    }

    /// Sound: the buffer is copied from before the span's closure returns. A typed buffer, since it is copied as one block.
    mutating func append(contentsOf bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0.assumingMemoryBound(to: UInt8.self)) }
    }
}

extension RawSpan {
    /// Sound: `unsafeLoad` checks the bounds, and every bit pattern is a `UInt8`.
    subscript(offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}

extension SealOutput where Self: ~Copyable {
    /// The first `count` of `bytes`, or all of them.
    mutating func write(_ bytes: [UInt8], first count: Int? = nil) throws {
        try unsafe write(bytes.span.bytes.extracting(first: count ?? bytes.count))
    }
}
