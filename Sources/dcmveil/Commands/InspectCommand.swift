import ArgumentParser

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what is in DICOM files.",
        discussion: """
            One line an element: tag, VR, length, keyword (private elements: their creator), value. What can be read \
            of a damaged file is shown before the error. Inputs are files, folders, and - for standard input.

            examples:
              dcmveil inspect scan.dcm
              dcmveil inspect --tag PatientID --tag 'RequestAttributesSequence[1].(0032,1060)' scans
              dcmveil inspect --no-values scan.dcm > structure.txt
              dcmveil inspect --json scan.dcm | jq '.["00100010"].Value[0].Alphabetic'

            exit status: 0 all read; 2 some of several inputs could not be; 65 not DICOM or damaged; 66 no such input
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "path"), completion: .file())
    var paths: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(
        help: ArgumentHelp(
            """
            Show this element only: a keyword, (gggg,eeee), ggggeeee, (gggg,"CREATOR",ee), or a path of them such as \
            A[1].B; may be repeated.
            """, valueName: "tag"))
    var tag: [String] = []

    @Flag(help: "Print the DICOM JSON Model (PS3.18 Annex F), one object a line.")
    var json = false

    @Flag(inversion: .prefixedNo, help: "Show group 0002; in text by default, in JSON not.")
    var meta: Bool?

    @Flag(help: "Leave all values out, and names of files and private creators: the structure alone.")
    var noValues = false

    @Flag(help: "Show values in full length.")
    var full = false

    @Flag(name: [.short, .long], help: "Show where each element starts, in bytes.")
    var verbose = false

    func validate() throws {
        if paths.isEmpty, listed.filesFrom == nil { throw ValidationError("Missing expected argument '<path> ...'") }
    }

    func run() throws {
        try CommandRun.end {
            let list = try listed.open(besides: paths)
            let selectors = try tag.map { text throws(Failure) in try Selector(text) }
            let run = InspectRun(
                .init(
                    isJSON: json, hasMeta: meta ?? !json, hasValues: !noValues, isFull: full, hasOffsets: verbose,
                    selectors: selectors, hasFileNames: hasSeveral))
            return try run.run(InputWalk(paths, list: list))
        }
    }

    private var hasSeveral: Bool {
        if paths.count > 1 || listed.filesFrom != nil { return true }
        if case .folder = Folders.kind(of: paths[0]) { return true }
        return false
    }
}
