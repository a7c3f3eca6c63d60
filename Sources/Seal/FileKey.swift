/// The 128 bits that a file is encrypted with and that its stanzas wrap (C2SP age, "File key"). Wiped when it goes.
public struct FileKey: ~Copyable, Sendable {
    static let size = 16
    let secret: SecretBytes

    /// A new key, for one file only.
    public init() throws(SealError) { secret = try Random.secret(Self.size) }

    init(_ secret: SecretBytes) {
        precondition(secret.count == Self.size, "a file key has 16 bytes")
        self.secret = secret
    }

    /// The key of the header's MAC (C2SP age, "Header MAC").
    func headerKey() throws(SealError) -> SecretBytes {
        try KeyDerivation.hkdf(secret, salt: [], info: "header")
    }

    /// The key of the payload that follows `nonce` (C2SP age, "Payload").
    func payloadKey(nonce: [UInt8]) throws(SealError) -> SecretBytes {
        try KeyDerivation.hkdf(secret, salt: nonce, info: "payload")
    }

    /// The body of a stanza whose wrapping key is used this once, hence the nonce of zeros.
    borrowing func wrapped(under key: SecretBytes) throws(SealError) -> [UInt8] {
        var cipher = try ChaChaPoly(.seal, key: key)
        var body = [UInt8](repeating: 0, count: Self.size + ChaChaPoly.tagSize)
        _ = try secret.withBytes { (bytes) throws(SealError) in
            try cipher.seal(bytes, nonce: ChaChaPoly.Nonce(repeating: 0), into: &body)
        }
        return body
    }

    /// The file key in `body`, or `nil` if it was wrapped under another key.
    ///
    /// - Throws: `.malformedStanza` unless `body` has exactly 32 bytes. The size is checked before anything is decrypted,
    ///   which keeps a sender from partitioning the keys that might open it.
    static func unwrapped(_ body: [UInt8], under key: SecretBytes) throws(SealError) -> FileKey? {
        guard body.count == size + ChaChaPoly.tagSize else { throw SealError(.malformedStanza) }
        var cipher = try ChaChaPoly(.open, key: key)
        var plain = [UInt8](repeating: 0, count: size)
        defer { wipe(&plain) }
        guard
            try body.lend({ (body) throws(SealError) in
                try cipher.open(body, nonce: ChaChaPoly.Nonce(repeating: 0), into: &plain)
            }) != nil
        else { return nil }
        return FileKey(SecretBytes(copying: plain))
    }
}
