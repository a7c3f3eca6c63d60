/// Where the parts of an ssh message lie (RFC 4251 §5): a position, and bytes that are lent for each step.
struct SSHReader {
    private(set) var position = 0

    /// `string`: the range of its bytes.
    mutating func string(in bytes: RawSpan) throws(SealError) -> Range<Int> {
        let count = Int(try uint32(in: bytes))
        guard count <= bytes.byteCount - position else { throw SealError(.malformedKey(.notSSH)) }
        position += count
        return position - count..<position
    }

    /// `mpint`, which must be positive: the range of its bytes without the leading zero.
    mutating func number(in bytes: RawSpan) throws(SealError) -> Range<Int> {
        var range = try string(in: bytes)
        guard let first = range.first, bytes[first] < 0x80 else { throw SealError(.malformedKey(.notSSH)) }
        while let first = range.first, bytes[first] == 0 { range = range.dropFirst().startIndex..<range.upperBound }
        return range
    }

    mutating func uint32(in bytes: RawSpan) throws(SealError) -> UInt32 {
        guard bytes.byteCount - position >= 4 else { throw SealError(.malformedKey(.notSSH)) }
        var value: UInt32 = 0
        for index in position..<position + 4 { value = value << 8 | UInt32(bytes[index]) }
        position += 4
        return value
    }

    mutating func skip(_ count: Int, in bytes: RawSpan) throws(SealError) {
        guard count <= bytes.byteCount - position else { throw SealError(.malformedKey(.notSSH)) }
        position += count
    }
}

extension RawSpan {
    func copy(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(contentsOf: extracting(range))
        return bytes
    }

    func holds(_ text: StaticString, at range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount && KeyText.begins(extracting(range), with: text)
    }
}
