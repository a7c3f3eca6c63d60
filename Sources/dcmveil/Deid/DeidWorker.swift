import DICOM
import Deidentify
import Glibc
import Seal
import Standard

/// What one input came to.
struct DeidResult: Sendable {
    var input: String
    var outcome: Outcome
    /// Bytes of the input, where they are known.
    var size = 0
    /// Place of the input among all inputs, those of other shards included; from 1 on.
    var position = 0
    /// Attributes of the output, where they were asked for.
    var columns: [String]?
    /// Whom it is about, where that was asked for: for the linkage table alone.
    var linked: LinkedIdentity?
    /// Of an output of a profile that gives patients pseudonyms, where it names a study.
    var study: StudyPatients.Mark?
}

/// De-identifies one input after the other, each by a synchronous function: what one thread of a run does.
final class DeidWorker {
    struct Settings: Sendable {
        /// Deviations that are not accepted, by name.
        var refused: Set<String>
        var place: OutputPlace
        var replacing: Bool
        /// Inputs whose output is there already are done.
        var skipsExisting: Bool
        /// Seals outputs while they are written; without it they are cleartext.
        var sealing: SealingHeaders?
        var durability: Durability
        var names: OutputNames
        var abandoned = AbandonedFolders()
        /// Of the report of the run, which is no input.
        var report: FileIdentity?
        var profile: CompiledProfile
        var key: StudyKey
        var release: String
        var journal: Journal?
        /// Everything but the writing is done.
        var isDryRun = false
        /// Which files are taken, by what they are.
        var selection = FileSelection()
        var layout: Layout?
        /// Attributes of outputs that are wanted.
        var columns: [Tag] = []
        /// Learns of what is removed, as hashes.
        var canary: CanaryCollector?
        /// Who may recover what of the originals.
        var roles: Roles?
        /// Whom each input is about is to be told.
        var links = false
        /// Where outputs go that are files of a sealed dataset; it seals them.
        var dataset: DatasetWriter?
        /// What patients are called.
        var subjects: SubjectTable?

        var limits: DataSetReader.Limits {
            var limits = DataSetReader.Limits()
            // What roles may recover stands in front of pixels, and has to be known by then.
            if roles != nil { limits.batch = 1 << 20 }
            return limits
        }
    }

    private let settings: Settings
    private var deidentifier: FileDeidentifier
    /// What no output may take the place of; of use where something is replaced.
    private let reads: ReadFiles?
    /// Names of outputs in a folder are new, and so are most of the folders.
    private let known: KnownFolders?
    /// Where outputs go that are no files.
    private let archive: TarOutput?
    private let marks: InputMarks?
    /// That of the last output, which most of the next ones are of.
    private var series = Series()
    /// Of the last output.
    private var columns: [String]?
    private(set) var study: StudyPatients.Mark?

    init(_ settings: Settings, reads: ReadFiles? = nil, archive: TarOutput? = nil) {
        self.settings = settings
        self.reads = reads
        self.archive = archive
        marks = settings.journal == nil ? nil : InputMarks(settings.key)
        if case .folder = settings.place { known = KnownFolders() } else { known = nil }
        deidentifier = FileDeidentifier(
            profile: settings.profile,
            pseudonyms: Pseudonyms(settings.key, release: settings.release, form: settings.profile.profile.pseudonym),
            versionName: Program.versionName, limits: settings.limits, subjects: settings.subjects,
            selection: settings.selection)
        deidentifier.links = settings.links
        deidentifier.roles = settings.roles?.keeping
        deidentifier.onRemoval = settings.canary?.listener()
    }

    /// - Parameter number: of the input in the run, each of which is dealt with once.
    func deal(with input: InputWalk.Input, number: Int) -> DeidResult {
        columns = nil
        study = nil
        deidentifier.forgetLinked()
        var result = deal(input, number)
        settings.names.end(number, keepsName: false)
        result.columns = columns
        if result.outcome.output != nil {
            result.linked = deidentifier.linked
            result.study = study
        }
        return result
    }

    private func deal(_ input: InputWalk.Input, _ number: Int) -> DeidResult {
        switch input {
        case .skipped(let path, let reason): return DeidResult(input: path, outcome: .skipped(reason: reason))
        case .unreadable(let path, let reason, _):
            return DeidResult(input: path, outcome: .failed(Failure(.noInput, "\(path): \(reason)")))
        case .standardInput:
            let source = Inputs.standardInput(noting: reads)
            return DeidResult(input: "-", outcome: deidentify(source, "-", number: number))
        case .file(let path):
            if Interruption.isRequested {
                return DeidResult(input: path, outcome: .failed(Failure(.io, "\(path): interrupted")))
            }
            do throws(Failure) {
                let input = marked(path)
                if let input, let outcome = earlier(input, path, number) {
                    return DeidResult(input: path, outcome: outcome, size: input.size)
                }
                let source = try open(path)
                let outcome = deidentify(source, path, number: number, marked: input)
                return DeidResult(input: path, outcome: outcome, size: source.size ?? 0)
            } catch { return DeidResult(input: path, outcome: .failed(error)) }
        }
    }

    // MARK: The journal

    /// An input as the journal knows it: looked at before it is read, so that what changes meanwhile counts as changed.
    private struct Marked {
        var path: UInt64
        var state: UInt64
        var size: Int
    }

    private func marked(_ path: String) -> Marked? {
        var status = stat()
        guard let marks, unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let state = "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec) \(status.st_ino)"
        return Marked(
            path: marks.mark(Array("path ".utf8) + path.utf8), state: marks.mark(Array("state \(state)".utf8)),
            size: Int(status.st_size))
    }

    /// How an input ends that an earlier run has done and whose output is there as it was; `nil` when it is to be done.
    private func earlier(_ input: Marked, _ path: String, _ number: Int) -> Outcome? {
        guard case .folder(let folder) = settings.place,
            let output = settings.journal?.output(path: input.path, state: input.state)
        else { return nil }
        var status = stat()
        guard unsafe lstat(Paths.join(folder, output.name), &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size == output.size, OutputTime(status).nanoseconds == output.time
        else { return nil }
        if case .taken(let owner) = settings.names.claim(output.name, for: number, path) {
            return Self.duplicate(owner)
        }
        settings.names.end(number, keepsName: true)
        readColumns(Paths.join(folder, output.name))
        return .done(output: output.name)
    }

    /// Ends the output. The journal has it first: a line without an output is seen to be none, an output without a line
    /// would be somebody else's.
    private func finish(_ writer: OutputWriter, _ name: String, _ input: Marked?) throws -> Bool {
        guard let journal = settings.journal, let input else { return try writer.finish(replacing: settings.replacing) }
        try writer.complete()
        if settings.durability == .each { try writer.sync() }
        try journal.append(
            .done(path: input.path, state: input.state, size: writer.size, time: writer.time, output: name))
        if settings.durability == .each { try journal.sync() }
        // A journal that lost its end, or a run without one, made it.
        if let time = writer.timeOfSameFile() {
            try journal.append(.done(path: input.path, state: input.state, size: writer.size, time: time, output: name))
            return true
        }
        do {
            if try writer.finish(replacing: settings.replacing || journal.owns(name)) { return true }
        } catch {
            try? journal.append(.void(path: input.path, foreign: "-"))
            throw error
        }
        try journal.append(.void(path: input.path, foreign: name))
        return false
    }

    // MARK: Attributes of outputs

    /// Of an output that is there already.
    private func readColumns(_ path: String) {
        guard !settings.columns.isEmpty, let source = try? Inputs.open(path) else { return }
        columns = OutputAttributes(tags: settings.columns).values(in: source)
    }

    /// What the output is called by its own attributes, where that is wanted; and the columns of the table.
    ///
    /// - Returns: `false` when an input before has the name.
    private func name(
        _ writer: OutputWriter?, _ captured: (any ByteSource)?, _ name: inout String, _ input: String, _ number: Int
    ) throws -> Claimed {
        guard let captured else { return .yes }
        let values = OutputAttributes(tags: settings.columns + (settings.layout?.tags ?? [])).values(in: captured)
        columns = settings.columns.isEmpty ? nil : Array(values.prefix(settings.columns.count))
        guard let layout = settings.layout else { return .yes }
        name = layout.name(Array(values.dropFirst(settings.columns.count))) + (settings.sealing == nil ? "" : ".age")
        if case .taken(let owner) = settings.names.claim(name, for: number, input) { return .no(owner) }
        if case .folder(let folder) = settings.place { try writer?.move(to: Paths.join(folder, name)) }
        writer?.rename(to: name)
        return .yes
    }

    private enum Claimed { case yes, no(String?) }

    /// Where the outputs of a series go.
    private struct Series {
        private var patient = ""
        private var studyInstanceUID = ""
        private var seriesInstanceUID = ""
        /// Below the folder of the outputs, and as a path.
        private(set) var folder = ""
        private(set) var path: String?
        private(set) var study: StudyPatients.Mark?

        init() {}

        init(_ identity: OutputIdentity, _ settings: Settings) {
            patient = identity.patient
            studyInstanceUID = identity.studyInstanceUID
            seriesInstanceUID = identity.seriesInstanceUID
            folder = OutputPlace.folder(identity)
            if case .folder(let outputs) = settings.place { path = Paths.join(outputs, folder) }
            if settings.profile.profile.usesTable, !studyInstanceUID.isEmpty {
                study = .init(studyInstanceUID: studyInstanceUID, patient: patient)
            }
        }

        func holds(_ identity: OutputIdentity) -> Bool {
            seriesInstanceUID == identity.seriesInstanceUID && studyInstanceUID == identity.studyInstanceUID
                && Paths.areEqual(patient, identity.patient) && !patient.isEmpty
        }
    }

    // MARK: One input

    func open(_ path: String) throws(Failure) -> any ByteSource {
        if let report = settings.report, report == FileIdentity(path) {
            throw Failure(.noInput, "\(path): is the report of this run")
        }
        return try Inputs.open(path, noting: reads)
    }

    /// Of a member of an archive.
    var linked: LinkedIdentity? { deidentifier.linked }

    func deidentify(_ source: any ByteSource, _ input: String, number: Int) -> Outcome {
        deidentify(source, input, number: number, marked: nil)
    }

    private func deidentify(
        _ source: any ByteSource, _ input: String, number: Int, marked: Marked?
    ) -> Outcome {
        var writer: OutputWriter?
        var capture: CapturingSink?
        var name = ""
        study = nil
        do {
            var duplicate: Duplicate?
            var isTaken = false
            // Nobody has a name that nothing was written to: the next input of it may be the good one.
            defer { settings.names.end(number, keepsName: isTaken) }
            let report: FileReport
            do throws(DeidentifyError) {
                report = try deidentifier.run(source) { identity in
                    if !series.holds(identity) { series = Series(identity, settings) }
                    study = series.study
                    let path = try prepare(identity, &name, input, number, &duplicate)
                    if settings.isDryRun { return captured(NoSink(), &capture) }
                    let output =
                        try settings.dataset.map { try OutputWriter(in: $0, path: name) }
                        ?? archive.map { try OutputWriter(in: $0, name: name, sealing: settings.sealing) }
                        ?? OutputWriter(
                            path: path, in: settings.layout == nil ? series.path : nil, sealing: settings.sealing,
                            sparing: reads, known: known, abandoned: settings.abandoned,
                            durability: settings.durability)
                    writer = output
                    return captured(output.sink, &capture)
                }
            } catch {
                if case .output(is Present) = error {
                    isTaken = true
                    return .present(output: name)
                }
                return outcome(of: error, input, duplicate)
            }
            if let deviation = report.deviations.first(where: settings.refused.contains) {
                return .quarantined(
                    Quarantine(
                        deviation, "the file deviates from the standard, and --refuse \(deviation) does not accept it"))
            }
            if case .no(let owner) = try self.name(writer, capture?.captured, &name, input, number) {
                let owner = owner.map { ": \($0)" } ?? ""
                return .quarantined(
                    Quarantine(
                        "output-name-collision", "an input before it has the same output name\(owner)",
                        hint: "the same file twice, or a --layout that does not tell all files apart; "
                            + "add {SOPInstanceUID} to it"))
            }
            if settings.isDryRun {
                isTaken = true
                return wouldExist(name) ? exists(name) : .written(output: name, report)
            }
            guard let writer else { return .failed(Failure(.bug, "\(input): nothing was written")) }
            let isNew = try finish(writer, name, marked)
            isTaken = true
            guard isNew else {
                // Another run was faster.
                if settings.skipsExisting { return .present(output: name) }
                return exists(name)
            }
            return .written(output: name, report)
        } catch let failure as Failure {
            return .failed(failure)
        } catch let error as TransferError {
            return outcome(of: .transfer(error), input, nil)
        } catch {
            return .failed(Failure(.io, "\(input): \(error)"))
        }
    }

    private func captured(_ sink: any ByteSink, _ capture: inout CapturingSink?) -> any ByteSink {
        guard settings.layout != nil || !settings.columns.isEmpty else { return sink }
        let capturing = CapturingSink(sink)
        capture = capturing
        return capturing
    }

    private func exists(_ name: String) -> Outcome {
        if case .file(let path) = settings.place {
            return .failed(
                Failure(.cannotCreate, "\(path): is there already", hint: "choose another name, or add --force"))
        }
        return .quarantined(
            Quarantine(
                "output-exists", "\(name) is there already",
                hint: "an earlier run or another input with the same SOP Instance UID wrote it; "
                    + "use an empty folder, --force to replace what an earlier run wrote, or --skip-existing to "
                    + "go on where it ended"))
    }

    /// Of a dry run: whether something has the output's name that would not be replaced.
    private func wouldExist(_ name: String) -> Bool {
        switch settings.place {
        case .file(let path): !settings.replacing && FileIdentity(path) != nil
        case .folder(let folder):
            !settings.replacing && settings.journal?.owns(name) != true && FileIdentity(Paths.join(folder, name)) != nil
        case .standardOutput, .archive, .dataset: false
        }
    }

    private static func duplicate(_ owner: String?) -> Outcome {
        let owner = owner.map { ": \($0)" } ?? ""
        return .quarantined(
            Quarantine(
                "duplicate-sop-instance-uid", "an input before it has the same SOP Instance UID\(owner)",
                hint: "the same file twice, or two objects that must not share a name; see which one is right"))
    }

    /// An input before has the name.
    private struct Duplicate: Error { var owner: String? }
    private struct Present: Error {}

    /// Finds the output's path, and sees to it that no name is written twice.
    private func prepare(
        _ identity: OutputIdentity, _ name: inout String, _ input: String, _ number: Int, _ duplicate: inout Duplicate?
    ) throws -> String? {
        switch settings.place {
        case .standardOutput:
            name = "-"
            return nil
        case .file(let path):
            name = path
            if isPresent(path) { throw Present() }
            return path
        case .archive, .folder, .dataset:
            if settings.layout != nil {
                // Its own attributes name it, once it is written.
                if case .folder(let folder) = settings.place { return Paths.join(folder, ".dcmveil") }
                return nil
            }
            let suffix = settings.sealing == nil ? ".dcm" : ".dcm.age"
            name = Paths.file(in: series.folder, identity.sopInstanceUID, suffix)
            if case .taken(let owner) = settings.names.claim(name, for: number, input) {
                duplicate = Duplicate(owner: owner)
                throw Duplicate(owner: owner)
            }
            guard let folder = series.path else { return nil }
            let path = Paths.file(in: folder, identity.sopInstanceUID, suffix)
            if isPresent(path) { throw Present() }
            return path
        }
    }

    /// Whether an output has its name already. It is whole then, since it got that last; what is no file is in the way.
    private func isPresent(_ path: String) -> Bool {
        var status = stat()
        guard settings.skipsExisting, unsafe lstat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    private func outcome(of error: DeidentifyError, _ input: String, _ duplicate: Duplicate?) -> Outcome {
        switch error {
        case .parse(let error):
            if case .io(let code) = error.code {
                return .failed(Failure(.io, "\(input): cannot read: \(Failure.reason(code))"))
            }
            var quarantine = Quarantine(error)
            if input.hasSuffix(".age") { quarantine.hint = InputHint.sealed }
            return .quarantined(quarantine)
        case .leftOut(let reason): return .unselected(by: SelectionOptions.name(reason))
        case .refused(let refusal):
            return .quarantined(Quarantine(refusal.rawValue, refusal.sentence, hint: refusal.hint))
        case .output where duplicate != nil: return Self.duplicate(duplicate?.owner)
        case .output(let error as Failure): return .failed(error)
        case .output(let error as TransferError): return outcome(of: .transfer(error), input, nil)
        case .output(let error): return .failed(Failure(.cannotCreate, "\(input): \(error)"))
        case .transfer(.write(let error)):
            return .failed(
                Failure(
                    .io, "\(input): cannot write the output: \(Failure.reason(error.errno))",
                    hint: error.errno == ENOSPC ? "nothing half-written was left; free some space and run again" : nil))
        case .transfer(.sink(let error as Failure)): return .failed(error)
        case .transfer(.sink(let error)): return .failed(Failure(.io, "\(input): cannot seal the output: \(error)"))
        case .transfer(.cancelled): return .failed(Failure(.io, "\(input): interrupted"))
        case .transfer(.read(let error)): return .quarantined(Quarantine(error))
        }
    }
}
