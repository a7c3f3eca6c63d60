import Standard

/// What an element is once its header is known: a value, a sequence, or fragments.
extension DataSetReader {
    mutating func element(
        _ tag: Tag, _ header: Header, _ frame: Frame, _ position: Int
    ) throws(ParseError) -> Element {
        var element = Element(
            offset: cursor, position: cursor - base, lengthField: header.length, tag: tag, vr: header.vr,
            kind: .element, headerLength: UInt8(header.size), isResident: true, lacksVR: header.lacksVR,
            hasReservedBytes: header.hasReservedBytes, encoding: frame.encoding)
        if tag == .pixelData, outer.isEmpty { try checkPixels(header.length) }
        let end = try self.end(ofLength: header.length, header: header.size, frame, tag)

        if header.length == 0xFFFF_FFFF {
            cursor += header.size
            if isPixels(tag, header.vr) {
                element.kind = .fragments
                try push(.fragments, end: end, frame.encoding, tag, insideUN: false)
                return element
            }
            guard header.vr == .sq || header.vr == .un || !frame.encoding.isExplicitVR else {
                throw error(.undefinedLengthNotAllowed, at: element.offset, tag)
            }
            // PS3.5 §6.2.2: UN of undefined length is a sequence in Implicit VR Little Endian, whatever surrounds it.
            let isUN = header.vr == .un && frame.encoding.isExplicitVR
            element.kind = .sequence
            element.vr = isUN ? .un : .sq
            try push(
                .sequence, end: end, isUN ? .implicitLittleEndian : frame.encoding, tag, insideUN: header.vr == .un)
            return element
        }
        if header.vr == .sq {
            cursor += header.size
            element.kind = .sequence
            try push(.sequence, end: end, frame.encoding, tag, insideUN: false)
            return element
        }
        if header.vr == .un, try isSequenceInUN(tag, header, frame) {
            deviations.insert(.sequenceInUN)
            cursor += header.size
            element.kind = .sequence
            try push(
                .sequence, end: end, frame.encoding.isExplicitVR ? .implicitLittleEndian : frame.encoding, tag,
                insideUN: true)
            return element
        }
        if header.length & 1 != 0 { deviations.insert(.oddLength) }
        element.isResident = try skip(
            header: header.size, Int(header.length), isText: isText(tag, header.vr), tag: tag, depth: depth)
        return element
    }

    /// Fragments and encapsulated Transfer Syntaxes go together (PS3.5 A.4); a mixture cannot be decoded by anybody.
    func checkPixels(_ length: UInt32) throws(ParseError) {
        guard let isEncapsulated, length != 0, (length == 0xFFFF_FFFF) != isEncapsulated else { return }
        throw error(.encodingContradictsTransferSyntax, at: cursor, .pixelData)
    }

    /// Whether the value is characters by the VR that stands there, or by the registered one where that is UN.
    func isText(_ tag: Tag, _ vr: VR) -> Bool {
        vr.isText || vr == .un && DataDictionary.vr(of: tag)?.isText == true
    }

    /// Whether undefined length means fragments (PS3.5 A.4): Pixel Data, or another OB or OW.
    func isPixels(_ tag: Tag, _ vr: VR) -> Bool { tag == .pixelData || vr == .ob || vr == .ow }

    /// Whether a UN of defined length holds a sequence: PS3.6 or the table of safe private attributes says that the element is
    /// one, and the value starts with an item; a private one, whose creator is not known here, with one that has its place.
    mutating func isSequenceInUN(_ tag: Tag, _ header: Header, _ frame: Frame) throws(ParseError) -> Bool {
        let isPrivate = tag.isPrivate
        guard isPrivate ? SafePrivate.mayBeSequence(tag) : DataDictionary.vr(of: tag) == .sq, header.length >= 8,
            try require(header.size + 8)
        else { return false }
        let position = cursor - base + header.size
        let big = !frame.encoding.isExplicitVR && frame.encoding.isBigEndian
        guard buffer.uint32(at: position, bigEndian: big) == (big ? 0xFFFE_E000 : 0xE000_FFFE) else { return false }
        if !isPrivate { return true }
        let length = buffer.uint32(at: position + 4, bigEndian: big)
        return length == 0xFFFF_FFFF || length <= header.length - 8
    }
}
