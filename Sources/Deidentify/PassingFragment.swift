import DICOM

/// The bytes of a fragment on their way through, of which the last few wait until it is known whether they stay.
struct PassingFragment {
    /// Bytes that are to be written over, and with what.
    struct Blank {
        var range: Range<Int>
        var fill: UInt8
    }

    private var waiting: [UInt8] = []
    /// What is written over what never is decided on.
    private let fill: UInt8

    init(fill: UInt8) { self.fill = fill }

    /// Writes what is decided of `bytes` and of what waits.
    mutating func pass(_ bytes: RawSpan, _ engine: inout Engine, _ rewriter: inout Rewriter) throws(TransferError) {
        let found: (blanks: [Blank], undecided: Int)
        do { found = try engine.scrubPassing(bytes) } catch { throw .read(error) }
        if waiting.isEmpty, found.undecided == 0 {
            return try write(bytes, blanking: found.blanks, &rewriter)
        }
        let shift = waiting.count
        waiting.append(bytesOf: bytes)
        for blank in found.blanks {
            // What was let go at the end of an earlier fragment cannot be called back.
            let range = (blank.range.lowerBound + shift..<blank.range.upperBound + shift).clamped(to: waiting.indices)
            for index in range { waiting[index] = blank.fill }
        }
        let decided = max(0, waiting.count - found.undecided)
        try rewriter.write(Array(waiting[..<decided]))
        waiting.removeFirst(decided)
    }

    /// Blanks what never was decided on: a segment that goes on in the next fragment.
    mutating func finish(_ rewriter: inout Rewriter) throws(TransferError) {
        try rewriter.writeFill(fill, waiting.count)
        waiting.removeAll()
        try rewriter.flush()
    }

    /// Writes `bytes` with those of `blanks` blanked.
    private func write(
        _ bytes: RawSpan, blanking blanks: [Blank], _ rewriter: inout Rewriter
    ) throws(TransferError) {
        if blanks.isEmpty { return try rewriter.write(bytes) }
        var offset = 0
        for blank in blanks {
            let start = max(offset, blank.range.lowerBound)
            guard blank.range.upperBound > start else { continue }
            try rewriter.write(bytes.extracting(offset..<start))
            try rewriter.writeFill(blank.fill, blank.range.upperBound - start)
            offset = blank.range.upperBound
        }
        try rewriter.write(bytes.extracting(offset..<bytes.byteCount))
    }
}
