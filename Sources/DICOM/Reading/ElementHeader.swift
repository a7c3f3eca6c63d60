import Standard

/// Headers of data elements, well-formed and otherwise.
extension DataSetReader {
    struct Header {
        var vr: VR
        var length: UInt32
        var size: Int
        var lacksVR = false
        var hasReservedBytes = false
    }

    /// The VR and length of the element at the cursor (PS3.5 §7.1.2, §7.1.3); `nil` when the VR is none.
    mutating func header(_ tag: Tag, _ frame: Frame, _ position: Int) throws(ParseError) -> Header? {
        let big = frame.encoding.isBigEndian
        guard frame.encoding.isExplicitVR else {
            return Header(
                vr: Self.implicitVR(of: tag), length: buffer.uint32(at: position + 4, bigEndian: big), size: 8)
        }
        let vr = VR(buffer[position + 4], buffer[position + 5])
        if !vr.isWellFormed { return try headerWithoutVR(tag, frame, position) }
        if !vr.isKnown { deviations.insert(.unknownVR) }
        guard vr.hasLongLength else {
            return Header(vr: vr, length: UInt32(buffer.uint16(at: position + 6, bigEndian: big)), size: 8)
        }
        guard try require(12), frame.limit - cursor >= 12 else { throw error(.truncatedHeader, at: cursor, tag) }
        var header = Header(vr: vr, length: buffer.uint32(at: cursor - base + 8, bigEndian: big), size: 12)
        if buffer.uint16(at: cursor - base + 6, bigEndian: big) != 0 {
            deviations.insert(.reservedBytes)
            header.hasReservedBytes = true
        }
        return header
    }

    /// An element among explicit ones whose VR field is not letters: some writers leave blanks there before a 16-bit
    /// length, others a 32-bit length as in the implicit form. Read so when the length fits and is followed by a tag
    /// that does not step back, refused otherwise.
    mutating func headerWithoutVR(
        _ tag: Tag, _ frame: Frame, _ position: Int
    ) throws(ParseError) -> Header? {
        guard DataDictionary.contains(tag) || tag.isPrivate else { return nil }
        let big = frame.encoding.isBigEndian
        let short = UInt32(buffer.uint16(at: position + 6, bigEndian: big))
        let long = buffer.uint32(at: position + 4, bigEndian: big)
        for length in [short, long] where length < 1 << 16 {
            guard try isFollowedByElement(8 + Int(length), tag, frame) else { continue }
            deviations.insert(.unknownVR)
            return Header(vr: Self.implicitVR(of: tag), length: length, size: 8, lacksVR: true)
        }
        return nil
    }

    /// Whether a believable next tag, or the end, stands `distance` bytes behind the cursor.
    mutating func isFollowedByElement(
        _ distance: Int, _ tag: Tag, _ frame: Frame
    ) throws(ParseError) -> Bool {
        guard distance <= frame.limit - cursor, try require(distance) else { return false }
        guard frame.limit - cursor > distance, try require(distance + 4) else { return true }
        let position = cursor - base + distance
        let big = frame.encoding.isBigEndian
        let next = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big)
        )
        return next > tag && (next.group == 0xFFFE || next.isPrivate || DataDictionary.contains(next))
    }

    /// The VR of an element in the implicit encoding (PS3.5 §6.2.2 note, A.1).
    static func implicitVR(of tag: Tag) -> VR {
        if tag.isPrivateCreator { return .lo }
        if let vr = DataDictionary.vr(of: tag), vr.isKnown { return vr }
        return tag.isGroupLength ? .ul : .un
    }
}
