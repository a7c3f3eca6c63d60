/// Characters of an address that are escaped (RFC 3986 §2.1): `%2D` is a hyphen wherever it stands.
enum PercentEncoding {
    /// Bytes of an escaped one.
    static let length = 3

    /// The byte that stands at a place, and how many it is written in.
    static func byte(_ text: [UInt8], at position: Int) -> (byte: UInt8, count: Int) {
        guard text[position] == UInt8(ascii: "%"), position + length <= text.count,
            let high = digit(text[position + 1]),
            let low = digit(text[position + 2])
        else { return (text[position], 1) }
        return (high << 4 | low, length)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte & 15
        case 0x41...0x46, 0x61...0x66: (byte & 15) + 9
        default: nil
        }
    }
}
