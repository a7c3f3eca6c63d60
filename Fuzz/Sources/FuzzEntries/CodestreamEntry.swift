import DICOM

/// Ranges to blank lie in the stream, ascend, and do not depend on how it is cut into pieces.
func fuzzCodestream(_ bytes: [UInt8]) {
    let whole = ranges(bytes, step: max(bytes.count, 1))
    let pieces = ranges(bytes, step: CodestreamScrubber.headLength + 1)
    precondition(whole == pieces, "the ranges depend on the pieces")
    var end = 0
    for offset in whole {
        precondition(offset >= end && offset < bytes.count, "a range lies outside or goes back")
        end = offset + 1
    }
}

/// Every offset to blank that is not zero already.
private func ranges(_ bytes: [UInt8], step: Int) -> [Int] {
    var scrubber = CodestreamScrubber()
    var found: [Int] = []
    scrubber.beginFragment()
    var offset = 0
    while offset < bytes.count {
        let count = min(step, bytes.count - offset)
        let piece = Array(bytes[offset..<offset + count])
        scrubber.scan(piece.span.bytes, at: offset) { range in found += range.filter { bytes[$0] != 0 } }
        offset += count
    }
    return found
}
