import DICOM
import Standard

/// Native pixels, and the colour profile: what they say besides samples and colours.
extension Engine {
    /// Remembers how samples are laid out, of which the attributes stand before them.
    mutating func noteLayout(_ element: Element, _ reader: borrowing DataSetReader) {
        guard element.kind == .element, element.isResident, (2...64).contains(element.lengthField) else { return }
        guard element.vr == .us || element.vr == .ss || element.vr == .is && element.tag.element == 0x0008 else { return }
        let isBigEndian = element.encoding.isBigEndian
        let value = { (buffer: borrowing HeaderBuffer) in Int(buffer.uint16(at: element.valuePosition, bigEndian: isBigEndian)) }
        switch element.tag.element {
        case 0x0002: layout.samplesPerPixel = value(reader.buffer)
        case 0x0008:
            noteFrames(element.trimmedValue(reader.buffer))
        case 0x0010: layout.rows = value(reader.buffer)
        case 0x0011: layout.columns = value(reader.buffer)
        case 0x0100: layout.bitsAllocated = value(reader.buffer)
        case 0x0101: layout.bitsStored = value(reader.buffer)
        case 0x0102: layout.highBit = value(reader.buffer)
        case 0x0103: layout.isSigned = value(reader.buffer) == 1
        case 0x0120, 0x0121:
            // Each once; repeated ones would be asked for every sample.
            if layout.padding.count < 2 { layout.padding.append(UInt16(value(reader.buffer))) }
        default: break
        }
    }

    /// Anything but a number leaves the number of frames, and so their end, unknown.
    mutating func noteFrames(_ value: [UInt8]) {
        let digits = value.filter { $0 != 0x20 && $0 != 0 }
        layout.frames = Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    /// Clears the unused bits of samples, and what follows the last frame.
    mutating func maskSamples(_ element: Element, _ edits: inout EditList) {
        guard profile.profile.codestreams != .keep, let mask = mask(for: element) else { return }
        let length = Int(element.lengthField)
        guard mask.hasUnusedBits || length > mask.length else { return }
        guard profile.profile.scrubsCodestreams else {
            // One byte makes the length even.
            if length > mask.length + 1 { report.note([element.tag], .keep, .besidePixels) }
            return
        }
        // A value that is still to come is dealt with as it passes.
        if element.endOffset > segmentEnd {
            passingMask = mask
            return
        }
        let end = element.valueOffset + min(length, mask.length)
        if mask.hasUnusedBits { edits.mask(element.valueOffset..<end, mask) }
        if end < element.endOffset { edits.blank(end..<element.endOffset) }
    }

    private func mask(for element: Element) -> SampleMask? {
        var layout = layout
        switch element.tag {
        case .pixelData: break
        case .floatPixelData: (layout.bitsAllocated, layout.bitsStored) = (32, 32)
        case .doubleFloatPixelData: (layout.bitsAllocated, layout.bitsStored) = (64, 64)
        default: return nil
        }
        // Bytes of OB stand in their order whatever the Transfer Syntax says.
        return SampleMask(layout, isBigEndian: element.encoding.isBigEndian && element.vr != .ob)
    }

    // MARK: Colour

    private static let longestProfile = 16 << 20

    /// Reads a profile that the reader has passed over.
    mutating func load(_ element: Element, _ source: any ByteSource) throws(ParseError) {
        iccProfile = nil
        guard !element.isResident, source.size != nil, element.lengthField <= Self.longestProfile else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(element.lengthField))
        var chunk = HeaderBuffer(capacity: 64 << 10)
        while bytes.count < Int(element.lengthField) {
            let left = Int(element.lengthField) - bytes.count
            let count = try chunk.refill(from: source, at: element.valueOffset + bytes.count, upTo: min(64 << 10, left))
            guard count > 0 else { throw ParseError(.shrunk, at: element.valueOffset, tag: element.tag) }
            chunk.append(0..<count, to: &bytes)
        }
        iccProfile = bytes
    }

    /// Reads what is looked at of a long binary value that is no samples. A stream holds it.
    mutating func loadBeginning(_ element: Element, _ source: any ByteSource) throws(ParseError) {
        beginning = nil
        guard source.size != nil, element.tag.group < 0x5000, !element.tag.isPrivate || !profile.privateRules.isEmpty, element.lengthField != .max else { return }
        var chunk = HeaderBuffer(capacity: ContentForm.longestLookedAt)
        let length = min(Int(element.lengthField), ContentForm.longestLookedAt)
        let count = try chunk.refill(from: source, at: element.valueOffset, upTo: length)
        guard count > 0 else { throw ParseError(.shrunk, at: element.valueOffset, tag: element.tag) }
        beginning = chunk.copy(0..<count)
    }

    /// A colour profile without its text; what is none goes.
    mutating func colourProfile(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        if element.lengthField == 0 { return keep(element, &edits) }
        let range = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        let bytes = element.isResident ? reader.buffer.copy(range) : iccProfile
        iccProfile = nil
        guard let bytes, let profile = ICCProfile.scrubbed(bytes) else {
            guard self.profile.profile.scrubsCodestreams else {
                report.note(path + [element.tag], .keep, .besidePixels)
                return keep(element, &edits)
            }
            let outcome = Rule.codeX.resolved(places.type(of: element.tag, at: frames[frames.count - 1].place))
            report.note(path + [element.tag], outcome, .unexpectedContent)
            // Colours without their profile are other colours.
            if outcome == .dummy { failure = failure ?? ParseError(.unexpectedContent, at: element.offset, tag: element.tag, path: []) }
            return apply(outcome, element, .ob, reader, &edits)
        }
        if profile == bytes { return keep(element, &edits) }
        guard self.profile.profile.scrubsCodestreams else {
            report.note(path + [element.tag], .keep, .besidePixels)
            return keep(element, &edits)
        }
        report.replaced += 1
        replace(element, .ob, with: profile, &edits)
    }
}
