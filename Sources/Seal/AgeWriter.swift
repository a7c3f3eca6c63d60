/// Seals a stream as an age v1 file: `init` writes the header, `write` whole chunks, `finish` the last one.
///
/// A file without its last chunk does not open, so a writer that is dropped leaves nothing that could pass for complete.
public struct AgeWriter<Output: SealOutput & ~Copyable>: ~Copyable {
    private var output: Output
    private var cipher: ChaChaPoly
    private var chunk: UInt64 = 0
    /// Plaintext that waits for its chunk to fill, or for a byte that proves that the chunk is not the last. It may be a key.
    private let pending = WipedBytes(count: Payload.chunkSize)
    /// Bytes of it.
    private var pendingCount = 0
    private var sealed = [UInt8](repeating: 0, count: Payload.sealedChunkSize)
    private var hasFailed = false

    /// Chooses a file key and a nonce and writes everything that comes before the payload.
    ///
    /// - Parameter grease: adds a stanza that nobody knows, but not beside a passphrase's: readers ignore it.
    /// - Throws: `.noRecipients`; `.mixedPassphrase`, `.mixedPostQuantum` or `.mixedLabels`; the errors of the recipients,
    ///   or those of `output`.
    public init(to recipients: [any Recipient], grease: Bool = true, output: consuming Output) throws {
        try self.init(SealingHeaders(to: recipients, grease: grease).next(), output: output)
    }

    /// Chooses a nonce and writes everything that comes before the payload.
    public init(_ header: consuming SealingHeader, output: consuming Output) throws {
        let nonce = try Random.bytes(Payload.nonceSize)
        let start = header.bytes + nonce
        let cipher = try ChaChaPoly(.seal, key: header.fileKey.payloadKey(nonce: nonce))
        try output.write(start)
        self.cipher = cipher
        self.output = output
    }

    /// Takes any number of bytes. Full chunks are sealed straight from `bytes`; at most one chunk is copied and kept.
    ///
    /// - Parameter isFollowed: more bytes will come for sure, so that a full chunk at the end is not the last.
    public mutating func write(_ bytes: RawSpan, isFollowed: Bool = false) throws {
        guard !hasFailed else { throw SealError(.usedAfterFailure) }
        var rest = bytes
        if pendingCount > 0 {
            let taken = min(Payload.chunkSize - pendingCount, rest.byteCount)
            keep(rest.extracting(first: taken))
            rest = rest.extracting(droppingFirst: taken)
            // Flush only when more bytes wait: until then this may be the last chunk.
            guard rest.byteCount > 0 || isFollowed && pendingCount == Payload.chunkSize else { return }
            try sealPending(isLast: false)
        }
        while rest.byteCount > Payload.chunkSize || isFollowed && rest.byteCount == Payload.chunkSize {
            try seal(rest.extracting(first: Payload.chunkSize), isLast: false)
            rest = rest.extracting(droppingFirst: Payload.chunkSize)
        }
        keep(rest)
    }

    /// Puts bytes, for which there is room, behind those that wait.
    private mutating func keep(_ bytes: RawSpan) {
        pending.copy(bytes, to: pendingCount)
        pendingCount += bytes.byteCount
    }

    /// Seals the last chunk and gives the output back. Without this call the file does not open.
    public consuming func finish() throws -> Output {
        guard !hasFailed else { throw SealError(.usedAfterFailure) }
        // Bytes were announced that never came: no reader takes an empty chunk for the last of several.
        guard pendingCount > 0 || chunk == 0 else { throw SealError(.emptyLastChunk) }
        try sealPending(isLast: true)
        return output
    }

    private mutating func sealPending(isLast: Bool) throws {
        let count = pendingCount
        pendingCount = 0
        try pending.bytes.lend { bytes in try seal(bytes.extracting(first: count), isLast: isLast) }
    }

    private mutating func seal(_ plaintext: RawSpan, isLast: Bool) throws {
        hasFailed = true
        let nonce = Payload.nonce(chunk: chunk, isLast: isLast)
        let size = try cipher.seal(plaintext, nonce: nonce, into: &sealed)
        try output.write(sealed, first: size)
        chunk += 1
        hasFailed = false
    }
}
