@testable import DICOM

/// What becomes of a stream in one fragment, in pieces of every size: one result and one failure, or a test is not met.
struct Scrubbing {
    private(set) var results: Set<[UInt8]> = []
    private(set) var failures: Set<CodestreamScrubber.Failure?> = []

    init(_ stream: [UInt8], _ syntax: String, layout: SampleMask.Layout? = nil) {
        for step in [1, 2, 3, 7, 64, stream.count] {
            let scrubber = CodestreamScrubber(transferSyntaxUID: syntax, layout: layout)
            var result = stream
            scrubber.beginFragment()
            // The first piece is as long as the caller promises.
            var taken = 0
            while taken < stream.count {
                let count = min(stream.count - taken, taken == 0 ? max(step, CodestreamScrubber.headLength) : step)
                let piece = Array(stream[taken..<taken + count])
                scrubber.scan(piece.span.bytes, at: taken) { for index in $0 { result[index] = $1 } }
                taken += count
            }
            scrubber.finish { for index in $0 { result[index] = $1 } }
            results.insert(result)
            failures.insert(scrubber.failure)
        }
    }

    /// Of a stream that is followed to its end.
    var whole: Set<[UInt8]> { failures == [nil] ? results : [] }
}
