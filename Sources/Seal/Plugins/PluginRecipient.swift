/// A recipient whose stanzas a plugin makes: `age1name1…`; or the identity of one, for who has nothing else to seal to.
public struct PluginRecipient: Recipient, CustomStringConvertible {
    let key: PluginKey
    private let dialog: any Dialog

    init(_ key: PluginKey, dialog: any Dialog) {
        self.key = key
        self.dialog = dialog
    }

    /// The recipient; of an identity, which is secret, its plugin only.
    public var description: String { key.role == .recipient ? key.text : "an identity of the \(key.name) plugin" }

    public func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza] { try wrapLabelled(fileKey).stanzas }

    /// Starts the plugin for this one key; `SealingHeaders` does it once for many.
    public func wrapLabelled(_ fileKey: borrowing FileKey) throws(SealError) -> LabelledStanzas {
        try Self.wrap([fileKey.secret], to: [self])[0]
    }

    /// One run of a plugin (C2SP age-plugin, "Wrapping with recipient-v1").
    ///
    /// - Parameter recipients: of the same plugin.
    /// - Returns: as many as there are keys.
    static func wrap(
        _ fileKeys: [SecretBytes], to recipients: [PluginRecipient], patience: PluginProcess.Patience = .init()
    ) throws(SealError) -> [LabelledStanzas] {
        let name = recipients[0].key.name
        var plugin = try PluginConversation(
            name, machine: "recipient-v1", dialog: recipients[0].dialog, patience: patience)
        for recipient in recipients {
            try plugin.send(recipient.key.role == .recipient ? "add-recipient" : "add-identity", [recipient.key.text])
        }
        try plugin.sendGrease()
        for fileKey in fileKeys {
            var bytes = fileKey.copy()
            defer { wipe(&bytes) }
            try plugin.send("wrap-file-key", body: bytes)
        }
        try plugin.send("extension-labels")
        var stanzas = [[Stanza]](repeating: [], count: fileKeys.count)
        var labels: Set<String>?
        let violation = plugin.violation
        try plugin.listen { (stanza) throws(SealError) in
            switch stanza.type {
            case "recipient-stanza":
                guard stanza.arguments.count >= 2, let index = Int(stanza.arguments[0]),
                    stanzas.indices.contains(index),
                    stanzas[index].count < HeaderLimits.stanzas
                else { throw violation }
                stanzas[index].append(
                    try Stanza(
                        type: stanza.arguments[1], arguments: Array(stanza.arguments.dropFirst(2)), body: stanza.body))
            case "labels":
                guard labels == nil, Set(stanza.arguments).count == stanza.arguments.count else { throw violation }
                labels = Set(stanza.arguments)
            default: return false
            }
            return true
        }
        guard stanzas.allSatisfy({ !$0.isEmpty }) else { throw violation }
        return stanzas.map { LabelledStanzas(stanzas: $0, labels: labels ?? []) }
    }
}
