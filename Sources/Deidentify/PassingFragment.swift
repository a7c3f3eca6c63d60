import DICOM

/// The bytes of a fragment on their way through, of which the last few wait until it is known whether they stay.
struct PassingFragment {
    private var waiting: [UInt8] = []
    /// What is written over what never is decided on.
    private let fill: UInt8

    init(fill: UInt8) { self.fill = fill }

    /// Writes what is decided of `bytes` and of what waits.
    mutating func pass(_ bytes: RawSpan, _ engine: inout Engine, _ rewriter: inout Rewriter) throws(TransferError) {
        let found: Engine.PassingChanges
        do { found = try engine.scrubPassing(bytes) } catch { throw .read(error) }
        if let first = found.overwritten.first, first.range.lowerBound < -waiting.count {
            // What has been let go cannot be called back.
            throw .read(ParseError(.brokenCodestream, at: 0, tag: .pixelData))
        }
        if waiting.isEmpty, found.undecided == 0 {
            return try write(bytes, changed: found.overwritten, &rewriter)
        }
        let shift = waiting.count
        waiting.append(bytesOf: bytes)
        for (range, value) in found.overwritten {
            for index in range { waiting[index + shift] = value }
        }
        let decided = max(0, waiting.count - found.undecided)
        try rewriter.write(Array(waiting[..<decided]))
        waiting.removeFirst(decided)
    }

    /// Blanks what never was decided on: a comment that goes on in the next fragment.
    mutating func finish(_ engine: borrowing Engine, _ rewriter: inout Rewriter) throws(TransferError) {
        if !waiting.isEmpty {
            do { try engine.endPassing() } catch { throw .read(error) }
        }
        try rewriter.writeFill(fill, waiting.count)
        waiting.removeAll()
        try rewriter.flush()
    }

    /// Writes `bytes` with what is overwritten.
    private func write(
        _ bytes: RawSpan, changed: [(range: Range<Int>, value: UInt8)], _ rewriter: inout Rewriter
    ) throws(TransferError) {
        if changed.isEmpty { return try rewriter.write(bytes) }
        var offset = 0
        for (range, value) in changed {
            let start = max(offset, range.lowerBound)
            guard range.upperBound > start else { continue }
            try rewriter.write(bytes.extracting(offset..<start))
            try rewriter.writeFill(value, range.upperBound - start)
            offset = range.upperBound
        }
        try rewriter.write(bytes.extracting(offset..<bytes.byteCount))
    }
}
