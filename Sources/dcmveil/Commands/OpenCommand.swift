import ArgumentParser

struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Decrypt sealed files, ours or those of age.",
        discussion: """
            Nothing appears under its name unless all of it is authentic.

            examples:
              dcmveil open -i key.txt -o slice.dcm slice.dcm.age
              dcmveil open -i key.txt -o export sealed
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input (the default).", valueName: "in"))
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(name: [.short, .long], help: ArgumentHelp("A file with secret keys; may be repeated.", valueName: "file"))
    var identity: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"))
    var output: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            guard !identity.isEmpty else { throw Failure(.noKey, "no key", hint: "name a key file with -i") }
            if identity.contains("-"), inputs.isEmpty || inputs.contains("-") {
                throw Failure(.usage, "key and input cannot both be standard input", hint: "save the key to a file")
            }
            let identities = try Keys.identities(identity)
            return try SealedBatch(
                transfer: SealedTransfer(direction: .open(identities), replacing: writing.force), inputs: inputs,
                list: try listed.open(besides: inputs), keyFiles: identity, output: output, isQuiet: writing.quiet
            ).run()
        }
    }
}
