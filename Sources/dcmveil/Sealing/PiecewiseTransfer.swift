import DICOM
import Seal

/// Seals or opens one large file on several cores: pieces of a MiB are worked on side by side and written in their order, so that
/// what comes out is what one core would make of it, errors included.
struct PiecewiseTransfer {
    let direction: SealedTransfer.Direction

    /// Below this, starting threads costs more than they save. In bytes.
    private static let least = 8 << 20
    /// Pieces under way: what is held in memory is twice as many MiB.
    private static let pieces = 8

    /// A piece on its way: used again and again, by one thread at a time.
    private final class Piece: @unchecked Sendable {
        var input: [UInt8] = []
        var output = [UInt8](repeating: 0, count: PayloadPiece.sealedSize)
        /// Of `output`, bytes that are to be written.
        var written = 0
        var number = 0
        var isLast = false
        var error: SealError?
    }

    /// - Returns: `false`, with nothing done, for what is too small, passes only once, or is armored.
    func run(_ source: any ByteSource, name: String, to sink: any ByteSink) throws -> Bool {
        guard let size = source.size, size >= Self.least, Cores.count > 1 else { return false }
        switch direction {
        case .seal(_, isArmored: true): return false
        case .seal(let headers, isArmored: false):
            let (start, key) = try headers.next().begin()
            try write(start, first: start.count, to: sink)
            try pump(source, name, from: 0, of: size, step: PayloadPiece.size, to: sink) {
                guard var sealer = try? PieceSealer(key) else { return { piece in Self.fail(piece) } }
                return { piece in
                    do throws(SealError) {
                        piece.written = try piece.input.withBytes { (bytes) throws(SealError) in
                            try sealer.seal(bytes, number: piece.number, isLast: piece.isLast, into: &piece.output)
                        }
                    } catch { piece.error = error }
                    return piece
                }
            }
        case .open(let identities):
            do {
                guard let (key, offset) = try find(source, name, identities) else { return false }
                try pump(source, name, from: offset, of: size, step: PayloadPiece.sealedSize, to: sink) {
                    guard var opener = try? PieceOpener(key, offset: offset) else {
                        return { piece in Self.fail(piece) }
                    }
                    return { piece in
                        piece.output.removeAll(keepingCapacity: true)
                        do throws(SealError) {
                            try piece.input.withBytes { (bytes) throws(SealError) in
                                try opener.open(bytes, number: piece.number, isLast: piece.isLast, into: &piece.output)
                            }
                        } catch { piece.error = error }
                        piece.written = piece.output.count
                        return piece
                    }
                }
            } catch let error as SealError { throw SealFailure.failure(error, name, kind: .opening) }
        }
        return true
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
        _ source: any ByteSource, _ name: String, from start: Int, of size: Int, step: Int, to sink: any ByteSink,
        _ make: @escaping @Sendable () -> (Piece) -> Piece
    ) throws {
        let workers = OrderedWorkers(count: Cores.count, capacity: Self.pieces, make: make)
        defer { workers.stop() }
        var free: [Piece] = []
        var chunk = HeaderBuffer(capacity: step)
        var offset = start
        var number = 0
        repeat {
            if Interruption.isRequested { throw Failure(.io, "\(name): interrupted") }
            if workers.isFull, let piece = workers.take() { try write(piece, to: sink, keepingIn: &free) }
            let count = min(step, size - offset)
            try fill(&chunk, source, name, at: offset, count: count)
            // What is sealed must be the file, not the beginning of it that is left.
            guard chunk.count == count else { throw Failure(.io, "\(name): \(ParseError.Code.shrunk.sentence)") }
            let piece = free.popLast() ?? Piece()
            piece.input.removeAll(keepingCapacity: true)
            chunk.append(0..<count, to: &piece.input)
            piece.number = number
            offset += count
            number += 1
            piece.isLast = offset == size
            workers.submit(piece)
        } while offset < size
        while let piece = workers.take() { try write(piece, to: sink, keepingIn: &free) }
    }

    private func fill(
        _ chunk: inout HeaderBuffer, _ source: any ByteSource, _ name: String, at offset: Int, count: Int
    ) throws {
        do { _ = try chunk.refill(from: source, at: offset, upTo: count) } catch {
            guard case .io(let code) = error.code else { throw Failure(.io, "\(name): \(error.code.sentence)") }
            throw Failure(.io, "\(name): cannot read: \(Failure.reason(code))")
        }
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
