import Synchronization

/// A private ssh key in a file with a passphrase, which is asked for when the first file is for this key.
final class LockedSSHIdentity: Identity {
    private let key: OpenSSHKey
    private let recipient: SSHRecipient
    private let tag: String
    private let name: String
    private let dialog: any Dialog
    private let unlocked = Mutex<SSHIdentity?>(nil)

    init(_ key: OpenSSHKey, name: String, dialog: any Dialog) throws(SealError) {
        self.key = key
        recipient = try SSHRecipient(key.publicKey)
        tag = try key.publicKey.tag()
        self.name = name
        self.dialog = dialog
    }

    func recipients() -> [any Recipient] { [recipient] }

    func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        let type = key.publicKey.type
        guard stanzas.contains(where: { $0.type == type && $0.arguments.first == tag }) else { return nil }
        return try identity().unwrap(stanzas)
    }

    func identity() throws(SealError) -> SSHIdentity {
        try unlocked.withLock { (unlocked) throws(SealError) in
            if let unlocked { return unlocked }
            let identity = try key.unlocked(with: try dialog.passphrase(for: .sshKey(name)))
            unlocked = identity
            return identity
        }
    }
}
