import Standard

/// The way that nearly all steps take: Explicit VR Little Endian, header and value in the buffer already, and nothing about
/// them that calls for a decision.
extension DataSetReader {
    /// The step at the cursor, when it is such a one; `nil` leaves it to the careful way, which yields the same.
    @inline(__always)
    mutating func usualStep() -> Element? {
        guard frame.isUsual else { return nil }
        let position = cursor &- base
        if cursor == frame.end { return outer.isEmpty ? nil : usualEnd(position) }
        // Neither is negative, and both are far from the ends of Int.
        let room = min(buffer.count &- position, frame.limit &- cursor) &- 8
        guard room >= 0 else { return nil }
        let header = buffer.uint64(at: position)
        if frame.kind == .sequence { return usualItem(header, position, room) }
        let vr = VR(UInt16(truncatingIfNeeded: header >> 32).byteSwapped)
        let low = UInt32(truncatingIfNeeded: header)
        let tag = Tag(low << 16 | low >> 16)
        guard tag.group != 0xFFFE else { return nil }
        if vr == .sq { return usualSequence(tag, header, position, room) }
        let length = Int(header >> 48)
        guard length <= room, length & 1 == 0, !vr.hasLongLength, isNext(tag) else { return nil }
        let offset = cursor
        cursor = offset &+ 8 &+ length
        return Element(
            offset: offset, position: position, lengthField: UInt32(truncatingIfNeeded: length), tag: tag, vr: vr,
            kind: .element, headerLength: 8, isResident: true, encoding: .explicitLittleEndian)
    }

    /// The end of an item or sequence whose length was known.
    @inline(__always)
    private mutating func usualEnd(_ position: Int) -> Element {
        let element = Element(
            offset: cursor, position: position, lengthField: 0, tag: frame.tag, vr: .sq,
            kind: frame.kind == .item ? .itemEnd : .sequenceEnd, headerLength: 0, isResident: true,
            encoding: .explicitLittleEndian)
        frame = outer.pop()
        return element
    }

    /// Whether the order of the elements is that of PS3.5 §7.1. Whatever steps back, repeats or belongs to the pixels is
    /// for the careful way.
    @inline(__always)
    private mutating func isNext(_ tag: Tag) -> Bool {
        guard frame.kind == .dataSet else { return true }
        guard tag > lastTag, tag.group < 0x7FE0 else { return false }
        lastTag = tag
        return true
    }

    @inline(__always)
    private mutating func usualSequence(_ tag: Tag, _ header: UInt64, _ position: Int, _ room: Int) -> Element? {
        guard room >= 4, header >> 48 == 0 else { return nil }
        let length = buffer.uint32(at: position &+ 8, bigEndian: false)
        guard length == 0xFFFF_FFFF || Int(length) <= frame.limit &- cursor &- 12 else { return nil }
        guard depth < limits.depth, isNext(tag) else { return nil }
        let offset = cursor
        cursor &+= 12
        enter(.sequence, length, tag, insideUN: false)
        return Element(
            offset: offset, position: position, lengthField: length, tag: tag, vr: .sq, kind: .sequence,
            headerLength: 12,
            isResident: true, encoding: .explicitLittleEndian)
    }

    /// An item whose first element has a VR, as it should, or which has none.
    @inline(__always)
    private mutating func usualItem(_ header: UInt64, _ position: Int, _ room: Int) -> Element? {
        guard UInt32(truncatingIfNeeded: header) == 0xE000_FFFE else { return nil }
        let length = UInt32(truncatingIfNeeded: header >> 32)
        guard length == 0xFFFF_FFFF || Int(length) <= frame.limit &- cursor &- 8, length >= 8, room >= 8 else {
            return nil
        }
        let first = buffer.uint64(at: position &+ 8)
        guard VR(UInt16(truncatingIfNeeded: first >> 32).byteSwapped).isWellFormed, depth < limits.depth else {
            return nil
        }
        let offset = cursor
        let tag = frame.tag
        frame.items &+= 1
        cursor &+= 8
        enter(.item, length, tag, insideUN: frame.isInsideUN)
        return Element(
            offset: offset, position: position, lengthField: length, tag: tag, vr: .sq, kind: .item, headerLength: 8,
            isResident: true, encoding: .explicitLittleEndian)
    }

    /// Goes inside, with the header passed and the length looked at.
    @inline(__always)
    private mutating func enter(_ kind: FrameKind, _ length: UInt32, _ tag: Tag, insideUN: Bool) {
        let end = length == 0xFFFF_FFFF ? Int.max : cursor &+ Int(length)
        outer.push(frame)
        frame = Frame(
            end: end, limit: min(end, frame.limit), tag: tag, kind: kind, encoding: .explicitLittleEndian,
            isInsideUN: insideUN)
    }
}
