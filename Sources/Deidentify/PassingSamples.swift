import DICOM

/// Native Pixel Data on their way through: samples lose their unused bits, and what follows the last frame becomes zero.
struct PassingSamples {
    private let mask: SampleMask
    private var position = 0
    /// The first bytes of a sample that the next piece completes.
    private var waiting: [UInt8] = []

    init(_ mask: SampleMask) { self.mask = mask }

    /// - Parameter offset: of `bytes` in the input.
    mutating func pass(_ bytes: RawSpan, from offset: Int, _ rewriter: inout Rewriter) throws(TransferError) {
        let kept = min(bytes.byteCount, mask.length - position)
        position += kept
        if kept > 0 {
            let samples = bytes.extracting(0..<kept)
            if !mask.hasUnusedBits || waiting.isEmpty && kept % mask.size == 0 && mask.isClean(samples) {
                try rewriter.write(samples, keptFrom: offset)
            } else {
                waiting.append(bytesOf: samples)
                try write(wholeSamples: waiting.count / mask.size * mask.size, &rewriter)
            }
        }
        if position == mask.length { try finish(&rewriter) }
        try rewriter.writeFill(0, bytes.byteCount - kept)
    }

    /// Writes what is no whole sample: a value that is cut.
    mutating func finish(_ rewriter: inout Rewriter) throws(TransferError) {
        try write(wholeSamples: waiting.count, &rewriter)
    }

    private mutating func write(wholeSamples count: Int, _ rewriter: inout Rewriter) throws(TransferError) {
        if count == 0 { return }
        var samples = Array(waiting[..<count])
        waiting.removeFirst(count)
        // Sound: the buffer is a local of this call, and the pointer does not leave it.
        unsafe samples.withUnsafeMutableBytes { unsafe mask.apply(to: $0) }
        try rewriter.write(samples)
    }
}
