import ArgumentParser
import Seal

/// What `rekey` and `reseal` need to know about keys: options that mean the same to both.
struct DatasetKeyOptions: ParsableArguments {
    @Option(
        name: [.short, .long], help: ArgumentHelp("A key that opens the dataset; may be repeated.", valueName: "file"),
        completion: .file())
    var identity: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("Add this recipient; may be repeated.", valueName: "age1…"))
    var recipient: [String] = []

    @Option(
        name: [.customShort("R"), .long],
        help: ArgumentHelp(
            "Add the recipients in this file; a comment above one is kept as a name. May be repeated.",
            valueName: "file"), completion: .file())
    var recipientsFile: [String] = []

    @OptionGroup var passphraseOption: PassphraseOption

    func read() throws(Failure) -> DatasetKeyring {
        guard !identity.isEmpty else { throw Failure(.noKey, "no key", hint: "name a key file with -i") }
        guard (identity + recipientsFile).count(where: { $0 == "-" }) < 2 else {
            throw Failure(.usage, "standard input cannot be several things", hint: "save one of them to a file")
        }
        let dialog = try passphraseOption.dialog(takesStandardInput: (identity + recipientsFile).contains("-"))
        let identities = try Keys.identities(identity, dialog: dialog)
        let recipients = try Keys.recipients(recipient, option: "-r", files: recipientsFile, dialog: dialog)
        return DatasetKeyring(
            dialog: dialog, identities: identities,
            people: try DatasetPeople(recipients, namedIn: recipientsFile + recipient))
    }
}

/// The keys of who changes a dataset.
struct DatasetKeyring {
    let dialog: PersonDialog
    let identities: [any Identity]
    /// Who is to be added.
    let people: DatasetPeople
}
