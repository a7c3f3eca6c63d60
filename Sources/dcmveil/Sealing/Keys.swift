import Seal

/// Recipients and identities as the arguments name them.
enum Keys {
    /// A recipient (`age1…`) or the path of a file of recipients.
    static func recipients(_ arguments: [String]) throws(Failure) -> [any Recipient] {
        var recipients: [any Recipient] = []
        for argument in arguments {
            if !Paths.hasSlash(argument), argument.utf8.starts(with: "age1".utf8) || argument.uppercased().hasPrefix("AGE-SECRET-KEY-") {
                do throws(SealError) { recipients.append(try X25519Recipient(argument)) } catch {
                    throw SealFailure.failure(error, "recipient", kind: .recipient)
                }
            } else {
                recipients += try recipientsFile(argument)
            }
        }
        return recipients
    }

    static func recipientsFile(_ path: String) throws(Failure) -> [any Recipient] {
        if case .missing = Folders.kind(of: path) {
            throw Failure(
                .usage, "\(path): neither a recipient nor a file of recipients",
                hint: "a recipient looks like age1…; dcmveil keygen makes one")
        }
        let text = try Inputs.readSmall(path)
        do throws(SealError) { return try unsafe RecipientsFile.parse(text.span.bytes) } catch {
            throw SealFailure.failure(error, path, kind: .recipient)
        }
    }

    static func identities(_ paths: [String]) throws(Failure) -> [X25519Identity] {
        var identities: [X25519Identity] = []
        for path in paths {
            if path != "-" { try KeyFile.checkPrivate(path) }
            var text = try Inputs.readSmall(path, limit: 1 << 20)
            defer { for index in text.indices { text[index] = 0 } }
            do throws(SealError) { identities += try unsafe IdentitiesFile.parse(text.span.bytes) } catch {
                throw SealFailure.failure(error, path, kind: .identity)
            }
        }
        return identities
    }
}
