import ArgumentParser
import Seal

struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Encrypt files for recipients or with a passphrase, in the age format.",
        discussion: """
            One input goes to -o or standard output; several, or a folder, go into the folder -o as name.age. Stock age \
            opens the result: age -d -i key.txt file.age. Options mean what they mean to age.

            Recipients are age1…, ssh-ed25519 …, ssh-rsa …, or those of a plugin (age1name1…).

            examples:
              dcmveil seal -r age1… -o slice.dcm.age slice.dcm
              dcmveil seal -R team.txt -o sealed export
              dcmveil seal -p -a < notes.txt > notes.age
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input (the default).", valueName: "in"))
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(name: [.short, .long], help: ArgumentHelp("Seal to this recipient; may be repeated.", valueName: "age1…"))
    var recipient: [String] = []

    @Option(
        name: [.customShort("R"), .long],
        help: ArgumentHelp("Seal to the recipients in this file; may be repeated.", valueName: "file"))
    var recipientsFile: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Seal to the recipients of the identities in this file; may be repeated.", valueName: "file")
    )
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

    @Option(name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"))
    var output: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            try checkStandardInput()
            let recipients = try self.recipients()
            return try SealedBatch(
                transfer: SealedTransfer(
                    direction: .seal(SealingHeaders(to: recipients), isArmored: armor), replacing: writing.force),
                inputs: inputs, list: try listed.open(besides: inputs), keyFiles: recipient + recipientsFile + identity,
                output: output, isQuiet: writing.quiet
            ).run()
        }
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
        return recipients
    }
}
