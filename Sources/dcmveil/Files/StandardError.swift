import Glibc

/// What dcmveil says to the person, on standard error: one line a message, lower case, no value of any element.
enum StandardError {
    static func say(_ text: String) {
        var bytes = Array("dcmveil: ".utf8)
        // A file name may hold anything; a terminal must not obey it.
        for byte in text.utf8 { bytes.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte) }
        bytes.append(0x0A)
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes[offset...].withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            offset += count
        }
    }

    static func say(_ text: String, hint: String?) {
        say(text)
        if let hint { say("hint: \(hint)") }
    }
}
