import Standard

/// What follows the last element.
extension DataSetReader {
    /// Whether what follows at the top level is padding and no element: zeros, which are a tag only in group 0000.
    func isTrailing(_ tag: Tag, _ frame: Frame, _ position: Int) -> Bool {
        tag.rawValue == 0 && lastTag.rawValue > 0 && buffer.uint32(at: position + 4, bigEndian: false) == 0
    }

    /// The rest of the file as one step: nothing, zeros, or bytes after Pixel Data that are no element.
    mutating func trailing(_ frame: Frame) throws(ParseError) -> Element? {
        let start = cursor
        var isZero = true
        var length = 0
        let position = cursor - base
        // Less than a header that starts like one: the file was cut, and what the element was nobody knows.
        let beginsElement =
            (2..<8).contains(available)
            && buffer.uint16(at: position, bigEndian: frame.encoding.isBigEndian) >= max(lastTag.group, 0x7FE0)
            && buffer.uint16(at: position, bigEndian: frame.encoding.isBigEndian) != 0xFFFF
        while true {
            guard try require(1) else { break }
            let from = cursor - base
            for index in from..<buffer.count where buffer[index] != 0 { isZero = false }
            length += buffer.count - from
            cursor += buffer.count - from
            guard length < Int(UInt32.max) else { throw error(.trailingBytes, at: start) }
            if source.size != nil {
                // Bytes that never pass need not be held.
                buffer.truncate(to: position)
                base = cursor - position
            }
        }
        if length == 0 {
            if source.hasTrailingBytes { deviations.insert(.trailingBytes) }
            return nil
        }
        if !isZero, !hasSeenPixelData || beginsElement {
            throw error(length < 8 ? .truncatedHeader : .trailingBytes, at: start)
        }
        if source.size != nil { runs.append((cursor, position)) }
        deviations.insert(.trailingBytes)
        self.frame.end = cursor
        return Element(
            offset: start, position: position, lengthField: UInt32(length), tag: Tag(0xFFFF_FFFF), vr: .un,
            kind: .trailing, headerLength: 0, isResident: source.size == nil, encoding: frame.encoding)
    }
}
