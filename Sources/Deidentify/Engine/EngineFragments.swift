import DICOM
import Standard

/// Compressed pixels: what a stream says besides them.
extension Engine {
    /// Fragments come that stay.
    mutating func beginScrubbing(_ layout: SampleMask.Layout?) {
        if lastScrubber?.transferSyntaxUID == context.transferSyntaxUID {
            lastScrubber?.begin(layout)
        } else {
            lastScrubber = CodestreamScrubber(transferSyntaxUID: context.transferSyntaxUID, layout: layout)
        }
        scrubber = lastScrubber
    }

    /// Blanks what a compressed stream says besides its pixels.
    mutating func fragment(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ edits: inout EditList
    ) throws(ParseError) {
        guard let scrubber else { return }
        guard isBehindOffsetTable else {
            isBehindOffsetTable = true
            return try offsetTable(element, reader, source, &edits)
        }
        scrubber.beginFragment()
        var found = FoundBesidePixels(scrubs: profile.profile.scrubsCodestreams, first: firstOffset)
        try forEachPiece(of: element, reader, source) { bytes, offset in
            scrubber.scan(bytes, at: offset) { found.overwrite($0, with: $1, &edits) }
        }
        // A fragment that is still in a stream is scrubbed as it passes; see `scrubPassing`.
        if found.isAny { noteFound() }
        if scrubber.isUnchecked { report.note(path + [element.tag], .keep, .uncheckedStream) }
        if found.scrubs, let failure: CodestreamScrubber.Failure = found.isTooLate ? .broken : scrubber.failure {
            throw Self.error(failure, element)
        }
    }

    /// The last fragment has ended: what nothing has used by now is not needed.
    mutating func endFragments(_ element: Element, _ edits: inout EditList) {
        guard let scrubber else { return }
        self.scrubber = nil
        var found = FoundBesidePixels(scrubs: profile.profile.scrubsCodestreams, first: firstOffset)
        scrubber.finish { found.overwrite($0, with: $1, &edits) }
        if found.isAny { noteFound() }
        if found.scrubs, let failure: CodestreamScrubber.Failure = found.isTooLate ? .broken : scrubber.failure {
            self.failure = self.failure ?? Self.error(failure, element)
        }
    }

    /// Something beside pixels, and whether it could be overwritten.
    private struct FoundBesidePixels {
        let scrubs: Bool
        /// What lies before has been written.
        let first: Int
        var isAny = false
        var isTooLate = false

        mutating func overwrite(_ range: Range<Int>, with value: UInt8, _ edits: inout EditList) {
            isAny = true
            if scrubs, !edits.overwrite(range, with: value, notBefore: first) { isTooLate = true }
        }
    }

    /// Something beside pixels was found in a fragment.
    private mutating func noteFound() {
        if profile.profile.scrubsCodestreams {
            report.codestreams += 1
        } else {
            report.note(path + [.pixelData], .keep, .besidePixels)
        }
    }

    /// A Basic Offset Table that is none goes: an empty one is allowed everywhere (PS3.5 §A.4).
    private mutating func offsetTable(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ edits: inout EditList
    ) throws(ParseError) {
        if element.lengthField == 0 { return }
        if !element.isResident, source.size == nil {
            throw ParseError(.headerTooLarge, at: element.offset, tag: element.tag)
        }
        var check = OffsetTableCheck(.basic)
        try forEachPiece(of: element, reader, source) { bytes, _ in check.scan(bytes) }
        if check.isTable { return }
        report.note(path + [element.tag], .empty, .unexpectedContent)
        let encoder = ElementEncoder(element.encoding)
        edits.replace(element.offset..<element.endOffset) { encoder.appendEmptyItem(to: &$0) }
    }

    /// Whether the element is an Extended Offset Table, or its lengths, that is none: both then go, and are not missed
    /// (PS3.3 C.7.6.3.1.8: Type 3).
    mutating func isNoExtendedTable(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource
    ) throws(ParseError) -> Bool {
        guard element.tag.group == 0x7FE0, element.kind == .element, usesTable else { return false }
        var check: OffsetTableCheck
        switch element.tag.element {
        case 1: check = OffsetTableCheck(.extendedOffsets)
        case 2: check = OffsetTableCheck(.extendedLengths)
        // Their sum, which nobody needs.
        case 3: check = OffsetTableCheck(.totalLength)
        default: return false
        }
        if hasBadExtendedTable { return true }
        if !element.isResident, source.size == nil {
            throw ParseError(.headerTooLarge, at: element.offset, tag: element.tag)
        }
        try forEachPiece(of: element, reader, source) { bytes, _ in check.scan(bytes) }
        if element.tag.element != 3 { hasBadExtendedTable = !check.isTable }
        return !check.isTable
    }

    /// Calls `body` with the value of an element or fragment, in one piece or in several, and where each lies in the source; not at
    /// all when it is still to come in a stream.
    func forEachPiece(
        of element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ body: (RawSpan, Int) -> Void
    ) throws(ParseError) {
        if element.isResident {
            return reader.buffer.withBytes(element.valuePosition..<element.valuePosition + Int(element.lengthField)) {
                body($0, element.valueOffset)
            }
        }
        if source.size == nil { return }
        var chunk = HeaderBuffer(capacity: 64 << 10)
        var offset = element.valueOffset
        while offset < element.endOffset {
            let count = try chunk.refill(from: source, at: offset, upTo: min(64 << 10, element.endOffset - offset))
            guard count > 0 else { throw ParseError(.shrunk, at: offset, tag: element.tag) }
            chunk.withBytes(0..<count) { body($0, offset) }
            offset += count
        }
    }

    private static func error(_ failure: CodestreamScrubber.Failure, _ element: Element) -> ParseError {
        let code: ParseError.Code =
            switch failure {
            case .unknown: .unknownCodestream
            case .broken: .brokenCodestream
            }
        return ParseError(code, at: element.offset, tag: element.tag)
    }

    /// What is written over what is undecided at the end of a fragment that passes through.
    var fill: UInt8 { scrubber?.fill ?? 0 }

    /// Whether the value that comes next in the stream must go through `scrubPassing`.
    var scrubsPassing: Bool { scrubber != nil && isBehindOffsetTable }

    /// A value comes that passes through. What is held from fragments before cannot be changed any more.
    mutating func beginPassing() { scrubber?.shift(by: 1 << 40) }

    /// Whether a fragment that has passed may end where it does: nothing of a segment that decoders need is cut off.
    func endPassing() throws(ParseError) {
        guard profile.profile.scrubsCodestreams, let scrubber, scrubber.mayNeedUndecided else { return }
        throw ParseError(.brokenCodestream, at: 0, tag: .pixelData)
    }

    /// What to change in a piece of a fragment that passes through.
    struct PassingChanges {
        /// Ranges in the piece, those in bytes of earlier pieces counted down from 0, and the value that their bytes are to have;
        /// ascending.
        var overwritten: [(range: Range<Int>, value: UInt8)] = []
        /// How many bytes at the end of the piece cannot be decided on yet.
        var undecided = 0
    }

    /// Finds what to change in a piece of a fragment that passes through.
    mutating func scrubPassing(_ bytes: RawSpan) throws(ParseError) -> PassingChanges {
        var changes = PassingChanges()
        guard scrubber != nil else { return changes }
        scrubber?.scan(bytes, at: 0) { changes.overwritten.append(($0, $1)) }
        if !changes.overwritten.isEmpty { noteFound() }
        if scrubber?.isUnchecked == true { report.note(path + [.pixelData], .keep, .uncheckedStream) }
        guard profile.profile.scrubsCodestreams else {
            scrubber?.shift(by: bytes.byteCount)
            return PassingChanges()
        }
        if let failure = scrubber?.failure {
            throw ParseError(failure == .unknown ? .unknownCodestream : .brokenCodestream, at: 0, tag: .pixelData)
        }
        changes.undecided = scrubber?.undecided ?? 0
        scrubber?.shift(by: bytes.byteCount)
        let pairs = zip(changes.overwritten, changes.overwritten.dropFirst())
        if pairs.contains(where: { $0.range.lowerBound > $1.range.lowerBound }) {
            changes.overwritten.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
        return changes
    }
}
