/// Digits and letters of ASCII, whatever the character set of a value says of other bytes.
enum ASCII {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    /// Whether `part` stands in `text`. Of a keyword: `String.contains` takes some hundred times as long, at every start.
    static func contains(_ text: String, _ part: StaticString) -> Bool {
        let text = Array(text.utf8)
        let count = part.utf8CodeUnitCount
        guard count > 0, text.count >= count else { return false }
        // Sound: a literal of several bytes has a pointer, and is read within its length.
        let part = unsafe UnsafeBufferPointer(start: part.utf8Start, count: count)
        return (0...text.count - count).contains { start in
            unsafe text[start] == part[0] && text[start..<start + count].elementsEqual(part)
        }
    }
}
