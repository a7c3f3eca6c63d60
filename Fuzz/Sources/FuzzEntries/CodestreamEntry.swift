import DICOM

/// Ranges to overwrite lie in the stream, apart from each other, and do not depend on how it is cut into pieces; nor does a failure.
func fuzzCodestream(_ bytes: [UInt8]) {
    for syntax in ["1.2.840.10008.1.2.4.50", nil] {
        let whole = ranges(bytes, syntax, step: max(bytes.count, 1))
        let pieces = ranges(bytes, syntax, step: CodestreamScrubber.headLength + 1)
        precondition(whole.found == pieces.found, "the ranges depend on the pieces")
        precondition(whole.failure == pieces.failure, "the failure depends on the pieces")
        var end = 0
        for offset in whole.found {
            precondition(offset >= end && offset < bytes.count, "a range lies outside or in another")
            end = offset + 1
        }
    }
}

/// Every offset whose byte becomes another.
private func ranges(
    _ bytes: [UInt8], _ syntax: String?, step: Int
) -> (found: [Int], failure: CodestreamScrubber.Failure?) {
    var scrubber = CodestreamScrubber(transferSyntaxUID: syntax)
    var found: [Int] = []
    scrubber.beginFragment()
    var offset = 0
    while offset < bytes.count {
        let count = min(step, bytes.count - offset)
        let piece = Array(bytes[offset..<offset + count])
        var new: [Int] = []
        scrubber.scan(piece.span.bytes, at: offset) { range, value in new += range.filter { bytes[$0] != value } }
        found += new
        offset += count
        // What is changed later lies within what was called undecided.
        precondition(scrubber.undecided <= offset, "more is undecided than was seen")
    }
    scrubber.finish { range, value in found += range.filter { bytes[$0] != value } }
    return (found.sorted(), scrubber.failure)
}
