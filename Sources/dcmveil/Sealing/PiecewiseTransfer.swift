import DICOM
import Seal

/// Seals or opens one large file on several cores: pieces of a MiB are read and worked on side by side and written in their order, so
/// that what comes out is what one core would make of it, errors included. The thread that writes does nothing else: the kernel
/// takes one write to a file at a time, and that is all that cannot be shared.
struct PiecewiseTransfer {
    let direction: SealedTransfer.Direction

    /// Below this, starting threads costs more than they save. In bytes.
    private static let least = 8 << 20
    /// Pieces under way: about as many MiB are held in memory.
    private static let pieces = 8
    /// Chunks of a piece.
    private static let chunks = 16

    /// A piece on its way: used again and again, by one thread at a time.
    private final class Piece: @unchecked Sendable {
        var output = [UInt8](repeating: 0, count: PiecewiseTransfer.chunks * ChunkSize.sealed)
        /// Of `output`, bytes that are to be written.
        var written = 0
        /// Number of its first chunk.
        var chunk = 0
        /// Where it lies in the input.
        var range = 0..<0
        var isLast = false
        var error: (any Error)?
    }

    /// - Returns: `false`, with nothing done, for what is too small, passes only once, or is armored.
    func run(_ source: any ByteSource, name: String, to sink: any ByteSink) throws -> Bool {
        guard let source = source as? FileSource, let size = source.size, size >= Self.least, Cores.count > 1 else {
            return false
        }
        switch direction {
        case .seal(_, isArmored: true): return false
        case .seal(let headers, isArmored: false):
            let (start, key) = try headers.next().begin()
            try write(start, first: start.count, to: sink)
            try pump(name, from: 0, of: size, chunkSize: ChunkSize.plain, to: sink) {
                guard var sealer = try? ChunkRunSealer(key) else { return { piece in Self.fail(piece) } }
                let input = Input(source, name, chunkSize: ChunkSize.plain)
                return { piece in
                    Self.work(on: piece, input) { bytes, chunk, isLast in
                        piece.written += try sealer.seal(
                            bytes, chunk: chunk, isLast: isLast, into: &piece.output, at: piece.written)
                    }
                }
            }
        case .open(let identities):
            do {
                guard let (key, offset) = try find(source, name, identities) else { return false }
                try pump(name, from: offset, of: size, chunkSize: ChunkSize.sealed, to: sink) {
                    guard var opener = try? ChunkRunOpener(key, offset: offset) else {
                        return { piece in Self.fail(piece) }
                    }
                    let input = Input(source, name, chunkSize: ChunkSize.sealed)
                    return { piece in
                        Self.work(on: piece, input) { bytes, chunk, isLast in
                            // What is authentic in front of something that is not is written, too.
                            try opener.open(
                                bytes, chunk: chunk, isLast: isLast, into: &piece.output, written: &piece.written)
                        }
                    }
                }
            } catch let error as SealError { throw SealFailure.failure(error, name, kind: .opening) }
        }
        return true
    }

    /// The chunks of the input, one at a time in memory that stays in the cache of the core that reads it: with all of a piece
    /// in a buffer that wanders from core to core, two cores did a third less.
    private final class Input {
        private let source: FileSource
        private let name: String
        let chunkSize: Int
        private var buffer: HeaderBuffer

        init(_ source: FileSource, _ name: String, chunkSize: Int) {
            self.source = source
            self.name = name
            self.chunkSize = chunkSize
            buffer = HeaderBuffer(capacity: chunkSize)
        }

        func read(_ range: Range<Int>, _ body: (RawSpan) throws -> Void) throws {
            try fill(&buffer, source, name, at: range.lowerBound, count: range.count)
            // What is sealed must be the file, not the beginning of it that is left.
            guard buffer.count == range.count else {
                throw Failure(.io, "\(name): \(ParseError.Code.shrunk.sentence)")
            }
            try buffer.withBytes(0..<range.count, body)
        }
    }

    /// Reads the chunks of a piece and does something to each; what goes wrong is told when its turn to be written has come.
    private static func work(
        on piece: Piece, _ input: Input, _ body: (_ bytes: RawSpan, _ chunk: Int, _ isLast: Bool) throws -> Void
    ) -> Piece {
        piece.error = nil
        piece.written = 0
        var chunk = piece.chunk
        var start = piece.range.lowerBound
        do {
            repeat {
                let end = min(start + input.chunkSize, piece.range.upperBound)
                let isLast = piece.isLast && end == piece.range.upperBound
                try input.read(start..<end) { bytes in try body(bytes, chunk, isLast) }
                start = end
                chunk += 1
            } while start < piece.range.upperBound
        } catch { piece.error = error }
        return piece
    }

    private static func fail(_ piece: Piece) -> Piece {
        piece.error = SealError(.libcryptoFailed)
        piece.written = 0
        return piece
    }

    /// The header of a file that is not armored; what is wrong with it is an error here as anywhere.
    private func find(
        _ source: any ByteSource, _ name: String, _ identities: [any Identity]
    ) throws -> (key: PayloadKey, offset: Int)? {
        var count = 64 << 10
        while true {
            var chunk = HeaderBuffer(capacity: count)
            try fill(&chunk, source, name, at: 0, count: count)
            let found = try chunk.withBytes(0..<chunk.count) { bytes in try PayloadKey.find(in: bytes, for: identities)
            }
            if found != nil || chunk[0] != UInt8(ascii: "a") || chunk.count < count || count > HeaderLimits.bytes {
                return found
            }
            count = HeaderLimits.bytes + 1024
        }
    }

    private func pump(
        _ name: String, from start: Int, of size: Int, chunkSize: Int, to sink: any ByteSink,
        _ make: @escaping @Sendable () -> (Piece) -> Piece
    ) throws {
        let workers = OrderedWorkers(count: Cores.count, capacity: Self.pieces, make: make)
        defer { workers.stop() }
        var free: [Piece] = []
        var offset = start
        var chunk = 0
        repeat {
            if Interruption.isRequested { throw Failure(.io, "\(name): interrupted") }
            if workers.isFull, let piece = workers.take() { try write(piece, to: sink, keepingIn: &free) }
            let count = min(Self.chunks * chunkSize, size - offset)
            let piece = free.popLast() ?? Piece()
            piece.chunk = chunk
            piece.range = offset..<offset + count
            offset += count
            chunk += Self.chunks
            piece.isLast = offset == size
            workers.submit(piece)
        } while offset < size
        while let piece = workers.take() { try write(piece, to: sink, keepingIn: &free) }
    }

    private func write(_ piece: Piece, to sink: any ByteSink, keepingIn free: inout [Piece]) throws {
        try write(piece.output, first: piece.written, to: sink)
        if let error = piece.error { throw error }
        free.append(piece)
    }

    private func write(_ bytes: [UInt8], first count: Int, to sink: any ByteSink) throws {
        if count > 0 { try bytes.withBytes { bytes in try sink.write(bytes.extracting(first: count)) } }
    }
}

extension [UInt8] {
    /// Sound: as in `Seal`, a `UInt8` has no padding.
    fileprivate func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result { try unsafe body(span.bytes) }
}

private func fill(
    _ chunk: inout HeaderBuffer, _ source: any ByteSource, _ name: String, at offset: Int, count: Int
) throws {
    do { _ = try chunk.refill(from: source, at: offset, upTo: count) } catch {
        guard case .io(let code) = error.code else { throw Failure(.io, "\(name): \(error.code.sentence)") }
        throw Failure(.io, "\(name): cannot read: \(Failure.reason(code))")
    }
}
