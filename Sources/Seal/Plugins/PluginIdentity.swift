import Synchronization

/// Identities of one plugin: `AGE-PLUGIN-NAME-1…`. What the plugin has opened is kept, so that it is asked once for a whole batch.
public final class PluginIdentity: Identity {
    private let keys: [PluginKey]
    private let dialog: any Dialog
    /// What came of the stanzas of a file; `nil` where the plugin has nothing for them.
    private let known = Mutex<[[Stanza]: SecretBytes?]>([:])

    /// Held while the plugin runs: files that are opened side by side ask it one after the other, so that a person is asked for one
    /// touch at a time.
    private let running = Mutex(())

    init(_ keys: [PluginKey], dialog: any Dialog) {
        self.keys = keys
        self.dialog = dialog
    }

    /// A plugin that needs nothing but its name (`age -j`).
    ///
    /// - Throws: `.malformedKey(.wrongPrefix)` for a name that no plugin can have.
    public convenience init(pluginWithoutData name: String, dialog: any Dialog) throws(SealError) {
        self.init([try PluginKey(pluginWithoutData: name)], dialog: dialog)
    }

    public func recipients() -> [any Recipient] { keys.map { PluginRecipient($0, dialog: dialog) } }

    public func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        try ask(for: [stanzas])
        return known.withLock { known in known[stanzas].flatMap { $0 } }.map { FileKey($0) }
    }

    /// One run of the plugin for the headers of many files (C2SP age-plugin, "Unwrapping with identity-v1"). Later calls of
    /// `unwrap` for them need no plugin. What was prepared before is forgotten: memory does not grow with the number of files.
    public func prepare(for files: [[Stanza]]) throws(SealError) {
        known.withLock { $0.removeAll() }
        try ask(for: files)
    }

    private func ask(for files: [[Stanza]]) throws(SealError) {
        try running.withLock { (_) throws(SealError) in
            let files = known.withLock { known in files.filter { known[$0] == nil } }
            if files.isEmpty { return }
            let found = try Self.unwrap(files, with: keys, dialog: dialog)
            known.withLock { known in
                for (file, key) in zip(files, found) { known[file] = .some(key) }
            }
        }
    }

    static func unwrap(
        _ files: [[Stanza]], with keys: [PluginKey], dialog: any Dialog, patience: PluginProcess.Patience = .init()
    ) throws(SealError) -> [SecretBytes?] {
        var plugin = try PluginConversation(keys[0].name, machine: "identity-v1", dialog: dialog, patience: patience)
        for key in keys { try plugin.send("add-identity", [key.text]) }
        try plugin.sendGrease()
        for (index, stanzas) in files.enumerated() {
            for stanza in stanzas {
                try plugin.send("recipient-stanza", [String(index), stanza.type] + stanza.arguments, body: stanza.body)
            }
        }
        var found = [SecretBytes?](repeating: nil, count: files.count)
        let violation = plugin.violation
        try plugin.listen { (stanza) throws(SealError) in
            guard stanza.type == "file-key" else { return false }
            guard stanza.arguments.count == 1, let index = Int(stanza.arguments[0]), found.indices.contains(index),
                found[index] == nil, stanza.body.count == FileKey.size
            else { throw violation }
            found[index] = SecretBytes(copying: stanza.body)
            return true
        }
        return found
    }
}
