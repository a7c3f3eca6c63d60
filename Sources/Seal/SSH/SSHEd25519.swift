/// The recipient type `ssh-ed25519` of age: X25519 with the Montgomery form of an Ed25519 key, tweaked by the key itself, so
/// that a share made for one protocol is of no use in the other.
struct SSHEd25519: Sendable {
    static let type = "ssh-ed25519"

    /// The public key as a point of Curve25519.
    let point: [UInt8]
    /// Multiplied into every shared secret.
    private let tweak: SecretBytes

    /// - Parameters:
    ///   - point: the Ed25519 key (RFC 8032 §5.1.5).
    ///   - blob: the key as ssh writes it.
    /// - Throws: `.malformedKey` when there is no such point.
    init(point: [UInt8], blob: [UInt8]) throws(SealError) {
        guard point.count == X25519.keySize, let converted = Curve25519.montgomery(ofEdwards: point) else {
            throw SealError(.malformedKey(.notUsable))
        }
        self.point = converted
        tweak = try KeyDerivation.hkdf(
            SecretBytes(copying: []), salt: blob, info: "age-encryption.org/v1/ssh-ed25519")
    }

    func wrap(_ fileKey: borrowing FileKey, tag: String) throws(SealError) -> Stanza {
        let ephemeral = try Random.secret(X25519.keySize)
        let share = try X25519.publicKey(of: ephemeral)
        guard let key = try wrapKey(ephemeral, with: point, share: share) else {
            throw SealError(.malformedKey(.notUsable))
        }
        let text = String(decoding: Base64.encode(share), as: UTF8.self)
        return try Stanza(type: Self.type, arguments: [tag, text], body: try fileKey.wrapped(under: key))
    }

    /// - Parameter secret: the X25519 secret that belongs to `point`.
    /// - Returns: `nil` if the stanza is of another type or for another key.
    /// - Throws: `.malformedStanza`, `.lowOrderShare`; `.stanzaAltered` if it names this key and does not open.
    func unwrap(_ stanza: Stanza, tag: String, secret: SecretBytes) throws(SealError) -> FileKey? {
        guard stanza.type == Self.type else { return nil }
        guard stanza.arguments.count == 2, let share = Base64.decode(stanza.arguments[1].utf8),
            share.count == X25519.keySize, stanza.body.count == FileKey.size + ChaChaPoly.tagSize
        else { throw SealError(.malformedStanza) }
        guard stanza.arguments[0] == tag else { return nil }
        guard let key = try wrapKey(secret, with: share, share: share) else { throw SealError(.lowOrderShare) }
        guard let fileKey = try FileKey.unwrapped(stanza.body, under: key) else { throw SealError(.stanzaAltered) }
        return fileKey
    }

    private func wrapKey(_ secret: SecretBytes, with other: [UInt8], share: [UInt8]) throws(SealError) -> SecretBytes? {
        guard let shared = try X25519.sharedSecret(secret, with: other) else { return nil }
        var bytes = shared.copy()
        defer { wipe(&bytes) }
        guard let tweaked = try X25519.sharedSecret(tweak, with: bytes) else { return nil }
        return try KeyDerivation.hkdf(tweaked, salt: share + point, info: "age-encryption.org/v1/ssh-ed25519")
    }
}
