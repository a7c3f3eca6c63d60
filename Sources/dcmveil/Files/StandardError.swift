import Glibc

/// What dcmveil says to the person, on standard error: one line a message, lower case, no value of any element.
enum StandardError {
    static func say(_ text: String) { tell("dcmveil: \(text)") }

    /// A line that is read by other programs, too.
    static func tell(_ text: String) {
        // A file name may hold anything; a terminal must not obey it.
        let bytes = Array("\(TerminalEscape.shown(text))\n".utf8)
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes[offset...].withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
            if count > 0 {
                offset += count
            } else if count < 0, errno == EAGAIN {
                // Somebody made it non-blocking, as a terminal shared with another program may be.
                var descriptor = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&descriptor, 1, 1000)
            } else if count == 0 || errno != EINTR {
                return  // there is nobody left to tell
            }
        }
    }

    static func say(_ text: String, hint: String?) {
        say(text)
        if let hint { say("hint: \(hint)") }
    }
}
