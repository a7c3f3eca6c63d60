/// The text of a profile, kept so that it can be said later where in it something stands.
final class ProfileText: Sendable {
    /// The file or the name of the profile.
    let source: String
    let bytes: [UInt8]
    private let lineStarts: [Int]

    init(source: String, _ bytes: [UInt8]) {
        self.source = source
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.lazy.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// Line and column of a byte, both counted from 1; columns are characters.
    func position(of offset: Int) -> (line: Int, column: Int) {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let before = bytes[lineStarts[low]..<min(max(offset, lineStarts[low]), bytes.count)]
        return (low + 1, String(decoding: before, as: UTF8.self).count + 1)
    }
}

/// A place in the text of a profile.
struct ProfilePlace: Sendable {
    var text: ProfileText
    /// Bytes from the start of the text.
    var offset: Int

    func error(_ message: String, hint: String? = nil) -> ProfileError {
        let (line, column) = text.position(of: offset)
        return ProfileError(source: text.source, line: line, column: column, message: message, hint: hint)
    }
}
