/// Takes ASCII armor off (C2SP age, "ASCII armor"; RFC 7468 §3, the strict form): what stands around and between the
/// Base 64 could otherwise be changed without anybody noticing.
///
/// Only blank lines may stand before and after the block. Lines end with LF or CR LF.
struct ArmorDecoder {
    static let begin = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    static let end = Array("-----END AGE ENCRYPTED FILE-----".utf8)
    /// Characters of every line but the last.
    static let columns = 64
    /// Bytes of blank lines that are put up with on either side.
    static let blankLimit = 1024

    private enum Expected { case begin, fullLine, end, nothing }

    private var expected = Expected.begin
    private var line: [UInt8] = []
    private var lineNumber = 1
    private var blanks = 0

    /// Whether a file that begins with this byte is armored: an age file in binary begins with a letter.
    static func isLikely(firstByte: UInt8) -> Bool { firstByte == begin[0] || isBlank(firstByte) }

    /// The bytes of the age file that `text` completes.
    mutating func decode(_ text: RawSpan) throws(SealError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.byteCount * 3 / 4 + 3)
        var start = 0
        while start < text.byteCount {
            var end = start
            while end < text.byteCount, text[end] != lineFeed { end += 1 }
            // A line end may still take one character off.
            let limit = expected == .fullLine ? Self.columns : Self.blankLimit
            guard line.count + end - start <= limit + 1 else { throw malformed }
            line.append(contentsOf: text.extracting(start..<end))
            if end == text.byteCount { break }
            try endLine(&bytes)
            lineNumber += 1
            start = end + 1
        }
        return bytes
    }

    /// Whatever stood on a last line without line end.
    mutating func finish() throws(SealError) {
        var bytes: [UInt8] = []
        if !line.isEmpty { try endLine(&bytes) }
        guard expected == .nothing else { throw SealError(.truncatedArmor, at: .line(lineNumber)) }
    }

    private mutating func endLine(_ bytes: inout [UInt8]) throws(SealError) {
        let length = line.count + 1
        if line.last == 0x0D { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        switch expected {
        case .begin where line.allSatisfy(Self.isBlank), .nothing where line.allSatisfy(Self.isBlank):
            blanks += length
            guard blanks <= Self.blankLimit else { throw malformed }
        case .begin:
            guard line == Self.begin else { throw malformed }
            blanks = 0
            expected = .fullLine
        case .fullLine where line == Self.end, .end where line == Self.end:
            expected = .nothing
        case .fullLine:
            guard line.count <= Self.columns, let (value, isPadded) = Self.decode(line) else { throw malformed }
            bytes += value
            if line.count < Self.columns || isPadded { expected = .end }
        case .end:
            throw malformed
        case .nothing:
            throw SealError(.dataAfterArmor, at: .line(lineNumber))
        }
    }

    /// Base 64 with padding: `nil` unless a multiple of four characters, at least four, and canonical.
    private static func decode(_ line: [UInt8]) -> (bytes: [UInt8], isPadded: Bool)? {
        guard !line.isEmpty, line.count.isMultiple(of: 4) else { return nil }
        let padding = line.suffix(2).reversed().prefix { $0 == 0x3D }.count
        return Base64.decode(line.dropLast(padding)).map { ($0, padding > 0) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
    private var malformed: SealError { SealError(.malformedArmor, at: .line(lineNumber)) }
}
