/// A file with a private key of ssh: OpenSSH's own format, or one of the two older ones that ssh still reads.
enum SSHKeyFile {
    /// - Throws: `.malformedKey`; `.unsupportedIdentity` for a key that nothing can be sealed to, and for the older formats
    ///   with a passphrase (`ssh-keygen -p -f FILE` writes them anew).
    static func parse(_ text: RawSpan, name: String, dialog: any Dialog) throws(SealError) -> any Identity {
        guard text.byteCount <= OpenSSHKey.sizeLimit else { throw SealError(.malformedKey(.notSSH)) }
        if KeyText.begins(text, with: OpenSSHKey.begin) {
            let key = try OpenSSHKey(text: text)
            return key.isLocked ? try LockedSSHIdentity(key, name: name, dialog: dialog) : try key.unlocked()
        }
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY"] as [StaticString] {
            guard KeyText.begins(text, with: "-----BEGIN "), var bytes = PEM.decode(text, label: label) else {
                continue
            }
            defer { wipe(&bytes) }
            return try identity(bytes.lend { (bytes) throws(SealError) in try PrivateKeyDER.read(bytes) })
        }
        throw SealError(.unsupportedIdentity)
    }

    private static func identity(_ key: PrivateKeyDER.Key) throws(SealError) -> SSHIdentity {
        switch key {
        case .ed25519(let seed, let point):
            let blob = encoded([Array(SSHEd25519.type.utf8), point])
            return try SSHIdentity(seed: seed, publicKey: SSHPublicKey(blob: blob))
        case .rsa(let key, let modulus, let exponent):
            let numbers = [exponent, modulus].map { $0.first.map { $0 >= 0x80 } == true ? [0] + $0 : $0 }
            return try SSHIdentity(
                .rsa(key), publicKey: SSHPublicKey(blob: encoded([Array(SSHRSA.type.utf8)] + numbers)))
        }
    }

    /// Each part with its length before it (RFC 4251 §5, "string").
    private static func encoded(_ parts: [[UInt8]]) -> [UInt8] {
        parts.reduce(into: []) { blob, part in
            for shift in [24, 16, 8, 0] { blob.append(UInt8(truncatingIfNeeded: part.count >> shift)) }
            blob += part
        }
    }
}
