/// The secret half of an X25519 key: `AGE-SECRET-KEY-1…` (C2SP age, "The X25519 recipient type"). Wiped when it goes.
public final class X25519Identity: NativeIdentity {
    private let secret: SecretBytes
    private let key: X25519Secret
    /// Whom to seal to so that this identity opens.
    public let recipient: X25519Recipient

    private init(secret: SecretBytes) throws(SealError) {
        self.secret = secret
        key = try X25519Secret(secret)
        recipient = X25519Recipient(publicKey: key.publicKey)
    }

    public static func generate() throws(SealError) -> X25519Identity {
        try X25519Identity(secret: Random.secret(X25519.keySize))
    }

    /// `text` without line end. A `String` cannot be wiped: prefer `IdentitiesFile`, which reads from bytes.
    public convenience init(_ text: String) throws(SealError) {
        var text = Array(text.utf8)
        defer { wipe(&text) }
        try self.init(secret: text.lend(Self.parse))
    }

    /// - Throws: `.malformedKey`; `.recipientWhereIdentityExpected` for a public key; `.unsupportedIdentity` for a kind that
    ///   age knows and this library does not offer.
    public convenience init(text: RawSpan) throws(SealError) { try self.init(secret: Self.parse(text)) }

    private static func parse(_ text: RawSpan) throws(SealError) -> SecretBytes {
        var (prefix, bytes) = try KeyText.decode(text)
        defer { wipe(&bytes) }
        guard prefix == Array("AGE-SECRET-KEY-".utf8) else {
            if prefix == Array("age".utf8) || prefix.starts(with: "age1".utf8) {
                throw SealError(.recipientWhereIdentityExpected)
            }
            let isOther = prefix.starts(with: "AGE-SECRET-KEY-".utf8) || prefix.starts(with: "AGE-PLUGIN-".utf8)
            throw SealError(isOther ? .unsupportedIdentity : .malformedKey(.wrongPrefix))
        }
        guard bytes.count == X25519.keySize else { throw SealError(.malformedKey(.wrongLength)) }
        return SecretBytes(copying: bytes)
    }

    /// Lends the text `AGE-SECRET-KEY-1…`, without line end, and wipes it afterwards: the way into a key file.
    public func withSecretText<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var key = secret.copy()
        var text = Bech32.encode(prefix: "AGE-SECRET-KEY-", key)
        defer {
            wipe(&key)
            wipe(&text)
        }
        return try text.lend(body)
    }

    public var recipientText: String { recipient.description }

    public func recipients() -> [any Recipient] { [recipient] }

    /// Another key from this one (HKDF-SHA-256, RFC 5869), of no use to who would find the identity from it.
    func derivedKey(info: StaticString) throws(SealError) -> SecretBytes {
        try KeyDerivation.hkdf(secret, salt: [], info: info)
    }

    public func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        // All are checked before one is tried: a malformed stanza behind a matching one makes the file malformed too.
        var candidates: [(share: [UInt8], body: [UInt8])] = []
        for stanza in stanzas {
            if let share = try X25519Stanza.share(of: stanza) { candidates.append((share, stanza.body)) }
        }
        for (share, body) in candidates {
            guard let shared = try self.key.shared(with: share) else { throw SealError(.lowOrderShare) }
            let key = try X25519Stanza.wrapKey(shared: shared, share: share, recipient: recipient.publicKey)
            if let fileKey = try FileKey.unwrapped(body, under: key) { return fileKey }
        }
        return nil
    }
}
