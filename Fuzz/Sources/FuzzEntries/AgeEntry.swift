import Seal

/// What was released, also where an error came.
private final class Released: SealOutput {
    var bytes: [UInt8] = []
    func write(_ bytes: RawSpan) { bytes.withUnsafeBytes { self.bytes.append(contentsOf: $0) } }
}

/// The key of the seeds that Fuzz/run.sh makes, so that what is behind a header is reached; it guards nothing.
private let identities = try! IdentitiesFile.parse(
    Array("AGE-SECRET-KEY-1ALAE43MGW4YXWAR46S7THVM4UECS8X7WLKK3WVW3M880809PL64QN89YG0\n".utf8).span.bytes)

/// What the seeds hold, in bytes; byte i is the low byte of 31 i.
private let sizes: Set<Int> = [0, 1, 1000, 65536, 65537]

/// Sealed files, identity files and recipients files are untrusted. A file opens to a true beginning of what was sealed, and to all of it
/// or with an error.
func fuzzAge(_ bytes: [UInt8]) {
    _ = try? IdentitiesFile.parse(bytes.span.bytes)
    _ = try? RecipientsFile.parse(bytes.span.bytes)
    let released = Released()
    var reader = AgeReader(identities: identities, output: released)
    var isWhole = false
    do {
        try reader.write(bytes.span.bytes)
        _ = try reader.finish()
        isWhole = true
    } catch {}
    precondition(
        released.bytes.indices.allSatisfy { released.bytes[$0] == UInt8(truncatingIfNeeded: 31 &* $0) },
        "opened to something that nobody sealed")
    precondition(!isWhole || sizes.contains(released.bytes.count), "a part was taken for the whole")
}
