/// Bytes that come in the place of others, one run after another; of many, none is moved when more come.
struct ReplacementBytes: Sendable {
    /// Runs are kept in blocks of about this many bytes: doubling one array would need three times what it holds.
    private static let blockSize = 1 << 20

    private var full: [[UInt8]] = []
    /// What comes before the first byte of each block of `full`.
    private var starts: [Int] = []
    private var last: [UInt8] = []
    private var startOfLast = 0

    /// Offset past the last byte.
    var end: Int { startOfLast + last.count }

    mutating func removeAll() {
        full.removeAll()
        starts.removeAll()
        last.removeAll(keepingCapacity: true)
        startOfLast = 0
    }

    /// Adds the run that `write` appends, and tells its length.
    mutating func add(_ write: (inout [UInt8]) -> Void) -> Int {
        if last.count >= Self.blockSize { close() }
        let before = last.count
        write(&last)
        return last.count - before
    }

    private mutating func close() {
        starts.append(startOfLast)
        startOfLast += last.count
        full.append(last)
        last = []
        last.reserveCapacity(Self.blockSize + Self.blockSize / 16)
    }

    /// Lends a run.
    func withBytes(of run: Range<Int>, _ body: (RawSpan) -> Void) {
        if run.lowerBound >= startOfLast {
            return unsafe body(last.span.bytes.extracting(run.lowerBound - startOfLast..<run.upperBound - startOfLast))
        }
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= run.lowerBound { low = middle } else { high = middle }
        }
        let block = full[low]
        unsafe body(block.span.bytes.extracting(run.lowerBound - starts[low]..<run.upperBound - starts[low]))
    }
}
