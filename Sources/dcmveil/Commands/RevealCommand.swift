import ArgumentParser
import Seal

struct RevealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal",
        abstract: "Give back what a role may recover of de-identified files.",
        discussion: """
            For files that were written by deid --roles. What the key opens is checked to be whole and made for the very \
            object before anything is written; then it takes the place of the new values, and Patient Identity Removed \
            (0012,0062) says NO. Names of files stay as they are.

            exit status: 0 all done; 2 some inputs could not be revealed; of a single input: 65 nothing is kept in it, 77 not for this \
            key, or altered

            examples:
              dcmveil reveal --key-file broker.key.pem -o one.dcm export/P-…/….dcm
              dcmveil reveal --key-file broker.key.pem --certificate broker.pem -o identified export
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "in"))
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(
        help: ArgumentHelp(
            "The private key to a certificate of the role, in PEM; may be repeated.", valueName: "file"))
    var keyFile: [String] = []

    @Option(
        help: ArgumentHelp(
            "The certificate of such a key: tells what is for it, and so what was altered; may be repeated.", valueName: "file"))
    var certificate: [String] = []

    @OptionGroup var passphraseOption: PassphraseOption

    @Option(name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"))
    var output: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            let list = try listed.open(besides: inputs)
            if inputs.isEmpty, list == nil {
                throw Failure(.usage, "no input", hint: "name files, folders, or - for standard input")
            }
            guard let output else {
                throw Failure(.usage, "no output", hint: "name it with -o")
            }
            guard !keyFile.isEmpty else {
                throw Failure(.usage, "no key", hint: "name the private key of your role with --key-file")
            }
            let standardInputs = (inputs + keyFile + certificate + [listed.filesFrom].compactMap { $0 }).filter { $0 == "-" }
            if standardInputs.count > 1 {
                throw Failure(.usage, "standard input cannot be several things", hint: "save one of them to a file")
            }
            let dialog = try passphraseOption.dialog(takesStandardInput: !standardInputs.isEmpty)
            let keys = try RevealKeys.load(keyFile, certificates: certificate, dialog: dialog)
            return try RevealBatch(
                openers: keys.map { RevealKeys.opener($0) }, inputs: inputs, list: list, keyFiles: keyFile + certificate,
                output: output, replacing: writing.force, isQuiet: writing.quiet
            ).run()
        }
    }
}
