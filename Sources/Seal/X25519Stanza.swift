/// What recipient and identity agree on (C2SP age, "X25519 recipient stanza").
enum X25519Stanza {
    static let type = "X25519"

    static func wrapKey(shared: SecretBytes, share: [UInt8], recipient: [UInt8]) throws(SealError) -> SecretBytes {
        try KeyDerivation.hkdf(shared, salt: share + recipient, info: "age-encryption.org/v1/X25519")
    }

    static func make(share: [UInt8], body: [UInt8]) throws(SealError) -> Stanza {
        let argument = String(decoding: Base64.encode(share), as: UTF8.self)
        return try Stanza(type: type, arguments: [argument], body: body)
    }

    /// The ephemeral share, or `nil` if the stanza is of another type.
    ///
    /// - Throws: `.malformedStanza` unless there is one argument, the canonical text of 32 bytes, and a body of 32 bytes.
    static func share(of stanza: Stanza) throws(SealError) -> [UInt8]? {
        guard stanza.type == type else { return nil }
        guard stanza.arguments.count == 1, let share = Base64.decode(stanza.arguments[0].utf8),
            share.count == X25519.keySize,
            stanza.body.count == FileKey.size + ChaChaPoly.tagSize
        else { throw SealError(.malformedStanza) }
        return share
    }
}
