import DICOM

/// What is blanked lies in the stream, and does not depend on how it is cut into pieces; nor does a failure. JPEG or JPEG 2000,
/// video in its formats, and whatever it says it is.
func fuzzCodestream(_ bytes: [UInt8]) {
    for syntax in ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.102", nil] {
        let whole = scrubbed(bytes, syntax, step: max(bytes.count, 1))
        let pieces = scrubbed(bytes, syntax, step: CodestreamScrubber.headLength + 1)
        precondition(whole.failure == pieces.failure, "the failure depends on the pieces")
        // Nothing is written of a stream that failed.
        precondition(whole.failure != nil || whole.bytes == pieces.bytes, "what is blanked depends on the pieces")
    }
}

/// The stream after scrubbing.
private func scrubbed(
    _ bytes: [UInt8], _ syntax: String?, step: Int
) -> (bytes: [UInt8], failure: CodestreamScrubber.Failure?) {
    var scrubber = CodestreamScrubber(transferSyntaxUID: syntax)
    var result = bytes
    scrubber.beginFragment()
    var offset = 0
    var last = 0
    while offset < bytes.count {
        let count = min(step, bytes.count - offset)
        let piece = Array(bytes[offset..<offset + count])
        let waiting = offset - scrubber.undecided
        scrubber.scan(piece.span.bytes, at: offset) { range, fill in
            precondition(range.lowerBound >= min(waiting, last), "what was decided on is blanked")
            precondition(range.lowerBound >= last && range.upperBound <= offset + count, "a range lies outside or goes back")
            last = range.upperBound
            for index in range { result[index] = fill }
        }
        offset += count
        precondition(scrubber.undecided <= offset, "more is undecided than was seen")
    }
    return (result, scrubber.failure)
}
