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
              dcmveil reveal --linkage site-a.linkage --linkage site-b.linkage -i linkage.key --format csv
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "in"), completion: .file())
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(
        help: ArgumentHelp(
            "The private key to a certificate of the role, in PEM; may be repeated.", valueName: "file"),
        completion: .file())
    var keyFile: [String] = []

    @Option(
        help: ArgumentHelp(
            "The certificate of such a key: tells what is for it, and so what was altered; may be repeated.",
            valueName: "file"), completion: .file())
    var certificate: [String] = []

    @Option(
        help: ArgumentHelp(
            "Print this table of deid --linkage instead, in the clear; of several, each row once.", valueName: "file"),
        completion: .file())
    var linkage: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A file with secret keys, for --linkage; may be repeated.", valueName: "file"),
        completion: .file())
    var identity: [String] = []

    @Option(help: ArgumentHelp("How --linkage is printed.", valueName: "jsonl|csv"))
    var format = LinkageFormat.jsonl

    @OptionGroup var passphraseOption: PassphraseOption

    @Option(
        name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"),
        completion: .file())
    var output: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            if !linkage.isEmpty { return try printLinkage() }
            if !identity.isEmpty {
                throw Failure(.usage, "-i is for --linkage", hint: "the key of a role comes with --key-file")
            }
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
            let standardInputs = (inputs + keyFile + certificate + [listed.filesFrom].compactMap { $0 }).filter {
                $0 == "-"
            }
            if standardInputs.count > 1 {
                throw Failure(.usage, "standard input cannot be several things", hint: "save one of them to a file")
            }
            let dialog = try passphraseOption.dialog(takesStandardInput: !standardInputs.isEmpty)
            let keys = try RevealKeys.load(keyFile, certificates: certificate, dialog: dialog)
            return try RevealBatch(
                openers: keys.map { RevealKeys.opener($0) }, inputs: inputs, list: list,
                keyFiles: keyFile + certificate,
                output: output, replacing: writing.force, isQuiet: writing.quiet
            ).run()
        }
    }

    private func printLinkage() throws -> ExitStatus {
        guard inputs.isEmpty, listed.filesFrom == nil, keyFile.isEmpty, certificate.isEmpty, output == nil else {
            throw Failure(
                .usage, "--linkage prints tables and takes no inputs, --key-file or -o",
                hint: "dcmveil reveal --linkage FILE -i KEY")
        }
        if linkage.contains("-") {
            throw Failure(.usage, "--linkage - : a table is read twice", hint: "save it to a file")
        }
        if identity.count(where: { $0 == "-" }) > 1 {
            throw Failure(.usage, "standard input cannot be several things", hint: "save one of them to a file")
        }
        let dialog = try passphraseOption.dialog(takesStandardInput: identity.contains("-"))
        var identities = try Keys.identities(identity, dialog: dialog)
        guard !identities.isEmpty else {
            throw Failure(.usage, "no key", hint: "name the key of a recipient of --linkage-to with -i")
        }
        identities.append(NoPassphrase())
        try LinkageReading(identities: identities, asCSV: format == .csv).run(linkage)
        return .done
    }
}

/// How a linkage table is printed.
enum LinkageFormat: String, ExpressibleByArgument, CaseIterable {
    case jsonl
    case csv
}
