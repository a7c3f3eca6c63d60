import DICOM
import Glibc
import Seal

/// Seals or opens one file after the other, each whole or not at all.
struct SealedTransfer {
    enum Direction {
        case seal(SealingHeaders, isArmored: Bool)
        case open([any Identity])
    }

    let direction: Direction
    let replacing: Bool

    /// Moves `source` through sealing or opening to `path`; to standard output when it is `nil`.
    ///
    /// - Parameter reads: what the output may not take the place of.
    /// - Returns: `false` when something of that name is there already and may not be replaced.
    func run(_ source: any ByteSource, name: String, to path: String?, sparing reads: ReadFiles? = nil) throws -> Bool {
        let output = try OutputWriter(path: path, sparing: reads)
        if try PiecewiseTransfer(direction: direction).run(source, name: name, to: output.sink) {
            return try output.finish(replacing: replacing)
        }
        switch direction {
        case .seal(let headers, let isArmored):
            let sink = try SealingSink(headers, isArmored: isArmored, output.sink)
            try Self.pump(source, name) { bytes in try sink.write(bytes) }
            try sink.finish()
        case .open(let identities):
            var reader = AgeReader(identities: identities, output: SinkOutput(sink: output.sink))
            do {
                try Self.pump(source, name) { bytes in try reader.write(bytes) }
                _ = try reader.finish()
            } catch let error as SealError {
                throw SealFailure.failure(error, name, kind: .opening)
            }
        }
        return try output.finish(replacing: replacing)
    }

    /// All bytes of `source` in long runs.
    static func pump(_ source: any ByteSource, _ name: String, _ body: (RawSpan) throws -> Void) throws {
        var chunk = HeaderBuffer(capacity: 1 << 20)
        var offset = 0
        while true {
            if Interruption.isRequested { throw Failure(.io, "\(name): interrupted") }
            let count: Int
            do { count = try chunk.refill(from: source, at: offset, upTo: 1 << 20) } catch {
                if case .io(let code) = error.code {
                    throw Failure(.io, "\(name): cannot read: \(Failure.reason(code))")
                }
                throw Failure(.io, "\(name): \(error.code.sentence)")
            }
            if count == 0 {
                // What is sealed must be the file, not the beginning of it that is left.
                if let size = source.size, offset < size {
                    throw Failure(.io, "\(name): \(ParseError.Code.shrunk.sentence)")
                }
                return
            }
            offset += count
            try chunk.withBytes(0..<count) { bytes in try body(bytes) }
        }
    }

    /// An error as the person should see it.
    static func failure(_ error: any Error, _ name: String) -> Failure {
        switch error {
        case let failure as Failure: failure
        case TransferError.write(let error): Failure(.io, "\(name): cannot write: \(Failure.reason(error.errno))")
        case TransferError.sink(let failure as Failure): failure
        case TransferError.cancelled: Failure(.io, "\(name): interrupted")
        case let error as SealError: SealFailure.failure(error, name, kind: .sealing)
        default: Failure(.io, "\(name): \(error)")
        }
    }
}
