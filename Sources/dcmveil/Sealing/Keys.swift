import Seal

/// Recipients and identities as the arguments name them.
enum Keys {
    /// Recipients (`age1…`) and files of them, as two options name them.
    ///
    /// - Parameter option: what `arguments` came with, for the person who has to find the wrong one among them.
    static func recipients(
        _ arguments: [String], option: String, files: [String] = []
    ) throws(Failure) -> [any Recipient] {
        var recipients: [any Recipient] = []
        for (index, argument) in arguments.enumerated() {
            if !Paths.hasSlash(argument),
                argument.utf8.starts(with: "age1".utf8) || argument.uppercased().hasPrefix("AGE-SECRET-KEY-")
            {
                do throws(SealError) { recipients.append(try X25519Recipient(argument)) } catch {
                    // Never a secret key that was mistaken for a recipient.
                    let isPublic = argument.utf8.starts(with: "age1".utf8)
                    let name = isPublic ? "\(option) \(argument)" : "recipient \(index + 1) (\(option))"
                    throw SealFailure.failure(error, name, kind: .recipient)
                }
            } else {
                if !Paths.hasSlash(argument), case .missing = Folders.kind(of: argument) {
                    throw Failure(
                        .usage, "\(argument): neither a recipient nor a file of recipients",
                        hint: "a recipient looks like age1…; dcmveil keygen makes one")
                }
                recipients += try recipientsFile(argument)
            }
        }
        for path in files { recipients += try recipientsFile(path) }
        // Before anything is written; each recipient has at least one stanza.
        guard recipients.count <= HeaderLimits.stanzas else {
            throw SealFailure.failure(SealError(.tooManyRecipients), "\(recipients.count) recipients", kind: .recipient)
        }
        return recipients
    }

    private static func recipientsFile(_ path: String) throws(Failure) -> [any Recipient] {
        switch Folders.kind(of: path) {
        case .missing: throw Failure(.noKey, "\(path): no such file of recipients")
        case .folder: throw Failure(.noKey, "\(path): is a folder, and no file of recipients")
        case .file, .other, .unreachable: break
        }
        let text = try Inputs.readSmall(path, whenRefused: .noKey)
        do throws(SealError) { return try unsafe RecipientsFile.parse(text.span.bytes) } catch {
            throw SealFailure.failure(error, path, kind: .recipient)
        }
    }

    static func identities(_ paths: [String]) throws(Failure) -> [X25519Identity] {
        var identities: [X25519Identity] = []
        for path in paths {
            let text = try KeyFile.secret(path, limit: 1 << 20)
            do throws(SealError) { identities += try text.withBytes(IdentitiesFile.parse) } catch {
                throw SealFailure.failure(error, path, kind: .identity)
            }
        }
        return identities
    }
}
