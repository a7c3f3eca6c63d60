import ArgumentParser
import Seal

struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Decrypt sealed files, ours or those of age.",
        discussion: """
            Nothing appears under its name unless all of it is authentic. A key file holds AGE-SECRET-KEY-1… lines, such \
            lines sealed with a passphrase, or a private ssh key. Without -i the input is one that was sealed with a passphrase.

            examples:
              dcmveil open -i key.txt -o slice.dcm slice.dcm.age
              dcmveil open -i key.txt -o export sealed
              dcmveil open -i key.txt -o some --only 'P-1234/*' dataset
              dcmveil open -i ~/.ssh/id_ed25519 < sealed.age > plain
            """)

    @Argument(
        help: ArgumentHelp("Files, folders, or - for standard input (the default).", valueName: "in"),
        completion: .file())
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(
        name: [.short, .long], help: ArgumentHelp("A file with secret keys; may be repeated.", valueName: "file"),
        completion: .file())
    var identity: [String] = []

    @Option(
        name: [.customShort("j"), .long],
        help: ArgumentHelp(
            "Open with this plugin, which needs nothing but its name; may be repeated.", valueName: "name"))
    var plugin: [String] = []

    @OptionGroup var passphraseOption: PassphraseOption

    @Option(
        name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Of a sealed dataset, open only files whose path is like this (*, ?, […]); may be repeated.",
            valueName: "pattern"))
    var only: [String] = []

    @OptionGroup var signersOption: SignersOption

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            let takesStandardInput = inputs.isEmpty && listed.filesFrom == nil || inputs.contains("-")
            let others = identity + (listed.filesFrom.map { [$0] } ?? [])
            if others.count(where: { $0 == "-" }) + (takesStandardInput ? 1 : 0) > 1 {
                throw Failure(.usage, "key and input cannot both be standard input", hint: "save the key to a file")
            }
            let dialog = try passphraseOption.dialog(takesStandardInput: takesStandardInput || others.contains("-"))
            var identities = try Keys.identities(identity, dialog: dialog)
            for plugin in try Keys.plugins(plugin, dialog: dialog) { identities.append(plugin) }
            identities.append(identities.isEmpty ? PassphraseOnly(dialog: dialog) : NoPassphrase())
            if inputs.count == 1, listed.filesFrom == nil, DatasetFolder.isDataset(inputs[0]) {
                return try openDataset(identities)
            }
            if let dataset = inputs.first(where: DatasetFolder.isDataset) {
                throw Failure(
                    .usage, "\(dataset): a sealed dataset is opened by itself", hint: "open one after the other")
            }
            if !only.isEmpty || signersOption.signers != nil {
                throw Failure(
                    .usage, "--only and --signers are for one sealed dataset", hint: "it has SEAL and keys.age in it")
            }
            return try SealedBatch(
                transfer: SealedTransfer(direction: .open(identities), replacing: writing.force), inputs: inputs,
                list: try listed.open(besides: inputs), keyFiles: identity, output: output, isQuiet: writing.quiet
            ).run()
        }
    }

    private func openDataset(_ identities: [any Identity]) throws -> ExitStatus {
        guard let output, output != "-", !output.isEmpty else {
            throw Failure(.usage, "a dataset needs a folder to go to", hint: "name one with -o")
        }
        return try DatasetOpening(
            dataset: try SealedDataset(inputs[0]), identities: identities, signers: try signersOption.read(),
            patterns: only, output: output, replacing: writing.force, isQuiet: writing.quiet
        ).run()
    }
}
