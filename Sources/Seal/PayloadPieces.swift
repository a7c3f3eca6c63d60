/// The key of one payload, for threads that seal or open pieces of it side by side.
public final class PayloadKey: Sendable {
    let secret: SecretBytes
    init(_ secret: SecretBytes) { self.secret = secret }
}

/// Pieces of a payload: each is some whole chunks, the last one whatever is left.
public enum PayloadPiece {
    /// Chunks of a piece.
    public static let chunks = 16
    /// Bytes of the plaintext of a piece, and of what is sealed.
    public static let size = chunks * Payload.chunkSize
    public static let sealedSize = chunks * Payload.sealedChunkSize
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

/// Seals pieces of one payload; one for each thread.
public struct PieceSealer: ~Copyable {
    private var cipher: ChaChaPoly

    public init(_ key: PayloadKey) throws(SealError) { cipher = try ChaChaPoly(.seal, key: key.secret) }

    /// - Parameters:
    ///   - piece: `PayloadPiece.size` bytes, or, of the last piece, at least one; none only if it is the whole payload.
    ///   - number: the first being 0.
    ///   - output: has room for `PayloadPiece.sealedSize` bytes.
    /// - Returns: bytes written.
    public mutating func seal(
        _ piece: RawSpan, number: Int, isLast: Bool, into output: inout [UInt8]
    ) throws(SealError) -> Int {
        precondition(isLast || piece.byteCount == PayloadPiece.size, "a piece in the middle is whole")
        var written = 0
        var start = 0
        var chunk = UInt64(number * PayloadPiece.chunks)
        repeat {
            let end = min(start + Payload.chunkSize, piece.byteCount)
            let nonce = Payload.nonce(chunk: chunk, isLast: isLast && end == piece.byteCount)
            written += try cipher.seal(piece.extracting(start..<end), nonce: nonce, into: &output, at: written)
            start = end
            chunk += 1
        } while start < piece.byteCount
        return written
    }
}

/// Opens pieces of one payload; one for each thread.
public struct PieceOpener: ~Copyable {
    private var opener: ChunkOpener
    private let offset: Int

    /// - Parameter offset: where the payload begins in the file.
    public init(_ key: PayloadKey, offset: Int) throws(SealError) {
        opener = try ChunkOpener(payloadKey: key.secret, offset: offset)
        self.offset = offset
    }

    /// Writes the plaintext of a piece to the front of `output`: as far as it is authentic, also where an error is thrown.
    ///
    /// - Parameters:
    ///   - piece: `PayloadPiece.sealedSize` bytes, or, of the last piece, what is left, be it nothing.
    ///   - number: the first being 0.
    ///   - output: has room for `PayloadPiece.size` bytes.
    ///   - written: bytes that are in it then.
    public mutating func open(
        _ piece: RawSpan, number: Int, isLast: Bool, into output: inout [UInt8], written: inout Int
    ) throws(SealError) {
        precondition(piece.byteCount <= PayloadPiece.sealedSize && output.count >= PayloadPiece.size, "no room for a piece")
        opener.move(
            to: UInt64(number * PayloadPiece.chunks), offset: offset + number * PayloadPiece.sealedSize)
        written = 0
        var start = 0
        repeat {
            let end = min(start + Payload.sealedChunkSize, piece.byteCount)
            let chunk = piece.extracting(start..<end)
            let isLastChunk = isLast && end == piece.byteCount
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
        } while start < piece.byteCount
    }

    private struct Room: SealOutput {
        var bytes: [UInt8] = []
        mutating func write(_ more: RawSpan) { bytes.append(contentsOf: more) }
    }
}
