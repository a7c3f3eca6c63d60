/// The private half of an ssh key, as it lies in a file without passphrase.
public final class SSHIdentity: Identity {
    private let secret: Secret
    private let tag: String
    public let recipient: SSHRecipient

    enum Secret: Sendable {
        /// The scheme of the public key and the X25519 secret that belongs to it.
        case ed25519(SSHEd25519, SecretBytes, seed: SecretBytes)
        case rsa(RSAKey)
    }

    init(_ secret: Secret, publicKey: SSHPublicKey) throws(SealError) {
        self.secret = secret
        tag = try publicKey.tag()
        recipient = try SSHRecipient(publicKey)
    }

    /// - Parameter seed: the 32 bytes that the key was made from (RFC 8032 §5.1.5).
    convenience init(seed: SecretBytes, publicKey: SSHPublicKey) throws(SealError) {
        guard case .ed25519(let point) = publicKey.kind, seed.count == 32 else {
            throw SealError(.malformedKey(.notSSH))
        }
        let scheme = try SSHEd25519(point: point, blob: publicKey.blob)
        let secret = try Digest.firstHalfOfSHA512(of: seed)
        guard try X25519.publicKey(of: secret) == scheme.point else { throw SealError(.malformedKey(.mismatch)) }
        try self.init(.ed25519(scheme, secret, seed: seed), publicKey: publicKey)
    }

    /// What signatures are made from; `nil` for a key of another kind.
    var signingSeed: SecretBytes? {
        if case .ed25519(_, _, let seed) = secret { seed } else { nil }
    }

    public func recipients() -> [any Recipient] { [recipient] }

    public func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        for stanza in stanzas {
            let fileKey: FileKey?
            switch secret {
            case .ed25519(let scheme, let secret, _): fileKey = try scheme.unwrap(stanza, tag: tag, secret: secret)
            case .rsa(let key): fileKey = try SSHRSA.unwrap(stanza, tag: tag, key: key)
            }
            if let fileKey { return fileKey }
        }
        return nil
    }
}
