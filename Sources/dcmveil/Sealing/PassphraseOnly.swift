import Seal

/// Without a key file only a passphrase can open something: a file for keys gets the error that helps.
struct PassphraseOnly: Identity {
    private let passphrase: AskedPassphrase

    init(dialog: any Dialog) { passphrase = AskedPassphrase(dialog: dialog) }

    func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        guard let fileKey = try passphrase.unwrap(stanzas) else { throw SealError(.identityNeeded) }
        return fileKey
    }
}

/// With key files a passphrase is not asked for, as age does it: it would be a surprise in a script.
struct NoPassphrase: Identity {
    func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        if stanzas.contains(where: { $0.type == "scrypt" }) { throw SealError(.passphraseNeeded) }
        return nil
    }
}
