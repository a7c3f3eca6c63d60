import DICOM

/// The reader must end, never crash, and say the same of a file and of a stream with the same bytes.
func fuzzReader(_ bytes: [UInt8]) {
    var limits = DataSetReader.Limits()
    limits.elements = 200_000
    let fromFile = walk(MemorySource(bytes), limits)
    let fromStream = walk(ChunkedSource(bytes, step: 4096), limits)
    precondition(fromFile.isWhole == fromStream.isWhole, "a file and a stream are read differently")
    precondition(!fromFile.isWhole || fromFile.steps == fromStream.steps, "a file and a stream have different steps")
    if fromFile.isWhole {
        precondition(fromFile.steps == stepByStep(bytes), "a segment has other steps than a walk one by one")
        precondition(keepAll(bytes) == bytes, "keep-all does not reproduce its input")
    }
}

/// The inflate path, as a deflated data set begins.
func fuzzInflate(_ bytes: [UInt8]) {
    guard let source = try? InflateSource(MemorySource(bytes), at: 0) else { return }
    var buffer = HeaderBuffer()
    var offset = 0
    while offset < 64 << 20, let count = try? buffer.refill(from: source, at: offset, upTo: 64 << 10), count > 0 {
        offset += count
    }
}

private struct Walk {
    var steps = 0
    var isWhole = false
}

private func walk(_ source: any ByteSource, _ limits: DataSetReader.Limits) -> Walk {
    var walk = Walk()
    do throws(ParseError) {
        var input = try DICOMInput.open(source, limits: limits)
        var elements: [Element] = []
        while true {
            let end = try input.reader.readSegment(into: &elements)
            walk.steps += elements.count
            elements.removeAll()
            switch end {
            case .endOfDataSet:
                walk.isWhole = true
                return walk
            case .batch: continue
            case .pause: break
            case .bulk(let length):
                try input.reader.passBulk(length, failure: { $0 }) { _ throws(ParseError) in }
            }
            input.reader.beginSegment()
        }
    } catch { return walk }
}

/// How many steps a walk has in which nothing is taken over from what it has met.
private func stepByStep(_ bytes: [UInt8]) -> Int {
    guard var input = try? DICOMInput.open(MemorySource(bytes)) else { return -1 }
    var steps = 0
    while (try? input.reader.next()) != nil { steps += 1 }
    return steps
}

/// What a rewriter without edits makes of a file: its own bytes. Deflated data sets are deflated anew and left out.
private func keepAll(_ bytes: [UInt8]) -> [UInt8] {
    let source = MemorySource(bytes)
    guard var input = try? DICOMInput.open(source), !input.meta.transferSyntax.isDeflated else { return bytes }
    var elements: [Element] = []
    guard (try? input.reader.readSegment(into: &elements)) != nil else { return bytes }
    let sink = MemorySink()
    var rewriter = Rewriter(to: sink)
    guard (try? rewriter.write(0..<bytes.count, of: input.reader, source, edits: EditList())) != nil,
        (try? rewriter.flush()) != nil
    else { return [] }
    return sink.bytes
}
