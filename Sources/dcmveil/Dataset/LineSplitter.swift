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
            for index in 0..<bytes.byteCount {
                let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                if byte == 0x0A {
                    count += 1
                    try body(line)
                    line.removeAll(keepingCapacity: true)
                } else {
                    guard line.count < limit else { throw Malformed(line: count + 1) }
                    line.append(byte)
                }
            }
        } catch { throw .sink(error) }
    }

    /// Every line has an end.
    func finish() throws {
        guard line.isEmpty else { throw Malformed(line: count + 1) }
    }
}
