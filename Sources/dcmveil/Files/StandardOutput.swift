import Glibc

/// Standard output, in runs of 64 KiB.
///
/// A reader that goes away (`| head`) ends the program as it ends any other: by SIGPIPE, without a word.
final class StandardOutput {
    private var bytes: [UInt8] = []

    init() {
        signal(SIGPIPE, SIG_DFL)
        bytes.reserveCapacity(80 << 10)
    }

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
