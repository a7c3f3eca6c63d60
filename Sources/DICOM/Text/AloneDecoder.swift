import Standard

/// Decodes what knows no code extensions: UTF-8, GB18030 and GBK (PS3.5 §6.1.2.1, Annex J), and Shift-JIS.
struct AloneDecoder {
    private let scheme: SpecificCharacterSet.Scheme
    private let splits: Bool
    private let codec: TextCodec
    /// No character is longer.
    private static let longest = 4

    init(_ scheme: SpecificCharacterSet.Scheme, _ vr: VR, _ codec: TextCodec) {
        self.scheme = scheme
        self.codec = codec
        splits = vr.allowsSeveralValues
    }

    /// As `ExtendedDecoder.decode`.
    func decode(_ bytes: [UInt8], isLast: Bool, into values: inout DecodedValues) -> Int {
        let used =
            scheme == .utf8 ? utf8(bytes, isLast, &values) : characters(bytes, isLast, codec.table(of: scheme), &values)
        if isLast { values.endValue() }
        return used
    }

    // MARK: UTF-8

    private func utf8(_ bytes: [UInt8], _ isLast: Bool, _ values: inout DecodedValues) -> Int {
        let end = isLast ? bytes.count : Self.boundary(in: bytes)
        var start = 0
        while splits, let delimiter = bytes[start..<end].firstIndex(of: 0x5C) {
            utf8(bytes[start..<delimiter], &values)
            values.endValue()
            start = delimiter + 1
        }
        utf8(bytes[start..<end], &values)
        return end
    }

    private func utf8(_ bytes: ArraySlice<UInt8>, _ values: inout DecodedValues) {
        if bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil {
            return values.append(bytes)
        }
        values.append(String(decoding: bytes, as: UTF8.self).utf8)
        values.markInexact()
    }

    /// Where characters may be parted: no sequence of bytes that means something together, or nothing together, goes
    /// across.
    private static func boundary(in bytes: [UInt8]) -> Int {
        // At most three bytes continue a character (RFC 3629 §3): a fourth is one by itself, and means nothing.
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte < 0x80 { return bytes.count - back + 1 }
            if byte >= 0xC0 { return bytes.count - back }
        }
        return bytes.count
    }

    // MARK: Two bytes and four

    private func characters(
        _ bytes: [UInt8], _ isLast: Bool, _ table: CharacterTable, _ values: inout DecodedValues
    ) -> Int {
        let end = isLast ? bytes.count : bytes.count - Self.longest + 1
        var index = 0
        while index < end {
            let lead = bytes[index]
            if lead < 0x80 {
                if lead == 0x5C, splits { values.endValue() } else { values.append(lead) }
                index += 1
                continue
            }
            guard table.isAvailable else {
                // Every byte as the character of Latin alphabet No. 1: nothing is lost, and it is not exact.
                let length = min(length(bytes, at: index), bytes.count - index)
                for byte in bytes[index..<index + length] { values.append(Unicode.Scalar(byte)) }
                values.markInexact()
                index += length
                continue
            }
            index += character(bytes, at: index, table, &values)
        }
        return max(0, index)
    }

    /// Bytes of the character at `index`, so that a trail byte 0x5C is not taken for a backslash.
    private func length(_ bytes: [UInt8], at index: Int) -> Int {
        let lead = bytes[index]
        guard lead > 0x80, index + 1 < bytes.count else { return 1 }
        let trail = bytes[index + 1]
        guard trail >= 0x40, trail != 0x7F else { return 1 }
        if scheme == .shiftJIS {
            return (0x81...0x9F).contains(lead) || 0xE0...0xFC ~= lead ? trail <= 0xFC ? 2 : 1 : 1
        }
        return lead != 0xFF && trail != 0xFF ? 2 : 1
    }

    private func character(
        _ bytes: [UInt8], at index: Int, _ table: CharacterTable, _ values: inout DecodedValues
    ) -> Int {
        let lead = bytes[index]
        if scheme != .shiftJIS, let code = GB18030FourBytes(bytes, at: index) {
            // GBK has no such characters; where they stand, GB18030 is meant.
            if scheme == .gbk { values.markInexact() }
            values.append(code.character(codec.table(of: .gb18030)))
            return 4
        }
        guard length(bytes, at: index) == 2 else {
            values.append(table.character(Int(lead), [lead]))
            return 1
        }
        let trail = bytes[index + 1]
        let place = Int(lead) << 8 | Int(trail)
        if let found = table.character(place, [lead, trail]) {
            values.append(found)
        } else if scheme == .gbk, let found = codec.table(of: .gb18030).character(place, [lead, trail]) {
            values.append(found)
            values.markInexact()
        } else {
            values.append(nil)
            // What may be a character of its own is not lost.
            if trail < 0x80 { values.append(trail) }
        }
        return 2
    }
}
