import DICOM
import Standard

/// Compressed pixels: what a stream says besides them.
extension Engine {
    /// Blanks what a compressed stream says besides its pixels.
    mutating func fragment(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ edits: inout EditList
    ) throws(ParseError) {
        guard var scrubber = self.scrubber else { return }
        defer { self.scrubber = scrubber }
        guard isBehindOffsetTable else {
            isBehindOffsetTable = true
            return
        }
        scrubber.beginFragment()
        let length = Int(element.lengthField)
        var blanked = false
        if element.isResident {
            reader.buffer.withBytes(element.valuePosition..<element.valuePosition + length) { bytes in
                scrubber.scan(bytes, at: element.valueOffset) {
                    edits.blank($0)
                    blanked = true
                }
            }
        } else if source.size != nil {
            var chunk = HeaderBuffer(capacity: 64 << 10)
            var offset = element.valueOffset
            while offset < element.endOffset {
                let count = try chunk.refill(from: source, at: offset, upTo: min(64 << 10, element.endOffset - offset))
                guard count > 0 else { throw ParseError(.shrunk, at: offset, tag: element.tag) }
                chunk.withBytes(0..<count) { bytes in
                    scrubber.scan(bytes, at: offset) {
                        edits.blank($0)
                        blanked = true
                    }
                }
                offset += count
            }
        }
        // A fragment that is still in a stream is scrubbed as it passes; see `scrubPassing`.
        if blanked { report.codestreams += 1 }
    }

    /// Whether the value that comes next in the stream must go through `scrubPassing`.
    var scrubsPassing: Bool { scrubber != nil && isBehindOffsetTable }

    /// Finds what to blank in a piece of a fragment that passes through.
    ///
    /// - Returns: ranges in the piece.
    mutating func scrubPassing(_ bytes: RawSpan) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        // What a piece before has let pass cannot be called back; ranges that reach there begin here.
        scrubber?.scan(bytes, at: 0) { range in
            if range.upperBound > 0 { ranges.append(max(0, range.lowerBound)..<range.upperBound) }
        }
        if !ranges.isEmpty { report.codestreams += 1 }
        return ranges
    }
}
