/// The key of one payload, for threads that seal or open pieces of it side by side.
public final class PayloadKey: Sendable {
    let secret: SecretBytes
    init(_ secret: SecretBytes) { self.secret = secret }
}

/// Of all chunks but the last, in bytes.
public enum ChunkSize {
    public static let plain = Payload.chunkSize
    public static let sealed = Payload.sealedChunkSize
}

extension SealingHeader {
    /// What the file begins with, nonce included, and the key of the payload that follows. In place of `AgeWriter`.
    public consuming func begin() throws(SealError) -> (bytes: [UInt8], key: PayloadKey) {
        let nonce = try Random.bytes(Payload.nonceSize)
        return (bytes + nonce, PayloadKey(try fileKey.payloadKey(nonce: nonce)))
    }
}

extension PayloadKey {
    /// Reads the header of a binary age file, and tells where its payload begins, in bytes. In place of `AgeReader`.
    ///
    /// - Parameter start: the beginning of the file.
    /// - Returns: `nil` if the header and the nonce do not end in `start`, and for armor.
    /// - Throws: as `AgeReader.write`.
    public static func find(
        in start: RawSpan, for identities: [any Identity]
    ) throws(SealError) -> (key: PayloadKey, offset: Int)? {
        guard start.byteCount > 0, !ArmorDecoder.isLikely(firstByte: start[0]) else { return nil }
        var reader = HeaderReader()
        let (consumed, header) = try reader.read(start)
        guard let header, start.byteCount - consumed >= Payload.nonceSize else { return nil }
        let fileKey = try header.fileKey(for: identities)
        let nonce = start.copy(consumed..<consumed + Payload.nonceSize)
        return (PayloadKey(try fileKey.payloadKey(nonce: nonce)), consumed + Payload.nonceSize)
    }
}

/// Seals runs of chunks of one payload; one for each thread.
public struct ChunkRunSealer: ~Copyable {
    private var cipher: ChaChaPoly

    public init(_ key: PayloadKey) throws(SealError) { cipher = try ChaChaPoly(.seal, key: key.secret) }

    /// - Parameters:
    ///   - run: some whole chunks, or, at the end, at least one byte; none only if that is the whole payload.
    ///   - chunk: number of its first chunk, the first of the payload being 0.
    ///   - isLast: whether the payload ends with it.
    ///   - output: has room for all of it from `place` on.
    /// - Returns: bytes written.
    public mutating func seal(
        _ run: RawSpan, chunk: Int, isLast: Bool, into output: inout [UInt8], at place: Int
    ) throws(SealError) -> Int {
        precondition(isLast || run.byteCount.isMultiple(of: Payload.chunkSize), "a run in the middle is whole")
        var written = 0
        var start = 0
        var chunk = UInt64(chunk)
        repeat {
            let end = min(start + Payload.chunkSize, run.byteCount)
            let nonce = Payload.nonce(chunk: chunk, isLast: isLast && end == run.byteCount)
            written += try cipher.seal(run.extracting(start..<end), nonce: nonce, into: &output, at: place + written)
            start = end
            chunk += 1
        } while start < run.byteCount
        return written
    }
}

/// Opens runs of chunks of one payload; one for each thread.
public struct ChunkRunOpener: ~Copyable {
    private var opener: ChunkOpener
    private let offset: Int

    /// - Parameter offset: where the payload begins in the file.
    public init(_ key: PayloadKey, offset: Int) throws(SealError) {
        opener = try ChunkOpener(payloadKey: key.secret, offset: offset)
        self.offset = offset
    }

    /// Writes the plaintext of a run to `output` behind what is in it: as far as it is authentic, also where an error is thrown.
    ///
    /// - Parameters:
    ///   - run: some whole sealed chunks, or, at the end, what is left, be it nothing.
    ///   - chunk: number of its first chunk, the first of the payload being 0.
    ///   - isLast: whether the payload ends with it.
    ///   - output: has room for as many bytes as `run` has.
    ///   - written: bytes that are in it.
    public mutating func open(
        _ run: RawSpan, chunk: Int, isLast: Bool, into output: inout [UInt8], written: inout Int
    ) throws(SealError) {
        precondition(run.byteCount <= output.count - written, "no room for a run")
        opener.move(to: UInt64(chunk), offset: offset + chunk * Payload.sealedChunkSize)
        var start = 0
        repeat {
            let end = min(start + Payload.sealedChunkSize, run.byteCount)
            let chunk = run.extracting(start..<end)
            let isLastChunk = isLast && end == run.byteCount
            if let size = try opener.openWhole(chunk, isLast: isLastChunk, into: &output, at: written) {
                written += size
            } else {
                // What is wrong, and whether there is something authentic in it nevertheless.
                var room = Room()
                defer {
                    output.replaceSubrange(written..<written + room.bytes.count, with: room.bytes)
                    written += room.bytes.count
                }
                do { try opener.open(chunk, isLast: isLastChunk, into: &room) } catch let error as SealError {
                    throw error
                } catch { throw SealError(.libcryptoFailed) }
            }
            start = end
        } while start < run.byteCount
    }

    private struct Room: SealOutput {
        var bytes: [UInt8] = []
        mutating func write(_ more: RawSpan) { bytes.append(contentsOf: more) }
    }
}
