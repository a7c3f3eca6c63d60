import DICOM
import Glibc
import Seal

/// Seals or opens files, each whole or not at all, in any thread.
struct SealedTransfer: Sendable {
    enum Direction: Sendable {
        case seal(SealingHeaders, isArmored: Bool)
        case open([any Identity])
    }

    let direction: Direction
    let replacing: Bool

    /// How many files are worth working on at a time: a passphrase takes 256 MiB and a second of a core for each.
    var threads: Int {
        switch direction {
        case .seal(let headers, _): headers.usesPassphrase ? 1 : Cores.count
        case .open(let identities): identities.contains { $0 is PassphraseOnly } ? 1 : Cores.count
        }
    }

    /// Moves `source` through sealing or opening to `path`; to standard output when it is `nil`.
    ///
    /// - Parameters:
    ///   - reads: what the output may not take the place of.
    ///   - abandoned: takes the folders that were made for nothing, where other threads may be about to use them.
    ///   - onAllCores: works on a large file with all of them; where each core has a file of its own that is no gain.
    /// - Returns: `false` when something of that name is there already and may not be replaced.
    func run(
        _ source: any ByteSource, name: String, to path: String?, sparing reads: ReadFiles? = nil,
        abandoned: AbandonedFolders? = nil, onAllCores: Bool = true
    ) throws -> Bool {
        let output = try OutputWriter(path: path, sparing: reads, abandoned: abandoned)
        if onAllCores, try PiecewiseTransfer(direction: direction).run(source, name: name, to: output.sink) {
            return try output.finish(replacing: replacing)
        }
        switch direction {
        case .seal(let headers, let isArmored):
            let sink = try SealingSink(headers, isArmored: isArmored, output.sink)
            try Self.pump(source, name) { bytes, isFollowed in try sink.write(bytes, isFollowed: isFollowed) }
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

    /// Bytes that are read at a time: long enough to make the calls cheap, short enough to stay in the cache of a core and in memory
    /// that the allocator keeps for the next file.
    private static let run = 512 << 10

    /// All bytes of `source` in long runs.
    static func pump(_ source: any ByteSource, _ name: String, _ body: (RawSpan) throws -> Void) throws {
        try pump(source, name) { bytes, _ in try body(bytes) }
    }

    /// - Parameter body: also learns whether more bytes are sure to come, or nothing at all will come of it.
    static func pump(
        _ source: any ByteSource, _ name: String, _ body: (_ bytes: RawSpan, _ isFollowed: Bool) throws -> Void
    ) throws {
        var chunk = HeaderBuffer(capacity: run)
        var offset = 0
        while true {
            if Interruption.isRequested { throw Failure(.io, "\(name): interrupted") }
            let count: Int
            do { count = try chunk.refill(from: source, at: offset, upTo: run) } catch {
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
            // A file that turns out to be shorter is an error above.
            let isFollowed = source.size.map { offset < $0 } ?? false
            try chunk.withBytes(0..<count) { bytes in try body(bytes, isFollowed) }
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
