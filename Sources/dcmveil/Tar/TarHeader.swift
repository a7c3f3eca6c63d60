/// A header block of a tar archive (POSIX.1-2001 pax interchange format, and what GNU tar adds to ustar).
struct TarHeader {
    /// Bytes of a block.
    static let size = 512

    var name: [UInt8]
    /// Bytes of the member.
    var length: Int
    /// The type flag.
    var type: UInt8
    /// Whether blocks follow that go on with the map of a sparse file in the old GNU format.
    var hasMoreSparseMap: Bool

    /// - Parameter block: 512 bytes.
    /// - Returns: `nil` for what is no header: a wrong checksum, or a number that is none.
    init?(_ block: [UInt8]) {
        guard let checksum = Self.number(block[148..<156]) else { return nil }
        // The checksum field counts as spaces. Old writers added signed bytes.
        var sum = 8 * 0x20
        var signedSum = sum
        for (index, byte) in block.enumerated() where !(148..<156).contains(index) {
            sum += Int(byte)
            signedSum += Int(Int8(bitPattern: byte))
        }
        guard checksum == sum || checksum == signedSum, let length = Self.number(block[124..<136]) else { return nil }
        self.length = length
        type = block[156]
        hasMoreSparseMap = type == UInt8(ascii: "S") && block[482] != 0
        name = Array(block[..<100].prefix { $0 != 0 })
        let prefix = block[345..<500].prefix { $0 != 0 }
        // Of old GNU archives the prefix is something else.
        if Array(block[257..<263]) == Array("ustar\0".utf8), !prefix.isEmpty {
            name = prefix + [UInt8(ascii: "/")] + name
        }
    }

    var isRegularFile: Bool { type == UInt8(ascii: "0") || type == 0 || type == UInt8(ascii: "7") }

    /// Octal digits between spaces and NULs, or, with the highest bit set, a binary number.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first & 0x80 != 0 {
            var value = Int(first & 0x7F)
            for byte in field.dropFirst() {
                guard value < 1 << 54 else { return nil }
                value = value << 8 | Int(byte)
            }
            return value
        }
        var value = 0
        for byte in field.drop(while: { $0 == 0x20 }) {
            if byte == 0 || byte == 0x20 { break }
            guard (0x30...0x37).contains(byte) else { return nil }
            value = value << 3 | Int(byte - 0x30)
        }
        return value
    }

    // MARK: Writing

    /// The header blocks of a regular file: one, or with a pax header in front where the name or the length has no room.
    ///
    /// Says nothing of who wrote it and when: that is nobody's business, and the same input gives the same bytes.
    static func encode(name: String, length: Int) -> [UInt8] {
        let bytes = Array(name.utf8)
        if let (prefix, rest) = split(bytes), length < 1 << 33 {
            return block(prefix: prefix, name: rest, length: length, type: UInt8(ascii: "0"))
        }
        let records = record("path", bytes) + record("size", Array(String(length).utf8))
        var out = block(prefix: [], name: Array("pax".utf8), length: records.count, type: UInt8(ascii: "x"))
        out += records + [UInt8](repeating: 0, count: padding(of: records.count))
        return out
            + block(
                prefix: [], name: Array(bytes.suffix(100)), length: min(length, 1 << 33 - 1), type: UInt8(ascii: "0"))
    }

    /// Zero bytes that follow so many to fill a block.
    static func padding(of length: Int) -> Int { (size - length % size) % size }

    /// The name, at a slash where it is longer than its field.
    private static func split(_ name: [UInt8]) -> (prefix: [UInt8], name: [UInt8])? {
        if name.count <= 100 { return ([], name) }
        for index in name.indices.reversed() where name[index] == UInt8(ascii: "/") {
            if index <= 155, name.count - index - 1 <= 100 {
                return (Array(name[..<index]), Array(name[(index + 1)...]))
            }
        }
        return nil
    }

    /// `length key=value\n`, whose length counts itself.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let body = Array(" \(key)=".utf8) + value + [0x0A]
        var length = body.count + 1
        while String(length).utf8.count + body.count != length { length = String(length).utf8.count + body.count }
        return Array(String(length).utf8) + body
    }

    private static func block(prefix: [UInt8], name: [UInt8], length: Int, type: UInt8) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: size)
        func put(_ bytes: some Collection<UInt8>, at offset: Int) {
            block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        func octal(_ value: Int, _ digits: Int) -> [UInt8] {
            let text = Array(String(value, radix: 8).utf8)
            return [UInt8](repeating: 0x30, count: digits - text.count) + text
        }
        put(name, at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(length, 11), at: 124)
        put(octal(0, 11), at: 136)
        put([UInt8](repeating: 0x20, count: 8), at: 148)
        block[156] = type
        put("ustar\u{0}00".utf8, at: 257)
        put(prefix, at: 345)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
        return block
    }
}
