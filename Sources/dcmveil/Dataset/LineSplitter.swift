import DICOM

/// Takes a text apart into its lines as it comes.
final class LineSplitter: ByteSink {
    private var line: [UInt8] = []
    private let limit: Int
    private let body: ([UInt8]) throws -> Void
    /// Lines so far.
    private(set) var count = 0

    struct Malformed: Error { var line: Int }

    /// - Parameters:
    ///   - limit: of a line, in bytes.
    ///   - body: gets each line without its end.
    init(limit: Int, _ body: @escaping ([UInt8]) throws -> Void) {
        self.limit = limit
        self.body = body
    }

    func write(_ bytes: RawSpan) throws(TransferError) {
        do {
            var start = 0
            while start < bytes.byteCount {
                var end = start
                while end < bytes.byteCount, unsafe bytes.unsafeLoad(fromByteOffset: end, as: UInt8.self) != 0x0A {
                    end += 1
                }
                guard line.count + end - start <= limit else { throw Malformed(line: count + 1) }
                unsafe bytes.extracting(start..<end).withUnsafeBytes { unsafe line.append(contentsOf: $0) }
                if end < bytes.byteCount {
                    count += 1
                    try body(line)
                    line.removeAll(keepingCapacity: true)
                }
                start = end + 1
            }
        } catch { throw .sink(error) }
    }

    /// Every line has an end.
    func finish() throws {
        guard line.isEmpty else { throw Malformed(line: count + 1) }
    }
}
