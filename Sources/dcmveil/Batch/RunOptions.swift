import ArgumentParser
import Glibc

/// Options of runs over many files.
struct BatchOptions: ParsableArguments {
    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: ArgumentHelp(
            "Files that are worked on at the same time; by default one for each core. Outputs and report are the same.",
            valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Do only this part of the inputs, as 2/7: n runs with 1/n to n/n do all of them (docs/batch.md).",
            valueName: "k/n"))
    var shard: Shard?

    @Flag(help: "Keep a journal, and skip what it says is done: after an interruption the same command goes on.")
    var resume = false

    @Option(
        help: ArgumentHelp(
            "The journal of --resume; by default OUT.journal beside the folder of outputs.", valueName: "file"),
        completion: .file())
    var journal: String?

    @Option(
        help: ArgumentHelp(
            "What is to outlast a power cut: off, left to the system; batch, all before the summary; each, every file before it counts.",
            valueName: "off|batch|each"))
    var fsync = Durability.off

    @Option(
        help: ArgumentHelp(
            "Take files of which this holds, as modalities=CT,MR, BodyPartExamined=HEAD,'BRAIN*', 'KVP>=100' or a condition of a profile in JSON; may be repeated: one of them has to hold.",
            valueName: "condition"))
    var include: [String] = []

    @Option(
        help: ArgumentHelp(
            "Leave out files of which this holds, as modalities=SR or '!PatientID' (no value); may be repeated.",
            valueName: "condition"))
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take files whose path below the input folder matches, as '*/CT/*.dcm' (* also matches /); may be repeated.",
            valueName: "glob"))
    var includePath: [String] = []

    @Option(help: ArgumentHelp("Leave out files whose path matches; may be repeated.", valueName: "glob"))
    var excludePath: [String] = []

    @Option(
        help: ArgumentHelp(
            "What outputs are called, from their own attributes: {PatientID}/{StudyInstanceUID}/{InstanceNumber}.dcm",
            valueName: "template"))
    var layout: String?

    @Option(
        help: ArgumentHelp("Write a table (CSV) of attributes of the outputs.", valueName: "file"), completion: .file())
    var metadata: String?

    @Option(
        help: ArgumentHelp("The attributes of --metadata, as PatientID,Modality,Rows.", valueName: "keyword,…"))
    var metadataColumns: String?

    @Flag(help: "Write no output; say and report what would happen.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "A folder for a list of what was quarantined or failed (quarantined.jsonl).", valueName: "folder"),
        completion: .directory)
    var quarantine: String?

    @Flag(
        help: "Put copies of quarantined inputs into the folder of --quarantine, as they are: they identify patients.")
    var quarantineCopies = false

    @Option(
        help: ArgumentHelp(
            "Seconds between lines of progress where standard error is no terminal; 0 for none.", valueName: "s"))
    var progressEvery = 30

    @Option(
        name: [.long, .customLong("json")],
        help: ArgumentHelp(
            "Write progress as JSON lines to this open descriptor, as in 3>progress.jsonl.", valueName: "n"))
    var progressFd: Int32?

    @Flag(name: [.short, .long], help: "Also say what was written, by the new names.")
    var verbose = false

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is between 1 and 256") }
        if !(0...86_400).contains(progressEvery) { throw ValidationError("--progress-every is between 0 and 86400") }
        if journal != nil, !resume { throw ValidationError("--journal is of use with --resume") }
        if metadataColumns != nil, metadata == nil { throw ValidationError("--metadata-columns needs --metadata") }
        if quarantineCopies, quarantine == nil { throw ValidationError("--quarantine-copies needs --quarantine") }
        if let progressFd, progressFd < 3 || fcntl(progressFd, F_GETFD) < 0 {
            throw ValidationError("--progress-fd \(progressFd): is not open; redirect it, as in 3>progress.jsonl")
        }
    }
}
