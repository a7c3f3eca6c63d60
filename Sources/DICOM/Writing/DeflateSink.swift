import CZlib

/// Deflates what passes, as a Deflated Explicit VR data set is stored (PS3.5 A.5): raw, padded to even length.
@safe public final class DeflateSink: ByteSink {
    private let sink: any ByteSink
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer
    private var written = 0

    /// - Parameter level: zlib's, 1 (fast) to 9 (small).
    public init(to sink: any ByteSink, level: Int32 = 6) {
        self.sink = sink
        // Sound: both allocations live exactly as long as this object and are used by it alone.
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe output = .allocate(byteCount: 64 << 10, alignment: 16)
        let status = unsafe dcmveil_deflate_init_raw(stream, level)
        precondition(status == Z_OK, "zlib could not start")
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
        unsafe output.deallocate()
    }

    public func write(_ bytes: RawSpan) throws(TransferError) {
        try unsafe bytes.withUnsafeBytes { buffer throws(TransferError) in
            var offset = 0
            while offset < buffer.count {
                let count = min(buffer.count - offset, 1 << 20)
                // zlib does not write through `next_in`; its type only lacks the const.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: buffer.baseAddress!.advanced(by: offset).assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(count)
                try drain(Z_NO_FLUSH)
                offset += count
            }
        }
    }

    /// Ends the stream. Without this call the data set is cut short.
    public func finish() throws(TransferError) {
        unsafe stream.pointee.avail_in = 0
        try drain(Z_FINISH)
        if written % 2 != 0 { try unsafe sink.write([UInt8(0)].span.bytes) }
    }

    private func drain(_ flush: Int32) throws(TransferError) {
        repeat {
            unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(output.count)
            let status = unsafe deflate(stream, flush)
            precondition(status != Z_STREAM_ERROR, "zlib's state is damaged")
            let count = unsafe output.count - Int(stream.pointee.avail_out)
            if count > 0 {
                let full = unsafe UnsafeRawBufferPointer(rebasing: output[..<count])
                try unsafe sink.write(full.bytes)
                written += count
            }
        } while unsafe stream.pointee.avail_out == 0
    }
}
