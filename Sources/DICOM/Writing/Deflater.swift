import CZlib

/// zlib, deflating without a header (RFC 1951).
@safe final class Deflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer

    /// What is to come out besides what zlib gives by itself.
    enum Flush {
        case none
        /// Everything so far, up to a whole byte.
        case sync
        /// Everything, and the end of the stream.
        case finish
    }

    /// - Parameter level: 1 (fast) to 9 (small).
    init(level: Int32) {
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

    /// Forgets what it was given, as if a stream began.
    func restart() {
        let status = unsafe deflateReset(stream)
        precondition(status == Z_OK, "zlib's state is damaged")
    }

    func take(_ bytes: RawSpan, _ pass: (RawSpan) throws(TransferError) -> Void) throws(TransferError) {
        try unsafe bytes.withUnsafeBytes { buffer throws(TransferError) in
            var offset = 0
            while offset < buffer.count {
                let count = min(buffer.count - offset, 1 << 20)
                // zlib does not write through `next_in`; its type only lacks the const.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: buffer.baseAddress!.advanced(by: offset).assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(count)
                try run(.none, pass)
                offset += count
            }
        }
    }

    func run(_ flush: Flush, _ pass: (RawSpan) throws(TransferError) -> Void) throws(TransferError) {
        let code =
            switch flush {
            case .none: Z_NO_FLUSH
            case .sync: Z_SYNC_FLUSH
            case .finish: Z_FINISH
            }
        repeat {
            unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(output.count)
            let status = unsafe deflate(stream, code)
            precondition(status != Z_STREAM_ERROR, "zlib's state is damaged")
            let count = unsafe output.count - Int(stream.pointee.avail_out)
            if count > 0 { try unsafe pass(UnsafeRawBufferPointer(rebasing: output[..<count]).bytes) }
        } while unsafe stream.pointee.avail_out == 0
    }
}
