/// Base 64 between two lines (RFC 7468), as files of private keys have it.
enum PEM {
    /// What stands between the lines of `label`; `nil` if they are not there or something else is in between. To be wiped.
    static func decode(_ text: RawSpan, label: StaticString) -> [UInt8]? {
        let begin = Array("-----BEGIN \(label)-----".utf8)
        let end = Array("-----END \(label)-----".utf8)
        var digits: [UInt8] = []
        digits.reserveCapacity(text.byteCount)
        defer { wipe(&digits) }
        var isInside = false
        var start = 0
        while start < text.byteCount {
            var stop = start
            while stop < text.byteCount, text[stop] != lineFeed { stop += 1 }
            let next = stop + 1
            while stop > start, text[stop - 1] == 0x0D || text[stop - 1] == 0x20 { stop -= 1 }
            let line = text.extracting(start..<stop)
            start = next
            if isInside {
                if isEqual(line, end) { return Base64.decodePadded(digits) }
                digits.append(contentsOf: line)
            } else if isEqual(line, begin) {
                isInside = true
            } else if line.byteCount > 0 {
                return nil
            }
        }
        return nil
    }

    private static func isEqual(_ line: RawSpan, _ text: [UInt8]) -> Bool {
        line.byteCount == text.count && text.indices.allSatisfy { line[$0] == text[$0] }
    }
}
