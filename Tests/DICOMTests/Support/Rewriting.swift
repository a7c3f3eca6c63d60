import DICOM
import Standard

/// Writes a whole file again, as an application without any rule would: its beginning from the file, the data set
/// through the `Rewriter`, segment for segment.
///
/// - Parameter edit: adds edits for a segment.
func rewrite(
    _ source: any ByteSource, to sink: MemorySink, head: [UInt8],
    edit: ([Element], borrowing DataSetReader, inout EditList) -> Void = { _, _, _ in }
) throws {
    var input = try DICOMInput.open(source)
    let isInflated = input.meta.transferSyntax.isDeflated
    var start = isInflated ? 0 : input.meta.dataSetOffset
    var rewriter = Rewriter(to: sink)
    if !isInflated { try rewriter.write(Array(head[..<start])) }
    while true {
        var elements: [Element] = []
        var end = try input.reader.readSegment(into: &elements)
        while case .batch = end { end = try input.reader.readSegment(into: &elements) }
        var edits = EditList()
        edit(elements, input.reader, &edits)
        try rewriter.write(start..<input.reader.cursor, of: input.reader, input.source, edits: edits)
        switch end {
        case .endOfDataSet: return try rewriter.flush()
        case .pause, .batch: break
        case .bulk(let length):
            try input.reader.passBulk(length, failure: { .read($0) }) { bytes throws(TransferError) in
                try rewriter.write(bytes)
            }
        }
        input.reader.beginSegment()
        start = input.reader.cursor
    }
}
