import ArgumentParser
import DICOM
import Deidentify
import Seal

struct DeidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deid",
        abstract: "Remove what identifies patients from DICOM files.",
        usage: "dcmveil deid <in> ... -o <out> [options]",
        discussion: """
            Reads files, folders (with everything in them) and - for standard input. Writes new files under new names; \
            inputs are never changed. What cannot be handled is quarantined: reported, not written.

            exit status: 0 all written, now or (--skip-existing) before; 2 some inputs were quarantined, unreadable or passed over; of a single input: 65 \
            quarantined, 66 cannot be opened; 73 cannot create the output, 74 input/output error, 77 key, 78 profile

            examples:
              dcmveil deid scans -o export --key-file study.key --report deid.jsonl
              dcmveil deid - -o - --seal-to age1… < in.dcm > out.dcm.age
              dcmveil deid scans -o export --key-file study.key --roles roles.json
              dcmveil deid scans -o export --key-file study.key --linkage trial.linkage --linkage-to age1…
              tar c scans | dcmveil deid -t tar - > export.tar
              dcmveil deid scans -o export --key-file study.key --resume --shard 2/7
              dcmveil deid scans -o sealed --key-file study.key --seal-to team.txt --dataset
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "in"), completion: .file())
    var inputs: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(
        name: [.customShort("t"), .long],
        help: ArgumentHelp(
            "What the inputs are: dicom, or tar for archives of DICOM files; -o is then a folder, an archive, or - (the default).",
            valueName: "dicom|tar"))
    var type = InputType.dicom

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A folder; or, for one input, a file name with an extension, or - for standard output.", valueName: "out"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "A shipped profile (dcmveil profile list) or a JSON file; basic removes the text that research cleans.",
            valueName: "name|file"),
        completion: .profile)
    var profile = ShippedProfiles.defaultName

    @Option(
        help: ArgumentHelp(
            "The study key: the same key gives the same pseudonyms in every run. Without it a run uses a random key.",
            valueName: "file"), completion: .file())
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            "A table (CSV) of what patients are called: Patient ID, perhaps Issuer of Patient ID, Subject code; others are quarantined (docs/profiles.md).",
            valueName: "file"), completion: .file())
    var subjects: String?

    @Option(help: ArgumentHelp("A label: outputs of different releases cannot be linked.", valueName: "label"))
    var release = ""

    @Option(
        help: ArgumentHelp(
            "Seal the outputs while they are written: a recipient (age1…) or a file of them; may be repeated.",
            valueName: "recipient"), completion: .file())
    var sealTo: [String] = []

    @Flag(
        help: "With --seal-to: the output is one new sealed dataset, with all of it or not at all (docs/datasets.md).")
    var dataset = false

    @OptionGroup var signing: SigningOption

    @Option(
        help: ArgumentHelp(
            "Keep in each output, encrypted for roles, what they may recover of the original with reveal (docs/roles.md).",
            valueName: "file"), completion: .file())
    var roles: String?

    @Option(
        help: ArgumentHelp(
            "Write a table of whom pseudonyms stand for, sealed to --linkage-to; reveal --linkage reads it (docs/roles.md).",
            valueName: "file"), completion: .file())
    var linkage: String?

    @Option(
        help: ArgumentHelp(
            "Who may read the linkage table: a recipient (age1…) or a file of them; may be repeated.",
            valueName: "recipient"), completion: .file())
    var linkageTo: [String] = []

    @Option(
        help: ArgumentHelp(
            "Quarantine files that deviate from the standard in this way, as unordered-elements, duplicate-elements or any (docs/deviations.md); may be repeated.",
            valueName: "name"))
    var refuse: [String] = []

    @Option(
        help: ArgumentHelp("Write an account of every input, one JSON object a line.", valueName: "file"),
        completion: .file())
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Write a filter of everything removed, which holds no value and answers only to who has the key; for verify --canary.",
            valueName: "file"), completion: .file())
    var canary: String?

    @Flag(
        help:
            "Skip inputs whose output is there already, as after an interruption: with the same key, profile and release."
    )
    var skipExisting = false

    @OptionGroup var batch: BatchOptions

    @OptionGroup var writing: WritingOptions

    func run() throws {
        try CommandRun.end {
            let list = try listed.open(besides: inputs)
            if inputs.isEmpty, list == nil {
                throw Failure(.usage, "no input", hint: "name files, folders, or - for standard input")
            }
            let output = try namedOutput()
            if skipExisting, writing.force {
                throw Failure(.usage, "--skip-existing and --force exclude each other")
            }
            let refused = try refusedDeviations()
            let profile = CompiledProfile(try Profiles.load(self.profile))
            let subjects = try SubjectsFile.load(self.subjects, profile.profile, isQuiet: writing.quiet)
            let key = try keyFile.map { path throws(Failure) in try KeyFile.studyKey(path) }
            let roles = try self.roles.map { path throws(Failure) in try RolesFile.load(path) }
            let recipients = try Keys.recipients(
                sealTo + (roles?.sealTo ?? []), option: "--seal-to", dialog: PersonDialog(passphrase: nil))
            try PostQuantumRecipients.check(recipients, isQuiet: writing.quiet)
            let signingKey = dataset ? try signing.key(dialog: PersonDialog(passphrase: nil)) : nil
            let places = places(output, roles, subjects)
            try checkRoles(roles)
            try places.checkReport()
            try checkDataset(places, hasRecipients: !recipients.isEmpty)
            let place =
                dataset
                ? .dataset(output)
                : type == .tar
                    ? try OutputPlace.findForArchives(output) : try OutputPlace.find(output, isSingle: isSingle)
            try places.check(place)
            try subjects?.check(places, place)
            if let journal = journalPath(place) { try places.checkJournal(journal) }
            if skipExisting {
                switch place {
                case .file: break
                case .folder where key != nil: break
                // A random key gives new names, so that nothing would ever be there.
                case .folder: throw Failure(.usage, "--skip-existing needs --key-file, the one of the earlier run")
                case .archive, .standardOutput, .dataset:
                    throw Failure(.usage, "--skip-existing is for outputs in a folder", hint: "name a folder with -o")
                }
            }
            try checkBatch(place, hasKey: key != nil)
            try places.checkQuarantine(place)
            let selection = FileSelection(
                included: try SelectionOptions.conditions(batch.include, option: "--include"),
                excluded: try SelectionOptions.conditions(batch.exclude, option: "--exclude"))
            let reads = writing.force ? ReadFiles(places.read) : nil
            if let reads, let report = self.report, report != "-", reads.contains(report) {
                throw places.overwriting(report)
            }
            if self.report == "-", output == "-" {
                throw Failure(.usage, "report and output cannot both be standard output")
            }
            let columns = batch.metadata == nil ? nil : try MetadataTable.Columns(batch.metadataColumns)
            let layout = try batch.layout.map { template throws(Failure) in try Layout(template) }
            if let table = batch.metadata { try places.check(table, called: "table", besides: [self.report]) }
            let collector = try canaryCollector(key, profile, places)
            let linkage = try linkageTable(key, place, places)
            // Nothing was touched so far; from here on what cannot be made ends the run before it has begun.
            let report = try self.report.map { path throws(Failure) in
                let place = batch.resume && !writing.force ? RunReport.next(path) : path
                if place != path, !writing.quiet {
                    StandardError.say("\(path): is that of an earlier run; this one's report is \(place)")
                }
                return try RunReport(place, replacing: writing.force)
            }
            if key == nil, !writing.quiet {
                StandardError.say(
                    "no --key-file: this run uses a random key; later runs will give other pseudonyms and dates")
            }
            if !profile.conforms, !writing.quiet { ProfileWarning.say(profile) }
            var journal: Journal?
            if let key { journal = try openJournal(place, key, profile.profile.digest, roles, subjects) }
            let quarantine = try batch.quarantine.map { folder throws(Failure) in
                try QuarantineFolder(folder, copies: batch.quarantineCopies, replacing: writing.force || batch.resume)
            }
            let metadata = try batch.metadata.flatMap { path throws(Failure) in
                try columns.map { columns throws(Failure) in
                    try MetadataTable(path, columns, replacing: writing.force || batch.resume)
                }
            }
            let paths = PathSelection(included: batch.includePath, excluded: batch.excludePath, shard: batch.shard)
            let progress =
                isSingle
                ? nil
                : Progress(
                    isQuiet: writing.quiet, every: batch.progressEvery, descriptor: batch.progressFd,
                    total: type == .dicom && listed.filesFrom == nil && !inputs.contains("-")
                        ? InputCount.begin(inputs, paths) : nil)
            Interruption.listen()
            let sealed = try datasetWriter(
                recipients, output, namedIn: sealTo + (roles?.sealTo ?? []), signingKey: signingKey)
            try report?.appear()
            let run = DeidRun(
                .init(
                    inputs: inputs, list: list, type: type, isSingle: isSingle && type == .dicom, refused: refused,
                    place: place,
                    replacing: writing.force, skipsExisting: skipExisting, reads: reads, isQuiet: writing.quiet,
                    recipients: dataset ? [] : recipients, jobs: Cores.threads(batch.jobs ?? Cores.count),
                    durability: batch.fsync, journal: journal,
                    isDryRun: batch.dryRun, selection: selection, paths: paths, layout: layout,
                    columns: columns?.tags ?? [], metadata: metadata, quarantine: quarantine,
                    progress: progress, isVerbose: batch.verbose, canary: collector,
                    roles: roles, linkage: linkage, dataset: sealed, subjects: subjects?.table),
                profile: profile, key: key, release: release, report: report)
            let status: ExitStatus
            do { status = try run.run() } catch {
                // Outputs are there that it links, whatever became of the report.
                do throws(Failure) { try linkage?.finish() } catch {
                    StandardError.say(error.message, hint: error.hint)
                }
                throw error
            }
            if let canary { try collector?.write(canary, replacing: writing.force) }
            return status
        }
    }

    /// What takes the outputs of `--dataset`.
    private func datasetWriter(
        _ recipients: [any Recipient], _ output: String, namedIn files: [String], signingKey: SSHSigningKey?
    ) throws -> DatasetWriter? {
        guard dataset, !batch.dryRun else { return nil }
        return try DatasetWriter(
            output, for: try DatasetPeople(recipients, namedIn: files), signingKey: signingKey,
            origin: "de-identified and sealed")
    }

    /// What means nothing, or cannot be, with `--dataset`.
    private func checkDataset(_ places: DeidPlaces, hasRecipients: Bool) throws(Failure) {
        guard dataset else {
            if signing.signKey != nil { throw Failure(.usage, "--sign-key means nothing without --dataset") }
            return
        }
        guard hasRecipients else {
            throw Failure(
                .usage, "--dataset needs --seal-to", hint: "name the people who may open it: a file of recipients")
        }
        if places.output == "-" { throw Failure(.usage, "a dataset is a folder", hint: "name a new one with -o") }
        if batch.resume || skipExisting {
            throw Failure(
                .usage, "a dataset is written whole or not at all, so that there is nothing to go on with",
                hint:
                    "leave out \(batch.resume ? "--resume" : "--skip-existing"), or write datasets of parts of the inputs with --shard"
            )
        }
        try places.checkDataset()
        try DatasetWriter.checkPlace(places.output)
    }

    /// What collects tokens for `--canary`; `nil` where none is asked for.
    private func canaryCollector(
        _ key: StudyKey?, _ profile: CompiledProfile, _ places: DeidPlaces
    ) throws(Failure) -> CanaryCollector? {
        guard let canary else { return nil }
        guard let key else {
            throw Failure(.usage, "--canary needs --key-file", hint: "nobody could ask a filter under a random key")
        }
        if skipExisting || batch.resume {
            throw Failure(
                .usage, "--canary of a run that goes on would lack what is done already",
                hint: "run without --resume and --skip-existing")
        }
        if canary.isEmpty || canary == "-" { throw Failure(.usage, "--canary is a file", hint: "name one") }
        if !writing.force, FileIdentity(canary) != nil {
            throw Failure(.cannotCreate, "\(canary): is there already", hint: "choose another name, or add --force")
        }
        try places.check(canary, called: "canary", besides: [report, batch.metadata])
        return CanaryCollector(key: key, allDates: profile.dates == .removed)
    }

    /// The table of `--linkage`, which lies in no folder that is read or given away; `nil` where none is asked for.
    private func linkageTable(_ key: StudyKey?, _ place: OutputPlace, _ places: DeidPlaces) throws -> LinkageTable? {
        guard let linkage else {
            if linkageTo.isEmpty { return nil }
            throw Failure(.usage, "--linkage-to says who may read a table", hint: "name the table with --linkage")
        }
        guard !linkageTo.isEmpty else {
            throw Failure(
                .usage, "--linkage needs --linkage-to: the table names patients, and is never written in the clear",
                hint: "dcmveil keygen -o linkage.key makes a recipient")
        }
        if linkage.isEmpty || linkage == "-" { throw Failure(.usage, "--linkage is a file", hint: "name one") }
        try places.check(linkage, called: "linkage", besides: [report, batch.metadata, canary])
        try places.checkApart(linkage, from: place)
        if !writing.force, FileIdentity(linkage) != nil {
            throw Failure(
                .cannotCreate, "\(linkage): is there already",
                hint: "tables of several runs are read together; choose another name, or add --force")
        }
        let recipients = try Keys.recipients(linkageTo, option: "--linkage-to", dialog: PersonDialog(passphrase: nil))
        try PostQuantumRecipients.check(recipients, isQuiet: writing.quiet)
        do {
            return try LinkageTable(
                linkage, to: recipients, keyIdentifier: key?.identifier, release: release, replacing: writing.force)
        } catch { throw SealedTransfer.failure(error, linkage) }
    }

    /// Where what of this run lies.
    private func places(_ output: String, _ roles: Roles?, _ subjects: SubjectsFile?) -> DeidPlaces {
        DeidPlaces(
            inputs: inputs,
            others: [keyFile, profile, listed.filesFrom, signing.signKey, subjects?.path].compactMap { $0 } + sealTo
                + linkageTo
                + (roles.map { $0.files + $0.sealTo } ?? []),
            output: output, report: report, metadata: batch.metadata, canary: canary, linkage: linkage,
            quarantine: batch.quarantine)
    }

    /// Sealed outputs have no table when a run goes on.
    private func checkRoles(_ roles: Roles?) throws(Failure) {
        guard let roles else { return }
        if !roles.sealTo.isEmpty, batch.metadata != nil, batch.resume || skipExisting {
            throw Failure(
                .usage, "--metadata of a run that goes on would lack what is sealed already",
                hint: "run without --metadata, and make the table of the opened files")
        }
    }

    /// Options of batches that mean nothing here.
    private func checkBatch(_ place: OutputPlace, hasKey: Bool) throws(Failure) {
        if batch.resume {
            if type == .tar {
                throw Failure(
                    .usage, "--resume is for files, not for archives",
                    hint: "run the archive again as a whole, or unpack it")
            }
            guard case .folder = place else {
                throw Failure(
                    .usage, "--resume is for files whose outputs go into a folder", hint: "name a folder with -o")
            }
            // A random key gives new names, so that nothing would ever be done.
            guard hasKey else { throw Failure(.usage, "--resume needs --key-file, the one of the earlier run") }
            if skipExisting { throw Failure(.usage, "--resume and --skip-existing exclude each other") }
            if batch.dryRun { throw Failure(.usage, "--resume and --dry-run exclude each other") }
        }
        if batch.shard != nil, type == .tar {
            throw Failure(.usage, "--shard is for files", hint: "give each run archives of its own")
        }
        if batch.shard != nil, !hasKey {
            throw Failure(.usage, "--shard needs --key-file: shards with a random key each do not fit together")
        }
        if batch.dryRun, type == .tar { throw Failure(.usage, "--dry-run is for files") }
        if batch.layout != nil {
            if type == .tar {
                throw Failure(
                    .usage, "--layout names files, not members of archives",
                    hint: "unpack the archive and name its folder")
            }
            guard place.isFolder || dataset else {
                throw Failure(.usage, "--layout names files in a folder", hint: "name a folder with -o")
            }
            if skipExisting {
                throw Failure(.usage, "--layout and --skip-existing exclude each other", hint: "use --resume")
            }
        }
        if batch.metadata != nil, !sealTo.isEmpty, batch.resume || skipExisting {
            throw Failure(
                .usage, "--metadata of a run that goes on would lack what is sealed already",
                hint: "run without --metadata, and make the table of the opened files")
        }
    }

    private func journalPath(_ place: OutputPlace) -> String? {
        guard batch.resume, case .folder(let folder) = place else { return nil }
        return batch.journal ?? Folders.resolvedTarget(folder) + ".journal"
    }

    /// The journal of `--resume`, beside the folder of outputs so that it is not given away with them.
    private func openJournal(
        _ place: OutputPlace, _ key: StudyKey, _ profile: String, _ roles: Roles?, _ subjects: SubjectsFile?
    ) throws(Failure) -> Journal? {
        guard let path = journalPath(place) else { return nil }
        var settings = [Program.version, profile, release, batch.layout ?? ""] + refuse.sorted()
        for recipient in sealTo {
            settings.append(recipient)
            if case .file = Folders.kind(of: recipient) {
                settings.append(String(decoding: try Inputs.readSmall(recipient), as: UTF8.self))
            }
        }
        settings += roles?.settings ?? []
        // The mark below is keyed: nobody can try tables of patients on it.
        if let digest = subjects?.table.digest {
            settings.append("subjects \(digest.map { String($0) }.joined(separator: " "))")
        }
        let mark = InputMarks(key).mark(Array("settings \(settings.joined(separator: "\0"))".utf8))
        return try Journal(path, shard: batch.shard, key: key.identifier, settings: mark)
    }

    /// An option and not the last argument, so that a glob never turns an input into the output.
    private func namedOutput() throws(Failure) -> String {
        guard let output = output ?? (type == .tar ? "-" : nil) else {
            let guess = inputs.count > 1 ? "-o \(inputs[inputs.count - 1])" : "-o FOLDER"
            throw Failure(
                .usage, "no output", hint: "name it with -o, as in: dcmveil deid \(inputs.first ?? "SCANS") \(guess)")
        }
        if output.isEmpty { throw Failure(.usage, "-o names nothing", hint: "is a variable of your script empty?") }
        return output
    }

    private func refusedDeviations() throws(Failure) -> Set<String> {
        let known = DataSetReader.Deviations.allNames
        for name in refuse where name != "any" && !known.contains(name) {
            throw Failure(
                .usage, "--refuse \(name): there is no such deviation",
                hint: "known: any, \(known.joined(separator: ", "))")
        }
        return refuse.contains("any") ? Set(known) : Set(refuse)
    }

    private var isSingle: Bool {
        guard inputs.count == 1, listed.filesFrom == nil else { return false }
        if inputs[0] == "-" { return true }
        if case .folder = Folders.kind(of: inputs[0]) { return false }
        return true
    }
}

/// What the inputs of `deid` are.
enum InputType: String, ExpressibleByArgument, CaseIterable {
    case dicom
    case tar
}
