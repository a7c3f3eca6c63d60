/// A file of recipients, one a line, as `age -R` reads it.
public enum RecipientsFile {
    /// - Parameter dialog: for what plugins ask; told of ssh keys that nothing can be sealed to, which are passed over as age
    ///   does it, since lists of ssh keys hold all of somebody's keys.
    /// - Throws: the error of the first bad line, with its number and not its content; `.noRecipients` if there is none.
    public static func parse(_ text: RawSpan, dialog: any Dialog) throws(SealError) -> [any Recipient] {
        var recipients: [any Recipient] = []
        try KeyLines.forEach(in: text) { (line, number) throws(SealError) in
            do throws(SealError) { recipients.append(try RecipientText.parse(line, dialog: dialog)) } catch {
                guard error.code == .unsupportedRecipient, let type = SSHPublicKey.type(ofLine: line) else {
                    throw error
                }
                dialog.ignored(sshKeyOfType: type, line: number)
            }
        }
        guard !recipients.isEmpty else { throw SealError(.noRecipients) }
        return recipients
    }

    /// The same where there is nobody to ask or to tell.
    public static func parse(_ text: RawSpan) throws(SealError) -> [any Recipient] {
        try parse(text, dialog: NoDialog())
    }
}

/// A recipient of any kind as text: `age1…`, `ssh-ed25519 …`, `ssh-rsa …`, or that of a plugin.
public enum RecipientText {
    /// - Throws: `.malformedKey`; `.identityWhereRecipientExpected` for a secret key; `.unsupportedRecipient` for a kind that
    ///   age knows and this library does not offer.
    public static func parse(_ text: RawSpan, dialog: any Dialog = NoDialog()) throws(SealError) -> any Recipient {
        switch KeyText.kind(of: text) {
        case .secretKey: throw SealError(.identityWhereRecipientExpected)
        case .ssh: return try SSHRecipient(line: text)
        case .other: break
        }
        if case .success((let prefix, let bytes)) = Bech32.decode(text), prefix.starts(with: "age1".utf8) {
            if prefix == HybridStanza.recipientPrefix, let recipient = try PostQuantum.recipient(bytes) {
                return recipient
            }
            return PluginRecipient(try PluginKey(.recipient, text: text, prefix: prefix), dialog: dialog)
        }
        return try X25519Recipient(text: text)
    }

    /// - Throws: as above.
    public static func parse(_ text: String, dialog: any Dialog = NoDialog()) throws(SealError) -> any Recipient {
        try Array(text.utf8).lend { (text) throws(SealError) in try parse(text, dialog: dialog) }
    }
}

/// A file of identities, as `age -i` reads it: one a line, as `age-keygen` writes them; the same sealed with a passphrase; or a
/// private key of ssh.
public enum IdentitiesFile {
    /// Takes bytes, so that the caller can wipe them.
    ///
    /// - Parameters:
    ///   - name: what `dialog` is told when it has to ask for a passphrase of this file.
    ///   - dialog: asked not here but when the first file is opened.
    /// - Throws: the error of the first bad line, with its number and not its content; `.noIdentities` if there is none;
    ///   `.unsupportedIdentity`.
    public static func parse(_ text: RawSpan, name: String, dialog: any Dialog) throws(SealError) -> [any Identity] {
        if SealedIdentities.isSealed(text) { return [SealedIdentities(text, name: name, dialog: dialog)] }
        if KeyText.begins(text, with: "-----BEGIN ") {
            return [try SSHKeyFile.parse(text, name: name, dialog: dialog)]
        }
        return try lines(of: text, dialog: dialog)
    }

    /// The same where there is nobody to ask.
    public static func parse(_ text: RawSpan) throws(SealError) -> [any Identity] {
        try parse(text, name: "", dialog: NoDialog())
    }

    static func lines(of text: RawSpan, dialog: any Dialog) throws(SealError) -> [any Identity] {
        var identities: [any Identity] = []
        // Those of one plugin are tried together, in one run of it.
        var ofPlugins: [String: [PluginKey]] = [:]
        try KeyLines.forEach(in: text) { (line, _) throws(SealError) in
            if case .success((let prefix, var bytes)) = Bech32.decode(line), prefix.starts(with: "AGE-PLUGIN-".utf8) {
                wipe(&bytes)
                let key = try PluginKey(.identity, text: line, prefix: prefix)
                ofPlugins[key.name, default: []].append(key)
            } else if case .success((HybridStanza.identityPrefix, var bytes)) = Bech32.decode(line) {
                defer { wipe(&bytes) }
                identities.append(try PostQuantum.identity(bytes))
            } else {
                identities.append(try X25519Identity(text: line))
            }
        }
        // After the others, which cost nobody a touch.
        for (_, keys) in ofPlugins.sorted(by: { $0.key < $1.key }) {
            identities.append(PluginIdentity(keys, dialog: dialog))
        }
        guard !identities.isEmpty else { throw SealError(.noIdentities) }
        return identities
    }
}

/// The lines of a key file that hold a key: not empty, not a comment (`#` in the first column). Lines end with LF or CR LF.
enum KeyLines {
    /// `body` gets each line and its number, the first being 1; `comments` what it does not.
    static func forEach(
        in text: RawSpan, comments: (RawSpan) -> Void = { _ in }, _ body: (RawSpan, Int) throws(SealError) -> Void
    ) throws(SealError) {
        var number = 1
        var start = 0
        while start < text.byteCount {
            var end = start
            while end < text.byteCount, text[end] != lineFeed { end += 1 }
            let next = end + 1
            if end > start, text[end - 1] == 0x0D { end -= 1 }
            if end > start, text[start] != 0x23 {
                do throws(SealError) { try body(text.extracting(start..<end), number) } catch {
                    throw SealError(error.code, at: .line(number))
                }
            } else if end > start {
                comments(text.extracting(start..<end))
            }
            start = next
            number += 1
        }
    }
}
