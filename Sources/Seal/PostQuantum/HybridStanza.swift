/// What recipient and identity agree on (C2SP age, "mlkem768x25519 recipient stanza").
///
/// Known to every build: one that cannot open such a stanza can tell what it is.
enum HybridStanza {
    static let type = "mlkem768x25519"
    /// Of X-Wing (draft-connolly-cfrg-xwing-kem), in bytes: a ciphertext of ML-KEM-768 and a share of X25519.
    static let encapsulatedSize = 1120
    static let recipientSize = 1216
    static let seedSize = 32
    static let recipientPrefix = Array("age1pq".utf8)
    static let identityPrefix = Array("AGE-SECRET-KEY-PQ-".utf8)
    /// `info` of HPKE: the file keys of other formats do not open as ours.
    static let info = "age-encryption.org/mlkem768x25519"

    static func make(encapsulated: [UInt8], body: [UInt8]) throws(SealError) -> Stanza {
        let argument = String(decoding: Base64.encode(encapsulated), as: UTF8.self)
        return try Stanza(type: type, arguments: [argument], body: body)
    }

    /// The encapsulated key, or `nil` if the stanza is of another type.
    ///
    /// - Throws: `.malformedStanza` unless there is one argument, the canonical text of 1120 bytes, and a body of 32 bytes, whose
    ///   size is checked before anything is decrypted.
    static func encapsulated(of stanza: Stanza) throws(SealError) -> [UInt8]? {
        guard stanza.type == type else { return nil }
        guard stanza.arguments.count == 1, let bytes = Base64.decode(stanza.arguments[0].utf8),
            bytes.count == encapsulatedSize,
            stanza.body.count == FileKey.size + ChaChaPoly.tagSize
        else { throw SealError(.malformedStanza) }
        return bytes
    }
}
