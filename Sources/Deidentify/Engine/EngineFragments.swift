import DICOM
import Standard

/// Compressed pixels: what a stream says besides them.
extension Engine {
    /// Blanks what a compressed stream says besides its pixels.
    mutating func fragment(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ edits: inout EditList
    ) throws(ParseError) {
        guard var scrubber = self.scrubber else { return }
        guard isBehindOffsetTable else {
            isBehindOffsetTable = true
            return try offsetTable(element, reader, source, &edits)
        }
        scrubber.beginFragment()
        var blanked = false
        let scrubs = profile.profile.scrubsCodestreams
        try forEachPiece(of: element, reader, source) { bytes, offset in
            scrubber.scan(bytes, at: offset) { range, fill in
                if scrubs { edits.blank(range, fill: fill) }
                blanked = true
            }
        }
        // A fragment that is still in a stream is scrubbed as it passes; see `scrubPassing`.
        if blanked { noteFound() }
        if scrubber.isUnchecked { report.note(path + [element.tag], .keep, .uncheckedStream) }
        self.scrubber = scrubber
        if scrubs, let failure = scrubber.failure { throw Self.error(failure, element) }
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

    /// Finds what to blank in a piece of a fragment that passes through.
    ///
    /// - Returns: ranges in the piece, those in bytes of earlier pieces counted down from 0; and how many bytes at its end
    ///   cannot be decided on yet.
    mutating func scrubPassing(_ bytes: RawSpan) throws(ParseError) -> (blanks: [PassingFragment.Blank], undecided: Int) {
        guard scrubber != nil else { return ([], 0) }
        var ranges: [PassingFragment.Blank] = []
        scrubber?.scan(bytes, at: 0) { ranges.append(PassingFragment.Blank(range: $0, fill: $1)) }
        if !ranges.isEmpty { noteFound() }
        if scrubber?.isUnchecked == true { report.note(path + [.pixelData], .keep, .uncheckedStream) }
        guard profile.profile.scrubsCodestreams else {
            scrubber?.shift(by: bytes.byteCount)
            return ([], 0)
        }
        if let failure = scrubber?.failure {
            throw ParseError(failure == .unknown ? .unknownCodestream : .brokenCodestream, at: 0, tag: .pixelData)
        }
        let undecided = scrubber?.undecided ?? 0
        scrubber?.shift(by: bytes.byteCount)
        return (ranges, undecided)
    }
}
