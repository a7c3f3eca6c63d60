extension FileKey {
    /// The stanzas of all `recipients`, and one that means nothing where `grease` is set.
    ///
    /// - Throws: `.noRecipients`; `.mixedPassphrase`, `.mixedPostQuantum` or `.mixedLabels` where one of them would weaken
    ///   what the others promise; the errors of the recipients.
    borrowing func wrapped(for recipients: [any Recipient], grease: Bool) throws(SealError) -> [Stanza] {
        guard !recipients.isEmpty else { throw SealError(.noRecipients) }
        let hasPassphrase = recipients.contains { $0 is ScryptRecipient }
        if hasPassphrase, recipients.count > 1 { throw SealError(.mixedPassphrase) }
        var stanzas: [Stanza] = []
        var labels: Set<String>?
        for recipient in recipients {
            let wrapped = try recipient.wrapLabelled(self)
            if let labels, labels != wrapped.labels {
                let isPostQuantum = labels.symmetricDifference(wrapped.labels) == [LabelledStanzas.postQuantum]
                throw SealError(isPostQuantum ? .mixedPostQuantum : .mixedLabels)
            }
            labels = wrapped.labels
            stanzas += wrapped.stanzas
        }
        // What a plugin makes may be a passphrase's stanza, which stands alone.
        if grease, stanzas.count < HeaderLimits.stanzas, !stanzas.contains(where: { $0.type == ScryptStanza.type }) {
            stanzas.append(try Grease.stanza())
        }
        return stanzas
    }
}

/// Stanzas that no identity knows, so that readers stay able to ignore what they do not know (C2SP age, "Recipient stanza").
enum Grease {
    static func stanza() throws(SealError) -> Stanza {
        let random = try Random.bytes(12)
        let name = String(decoding: Base64.encode(Array(random[..<6])), as: UTF8.self)
        let arguments = (0..<Int(random[6] % 3)).map { String(random[7 + $0]) }
        return try Stanza(
            type: "\(name)-grease", arguments: arguments, body: try Random.bytes(Int(random[10]) % 100))
    }
}
