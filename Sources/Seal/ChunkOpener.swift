/// Opens the chunks of one payload in their order (C2SP age, "Payload"). Says what is wrong with one that does not open.
struct ChunkOpener: ~Copyable {
    private var cipher: ChaChaPoly
    private var index: UInt64 = 0
    /// Where the next chunk begins in the file, in bytes.
    private var offset: Int
    private let plaintext = WipedBytes(count: Payload.chunkSize)

    init(fileKey: borrowing FileKey, nonce: [UInt8], offset: Int) throws(SealError) {
        try self.init(payloadKey: fileKey.payloadKey(nonce: nonce), offset: offset)
    }

    init(payloadKey: SecretBytes, offset: Int) throws(SealError) {
        cipher = try ChaChaPoly(.open, key: payloadKey)
        self.offset = offset
    }

    /// Goes to another chunk of the payload.
    ///
    /// - Parameter offset: where it begins in the file.
    mutating func move(to index: UInt64, offset: Int) {
        self.index = index
        self.offset = offset
    }

    /// Passes the plaintext of `sealed` on to `output`: of a full chunk with more bytes behind it, or of everything that
    /// stood behind the last such chunk when the input ended.
    ///
    /// A chunk that is authentic is passed on even where its place is wrong (the file was cut behind it, or extended), and
    /// then the error is thrown: so does age, and what is released is a true beginning in either case.
    mutating func open<Output: SealOutput & ~Copyable>(
        _ sealed: RawSpan, isLast: Bool, into output: inout Output
    ) throws {
        let end = offset + sealed.byteCount
        if isLast, sealed.byteCount < ChaChaPoly.tagSize { throw SealError(.truncatedPayload, at: .byte(offset)) }
        if let size = try decrypt(sealed, isLast: isLast) {
            if isLast, size == 0, index > 0 { throw SealError(.emptyLastChunk, at: .byte(offset)) }
            try output.write(plaintext.bytes, first: size)
            index += 1
            offset = end
        } else if sealed.byteCount == Payload.sealedChunkSize, let size = try decrypt(sealed, isLast: !isLast) {
            try output.write(plaintext.bytes, first: size)
            throw SealError(isLast ? .truncatedPayload : .dataAfterLastChunk, at: .byte(end))
        } else {
            throw SealError(isLast ? .lastChunkAlteredOrCut : .chunkAltered, at: .byte(offset))
        }
    }

    /// Opens a chunk with which all is well straight into `output`, from `place` on, where it has room.
    ///
    /// - Returns: the size of the plaintext; `nil`, with nothing done, for the other method to say what is wrong.
    mutating func openWhole(
        _ sealed: RawSpan, isLast: Bool, into output: inout [UInt8], at place: Int
    ) throws(SealError) -> Int? {
        if isLast, index > 0, sealed.byteCount <= ChaChaPoly.tagSize { return nil }
        let nonce = Payload.nonce(chunk: index, isLast: isLast)
        guard let size = try cipher.open(sealed, nonce: nonce, into: &output, at: place) else { return nil }
        index += 1
        offset += sealed.byteCount
        return size
    }

    private mutating func decrypt(_ sealed: RawSpan, isLast: Bool) throws(SealError) -> Int? {
        try cipher.open(sealed, nonce: Payload.nonce(chunk: index, isLast: isLast), into: &plaintext.bytes)
    }
}
