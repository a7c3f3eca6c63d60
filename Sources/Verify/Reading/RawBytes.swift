#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the bytes of a file come from.
enum RawBytes {
    case file(Int32, size: Int)
    case memory([UInt8])
    /// Its size is not known before its end.
    case stream(StreamBytes)

    var size: Int {
        switch self {
        case .file(_, let size): max(size, 0)
        case .memory(let bytes): bytes.count
        case .stream: .max
        }
    }

    var isStream: Bool { if case .stream = self { true } else { false } }

    /// Copies up to `count` bytes at `offset` to `buffer[index...]`.
    ///
    /// - Returns: the bytes copied; fewer than `count` only where the file ends.
    func read(at offset: Int, into buffer: inout [UInt8], at index: Int, count: Int) throws(ReadFailure) -> Int {
        precondition(offset >= 0 && index >= 0 && count >= 0 && count <= buffer.count - index)
        switch self {
        case .file(let descriptor, _):
            return try Self.read(descriptor, at: offset, into: &buffer, at: index, count: count)
        case .stream(let stream):
            let count = try stream.read(at: offset, into: &buffer, at: index, count: count)
            if count == 0, stream.isAtEnd, stream.end < offset { throw .damaged(.truncated, offset: stream.end) }
            return count
        case .memory(let bytes):
            guard offset < bytes.count else { return 0 }
            let copied = min(count, bytes.count - offset)
            for step in 0..<copied { buffer[index + step] = bytes[offset + step] }
            return copied
        }
    }

    /// `pread` until all is there.
    ///
    /// Sound: the pointer is that of the array's own storage, inside its closure, and the caller has shown that
    /// `index + count` lies within the array; the kernel writes no more than it is told.
    private static func read(
        _ descriptor: Int32, at offset: Int, into buffer: inout [UInt8], at index: Int, count: Int
    ) throws(ReadFailure) -> Int {
        var done = 0
        while done < count {
            let result = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor, bytes.baseAddress! + (index + done), count - done, off_t(offset + done))
            }
            if result < 0 {
                let code = errno
                if code == EINTR { continue }
                throw .system(code)
            }
            if result == 0 { break }
            done += result
        }
        return done
    }
}
