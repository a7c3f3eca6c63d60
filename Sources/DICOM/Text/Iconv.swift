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

    /// The conversion of `bytes`, or `nil` when a part cannot be converted.
    func convertStrictly(_ bytes: [UInt8]) -> [UInt8]? {
        // From the initial state: a failure before may have left another.
        unsafe iconv(descriptor, nil, nil, nil, nil)
        var out: [UInt8] = []
        var input = bytes
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
            if result != -1 { return out }
            if code != E2BIG { return nil }
        }
    }
}
