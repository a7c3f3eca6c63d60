import Glibc

/// One direction of a conversion between encodings, by the C library's `iconv`.
///
/// The one place that calls it. Sound because the descriptor is opened in `init`, closed in `deinit` and never leaves
/// this object; every call gets pointers into two arrays that live across the call, with their true sizes; and `iconv`
/// never moves a pointer beyond the size it was given. Not shared between threads: the class is not `Sendable`.
@safe final class Iconv {
    private let descriptor: iconv_t

    /// `nil` when the C library has no such conversion (its modules may be missing from a minimal system).
    init?(from: String, to: String) {
        let opened: iconv_t? = unsafe iconv_open(to, from)
        // The error is (iconv_t)-1.
        guard let opened = unsafe opened, UInt(bitPattern: opened) != UInt.max else { return nil }
        unsafe descriptor = opened
    }

    deinit { unsafe iconv_close(descriptor) }

    /// Appends the conversion of `bytes` to `out`, with U+FFFD in UTF-8 for each `unit` bytes that cannot be converted.
    ///
    /// - Returns: whether everything could be converted.
    func convert(_ bytes: [UInt8], unit: Int, into out: inout [UInt8]) -> Bool {
        var isExact = true
        var start = 0
        while start < bytes.count {
            let (consumed, isComplete) = step(bytes, from: start, into: &out)
            start += consumed
            if isComplete { break }
            isExact = false
            out.append(contentsOf: [0xEF, 0xBF, 0xBD])
            start += max(1, unit)
        }
        return isExact
    }

    /// The conversion of `bytes`, or `nil` when a part cannot be converted.
    func convertStrictly(_ bytes: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        let (_, isComplete) = step(bytes, from: 0, into: &out)
        return isComplete ? out : nil
    }

    /// Converts up to the first byte that cannot be.
    private func step(_ bytes: [UInt8], from start: Int, into out: inout [UInt8]) -> (consumed: Int, isComplete: Bool) {
        // From the initial state: a failure before may have left another.
        unsafe iconv(descriptor, nil, nil, nil, nil)
        var input = Array(bytes[start...])
        var chunk = [UInt8](repeating: 0, count: max(64, min(input.count * 4, 64 << 10)))
        var consumed = 0
        while true {
            var inLeft = input.count - consumed
            var outLeft = chunk.count
            var code: Int32 = 0
            let result = unsafe input.withUnsafeMutableBytes { source in
                unsafe chunk.withUnsafeMutableBytes { target in
                    var from = unsafe source.baseAddress?.advanced(by: consumed).assumingMemoryBound(to: CChar.self)
                    var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                    let result = unsafe iconv(descriptor, &from, &inLeft, &to, &outLeft)
                    code = errno
                    return result
                }
            }
            consumed = input.count - inLeft
            out.append(contentsOf: chunk[..<(chunk.count - outLeft)])
            if result != -1 { return (consumed, true) }
            if code != E2BIG { return (consumed, false) }
        }
    }
}
