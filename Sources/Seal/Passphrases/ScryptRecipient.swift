/// Whoever knows a passphrase (C2SP age, "The scrypt recipient type"). The only recipient of its file.
public struct ScryptRecipient: Recipient {
    /// About a second of one core, and 256 MiB: what age uses.
    public static let usualWorkFactor = 18

    let passphrase: Passphrase
    let workFactor: Int

    /// - Parameter workFactor: base-two logarithm of the scrypt cost, 1 to 22; what more costs, nobody opens.
    /// - Throws: `.emptyPassphrase`.
    public init(_ passphrase: Passphrase, workFactor: Int = usualWorkFactor) throws(SealError) {
        guard passphrase.count > 0 else { throw SealError(.emptyPassphrase) }
        precondition(1...ScryptIdentity.usualMaximum ~= workFactor, "a work factor that nobody would open")
        self.passphrase = passphrase
        self.workFactor = workFactor
    }

    public func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza] {
        let stanza = ScryptStanza(salt: try Random.bytes(ScryptStanza.saltSize), workFactor: workFactor)
        let key = try ScryptStanza.wrapKey(passphrase, salt: stanza.salt, workFactor: workFactor)
        return [try stanza.make(body: try fileKey.wrapped(under: key))]
    }

    /// One label that no other recipient has.
    public func wrapLabelled(_ fileKey: borrowing FileKey) throws(SealError) -> LabelledStanzas {
        let label = String(decoding: Base64.encode(try Random.bytes(16)), as: UTF8.self)
        return LabelledStanzas(stanzas: try wrap(fileKey), labels: [label])
    }
}
