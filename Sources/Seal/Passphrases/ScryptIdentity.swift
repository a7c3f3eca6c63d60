/// A passphrase that is at hand (C2SP age, "The scrypt recipient type").
public struct ScryptIdentity: Identity {
    /// About 15 seconds of one core, and 4 GiB: what age puts up with.
    public static let usualMaximum = 22

    private let passphrase: Passphrase
    private let maximum: Int

    /// - Parameter maximumWorkFactor: base-two logarithm of the greatest scrypt cost that a stranger's file may ask for.
    public init(_ passphrase: Passphrase, maximumWorkFactor: Int = usualMaximum) {
        self.passphrase = passphrase
        maximum = maximumWorkFactor
    }

    public func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        for stanza in stanzas {
            guard let scrypt = try ScryptStanza(stanza, maximum: maximum) else { continue }
            let key = try ScryptStanza.wrapKey(passphrase, salt: scrypt.salt, workFactor: scrypt.workFactor)
            return try FileKey.unwrapped(stanza.body, under: key)
        }
        return nil
    }
}
