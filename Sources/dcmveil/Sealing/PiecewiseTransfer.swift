import DICOM
import Seal

/// Seals or opens one large file on several cores: pieces of a MiB are read and worked on side by side and written in their order, so
/// that what comes out is what one core would make of it, errors included. The thread that writes does nothing else: the kernel
/// takes one write to a file at a time, and that is all that cannot be shared.
struct PiecewiseTransfer {
    let direction: SealedTransfer.Direction

    /// Below this, starting threads costs more than they save. In bytes.
    private static let least = 8 << 20
    /// Pieces under way: what is held in memory is twice as many MiB.
    private static let pieces = 8

    /// A piece on its way: used again and again, by one thread at a time.
    private final class Piece: @unchecked Sendable {
        var input = HeaderBuffer(capacity: PayloadPiece.sealedSize)
        var output = [UInt8](repeating: 0, count: PayloadPiece.sealedSize)
        /// Of `output`, bytes that are to be written.
        var written = 0
        var number = 0
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
            try pump(name, from: 0, of: size, step: PayloadPiece.size, to: sink) {
                guard var sealer = try? PieceSealer(key) else { return { piece in Self.fail(piece) } }
                return { piece in
                    Self.work(on: piece, source, name) { bytes in
                        piece.written = try sealer.seal(
                            bytes, number: piece.number, isLast: piece.isLast, into: &piece.output)
                    }
                }
            }
        case .open(let identities):
            do {
                guard let (key, offset) = try find(source, name, identities) else { return false }
                try pump(name, from: offset, of: size, step: PayloadPiece.sealedSize, to: sink) {
                    guard var opener = try? PieceOpener(key, offset: offset) else {
                        return { piece in Self.fail(piece) }
                    }
                    return { piece in
                        Self.work(on: piece, source, name) { bytes in
                            // What is authentic in front of something that is not is written, too.
                            try opener.open(
                                bytes, number: piece.number, isLast: piece.isLast, into: &piece.output,
                                written: &piece.written)
                        }
                    }
                }
            } catch let error as SealError { throw SealFailure.failure(error, name, kind: .opening) }
        }
        return true
    }

    /// Reads a piece and does something to it; what goes wrong is told when its turn to be written has come.
    private static func work(
        on piece: Piece, _ source: FileSource, _ name: String, _ body: (RawSpan) throws -> Void
    ) -> Piece {
        piece.error = nil
        piece.written = 0
        do {
            try fill(&piece.input, source, name, at: piece.range.lowerBound, count: piece.range.count)
            // What is sealed must be the file, not the beginning of it that is left.
            guard piece.input.count == piece.range.count else {
                throw Failure(.io, "\(name): \(ParseError.Code.shrunk.sentence)")
            }
            try piece.input.withBytes(0..<piece.range.count, body)
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
            try Self.fill(&chunk, source, name, at: 0, count: count)
            let found = try chunk.withBytes(0..<chunk.count) { bytes in try PayloadKey.find(in: bytes, for: identities)
            }
            if found != nil || chunk[0] != UInt8(ascii: "a") || chunk.count < count || count > HeaderLimits.bytes {
                return found
            }
            count = HeaderLimits.bytes + 1024
        }
    }

    private func pump(
        _ name: String, from start: Int, of size: Int, step: Int, to sink: any ByteSink,
        _ make: @escaping @Sendable () -> (Piece) -> Piece
    ) throws {
        let workers = OrderedWorkers(count: Cores.count, capacity: Self.pieces, make: make)
        defer { workers.stop() }
        var free: [Piece] = []
        var offset = start
        var number = 0
        repeat {
            if Interruption.isRequested { throw Failure(.io, "\(name): interrupted") }
            if workers.isFull, let piece = workers.take() { try write(piece, to: sink, keepingIn: &free) }
            let count = min(step, size - offset)
            let piece = free.popLast() ?? Piece()
            piece.number = number
            piece.range = offset..<offset + count
            offset += count
            number += 1
            piece.isLast = offset == size
            workers.submit(piece)
        } while offset < size
        while let piece = workers.take() { try write(piece, to: sink, keepingIn: &free) }
    }

    private static func fill(
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
