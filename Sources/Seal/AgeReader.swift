/// Opens an age v1 file as its bytes come in, and passes on nothing that has not been authenticated.
///
/// What has been passed on is a true beginning of the plaintext; that it is all of it is known only when `finish` returns.
/// Keep it under no final name before that. Holds one chunk (64 KiB) twice, or the header (at most 2 MiB).
public struct AgeReader<Output: SealOutput & ~Copyable>: ~Copyable {
    private var output: Output
    private let identities: [any Identity]
    private var format: AgeFormat
    private var armor = ArmorDecoder()
    private var stage = Stage.header
    private var header = HeaderReader()
    private var fileKey: FileKey?
    private var opener: ChunkOpener?
    /// The nonce, then a sealed chunk, as far as they have come.
    private var pending: [UInt8] = []
    /// Bytes of the file before `pending`, up to the payload.
    private var offset = 0

    private enum Stage { case header, nonce, payload, failed }

    public init(identities: [any Identity], format: AgeFormat = .detected, output: consuming Output) {
        self.identities = identities
        self.format = format
        self.output = output
    }

    /// Takes any number of bytes of the file.
    ///
    /// - Throws: a `SealError`, or what `output` throws. After that the reader takes no more.
    public mutating func write(_ bytes: RawSpan) throws {
        guard stage != .failed else { throw SealError(.usedAfterFailure) }
        guard bytes.byteCount > 0 else { return }
        let current = stage
        stage = .failed
        if format == .detected { format = ArmorDecoder.isLikely(firstByte: bytes[0]) ? .armored : .binary }
        stage = format == .armored ? try readArmored(bytes, at: current) : try read(bytes, at: current)
    }

    /// Opens the last chunk and gives the output back.
    ///
    /// - Throws: if the file is not complete to its last byte.
    public consuming func finish() throws -> Output {
        if format == .armored, stage != .failed { try armor.finish() }
        switch stage {
        case .header: throw SealError(.truncatedHeader, at: .byte(offset))
        case .nonce: throw SealError(.truncatedHeader, at: .byte(offset + pending.count))
        case .payload: try openPending(isLast: true)
        case .failed: throw SealError(.usedAfterFailure)
        }
        return output
    }

    /// In slices, so that armor in one large piece is not held decoded all at once.
    private mutating func readArmored(_ text: RawSpan, at stage: Stage) throws -> Stage {
        var rest = text
        var stage = stage
        while rest.byteCount > 0 {
            let size = min(rest.byteCount, Payload.sealedChunkSize)
            stage = try armor.decode(rest.extracting(first: size)).lend { try read($0, at: stage) }
            rest = rest.extracting(droppingFirst: size)
        }
        return stage
    }

    private mutating func read(_ bytes: RawSpan, at stage: Stage) throws -> Stage {
        var rest = bytes
        var stage = stage
        if stage == .header {
            let (consumed, header) = try header.read(rest)
            offset += consumed
            guard let header else { return .header }
            fileKey = try header.fileKey(for: identities)
            self.header = HeaderReader()
            rest = rest.extracting(droppingFirst: consumed)
            stage = .nonce
        }
        if stage == .nonce {
            rest = rest.extracting(droppingFirst: fillPending(to: Payload.nonceSize, from: rest))
            guard pending.count == Payload.nonceSize else { return .nonce }
            try startPayload()
            stage = .payload
        }
        if !pending.isEmpty {
            rest = rest.extracting(droppingFirst: fillPending(to: Payload.sealedChunkSize, from: rest))
            // A full chunk may be the last one until another byte comes.
            guard rest.byteCount > 0 else { return .payload }
            try openPending(isLast: false)
        }
        while rest.byteCount > Payload.sealedChunkSize {
            try open(rest.extracting(first: Payload.sealedChunkSize), isLast: false)
            rest = rest.extracting(droppingFirst: Payload.sealedChunkSize)
        }
        pending.append(contentsOf: rest)
        return .payload
    }

    /// Returns how many bytes were taken.
    private mutating func fillPending(to size: Int, from bytes: RawSpan) -> Int {
        let taken = min(size - pending.count, bytes.byteCount)
        pending.append(contentsOf: bytes.extracting(first: taken))
        return taken
    }

    private mutating func startPayload() throws {
        guard let fileKey = fileKey.take() else { throw SealError(.usedAfterFailure) }
        offset += pending.count
        opener = try ChunkOpener(fileKey: fileKey, nonce: pending, offset: offset)
        pending.removeAll(keepingCapacity: true)
        pending.reserveCapacity(Payload.sealedChunkSize)
    }

    private mutating func openPending(isLast: Bool) throws {
        var taken: [UInt8] = []
        swap(&taken, &pending)
        try taken.lend { try open($0, isLast: isLast) }
        taken.removeAll(keepingCapacity: true)
        swap(&taken, &pending)
    }

    private mutating func open(_ sealed: RawSpan, isLast: Bool) throws {
        // There is one from the moment that `startPayload` has returned.
        try opener!.open(sealed, isLast: isLast, into: &output)
    }
}
