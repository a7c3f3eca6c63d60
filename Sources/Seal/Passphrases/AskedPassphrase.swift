import Synchronization

/// A passphrase that is asked for when the first file needs it, and then used for all.
public final class AskedPassphrase: Identity {
    private let lock: Lock
    private let dialog: any Dialog
    private let known = Mutex<Passphrase?>(nil)

    public init(for lock: Lock = .sealedFile, dialog: any Dialog) {
        self.lock = lock
        self.dialog = dialog
    }

    /// - Throws: `.wrongPassphrase` where it does not open the file: nothing else could.
    public func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        guard let stanza = stanzas.first(where: { $0.type == ScryptStanza.type }) else { return nil }
        // Before anybody is asked: a file that is refused anyway needs no passphrase.
        _ = try ScryptStanza(stanza, maximum: ScryptIdentity.usualMaximum)
        guard let fileKey = try ScryptIdentity(try passphrase()).unwrap(stanzas) else {
            throw SealError(.wrongPassphrase)
        }
        return fileKey
    }

    private func passphrase() throws(SealError) -> Passphrase {
        try known.withLock { (known) throws(SealError) in
            if let known { return known }
            let asked = try dialog.passphrase(for: lock)
            known = asked
            return asked
        }
    }
}
