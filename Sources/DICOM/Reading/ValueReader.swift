import Standard

/// Reads the value of the element at which a reader stands, wherever it lies: in the reader's buffer, further back in
/// the file, or still to come in a stream.
public enum ValueReader {
    /// Bytes of a chunk of a value that is not held.
    static let chunkSize = 64 << 10

    /// Calls `body` with the value of `element`, in order, in chunks.
    ///
    /// - Parameters:
    ///   - element: what `reader.next()` returned last: an element, a fragment or trailing bytes.
    ///   - source: where the reader reads from.
    /// - Precondition: the value has not been read before, unless it is resident or `source` is a file.
    public static func forEachChunk<E: Error>(
        of element: Element, _ reader: inout DataSetReader, _ source: any ByteSource, failure: (ParseError) -> E,
        _ body: (RawSpan) throws(E) -> Void
    ) throws(E) {
        let length = Int(element.lengthField)
        if length == 0 { return }
        if element.isResident {
            // Held values come in chunks, too: what is made of a chunk takes several times its size.
            for start in stride(from: 0, to: length, by: chunkSize) {
                let position = element.valuePosition + start
                try reader.buffer.withBytes(position..<position + min(chunkSize, length - start), body)
            }
            return
        }
        guard let size = source.size else { return try reader.passBulk(length, failure: failure, body) }
        var chunk = HeaderBuffer(capacity: min(length, chunkSize))
        var offset = element.valueOffset
        let end = min(offset + length, size)
        while offset < end {
            let count: Int
            do throws(ParseError) {
                count = try chunk.refill(from: source, at: offset, upTo: min(chunkSize, end - offset))
                if count == 0 { throw ParseError(.shrunk, at: offset, tag: element.tag) }
            } catch { throw failure(error) }
            try chunk.withBytes(0..<count, body)
            offset += count
        }
    }

    /// The first bytes of a value, up to `limit`. A value that is still to come in a stream is passed in whole.
    public static func prefix(
        of element: Element, _ reader: inout DataSetReader, _ source: any ByteSource, limit: Int
    ) throws(ParseError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, Int(element.lengthField)))
        if !element.isResident, source.size != nil, Int(element.lengthField) > limit {
            var chunk = HeaderBuffer(capacity: limit)
            while bytes.count < limit {
                let count = try chunk.refill(
                    from: source, at: element.valueOffset + bytes.count, upTo: limit - bytes.count)
                if count == 0 { throw ParseError(.shrunk, at: element.valueOffset + bytes.count, tag: element.tag) }
                chunk.append(0..<count, to: &bytes)
            }
            return bytes
        }
        try forEachChunk(of: element, &reader, source, failure: { $0 }) { chunk throws(ParseError) in
            bytes.append(bytesOf: chunk.extracting(first: max(0, limit - bytes.count)))
        }
        return bytes
    }

    /// Passes over the value of `element` if a stream still stands before it.
    public static func finish(
        _ element: Element, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws(ParseError) {
        switch element.kind {
        case .element, .fragment: break
        default: return
        }
        guard source.size == nil, !element.isResident, reader.cursor == element.valueOffset else { return }
        try reader.passBulk(Int(element.lengthField), failure: { $0 }) { _ throws(ParseError) in }
    }
}

extension [UInt8] {
    /// Appends a copy of lent bytes.
    public mutating func append(bytesOf span: RawSpan) {
        // Sound: the pointer is used inside the call that lends it, and never kept.
        unsafe span.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
