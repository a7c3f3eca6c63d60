/// The public half of an X25519 key: `age1…` (C2SP age, "The X25519 recipient type").
public struct X25519Recipient: Recipient, Hashable, CustomStringConvertible {
    let publicKey: [UInt8]

    init(publicKey: [UInt8]) { self.publicKey = publicKey }

    /// - Throws: `.malformedKey`; `.identityWhereRecipientExpected` for a secret key; `.unsupportedRecipient` for a kind
    ///   that age knows and this library does not offer.
    public init(_ text: String) throws(SealError) {
        publicKey = try Array(text.utf8).lend(Self.parse)
    }

    init(text: RawSpan) throws(SealError) { publicKey = try Self.parse(text) }

    private static func parse(_ text: RawSpan) throws(SealError) -> [UInt8] {
        switch KeyText.kind(of: text) {
        case .secretKey: throw SealError(.identityWhereRecipientExpected)
        case .ssh: throw SealError(.unsupportedRecipient)
        case .other: break
        }
        let (prefix, bytes) = try KeyText.decode(text)
        guard prefix == Array("age".utf8) else {
            // age1tag…, age1pq…, age1yubikey…: a kind of its own, or a plugin's.
            let isOther = prefix.starts(with: "age1".utf8)
            throw SealError(isOther ? .unsupportedRecipient : .malformedKey(.wrongPrefix))
        }
        guard bytes.count == X25519.keySize else { throw SealError(.malformedKey(.wrongLength)) }
        return bytes
    }

    public var description: String {
        String(decoding: Bech32.encode(prefix: "age", publicKey), as: UTF8.self)
    }

    public func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza] {
        let ephemeral = try X25519Secret(Random.secret(X25519.keySize))
        let share = ephemeral.publicKey
        guard let shared = try ephemeral.shared(with: publicKey) else {
            throw SealError(.malformedKey(.notUsable))  // a point of low order: everybody could open the file
        }
        let key = try X25519Stanza.wrapKey(shared: shared, share: share, recipient: publicKey)
        return [try X25519Stanza.make(share: share, body: try fileKey.wrapped(under: key))]
    }
}
