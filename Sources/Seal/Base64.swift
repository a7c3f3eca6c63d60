/// Base 64 of RFC 4648 §4, canonical (§3.5) and without padding, as everything in an age header.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(digit(bits >> UInt32(count)))
            }
            bits &= 0xFF
        }
        if count > 0 { text.append(digit(bits << UInt32(6 - count))) }
        return text
    }

    /// `nil` for a character outside the alphabet, padding included, for a length that no encoder makes, and where the
    /// unused last bits are not zero: each value has one text only.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for digit in text {
            guard let value = value(digit) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= 1 << UInt32(count) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }

    /// With `=` up to a multiple of four characters, as outside of headers.
    static func encodePadded(_ bytes: [UInt8]) -> [UInt8] {
        var text = encode(bytes)
        while !text.count.isMultiple(of: 4) { text.append(0x3D) }
        return text
    }

    /// `nil` also where the padding is missing.
    static func decodePadded(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        return decode(text.dropLast(text.suffix(2).reversed().prefix { $0 == 0x3D }.count))
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        switch UInt8(value & 0x3F) {
        case let value where value < 26: 0x41 + value
        case let value where value < 52: 0x61 + value - 26
        case let value where value < 62: 0x30 + value - 52
        case 62: 0x2B
        default: 0x2F
        }
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case 0x41...0x5A: UInt32(digit - 0x41)
        case 0x61...0x7A: UInt32(digit - 0x61 + 26)
        case 0x30...0x39: UInt32(digit - 0x30 + 52)
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
