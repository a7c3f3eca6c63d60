import ArgumentParser

struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Encrypt files for recipients, in the age format.",
        discussion: """
            One input goes to -o or standard output; several, or a folder, go into the folder -o as name.age. Stock age \
            opens the result: age -d -i key.txt file.age

            examples:
              dcmveil seal -r age1… -o slice.dcm.age slice.dcm
              dcmveil seal -R team.txt -o sealed export
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

    @Option(name: [.short, .long], help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "out"))
    var output: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            let recipients = try Keys.recipients(recipient, option: "-r", files: recipientsFile)
            guard !recipients.isEmpty else {
                throw Failure(.usage, "no recipients", hint: "name one with -r age1… or a file of them with -R")
            }
            return try SealedBatch(
                transfer: SealedTransfer(direction: .seal(recipients), replacing: writing.force), inputs: inputs,
                list: try listed.open(besides: inputs), keyFiles: recipient + recipientsFile, output: output,
                isQuiet: writing.quiet
            ).run()
        }
    }
}
