import ArgumentParser
import Deidentify

struct DeidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deid",
        abstract: "Remove what identifies patients from DICOM files.",
        discussion: """
            Reads files, folders (with everything in them) and - for standard input. Writes new files under new names; \
            inputs are never changed. What cannot be handled is quarantined: reported, not written.

            examples:
              dcmveil deid scans -o export --key-file study.key --report deid.jsonl
              dcmveil deid - -o - --seal-to age1… < in.dcm > out.dcm.age
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "in"))
    var inputs: [String]

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A folder; or, for one input, a file name with an extension, or - for standard output.", valueName: "out"))
    var output: String

    @Option(help: ArgumentHelp("A shipped profile (dcmveil profile list) or a JSON file.", valueName: "name|file"))
    var profile = ShippedProfiles.defaultName

    @Option(
        help: ArgumentHelp(
            "The study key: the same key gives the same pseudonyms in every run. Without it a run uses a random key.",
            valueName: "file"))
    var keyFile: String?

    @Option(help: ArgumentHelp("A label: outputs of different releases cannot be linked.", valueName: "label"))
    var release = ""

    @Option(
        help: ArgumentHelp(
            "Seal the outputs while they are written: a recipient (age1…) or a file of them; may be repeated.",
            valueName: "recipient"))
    var sealTo: [String] = []

    @Option(help: ArgumentHelp("Write an account of every input, one JSON object a line.", valueName: "file"))
    var report: String?

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            let profile = CompiledProfile(try Profiles.load(self.profile))
            let key = try keyFile.map { path throws(Failure) in try KeyFile.read(path) }
            let recipients = try Keys.recipients(sealTo)
            if output.isEmpty { throw Failure(.usage, "-o names nothing", hint: "is a variable of your script empty?") }
            try checkReport()
            let place = try OutputPlace.find(output, isSingle: isSingle)
            try checkPlace(place)
            let report = try self.report.map { path throws(Failure) in
                if path == "-", output == "-" { throw Failure(.usage, "report and output cannot both be standard output") }
                return try RunReport(path, replacing: writing.force)
            }
            if key == nil, !writing.quiet {
                StandardError.say(
                    "no --key-file: this run uses a random key; later runs will give other pseudonyms and dates")
            }
            if !profile.conforms, !writing.quiet { ProfileWarning.say(profile) }
            Interruption.listen()
            let run = DeidRun(
                .init(inputs: inputs, place: place, replacing: writing.force, isQuiet: writing.quiet, recipients: recipients),
                profile: profile, key: key,
                release: release, report: report)
            return try run.run()
        }
    }

    private var isSingle: Bool {
        guard inputs.count == 1 else { return false }
        if inputs[0] == "-" { return true }
        if case .folder = Folders.kind(of: inputs[0]) { return false }
        return true
    }

    /// The report takes the place of no file that the run reads.
    private func checkReport() throws(Failure) {
        guard let report, report != "-", let target = Folders.resolved(report) else { return }
        for path in inputs + [keyFile, profile].compactMap({ $0 }) where path != "-" {
            guard let resolved = Folders.resolved(path), Folders.contains(resolved, target) else { continue }
            throw Failure(.usage, "the report \(report) would overwrite what the run reads", hint: "choose another name")
        }
    }

    /// Nothing is written into an input folder, where the next run would take it for input, nor over an input.
    private func checkPlace(_ place: OutputPlace) throws(Failure) {
        let target: String
        switch place {
        case .standardOutput: return
        case .file(let path), .folder(let path): target = Folders.resolvedTarget(path)
        }
        for input in inputs where input != "-" {
            guard let resolved = Folders.resolved(input) else { continue }
            if Folders.contains(resolved, target) {
                throw Failure(.usage, "the output \(output) lies in the input \(input)", hint: "choose another place")
            }
        }
    }
}
