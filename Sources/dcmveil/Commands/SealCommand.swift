import ArgumentParser
import Seal

struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Encrypt files for recipients or with a passphrase, in the age format.",
        discussion: """
            One input goes to -o or standard output; several, or a folder, go into the folder -o as name.age. Stock age \
            opens the result: age -d -i key.txt file.age. Options mean what they mean to age.

            --dataset writes one new folder that sha256sum, ssh-keygen and age can check and open, and whose recipients \
            can be changed without touching its files (rekey). --check looks whether such a folder is what was sealed, \
            --who tells who can open it.

            Recipients are age1…, ssh-ed25519 …, ssh-rsa …, or those of a plugin (age1name1…).

            examples:
              dcmveil seal -r age1… -o slice.dcm.age slice.dcm
              dcmveil seal -R team.txt -o sealed export
              dcmveil seal -p -a < notes.txt > notes.age
              dcmveil seal --dataset -R team.txt --sign-key ~/.ssh/id_ed25519 -o sealed export
              dcmveil seal --check -i key.txt sealed
            """)

    @Argument(
        help: ArgumentHelp("Files, folders, or - for standard input (the default).", valueName: "in"),
        completion: .file())
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(name: [.short, .long], help: ArgumentHelp("Seal to this recipient; may be repeated.", valueName: "age1…"))
    var recipient: [String] = []

    @Option(
        name: [.customShort("R"), .long],
        help: ArgumentHelp("Seal to the recipients in this file; may be repeated.", valueName: "file"),
        completion: .file())
    var recipientsFile: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Seal to the recipients of the identities in this file; may be repeated. With --check and --who: a key to open with.",
            valueName: "file"), completion: .file())
    var identity: [String] = []

    @Option(
        name: [.customShort("j"), .long],
        help: ArgumentHelp("Seal to this plugin, which needs nothing but its name; may be repeated.", valueName: "name")
    )
    var plugin: [String] = []

    @Flag(name: [.short, .long], help: "Seal with a passphrase, and to nobody else.")
    var passphrase = false

    @OptionGroup var passphraseOption: PassphraseOption

    @Flag(name: [.short, .long], help: "Write text (ASCII armor), a third larger.")
    var armor = false

    @Flag(help: "Write a sealed dataset: one new folder.")
    var dataset = false

    @OptionGroup var signing: SigningOption

    @Flag(help: "Check a sealed dataset; faults go to standard output.")
    var check = false

    @Option(
        help: ArgumentHelp(
            """
            How deep --check looks. hashes and structure need no key; structure and ends look at the ends of each file only. As \
            deep as possible without it.
            """,
            valueName: "depth"))
    var depth: DatasetCheck.Depth?

    @OptionGroup var signersOption: SignersOption

    @Flag(help: "List who can open a sealed dataset: names with -i, kinds of keys without.")
    var who = false

    @Option(
        name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"),
        completion: .file())
    var output: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            try checkModes()
            if check || who { return try look() }
            try checkStandardInput()
            if dataset { return try sealDataset() }
            let recipients = try self.recipients()
            return try SealedBatch(
                transfer: SealedTransfer(
                    direction: .seal(SealingHeaders(to: recipients), isArmored: armor), replacing: writing.force),
                inputs: inputs, list: try listed.open(besides: inputs), keyFiles: recipient + recipientsFile + identity,
                output: output, isQuiet: writing.quiet
            ).run()
        }
    }

    /// Options that mean nothing together.
    private func checkModes() throws(Failure) {
        func refuse(_ option: String, without other: String) -> Failure {
            Failure(.usage, "\(option) means nothing without \(other)")
        }
        if [dataset, check, who].count(where: { $0 }) > 1 {
            throw Failure(.usage, "--dataset, --check and --who are three things to do", hint: "do one after the other")
        }
        if dataset, passphrase {
            throw Failure(
                .usage, "a dataset is sealed to keys and not to a passphrase",
                hint: "make a key file with a passphrase (dcmveil keygen --passphrase) and seal to that")
        }
        if signing.signKey != nil, !dataset { throw refuse("--sign-key", without: "--dataset") }
        if signersOption.signers != nil, !check { throw refuse("--signers", without: "--check") }
        if depth != nil, !check { throw refuse("--depth", without: "--check") }
        guard check || who else { return }
        if !recipient.isEmpty || !recipientsFile.isEmpty || passphrase || armor || output != nil || writing.force
            || listed.filesFrom != nil
        {
            throw Failure(.usage, "--check and --who write nothing", hint: "they take -i, --signers and a dataset")
        }
    }

    /// `--check` and `--who`.
    private func look() throws -> ExitStatus {
        guard inputs.count == 1, inputs[0] != "-" else {
            throw Failure(.usage, "name one sealed dataset", hint: "dcmveil seal --check -i key.txt sealed")
        }
        guard DatasetFolder.isDataset(inputs[0]) else {
            throw Failure(.noInput, "\(inputs[0]): is no sealed dataset", hint: "one has SEAL and keys.age in it")
        }
        let dialog = try passphraseOption.dialog(takesStandardInput: identity.contains("-"))
        let identities = identity.isEmpty ? nil : try Keys.identities(identity, dialog: dialog)
        if who { return try WhoRun(folder: inputs[0], identities: identities).run() }
        return try DatasetCheck(inputs[0], identities: identities, signers: try signersOption.read(), depth: depth)
            .run(isQuiet: writing.quiet)
    }

    private func sealDataset() throws -> ExitStatus {
        guard let output, output != "-", !output.isEmpty else {
            throw Failure(.usage, "a dataset is a folder", hint: "name a new one with -o")
        }
        guard !inputs.isEmpty || listed.filesFrom != nil, !inputs.contains("-") else {
            throw Failure(.usage, "a dataset is made of files and folders", hint: "standard input has no name in it")
        }
        if armor { throw Failure(.usage, "files in a dataset are never armored") }
        let dialog = try passphraseOption.dialog(takesStandardInput: (recipientsFile + identity).contains("-"))
        return try DatasetSealing(
            inputs: inputs, list: try listed.open(besides: inputs), output: output,
            people: try DatasetPeople(try recipients(), namedIn: recipientsFile + recipient),
            signingKey: try signing.key(dialog: dialog), isQuiet: writing.quiet
        ).run()
    }

    private var takesStandardInput: Bool { inputs.isEmpty && listed.filesFrom == nil || inputs.contains("-") }

    private func checkStandardInput() throws(Failure) {
        let others = recipientsFile + identity + (listed.filesFrom.map { [$0] } ?? [])
        let uses = others.count(where: { $0 == "-" }) + (takesStandardInput ? 1 : 0)
        if uses > 1 {
            throw Failure(.usage, "standard input cannot be several things", hint: "save one of them to a file")
        }
    }

    private func recipients() throws(Failure) -> [any Recipient] {
        let takesInput = takesStandardInput || (recipientsFile + identity).contains("-") || listed.filesFrom == "-"
        let dialog = try passphraseOption.dialog(takesStandardInput: takesInput)
        if passphrase {
            guard recipient.isEmpty, recipientsFile.isEmpty, identity.isEmpty, plugin.isEmpty else {
                throw SealFailure.failure(SealError(.mixedPassphrase), "-p", kind: .recipient)
            }
            let passphrase = try dialog.newPassphrase(for: "what is sealed")
            do throws(SealError) { return [try ScryptRecipient(passphrase)] } catch {
                throw SealFailure.failure(error, "-p", kind: .recipient)
            }
        }
        let recipients =
            try Keys.recipients(recipient, option: "-r", files: recipientsFile, dialog: dialog)
            + Keys.recipients(ofIdentities: identity, dialog: dialog)
            + Keys.plugins(plugin, dialog: dialog).flatMap { $0.recipients() }
        guard !recipients.isEmpty else {
            throw Failure(.usage, "no recipients", hint: "name one with -r age1… or a file of them with -R, or use -p")
        }
        try PostQuantumRecipients.check(recipients, isQuiet: writing.quiet)
        return recipients
    }
}
