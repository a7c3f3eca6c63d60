import Seal

private struct Nowhere: SealOutput {
    mutating func write(_ bytes: RawSpan) {}
}

private let identity = try! X25519Identity.generate()

/// Sealed files, identity files and recipients files are untrusted.
func fuzzAge(_ bytes: [UInt8]) {
    _ = try? IdentitiesFile.parse(bytes.span.bytes)
    _ = try? RecipientsFile.parse(bytes.span.bytes)
    var reader = AgeReader(identities: [identity], output: Nowhere())
    do {
        try reader.write(bytes.span.bytes)
        _ = try reader.finish()
    } catch { return }
    preconditionFailure("bytes that nobody sealed to this key were opened")
}
