import Standard

/// How the elements of an item are encoded, where it is not as around it.
extension DataSetReader {
    /// The encoding of the elements of the item at the cursor: usually that around it.
    ///
    /// Some writers put implicit items into explicit sequences, and UN may hold either; the first element tells.
    mutating func encodingOfItem(_ frame: Frame, end: Int) throws(ParseError) -> Encoding {
        var encoding = frame.encoding
        let limit = min(end, frame.limit)
        guard limit - cursor >= 8, try require(8) else { return encoding }
        let position = cursor - base
        let big = encoding.isBigEndian
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big)
        )
        if tag.group == 0xFFFE { return encoding }
        let vr = VR(buffer[position + 4], buffer[position + 5])
        if encoding.isExplicitVR {
            if !vr.isWellFormed, try isImplicit(tag, buffer.uint32(at: position + 4, bigEndian: big), frame, limit) {
                deviations.insert(.implicitItemInExplicit)
                encoding.isExplicitVR = false
            }
        } else if frame.isInsideUN, vr.isKnown, try isExplicit(tag, vr, position, limit, big) {
            deviations.insert(.explicitItemInImplicit)
            encoding.isExplicitVR = true
        }
        return encoding
    }

    /// Whether the first element of an item, read as an implicit one, is followed by something believable.
    ///
    /// Judged by what stands there and not by what is left of the file, which a stream does not know.
    mutating func isImplicit(
        _ tag: Tag, _ length: UInt32, _ frame: Frame, _ limit: Int
    ) throws(ParseError) -> Bool {
        if length == 0xFFFF_FFFF { return true }
        var frame = frame
        frame.limit = limit
        return length < 1 << 24 ? try isFollowedByElement(8 + Int(length), tag, frame) : false
    }

    /// Whether the first element of an item inside UN, read as an explicit one, is what PS3.6 says it is, or, private,
    /// is followed by something believable.
    mutating func isExplicit(
        _ tag: Tag, _ vr: VR, _ position: Int, _ limit: Int, _ big: Bool
    ) throws(ParseError) -> Bool {
        if let registered = DataDictionary.vr(of: tag) { return registered == vr }
        let distance: Int
        if vr.hasLongLength {
            guard limit - cursor >= 12, try require(12) else { return false }
            distance = 12 + Int(buffer.uint32(at: cursor - base + 8, bigEndian: big))
        } else {
            distance = 8 + Int(buffer.uint16(at: position + 6, bigEndian: big))
        }
        guard distance < 1 << 20, distance <= limit - cursor, try require(distance) else { return false }
        if limit - cursor == distance { return true }
        guard try require(distance + 4) else { return false }
        let after = cursor - base + distance
        let next = Tag(
            group: buffer.uint16(at: after, bigEndian: big), element: buffer.uint16(at: after + 2, bigEndian: big))
        return next > tag && (next.group == 0xFFFE || next.group == tag.group)
    }
}
