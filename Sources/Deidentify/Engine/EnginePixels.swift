import DICOM
import Standard

/// Native pixels, and the colour profile: what they say besides samples and colours.
extension Engine {
    /// Whether Pixel Data in an item are those of an image that the standard puts there: of an icon, in one of the forms that
    /// the Transfer Syntax has (PS3.3 C.7.6.1.1.6, PS3.5 §A.4).
    mutating func arePixelsOfItem(_ element: Element) -> Bool {
        guard element.tag == .pixelData, places.type(of: .pixelData, at: frames[frames.count - 1].place) != nil else {
            return false
        }
        switch element.kind {
        case .element: return true
        case .fragments: return TransferSyntax(uid: context.transferSyntaxUID)?.isEncapsulated == true
        default: return false
        }
    }

    /// Whether the samples of a waveform or spectrum stand where the IOD has none; where no IOD is known, a spectrum in an item,
    /// as none that is known has it. A waveform outside its item goes in any case; see `amendOwn`.
    @inline(__always)
    mutating func isMisplaced(_ tag: Tag) -> Bool {
        guard tag.group == 0x5400 || tag.group == 0x5600, ContentForm.isSamples(tag) else { return false }
        let frame = frames[frames.count - 1]
        if frames[0].place != PlaceCache.nowhere { return places.type(of: tag, at: frame.place) == nil }
        return tag.group == 0x5600 && frames.count > 1
    }

    /// Finds out how pixels are laid out, and where nobody can, whether words stand in them.
    mutating func surveyPixels(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource
    ) throws(ParseError) {
        pixels = PixelSurvey()
        guard ContentForm.isPixels(element.tag), profile.profile.codestreams != .keep, element.kind != .sequence else {
            return
        }
        pixels.layout = frames.count == 1 ? layout : layoutOfItem(reader)
        if element.kind == .fragments {
            // Of these two the layout alone says where samples end.
            pixels.layout.frames = 1
            pixels.areUnmasked =
                Self.mask(for: element, pixels.layout) == nil
                && Self.fragmentsWithoutEnd.contains(context.transferSyntaxUID)
            pixels.areWords = pixels.areUnmasked
            return
        }
        pixels.mask = Self.mask(for: element, pixels.layout)
        guard pixels.mask == nil, element.lengthField > 0 else { return }
        pixels.areUnmasked = true
        var runs = SpelledRuns()
        try forEachPiece(of: element, reader, source) { bytes, _ in runs.scan(bytes) }
        pixels.areWords = runs.isFound
    }

    /// RLE, and samples as they are in fragments.
    private static let fragmentsWithoutEnd: Set<String> = ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1.98"]

    /// The layout of the image in the item that is open. What is before the segment is not known, and with it the layout.
    private mutating func layoutOfItem(_ reader: borrowing DataSetReader) -> SampleMask.Layout {
        var depth = 0
        var start = place
        while start > 0 {
            switch segment[start - 1].kind {
            case .itemEnd, .sequenceEnd: depth += 1
            case .sequence, .fragments, .item: depth -= 1
            case .element, .fragment, .trailing: break
            }
            if depth < 0 { break }
            start -= 1
        }
        var layout = SampleMask.Layout()
        guard depth < 0 else { return layout }
        for element in segment[start..<place] {
            switch element.kind {
            case .sequence, .fragments, .item: depth += 1
            case .itemEnd, .sequenceEnd: depth -= 1
            case .element where depth == -1 && element.tag.group == 0x0028: layout.note(element, reader.buffer)
            case .element, .fragment, .trailing: break
            }
        }
        return layout
    }

    /// Clears the unused bits of samples, and what follows the last frame.
    mutating func maskSamples(_ element: Element, _ edits: inout EditList) {
        if pixels.areUnmasked {
            if element.endOffset > segmentEnd, profile.profile.scrubsCodestreams { passingWords = SpelledRuns() }
            return refuseOrNote(element, pixels.areWords)
        }
        guard profile.profile.codestreams != .keep, let mask = pixels.mask else { return }
        let length = Int(element.lengthField)
        guard mask.hasUnusedBits || length > mask.length else { return }
        guard profile.profile.scrubsCodestreams else {
            // One byte makes the length even.
            if length > mask.length + 1 { report.note(path + [element.tag], .keep, .besidePixels) }
            return
        }
        if pixels.areOfAllColours(length) { return refuseOrNote(element, true) }
        // A value that is still to come is dealt with as it passes.
        if element.endOffset > segmentEnd {
            passingMask = mask
            return
        }
        let end = element.valueOffset + min(length, mask.length)
        if mask.hasUnusedBits { edits.mask(element.valueOffset..<end, mask) }
        if end < element.endOffset { edits.blank(end..<element.endOffset) }
    }

    /// Pixels of which nobody can say where they end: the file is refused where they may hold words.
    mutating func refuseOrNote(_ element: Element, _ areWords: Bool) {
        guard areWords, profile.profile.scrubsCodestreams else {
            return report.note(path + [element.tag], .keep, areWords ? .besidePixels : .unknownLayout)
        }
        failure = failure ?? ParseError(.unknownLayout, at: element.offset, tag: element.tag)
    }

    /// Looks at a piece of such pixels that passes through.
    mutating func lookPassing(_ bytes: RawSpan) throws(ParseError) {
        passingWords?.scan(bytes)
        if passingWords?.isFound == true { throw ParseError(.unknownLayout, at: segmentEnd, tag: .pixelData) }
    }

    private static func mask(for element: Element, _ layout: SampleMask.Layout) -> SampleMask? {
        var layout = layout
        switch element.tag {
        case .floatPixelData: (layout.bitsAllocated, layout.bitsStored) = (32, 32)
        case .doubleFloatPixelData: (layout.bitsAllocated, layout.bitsStored) = (64, 64)
        default: break
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
        guard source.size != nil, !ContentForm.isPixels(element.tag),
            !element.tag.isPrivate || !profile.privateRules.isEmpty, element.lengthField != .max
        else { return }
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
            if outcome == .dummy {
                failure = failure ?? ParseError(.unexpectedContent, at: element.offset, tag: element.tag, path: [])
            }
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
