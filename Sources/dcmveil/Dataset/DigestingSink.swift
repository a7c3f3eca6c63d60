import DICOM
import Seal

/// Counts and hashes what passes, and keeps its beginning.
final class DigestingSink: ByteSink {
    private let sink: (any ByteSink)?
    private let limit: Int
    /// As many of the first bytes as were asked for.
    private(set) var start: [UInt8] = []
    private let digest: RunningSHA256
    /// Bytes so far.
    private(set) var count = 0

    /// - Parameters:
    ///   - sink: where the bytes go on to.
    ///   - start: bytes of the beginning that are kept.
    init(_ sink: (any ByteSink)? = nil, keepingFirst start: Int = 0) throws(TransferError) {
        self.sink = sink
        limit = start
        do throws(SealError) { digest = try RunningSHA256() } catch { throw .sink(error) }
    }

    func write(_ bytes: RawSpan) throws(TransferError) {
        do throws(SealError) { try digest.update(bytes) } catch { throw .sink(error) }
        if start.count < limit {
            for index in 0..<min(limit - start.count, bytes.byteCount) {
                start.append(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
            }
        }
        count += bytes.byteCount
        try sink?.write(bytes)
    }

    /// SHA-256 of all of them.
    func finish() throws(TransferError) -> [UInt8] {
        do throws(SealError) { return try digest.finish() } catch { throw .sink(error) }
    }
}
