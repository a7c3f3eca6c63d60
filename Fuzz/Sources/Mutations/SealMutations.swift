import Seal

/// Whether what a damaged input led to may be: it throws where it led to nothing.
typealias Trial = ([UInt8]) throws -> Bool

/// Keeps what was released also when the reader ends with an error.
private final class Released { var bytes: [UInt8] = [] }
private struct Collector: SealOutput {
    let released: Released
    mutating func write(_ bytes: RawSpan) { bytes.withUnsafeBytes { released.bytes.append(contentsOf: $0) } }
}

private func sealed(_ plain: [UInt8], to recipient: any Recipient) throws -> [UInt8] {
    let released = Released()
    var writer = try AgeWriter(to: [recipient], output: Collector(released: released))
    try writer.write(plain.span.bytes)
    _ = try writer.finish()
    return released.bytes
}

/// A sealed file of several chunks: what comes out is a true beginning, and all of it where the end is reached.
func ageTrial() throws -> ([UInt8], Trial) {
    let identity = try X25519Identity.generate()
    let plain = (0..<140_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    let file = try sealed(plain, to: identity.recipient)
    return (file, { bytes in
        let released = Released()
        var reader = AgeReader(identities: [identity], output: Collector(released: released))
        do {
            try reader.write(bytes.span.bytes)
            _ = try reader.finish()
        } catch {
            guard plain.starts(with: released.bytes) else { return false }
            throw error
        }
        return released.bytes == plain
    })
}

/// The header alone, where nearly all that is not the payload can go wrong.
func headerTrial() throws -> ([UInt8], Trial) {
    let identity = try X25519Identity.generate()
    let file = try sealed([1, 2, 3], to: identity.recipient)
    return (file, { bytes in
        let released = Released()
        var reader = AgeReader(identities: [identity], output: Collector(released: released))
        try reader.write(bytes.span.bytes)
        _ = try reader.finish()
        return released.bytes == [1, 2, 3]
    })
}

func keysTrial() throws -> ([UInt8], Trial) {
    let person = try X25519Identity.generate()
    let keys = KeysDocument(
        key: try .generate(), holders: [.init(recipient: "\(person.recipient)", name: "Ann")], history: ["made"])
    return (try keys.sealed(to: [person.recipient]), { bytes in
        let read = try KeysDocument.open(bytes, identities: [person])
        return read.holders == keys.holders && "\(read.key.recipient)" == "\(keys.key.recipient)"
    })
}

func sealTrial() throws -> ([UInt8], Trial) {
    let key = try DatasetKey.generate()
    let seal = DatasetSeal(
        id: try DatasetSeal.newID(), created: "2026-11-26T00:00:00Z", files: 12, bytes: 34_567, notes: ["by a test"],
        manifest: (0..<32).map { UInt8($0) })
    return (try seal.encoded(with: key), { bytes in
        let (parsed, code) = try DatasetSeal.parse(bytes)
        try parsed.check(code, with: key)
        return parsed == seal
    })
}

/// A line leads into the dataset, whatever it says.
func manifestTrial() throws -> ([UInt8], Trial) {
    let name = try DatasetKey.generate().name(ofPath: "a/b.dcm")
    let line = ManifestLine(digest: [UInt8](repeating: 0x5A, count: 32), name: name)
    return (Array(line.encoded.dropLast()), { bytes in
        guard let read = ManifestLine(bytes) else { throw SealError(.malformedDataset) }
        return DatasetName.isValid(read.name.utf8) || [ManifestLine.index, ManifestLine.recipe].contains(read.name)
    })
}

/// A file of identities, of age or of ssh: another key than the one in it is never read.
func identitiesTrial(_ text: [UInt8]) throws -> ([UInt8], Trial) {
    func recipients(_ text: [UInt8]) throws -> Set<String> {
        var found: Set<String> = []
        for identity in try IdentitiesFile.parse(text.span.bytes) {
            // What is sealed with a passphrase, and there is nobody to ask, tells nothing.
            for recipient in try identity.recipients() { found.insert("\(recipient)") }
        }
        return found
    }
    let expected = try recipients(text)
    return (text, { try recipients($0).isSubset(of: expected) })
}

/// Shares of a key, one of them damaged: combined they give the key or nothing.
func escrowTrial() throws -> ([UInt8], Trial) {
    let secret = Array("AGE-SECRET-KEY-1 of somebody\n".utf8)
    let shares = try SplitSecret.withCheck(secret.span.bytes).withBytes {
        try SecretShares.split($0, threshold: 2, count: 2)
    }
    let first = shares[0].bytes.withBytes { bytes in bytes.withUnsafeBytes { Array($0) } }
    return (first, { bytes in
        let combined = try SecretShares.combine([.init(number: shares[0].number, bytes: bytes.span.bytes), shares[1]])
        guard let checked = try SplitSecret.checked(combined) else { throw SealError(.unusableShares) }
        return checked.withBytes { bytes in bytes.withUnsafeBytes { Array($0) } } == secret
    })
}
