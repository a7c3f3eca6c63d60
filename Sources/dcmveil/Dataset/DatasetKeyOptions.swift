import Seal

/// What `rekey` and `reseal` need to know about keys, from options that mean the same to both.
struct DatasetKeyOptions {
    let dialog: PersonDialog
    let identities: [any Identity]
    /// Who is to be added.
    let people: DatasetPeople

    init(
        identity: [String], recipient: [String], recipientsFile: [String], passphrase: PassphraseOption
    ) throws(Failure) {
        guard !identity.isEmpty else { throw Failure(.noKey, "no key", hint: "name a key file with -i") }
        guard (identity + recipientsFile).count(where: { $0 == "-" }) < 2 else {
            throw Failure(.usage, "standard input cannot be several things", hint: "save one of them to a file")
        }
        dialog = try passphrase.dialog(takesStandardInput: (identity + recipientsFile).contains("-"))
        identities = try Keys.identities(identity, dialog: dialog)
        let recipients = try Keys.recipients(recipient, option: "-r", files: recipientsFile, dialog: dialog)
        people = try DatasetPeople(recipients, namedIn: recipientsFile + recipient)
    }
}
