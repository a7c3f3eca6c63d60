import Glibc

/// Standard output, in runs of 64 KiB.
///
/// For commands whose output is to be read: a reader that goes away (`| head`) ends the program as it ends any other, by
/// SIGPIPE and without a word. Where a cut output is a loss (deid, seal, open) that is an error of writing instead.
final class StandardOutput {
    private var bytes: [UInt8] = []

    init() {
        Self.endQuietlyWithoutReader()
        bytes.reserveCapacity(80 << 10)
    }

    static func endQuietlyWithoutReader() { signal(SIGPIPE, SIG_DFL) }

    func write(_ text: some StringProtocol) throws(Failure) {
        bytes.append(contentsOf: text.utf8)
        if bytes.count >= 64 << 10 { try flush() }
    }

    func write(_ more: some Collection<UInt8>) throws(Failure) {
        bytes.append(contentsOf: more)
        if bytes.count >= 64 << 10 { try flush() }
    }

    func flush() throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes[offset...].withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.io, "standard output: cannot write: \(Failure.reason(errno))")
            }
            offset += count
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
