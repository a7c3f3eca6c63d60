import Standard

/// Writes a data set again with its edits: few long runs, from memory where it is held, else straight from the file.
public struct Rewriter: ~Copyable {
    private let sink: any ByteSink
    private var pending = PendingBytes(capacity: chunk + (8 << 10))
    private static let chunk = 64 << 10
    /// Runs from this length on are not copied behind what is pending, but handed over with it.
    private static let longRun = 32 << 10
    /// Bytes that the sink has: where in a file the next ones come to lie.
    private var handedOver = 0
    /// Everything is to pass through `pending`, and to stay there.
    private var keepsPending = false
    /// Bytes of the file around the last short range that was not held, and where they start.
    private var window = HeaderBuffer(capacity: 4096)
    private var windowStart = 0
    /// Samples looked at and written at a time: what was read stays in the second-level cache until it has been written.
    private static let samplesChunk = 64 << 10
    /// Ranges below this go through `window`: a call of the kernel for each would cost more.
    private static let shortRange = 8 << 10

    public init(to sink: any ByteSink) {
        self.sink = sink
    }

    /// Writes the bytes `from ..< to` of the source as `edits` says.
    ///
    /// - Parameters:
    ///   - reader: has just read the segment; what it does not hold is taken from `source`.
    public mutating func write(
        _ range: Range<Int>, of reader: borrowing DataSetReader, _ source: any ByteSource, edits: borrowing EditList
    ) throws(TransferError) {
        var offset = range.lowerBound
        var run = 0
        for number in edits.edits.indices {
            let edit = edits.edits[number]
            try keep(offset..<edit.start, reader, source, &run)
            if edit.count == EditList.Edit.zeros {
                try writeFill(UInt8(edit.from), edit.end - edit.start)
            } else if edit.count == EditList.Edit.masked {
                try keep(edit.start..<edit.end, under: edits.masks[Int(edit.from)], reader, source, &run)
            } else if edit.count > 0 {
                edits.replacements.withBytes(of: Int(edit.from)..<edit.endOfReplacement) { pending.append($0) }
                if pending.count >= Self.chunk { try flush() }
            }
            offset = max(offset, edit.end)
        }
        try keep(offset..<max(offset, range.upperBound), reader, source, &run)
    }

    /// Writes `bytes`.
    public mutating func write(_ bytes: [UInt8]) throws(TransferError) {
        unsafe pending.append(bytes.span.bytes)
        if pending.count >= Self.chunk { try flush() }
    }

    /// Writes bytes that pass through from a stream.
    public mutating func write(_ bytes: RawSpan) throws(TransferError) {
        try flush()
        handedOver += bytes.byteCount
        try sink.write(bytes)
    }

    /// Writes bytes that pass through from a stream, where they stand at `offset`, unchanged.
    public mutating func write(_ bytes: RawSpan, keptFrom offset: Int) throws(TransferError) {
        try flush()
        handedOver += bytes.byteCount
        try sink.write(bytes, keptFrom: offset)
    }

    /// Writes `count` bytes that are all alike.
    public mutating func writeFill(_ byte: UInt8, _ count: Int) throws(TransferError) {
        var left = count
        while left > 0 {
            let step = min(left, Self.chunk)
            pending.append(repeating: byte, count: step)
            if pending.count >= Self.chunk { try flush() }
            left -= step
        }
    }

    /// Hands what is pending over to the sink, and `bytes` behind it.
    private static func handOver(
        _ pending: inout PendingBytes, _ bytes: RawSpan, keptFrom offset: Int?, to sink: any ByteSink,
        _ handedOver: inout Int
    ) throws(TransferError) {
        handedOver += pending.count + bytes.byteCount
        if pending.isEmpty {
            if let offset { try sink.write(bytes, keptFrom: offset) } else { try sink.write(bytes) }
        } else {
            try pending.withBytes { waiting throws(TransferError) in
                try sink.write(waiting, bytes, keptFrom: offset)
            }
            pending.removeAll()
        }
    }

    /// Hands everything over to the sink.
    public mutating func flush() throws(TransferError) {
        if pending.isEmpty { return }
        handedOver += pending.count
        let sink = self.sink
        try pending.withBytes { waiting throws(TransferError) in try sink.write(waiting) }
        pending.removeAll()
    }

    /// Writes samples with what is unused in them cleared.
    private mutating func keep(
        _ range: Range<Int>, under mask: SampleMask, _ reader: borrowing DataSetReader, _ source: any ByteSource,
        _ run: inout Int
    ) throws(TransferError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let whole = min(range.upperBound, offset + Self.samplesChunk)
            if isUnheld(offset..<whole, reader, &run) {
                try pass(offset..<whole, under: mask, source)
                offset = whole
                continue
            }
            if let positions = positions(of: offset..<whole, reader, run), positions.count >= Self.shortRange {
                let sink = self.sink
                let start = offset
                let isClean = reader.buffer.withBytes(positions) { mask.isClean($0) }
                if isClean {
                    try reader.buffer.withBytes(positions) { bytes throws(TransferError) in
                        try Self.handOver(&pending, bytes, keptFrom: start, to: sink, &handedOver)
                    }
                    offset = whole
                    continue
                }
            }
            // Whole samples, whatever their size.
            let end = min(range.upperBound, offset + Self.chunk / 2)
            // Behind what is still to be written: a small file is one write.
            let start = pending.count
            keepsPending = true
            try keep(offset..<end, reader, source, &run)
            keepsPending = false
            if !pending.withBytes(from: start, { mask.isClean($0) }) {
                // Sound: the buffer is this value's own, and the pointer does not leave the call.
                unsafe pending.withMutableBytes(from: start) { unsafe mask.apply(to: $0) }
            }
            if pending.count >= Self.chunk { try flush() }
            offset = end
        }
    }

    /// Whether the reader holds nothing of `range`.
    private func isUnheld(_ range: Range<Int>, _ reader: borrowing DataSetReader, _ run: inout Int) -> Bool {
        while run + 1 < reader.runs.count, reader.runs[run + 1].offset <= range.lowerBound { run += 1 }
        let current = reader.runs[run]
        let next = run + 1 < reader.runs.count ? reader.runs[run + 1] : nil
        let held = (next?.position ?? reader.buffer.count) - current.position
        return range.lowerBound - current.offset >= held && range.upperBound <= next?.offset ?? Int.max
    }

    /// Where in its buffer the reader holds all of `range`; `nil` where it does not.
    private func positions(of range: Range<Int>, _ reader: borrowing DataSetReader, _ run: Int) -> Range<Int>? {
        let current = reader.runs[run]
        let end = run + 1 < reader.runs.count ? reader.runs[run + 1].position : reader.buffer.count
        let start = current.position + range.lowerBound - current.offset
        guard start >= current.position, start + range.count <= end else { return nil }
        return start..<start + range.count
    }

    /// Samples straight from the file: read once, and written from where they were read unless something has to go.
    private mutating func pass(_ range: Range<Int>, under mask: SampleMask, _ source: any ByteSource)
        throws(TransferError)
    {
        let held: Range<Int>
        do throws(ParseError) {
            try window.alignEnd(to: handedOver + pending.count, for: range.count)
            held = window.count..<window.count + range.count
            while window.count < held.upperBound {
                let offset = range.lowerBound + window.count - held.lowerBound
                let delivered = try unsafe window.append(upTo: held.upperBound - window.count) {
                    memory throws(ParseError) in
                    try unsafe source.read(at: offset, into: memory)
                }
                if delivered == 0 { throw ParseError(.shrunk, at: offset) }
            }
        } catch { throw .read(error) }
        let sink = self.sink
        let isClean = try window.withBytes(held) { bytes throws(TransferError) in
            guard mask.isClean(bytes) else { return false }
            try Self.handOver(&pending, bytes, keptFrom: nil, to: sink, &handedOver)
            return true
        }
        if !isClean {
            try flush()
            window.withBytes(held) { pending.append($0) }
            // Sound: the buffer is this value's own, and the pointer does not leave the call.
            unsafe pending.withMutableBytes { unsafe mask.apply(to: $0) }
            try flush()
        }
        // Short ranges are not looked for among samples.
        window.truncate(to: 0)
    }

    /// Writes a range unchanged. `run` is the first run of the buffer that can still matter.
    private mutating func keep(
        _ range: Range<Int>, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ run: inout Int
    ) throws(TransferError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            while run + 1 < reader.runs.count, reader.runs[run + 1].offset <= offset { run += 1 }
            let current = reader.runs[run]
            let next = run + 1 < reader.runs.count ? reader.runs[run + 1] : nil
            let held = (next?.position ?? reader.buffer.count) - current.position
            let skipped = offset - current.offset
            if skipped < held {
                let count = min(range.upperBound - offset, held - skipped)
                let position = current.position + skipped
                try keepHeld(reader, position..<position + count, from: offset)
                offset += count
            } else {
                let end = min(range.upperBound, next?.offset ?? range.upperBound)
                if end - offset < Self.shortRange || keepsPending {
                    try keepShort(offset..<end, source)
                } else {
                    try flush()
                    handedOver += end - offset
                    try sink.copy(from: source, offset..<end)
                }
                offset = end
            }
        }
    }

    private mutating func keepShort(_ range: Range<Int>, _ source: any ByteSource) throws(TransferError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            if offset < windowStart || offset >= windowStart + window.count {
                do throws(ParseError) {
                    windowStart = offset
                    // No further than wanted at first: most of such ranges stand alone.
                    let ahead = window.count == 0 ? range.upperBound - offset : Self.chunk
                    if try window.refill(from: source, at: offset, upTo: ahead) == 0 {
                        throw ParseError(.shrunk, at: offset)
                    }
                } catch { throw .read(error) }
            }
            let end = min(range.upperBound, windowStart + window.count)
            window.withBytes(offset - windowStart..<end - windowStart) { pending.append($0) }
            offset = end
        }
        if pending.count >= Self.chunk, !keepsPending { try flush() }
    }

    private mutating func keepHeld(
        _ reader: borrowing DataSetReader, _ positions: Range<Int>, from offset: Int
    ) throws(TransferError) {
        if positions.count >= Self.longRun, !keepsPending {
            let sink = self.sink
            // To deflate shorter ones anew costs no more than to find the blocks that they end in.
            let kept = positions.count >= Self.chunk ? offset : nil
            try reader.buffer.withBytes(positions) { bytes throws(TransferError) in
                try Self.handOver(&pending, bytes, keptFrom: kept, to: sink, &handedOver)
            }
            return
        }
        reader.buffer.withBytes(positions) { pending.append($0) }
        if pending.count >= Self.chunk, !keepsPending { try flush() }
    }
}
