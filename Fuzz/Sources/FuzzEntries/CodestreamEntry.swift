import DICOM

/// What is overwritten lies in the stream and was undecided, and does not depend on how it is cut into pieces; nor does a failure.
/// JPEG, video in its formats, and whatever it says it is.
func fuzzCodestream(_ bytes: [UInt8]) {
    for syntax in ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.102", nil] {
        let whole = scrubbed(bytes, syntax, step: max(bytes.count, 1))
        let pieces = scrubbed(bytes, syntax, step: CodestreamScrubber.headLength + 1)
        precondition(whole.failure == pieces.failure, "the failure depends on the pieces")
        // Nothing is written of a stream that failed.
        precondition(whole.failure != nil || whole.bytes == pieces.bytes, "what is overwritten depends on the pieces")
    }
}

/// The stream after scrubbing.
private func scrubbed(
    _ bytes: [UInt8], _ syntax: String?, step: Int
) -> (bytes: [UInt8], failure: CodestreamScrubber.Failure?) {
    let scrubber = CodestreamScrubber(transferSyntaxUID: syntax)
    var result = bytes
    scrubber.beginFragment()
    var offset = 0
    while offset < bytes.count {
        let count = min(step, bytes.count - offset)
        let piece = Array(bytes[offset..<offset + count])
        let decided = offset - scrubber.undecided
        precondition(decided >= 0, "more is undecided than was seen")
        scrubber.scan(piece.span.bytes, at: offset) { range, value in
            precondition(range.lowerBound >= decided && range.upperBound <= offset + count, "a range lies outside")
            for index in range { result[index] = value }
        }
        offset += count
    }
    let decided = offset - scrubber.undecided
    scrubber.finish { range, value in
        precondition(range.lowerBound >= decided && range.upperBound <= offset, "a range lies outside")
        for index in range { result[index] = value }
    }
    return (result, scrubber.failure)
}
