import Seal

/// Recipients and identities as the arguments name them.
enum Keys {
    /// Recipients and files of them, as two options name them.
    ///
    /// - Parameter option: what `arguments` came with, for the person who has to find the wrong one among them.
    static func recipients(
        _ arguments: [String], option: String, files: [String] = [], dialog: any Dialog
    ) throws(Failure) -> [any Recipient] {
        var recipients: [any Recipient] = []
        for (index, argument) in arguments.enumerated() {
            if isRecipient(argument) {
                do throws(SealError) { recipients.append(try RecipientText.parse(argument, dialog: dialog)) } catch {
                    // Never a secret key that was mistaken for a recipient.
                    let isPublic = error.code != .identityWhereRecipientExpected
                    // Nor the two thousand characters of a post-quantum one.
                    let shown = argument.utf8.count > 200 ? "\(argument.prefix(40))…" : argument
                    let name = isPublic ? "\(option) \(shown)" : "recipient \(index + 1) (\(option))"
                    throw SealFailure.failure(error, name, kind: .recipient)
                }
            } else {
                if !Paths.hasSlash(argument), case .missing = Folders.kind(of: argument) {
                    throw Failure(
                        .usage, "\(argument): neither a recipient nor a file of recipients",
                        hint: "a recipient looks like age1… or ssh-ed25519 …; dcmveil keygen makes one")
                }
                recipients += try recipientsFile(argument, dialog)
            }
        }
        for path in files { recipients += try recipientsFile(path, dialog) }
        // Before anything is written; each recipient has at least one stanza.
        guard recipients.count <= HeaderLimits.stanzas else {
            throw SealFailure.failure(SealError(.tooManyRecipients), "\(recipients.count) recipients", kind: .recipient)
        }
        return recipients
    }

    /// Those of the identities in files: who can open what they open.
    static func recipients(ofIdentities paths: [String], dialog: any Dialog) throws(Failure) -> [any Recipient] {
        var recipients: [any Recipient] = []
        for path in paths {
            for identity in try identities([path], dialog: dialog) {
                do throws(SealError) { recipients += try identity.recipients() } catch {
                    throw SealFailure.failure(error, path, kind: .identity)
                }
            }
        }
        return recipients
    }

    /// Plugins by their names alone.
    static func plugins(_ names: [String], dialog: any Dialog) throws(Failure) -> [PluginIdentity] {
        var plugins: [PluginIdentity] = []
        for name in names {
            do throws(SealError) { plugins.append(try PluginIdentity(pluginWithoutData: name, dialog: dialog)) } catch {
                throw Failure(.usage, "-j \(name): no plugin can have this name")
            }
        }
        return plugins
    }

    /// Whether an argument is a recipient itself, and no name of a file.
    private static func isRecipient(_ argument: String) -> Bool {
        if argument.utf8.contains(0x20),
            argument.hasPrefix("ssh-") || argument.hasPrefix("ecdsa-") || argument.hasPrefix("sk-")
        {
            return true
        }
        if Paths.hasSlash(argument) { return false }
        let upper = argument.uppercased()
        return argument.hasPrefix("age1") || upper.hasPrefix("AGE-SECRET-KEY-") || upper.hasPrefix("AGE-PLUGIN-")
    }

    private static func recipientsFile(_ path: String, _ dialog: any Dialog) throws(Failure) -> [any Recipient] {
        switch Folders.kind(of: path) {
        case .missing where path != "-": throw Failure(.noKey, "\(path): no such file of recipients")
        case .folder: throw Failure(.noKey, "\(path): is a folder, and no file of recipients")
        case .file, .other, .unreachable, .missing: break
        }
        // Read like a secret, since it may be one that somebody took for a recipient.
        let text = try KeyFile.text(path, limit: 4 << 20, called: "file of recipients", isSecret: false)
        do throws(SealError) {
            return try text.withBytes { (text) throws(SealError) in try RecipientsFile.parse(text, dialog: dialog) }
        } catch { throw SealFailure.failure(error, path, kind: .recipient) }
    }

    static func identities(_ paths: [String], dialog: any Dialog) throws(Failure) -> [any Identity] {
        var identities: [any Identity] = []
        for path in paths {
            let text = try KeyFile.secret(path, limit: 1 << 20)
            do throws(SealError) {
                identities += try text.withBytes { (text) throws(SealError) in
                    try IdentitiesFile.parse(text, name: path, dialog: dialog)
                }
            } catch { throw SealFailure.failure(error, path, kind: .identity) }
        }
        return identities
    }
}
