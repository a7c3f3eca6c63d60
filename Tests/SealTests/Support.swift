@testable import Seal

/// Collects what a writer or reader puts out.
struct Memory: SealOutput {
    var bytes: [UInt8] = []
    mutating func write(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { self.bytes.append(contentsOf: $0) }
    }
}

/// Keeps what was released also when the reader is gone after an error.
final class Released: @unchecked Sendable { var bytes: [UInt8] = [] }
struct Shared: SealOutput {
    let released: Released
    mutating func write(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { released.bytes.append(contentsOf: $0) }
    }
}

/// Takes a number of writes, then fails as a full disk does.
struct FullDisk: SealOutput {
    struct NoSpace: Error {}
    var writesLeft: Int
    mutating func write(_ bytes: RawSpan) throws {
        guard writesLeft > 0 else { throw NoSpace() }
        writesLeft -= 1
    }
}

func seal(_ plaintext: [UInt8], to recipients: [any Recipient], pieces: Int? = nil) throws -> [UInt8] {
    // Without grease, whose size varies.
    var writer = try AgeWriter(to: recipients, grease: false, output: Memory())
    try inPieces(plaintext, of: pieces) { try writer.write($0) }
    return try writer.finish().bytes
}

func open(_ sealed: [UInt8], with identities: [any Identity], pieces: Int? = nil) throws -> [UInt8] {
    var reader = AgeReader(identities: identities, output: Memory())
    try inPieces(sealed, of: pieces) { try reader.write($0) }
    return try reader.finish().bytes
}

func inPieces(_ bytes: [UInt8], of size: Int?, _ body: (RawSpan) throws -> Void) throws {
    guard let size else { return try body(bytes.span.bytes) }
    var start = 0
    while start < bytes.count {
        let end = min(start + size, bytes.count)
        try body(bytes.span.bytes.extracting(start..<end))
        start = end
    }
}

/// Bytes that differ from one another and from chunk to chunk, without a random generator.
func pattern(_ count: Int) -> [UInt8] {
    var state: UInt32 = 0x1234_5678
    return (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(state >> 24)
    }
}

/// The code of the `SealError` that `body` throws; `nil` if it throws none.
func code(_ body: () throws -> Void) -> SealError.Code? {
    do { try body() } catch { return (error as? SealError)?.code }
    return nil
}

extension SealError.Kind {
    static func of(_ body: () throws -> Void) -> SealError.Kind? {
        do { try body() } catch { return (error as? SealError)?.kind }
        return nil
    }
}
