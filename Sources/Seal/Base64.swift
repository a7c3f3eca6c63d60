/// Base 64 of RFC 4648 §4, canonical (§3.5) and without padding, as everything in an age header.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let digits = digits
        var text = [UInt8](repeating: 0, count: (bytes.count * 4 + 2) / 3)
        var (from, to) = (0, 0)
        while bytes.count - from >= 3 {
            let bits = Int(bytes[from]) << 16 | Int(bytes[from + 1]) << 8 | Int(bytes[from + 2])
            text[to] = digits[bits >> 18]
            text[to + 1] = digits[bits >> 12 & 63]
            text[to + 2] = digits[bits >> 6 & 63]
            text[to + 3] = digits[bits & 63]
            from += 3
            to += 4
        }
        switch bytes.count - from {
        case 1:
            text[to] = digits[Int(bytes[from]) >> 2]
            text[to + 1] = digits[Int(bytes[from]) << 4 & 63]
        case 2:
            let bits = Int(bytes[from]) << 8 | Int(bytes[from + 1])
            text[to] = digits[bits >> 10]
            text[to + 1] = digits[bits >> 4 & 63]
            text[to + 2] = digits[bits << 2 & 63]
        default: break
        }
        return text
    }

    /// `nil` for a character outside the alphabet, padding included, for a length that no encoder makes, and where the
    /// unused last bits are not zero: each value has one text only.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let text = Array(text)
        guard text.count % 4 != 1 else { return nil }
        let values = values
        var bytes = [UInt8](repeating: 0, count: text.count * 3 / 4)
        var (from, to) = (0, 0)
        while text.count - from >= 4 {
            let (one, two) = (values[Int(text[from])], values[Int(text[from + 1])])
            let (three, four) = (values[Int(text[from + 2])], values[Int(text[from + 3])])
            guard (one | two | three | four) & none == 0 else { return nil }
            bytes[to] = one << 2 | two >> 4
            bytes[to + 1] = two << 4 | three >> 2
            bytes[to + 2] = three << 6 | four
            from += 4
            to += 3
        }
        let rest = text.count - from
        if rest == 0 { return bytes }
        let (one, two) = (values[Int(text[from])], values[Int(text[from + 1])])
        let three = rest == 3 ? values[Int(text[from + 2])] : 0
        guard (one | two | three) & none == 0, (rest == 3 ? three << 6 : two << 4) == 0 else { return nil }
        bytes[to] = one << 2 | two >> 4
        if rest == 3 { bytes[to + 1] = two << 4 | three >> 2 }
        return bytes
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

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// What a byte that is no digit stands for: a bit that no digit has.
    private static let none: UInt8 = 0x80
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: none, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
