import Standard

/// Items and fragments (PS3.5 §7.5 and §A.4).
extension Walker {
    /// Opens the next item; `false` where the sequence ends (PS3.5 §7.5.2).
    mutating func item(at level: Int) throws(ReadFailure) -> Bool {
        guard let (tag, length) = try itemHeader(at: level) else { return false }
        guard tag == .item else { throw .damaged(.malformed, offset: position) }
        let frame = frames[level]
        let start = position + 8
        if let length, length > frame.end - start { throw .damaged(pastEnd(level), offset: position) }
        try push(
            Frame(
                kind: .item, tag: frame.tag, offset: position, end: length.map { start + $0 } ?? frame.end,
                isDelimited: length == nil, encoding: frame.encoding, context: frame.context))
        frames[level].items += 1
        position = start
        return true
    }

    /// The next fragment; `nil` where the fragments end (PS3.5 §A.4).
    mutating func fragment(at level: Int) throws(ReadFailure) -> Event? {
        guard let (tag, length) = try itemHeader(at: level) else { return nil }
        guard tag == .item, let length else { throw .damaged(.malformed, offset: position) }
        let start = position + 8
        guard length <= frames[level].end - start else { throw .damaged(pastEnd(level), offset: position) }
        let number = frames[level].items
        frames[level].items += 1
        position = start + length
        return .fragment(offset: start, length: length, number: number)
    }

    /// An item's tag and length, or `nil` at the end of the sequence, whose delimiter is consumed.
    private mutating func itemHeader(at level: Int) throws(ReadFailure) -> (tag: Tag, length: Int?)? {
        let frame = frames[level]
        if position == frame.end, !frame.isDelimited { return nil }
        guard frame.end - position >= 8, try source.load(position, 8) >= 8 else {
            throw .damaged(pastEnd(level), offset: position)
        }
        let (tag, length) = tagAndLength(frame.encoding)
        if tag == .sequenceDelimitation, frame.isDelimited {
            if length != 0 { flaw = (.strayBytesInHeader, position) }
            position += 8
            return nil
        }
        return (tag, length)
    }

    private func tagAndLength(_ encoding: Encoding) -> (tag: Tag, length: Int?) {
        let big = encoding.isBigEndian
        let tag = Tag(
            group: source.uint16(position, bigEndian: big), element: source.uint16(position + 2, bigEndian: big))
        let length = source.uint32(position + 4, bigEndian: big)
        return (tag, length == .max ? nil : Int(length))
    }

    /// Whether the sequence just seen has anything in it; its content is still to come.
    mutating func hasContent(_ sequence: Element) throws(ReadFailure) -> Bool {
        if let length = sequence.length { return length > 0 }
        guard let frame = pending, try source.load(position, 8) >= 8 else { return true }
        return tagAndLength(frame.encoding).tag != .sequenceDelimitation
    }

    /// Whether bytes run past the end of the file or of something inside it.
    func pastEnd(_ level: Int) -> Check { frames[level].end >= source.end ? .truncated : .malformed }
}
