import DICOM
import Deidentify
import Glibc
import Seal
import Standard

/// A run of `deid`: each input ends in exactly one outcome, none stopping the others, accounted for in the order of the inputs.
final class DeidRun {
    struct Options {
        var inputs: [String]
        var list: PathList?
        var type = InputType.dicom
        /// The only input is one file or standard input, and no folder or list of them.
        var isSingle = false
        /// Deviations that are not accepted, by name.
        var refused: Set<String> = []
        var place: OutputPlace
        var replacing = false
        /// Inputs whose output is there already are done.
        var skipsExisting = false
        /// What no output may take the place of; of use where something is replaced.
        var reads: ReadFiles?
        var isQuiet = false
        /// Whom to seal to while writing; nobody: outputs are cleartext.
        var recipients: [any Recipient] = []
        /// Threads; with one, everything happens in the caller's.
        var jobs = 1
        var durability = Durability.off
        var journal: Journal?
        var isDryRun = false
        var selection = FileSelection()
        var paths = PathSelection()
        var layout: Layout?
        var columns: [Tag] = []
        var metadata: MetadataTable?
        var quarantine: QuarantineFolder?
        var progress: Progress?
        /// Also says what was written.
        var isVerbose = false
        /// Learns of what is removed, as hashes.
        var canary: CanaryCollector?
        /// Who may recover what of the originals.
        var roles: Roles?
        /// Whom pseudonyms stand for, sealed.
        var linkage: LinkageTable?
        /// Takes the outputs.
        var dataset: DatasetWriter?
        /// What patients are called.
        var subjects: SubjectTable?
    }

    private let options: Options
    private let profile: CompiledProfile
    private let keyIdentifier: String?
    private let report: RunReport?
    private let settings: DeidWorker.Settings
    private(set) var counts = RunCounts()
    /// Inputs that were given a number.
    private var numbered = 0
    /// Inputs that were found, those of other shards included.
    private var position = 0
    private var bytes = 0
    private var studies = StudyPatients()
    /// Inputs that an earlier run has done, and whose rows are in its linkage table.
    private var unlinked = 0
    private var verbose: Bool { options.isVerbose && !options.isQuiet }
    private var saidHints: Set<String> = []
    private var lastFailure: Failure?
    private var lastQuarantine: Quarantine?

    /// Inputs under way at most, so that memory does not grow with their number, and small ones go on beside a large one.
    private static let window = 2048

    init(_ options: Options, profile: CompiledProfile, key: StudyKey?, release: String, report: RunReport?) {
        self.options = options
        self.profile = profile
        self.report = report
        keyIdentifier = key?.identifier
        settings = DeidWorker.Settings(
            refused: options.refused, place: options.place, replacing: options.replacing,
            skipsExisting: options.skipsExisting,
            sealing: options.recipients.isEmpty ? nil : SealingHeaders(to: options.recipients),
            durability: options.durability,
            names: OutputNames(), report: report?.identity, profile: profile, key: key ?? .random(), release: release,
            journal: options.journal, isDryRun: options.isDryRun, selection: options.selection,
            layout: options.layout, columns: options.columns,
            canary: options.canary, roles: options.roles, links: options.linkage != nil, dataset: options.dataset,
            subjects: options.subjects)
    }

    func run() throws -> ExitStatus {
        if let outputPath, FileIdentity(outputPath) != nil { options.reads?.survey(options.inputs) }
        var walk = InputWalk(options.inputs, list: options.list, output: outputFolder)
        var archive: TarOutput?
        if case .archive(let path) = options.place {
            archive = try TarOutput(path: path, replacing: options.replacing, sparing: options.reads)
        }
        let worker = DeidWorker(settings, reads: options.reads, archive: archive)
        if options.type == .dicom, options.jobs > 1, !options.isSingle {
            try inThreads(&walk, worker)
        } else {
            while !Interruption.isRequested, archive?.isBroken != true, let work = try next(&walk) {
                if options.type == .tar, case .input(let input) = work {
                    try unpack(input, worker) { archive?.isBroken != true }
                } else {
                    try deal(with: work, worker)
                }
            }
        }
        options.progress?.finish(state)
        settings.abandoned.remove()
        let isInterrupted = Interruption.isRequested
        let isCutShort = isInterrupted || archive?.isBroken == true
        if options.durability == .batch, let outputPath {
            try Durability.syncFileSystem(of: outputPath)
            try options.journal?.sync()
        }
        try options.metadata?.flush()
        try options.linkage?.finish()
        tellOfUnlinked()
        tellOfStudies()
        if !isInterrupted {
            try tellOfStaleOutputs()
            try finishDataset()
        }
        do throws(Failure) {
            try report?.summarize(
                counts, isInterrupted: isCutShort, profile: profile, keyIdentifier: keyIdentifier,
                shard: options.paths.shard, isDryRun: options.isDryRun)
            if options.durability != .off { try report?.sync() }
        } catch { throw stopped(error, nil, nil) }
        if !isInterrupted { try archive?.finish(replacing: options.replacing) }
        summarize(isInterrupted)
        if isInterrupted {
            options.dataset?.abandon()
            Interruption.end()
        }
        return status
    }

    /// Its name, unless the machine failed: what it lacks then, nobody has decided upon.
    private func finishDataset() throws {
        guard let dataset = options.dataset else { return }
        guard counts.failed == counts.unreadable, counts.written > 0 else {
            dataset.abandon()
            return StandardError.say(
                "\(dataset.target): not made, since \(counts.written > 0 ? "inputs failed" : "nothing would be in it")")
        }
        let left = counts.quarantined + counts.failed + counts.skipped
        let note = "\(counts.written) of \(counts.written + left) inputs; profile \(profile.profile.digest)"
        do { try dataset.finish(expecting: counts.written, notes: ["deid \(Program.version): \(note)"]) } catch {
            dataset.abandon()
            let failure = SealedTransfer.failure(error, dataset.target)
            throw report == nil ? failure : stopped(failure, nil, nil)
        }
    }

    /// What there is to do for one input.
    private enum Work: Sendable {
        case input(InputWalk.Input)
        /// Its path says that the run does not take it.
        case leaveOut(String, by: String)
    }

    /// The next input that is this run's.
    private func next(_ walk: inout InputWalk) throws(Failure) -> Work? {
        while let input = walk.next() {
            position += 1
            let path = walk.relative(input)
            guard options.paths.isOurs(path) else { continue }
            if case .file(let name) = input, let option = options.paths.leavesOut(path) {
                return .leaveOut(name, by: option)
            }
            note(walk, input)
            return .input(input)
        }
        return nil
    }

    private func note(_ walk: borrowing InputWalk, _ input: InputWalk.Input) {
        if options.list != nil, walk.root == nil, case .file(let path) = input { options.reads?.add(path) }
    }

    private func deal(with work: Work, _ worker: DeidWorker) throws(Failure) {
        try settle(job(work).result(worker))
    }

    /// What is left out has no number: names are given in the order of numbers, and it asks for none.
    private func job(_ work: Work) -> Job {
        if case .leaveOut = work { return Job(work: work, number: -1, position: position) }
        return Job(work: work, number: number(), position: position)
    }

    private func number() -> Int {
        defer { numbered += 1 }
        return numbered
    }

    /// Files side by side. What passes once (a pipe) is read by this thread when nothing else is under way: it may have to be
    /// waited for, and a signal ends a waiting call of this thread only.
    private func inThreads(_ walk: inout InputWalk, _ own: DeidWorker) throws {
        let settings = settings
        let makeReads = options.reads?.forAnotherThread
        let workers = OrderedWorkers<Job, DeidResult>(count: options.jobs, capacity: Self.window) {
            let worker = DeidWorker(settings, reads: makeReads?())
            return { job in job.result(worker) }
        }
        defer { workers.stop() }
        do throws(Failure) { try feed(workers, &walk, own) } catch {
            // The report cannot be written.
            workers.stop()
            settings.abandoned.remove()
            var further = 0
            for result in workers.rest() { if case .written = result.outcome { further += 1 } }
            if further == 0 { throw error }
            let hint = (error.hint ?? "") + "; \(further) further outputs are whole but not in the report"
            throw Failure(error.status, error.message, hint: hint)
        }
    }

    private func feed(
        _ workers: OrderedWorkers<Job, DeidResult>, _ walk: inout InputWalk, _ own: DeidWorker
    ) throws(Failure) {
        var settled = SteadyClock.seconds
        options.list?.whileWaiting = { () throws(Failure) in try self.settle(workers, 1, within: 0) }
        defer { options.list?.whileWaiting = nil }
        while !Interruption.isRequested, let work = try next(&walk) {
            if walk.isStream {
                while workers.underWay > 0 { try settle(workers, 1) }
                try deal(with: work, own)
                continue
            }
            // Half of them at a time, so that threads do not wake each other for every file.
            while workers.isFull { try settle(workers, Self.window / 2) }
            workers.submit(job(work))
            // What has ended is accounted for soon, however many inputs there are still to be found.
            if SteadyClock.seconds - settled >= Double(Self.patience) / 1000 {
                settled = SteadyClock.seconds
                try settle(workers, 1, within: 0)
            }
        }
        while workers.underWay > 0, !Interruption.isRequested { try settle(workers, workers.underWay) }
        workers.stop()
        // After a signal: what was under way has been given up or has ended, and what ended is accounted for.
        for result in workers.rest() { try settle(result) }
    }

    private struct Job: Sendable {
        var work: Work
        var number: Int
        var position: Int

        func result(_ worker: DeidWorker) -> DeidResult {
            var result =
                switch work {
                case .input(let input): worker.deal(with: input, number: number)
                case .leaveOut(let path, let option): DeidResult(input: path, outcome: .unselected(by: option))
                }
            result.position = position
            return result
        }
    }

    private func settle(
        _ workers: OrderedWorkers<Job, DeidResult>, _ count: Int, within milliseconds: Int = patience
    ) throws(Failure) {
        var results = workers.take(count, within: milliseconds)
        options.progress?.update(state)
        while let result = results.popFirst() {
            do throws(Failure) { try settle(result) } catch {
                workers.putBack(results)
                throw error
            }
        }
    }

    /// Milliseconds after which signals are looked for.
    private static let patience = 100

    /// Every member of an archive in turn. An archive that is damaged is a failure of its own, beside its members.
    ///
    /// - Parameter goesOn: whether outputs can be written still.
    private func unpack(
        _ input: InputWalk.Input, _ worker: DeidWorker, while goesOn: () -> Bool
    ) throws(Failure) {
        let path: String
        let source: any ByteSource
        switch input {
        case .skipped, .unreadable: return try deal(with: .input(input), worker)
        case .standardInput: (path, source) = ("-", Inputs.standardInput(noting: options.reads))
        case .file(let name):
            path = name
            do throws(Failure) { source = try worker.open(name) } catch {
                return try settle(DeidResult(input: name, outcome: .failed(error), position: position))
            }
        }
        let reader = TarReader(source, path: path)
        // Its members are what is counted.
        position -= 1
        while !Interruption.isRequested, goesOn() {
            let entry: TarReader.Entry
            do throws(Failure) {
                guard let next = try reader.next() else { return }
                entry = next
            } catch { return try settle(DeidResult(input: path, outcome: .failed(error), position: position)) }
            position += 1
            switch entry {
            case .file(let name, let member):
                let name = Paths.join(path, name)
                let outcome = worker.deidentify(member, name, number: number())
                let isThere = outcome.output != nil
                try settle(
                    DeidResult(
                        input: name, outcome: outcome, size: member.length, position: position,
                        linked: isThere ? worker.linked : nil, study: isThere ? worker.study : nil))
            case .other(let name, let kind):
                try settle(
                    DeidResult(input: Paths.join(path, name), outcome: .skipped(reason: kind), position: position))
            }
        }
    }

    /// Writes an outcome to the account. What a signal ended has none.
    private func settle(_ result: DeidResult) throws(Failure) {
        if case .failed = result.outcome, Interruption.isRequested { return }
        bytes += result.size
        if let study = result.study { studies.add(study) }
        account(result.input, result.outcome)
        do throws(Failure) {
            try report?.record(result.input, result.outcome, position: result.position)
            if let linked = result.linked {
                try options.linkage?.add(linked)
            } else if case .done = result.outcome {
                unlinked += 1
            }
            if let columns = result.columns, let output = result.outcome.output {
                try options.metadata?.add(output, columns)
            }
            try options.quarantine?.add(result.input, result.outcome, position: result.position)
        } catch { throw stopped(error, result.input, result.outcome) }
        options.progress?.update(state)
    }

    private var isSingle: Bool { counts.total == 1 && options.isSingle }

    private var outputPath: String? {
        switch options.place {
        case .standardOutput, .archive(nil): nil
        case .file(let path), .folder(let path), .archive(let path?), .dataset(let path): path
        }
    }

    private var outputFolder: String? {
        switch options.place {
        case .folder(let path), .dataset(let path): Folders.resolvedTarget(path)
        case .file, .standardOutput, .archive: nil
        }
    }

    private var status: ExitStatus {
        if isSingle {
            if let lastFailure { return lastFailure.status }
            if lastQuarantine != nil { return .badInput }
        }
        if let lastFailure, counts.failed > counts.unreadable {
            return lastFailure.status == .noInput ? .io : lastFailure.status
        }
        // What is not looked at is not done: links to folders are how data sets are kept in some places.
        let unselected = counts.allUnselected
        if counts.total - unselected == counts.skipped, unselected == 0 || counts.skipped > 0 {
            return options.paths.shard == nil ? .noInput : counts.skipped > 0 ? .quarantined : .done
        }
        return counts.quarantined + counts.failed + counts.skipped > 0 ? .quarantined : .done
    }

    /// What a report that cannot be written means: at most one output that it does not name, since the run stops there.
    private func stopped(_ failure: Failure, _ input: String?, _ outcome: Outcome?) -> Failure {
        summarize(false)
        var failure = failure
        var hint = "it names \(report?.inputs ?? 0) of \(counts.total) inputs"
        if let input {
            hint += "; the run stopped behind \(input)"
            if case .written(let output, _) = outcome {
                hint += ", whose output \(output) is whole but not in the report"
            }
        } else {
            hint += ", and lacks the summary"
        }
        failure.hint = hint
        return failure
    }

    // MARK: The account

    private var state: Progress.State {
        Progress.State(
            files: counts.total, bytes: bytes, written: counts.written, quarantined: counts.quarantined,
            failed: counts.failed, skipped: counts.skipped + counts.present + counts.allUnselected)
    }

    /// Outputs of earlier runs that none of the inputs leads to any more, or not with this key or profile.
    private func tellOfStaleOutputs() throws(Failure) {
        guard let journal = options.journal, options.paths.shard == nil, case .folder(let folder) = options.place else {
            return
        }
        var stale: Set<Int> = []
        var first = ""
        try journal.forEachOutput { output in
            guard journal.owns(output.name), !settings.names.contains(output.name),
                FileIdentity(Paths.join(folder, output.name)) != nil,
                stale.insert(Paths.mark(output.name)).inserted
            else { return }
            if first.isEmpty { first = output.name }
            if verbose { StandardError.say("stale: \(Paths.join(folder, output.name))") }
        }
        guard !stale.isEmpty, !options.isQuiet else { return }
        let further = stale.count > 1 ? " and \(stale.count - 1) more" : ""
        StandardError.say(
            "stale: \(Paths.join(folder, first))\(further): of an earlier run, and of none of the inputs as they are now",
            hint: "an input, the key or the profile has changed; remove what you do not want to keep")
    }

    /// Not an error: a study of two people there may be. More often one of its files lacks what the others have.
    private func tellOfStudies() {
        let count = studies.ofSeveral
        guard count > 0, !options.isQuiet else { return }
        StandardError.say(
            "\(count) \(count == 1 ? "study" : "studies") came with more than one patient: "
                + "pseudonyms differ within it, and so do the days by which dates moved",
            hint:
                "Patient ID or Issuer of Patient ID are not alike in its files; correct them, or name both in a table of "
                + "subjects (dcmveil verify names the outputs, DV0603)")
    }

    private func tellOfUnlinked() {
        guard options.linkage != nil, unlinked > 0, !options.isQuiet else { return }
        StandardError.say(
            "the linkage lacks \(unlinked) inputs that an earlier run has done",
            hint: "they are in the table of that run; with --dry-run instead of --resume a table of all of them is made"
        )
    }

    private func account(_ input: String, _ outcome: Outcome) {
        if case .written = outcome {} else { options.progress?.clear() }
        switch outcome {
        case .written(let output, _):
            counts.written += 1
            if verbose {
                options.progress?.clear()
                StandardError.say("written: \(output)")
            }
        case .quarantined(let quarantine):
            counts.quarantined += 1
            lastQuarantine = quarantine
            StandardError.say("\(input): \(quarantine.message)", hint: firstTime(quarantine.hint))
        case .failed(let failure):
            counts.failed += 1
            if failure.status == .noInput { counts.unreadable += 1 }
            if lastFailure == nil || lastFailure?.status == .noInput { lastFailure = failure }
            StandardError.say(failure.message, hint: firstTime(failure.hint))
        case .present, .done: counts.present += 1
        case .unselected(let option): counts.unselected[option, default: 0] += 1
        case .skipped(let reason):
            counts.skipped += 1
            StandardError.say("\(input): skipped: \(reason)")
        }
    }

    /// The hint, once a run: with ten thousand files of one kind it would bury the messages.
    private func firstTime(_ hint: String?) -> String? {
        guard let hint, !options.isQuiet, saidHints.insert(hint).inserted else { return nil }
        return hint
    }

    /// How the run can be gone on with after a signal; `nil` where it has to begin anew.
    private var wayOn: String? {
        guard case .folder = options.place, options.type == .dicom, !options.isDryRun, !options.isQuiet else {
            return nil
        }
        guard keyIdentifier != nil else { return "a run with a random key cannot be gone on with; name a --key-file" }
        return "the same command goes on\(options.journal == nil ? " when --resume is added" : "")"
    }

    private func summarize(_ isInterrupted: Bool) {
        let isWithoutFiles = counts.total == 0 && !isInterrupted && options.paths.shard == nil
        defer { if isWithoutFiles { StandardError.say("the inputs hold no files") } }
        if options.isQuiet, !isInterrupted { return }
        if isSingle, counts.written + counts.present == 0, !isInterrupted { return }
        var parts = ["\(counts.written) \(options.isDryRun ? "would be written" : "written")"]
        if counts.quarantined > 0 { parts.append("\(counts.quarantined) quarantined") }
        if counts.failed > 0 { parts.append("\(counts.failed) failed") }
        if counts.present > 0 { parts.append("\(counts.present) there already") }
        if counts.skipped > 0 { parts.append("\(counts.skipped) skipped") }
        if counts.allUnselected > 0 {
            let options = counts.unselected.sorted { $0.key < $1.key }.map { "\($0.value) by \($0.key)" }
            parts.append("\(counts.allUnselected) not selected (\(options.joined(separator: ", ")))")
        }
        StandardError.say(
            (isInterrupted ? "interrupted: " : "") + parts.joined(separator: ", "), hint: isInterrupted ? wayOn : nil)
    }
}
