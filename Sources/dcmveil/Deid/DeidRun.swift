import DICOM
import Deidentify
import Glibc
import Seal

/// A run of `deid`: every input in turn, each ending in exactly one outcome, none stopping the others.
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
    }

    private let options: Options
    private let profile: CompiledProfile
    private let keyIdentifier: String?
    private let report: RunReport?
    private var deidentifier: FileDeidentifier
    private(set) var counts = RunCounts()
    /// Names written in this run, as 64-bit hashes: a second input of the same name is never written over the first.
    private var names: Set<Int> = []
    private var archive: TarOutput?
    private var saidHints: Set<String> = []
    private var lastFailure: Failure?
    private var lastQuarantine: Quarantine?

    init(_ options: Options, profile: CompiledProfile, key: StudyKey?, release: String, report: RunReport?) {
        self.options = options
        self.profile = profile
        self.report = report
        keyIdentifier = key?.identifier
        deidentifier = FileDeidentifier(
            profile: profile, pseudonyms: Pseudonyms(key ?? .random(), release: release),
            versionName: Program.versionName)
    }

    func run() throws -> ExitStatus {
        if let outputPath, FileIdentity(outputPath) != nil { options.reads?.survey(options.inputs) }
        if case .archive(let path) = options.place {
            archive = try TarOutput(path: path, replacing: options.replacing, sparing: options.reads)
        }
        var walk = InputWalk(options.inputs, list: options.list, output: outputFolder)
        var isInterrupted = false
        while !isInterrupted, let input = walk.next() {
            if options.list != nil, walk.root == nil, case .file(let path) = input { options.reads?.add(path) }
            isInterrupted = options.type == .tar ? try !archive(input) : try !one(input)
        }
        do throws(Failure) {
            try report?.summarize(
                counts, isInterrupted: isInterrupted, profile: profile, keyIdentifier: keyIdentifier)
        } catch { throw stopped(error, nil, nil) }
        if !isInterrupted { try archive?.finish(replacing: options.replacing) }
        summarize(isInterrupted)
        if isInterrupted { Interruption.end() }
        return status
    }

    /// - Returns: `false` when the person who called wants no more of it.
    private func one(_ input: InputWalk.Input) throws(Failure) -> Bool {
        if Interruption.isRequested { return false }
        let (name, outcome) = deal(with: input)
        return try settle(name, outcome)
    }

    /// Every member of an archive in turn. An archive that is damaged is a failure of its own, beside its members.
    private func archive(_ input: InputWalk.Input) throws(Failure) -> Bool {
        let path: String
        let source: any ByteSource
        switch input {
        case .skipped, .unreadable: return try one(input)
        case .standardInput: (path, source) = ("-", Inputs.standardInput(noting: options.reads))
        case .file(let name):
            path = name
            do throws(Failure) { source = try open(name) } catch { return try settle(name, .failed(error)) }
        }
        let reader = TarReader(source, path: path)
        while !Interruption.isRequested {
            let entry: TarReader.Entry
            do throws(Failure) {
                guard let next = try reader.next() else { return true }
                entry = next
            } catch { return try settle(path, .failed(error)) }
            switch entry {
            case .file(let name, let member):
                let name = Paths.join(path, name)
                guard try settle(name, deidentify(member, name)) else { return false }
            case .other(let name, let kind):
                guard try settle(Paths.join(path, name), .skipped(reason: kind)) else { return false }
            }
        }
        return false
    }

    /// Writes an outcome to the account.
    private func settle(_ name: String, _ outcome: Outcome) throws(Failure) -> Bool {
        if case .failed = outcome, Interruption.isRequested { return false }
        account(name, outcome)
        do throws(Failure) { try report?.record(name, outcome) } catch { throw stopped(error, name, outcome) }
        return true
    }

    private var isSingle: Bool { counts.total == 1 && options.isSingle }

    private var outputPath: String? {
        switch options.place {
        case .standardOutput, .archive(nil): nil
        case .file(let path), .folder(let path), .archive(let path?): path
        }
    }

    private var outputFolder: String? {
        if case .folder(let path) = options.place { Folders.resolvedTarget(path) } else { nil }
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
        if counts.total == counts.skipped { return .noInput }
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

    // MARK: One input

    private func deal(with input: InputWalk.Input) -> (String, Outcome) {
        switch input {
        case .skipped(let path, let reason): return (path, .skipped(reason: reason))
        case .unreadable(let path, let reason, _): return (path, .failed(Failure(.noInput, "\(path): \(reason)")))
        case .standardInput: return ("-", deidentify(Inputs.standardInput(noting: options.reads), "-"))
        case .file(let path):
            let source: any ByteSource
            do throws(Failure) { source = try open(path) } catch { return (path, .failed(error)) }
            return (path, deidentify(source, path))
        }
    }

    private func open(_ path: String) throws(Failure) -> any ByteSource {
        if let report, report.identity == FileIdentity(path) {
            throw Failure(.noInput, "\(path): is the report of this run")
        }
        return try Inputs.open(path, noting: options.reads)
    }

    private func deidentify(_ source: any ByteSource, _ input: String) -> Outcome {
        var writer: OutputWriter?
        var name = ""
        do {
            var isDuplicate = false
            var isTaken = false
            // Nobody has a name that nothing was written to: the next input of it may be the good one.
            defer { if !isTaken, !isDuplicate { names.remove(Paths.mark(name)) } }
            let report: FileReport
            do throws(DeidentifyError) {
                report = try deidentifier.run(source) { identity in
                    let path = try prepare(identity, &name, &isDuplicate)
                    let output =
                        try archive.map { try OutputWriter(in: $0, name: name, recipients: options.recipients) }
                        ?? OutputWriter(path: path, recipients: options.recipients, sparing: options.reads)
                    writer = output
                    return output.sink
                }
            } catch {
                if case .output(is Present) = error {
                    isTaken = true
                    return .present(output: name)
                }
                return outcome(of: error, input, isDuplicate)
            }
            if let deviation = report.deviations.first(where: options.refused.contains) {
                return .quarantined(
                    Quarantine(
                        deviation, "the file deviates from the standard, and --refuse \(deviation) does not accept it"))
            }
            guard let writer else { return .failed(Failure(.bug, "\(input): nothing was written")) }
            let isNew = try writer.finish(replacing: options.replacing)
            isTaken = true
            guard isNew else {
                // Another run was faster.
                if options.skipsExisting { return .present(output: name) }
                if case .file(let path) = options.place {
                    return .failed(
                        Failure(
                            .cannotCreate, "\(path): is there already", hint: "choose another name, or add --force"))
                }
                return .quarantined(
                    Quarantine(
                        "output-exists", "\(name) is there already",
                        hint: "an earlier run or another input with the same SOP Instance UID wrote it; "
                            + "use an empty folder, --force to replace what an earlier run wrote, or --skip-existing to "
                            + "go on where it ended"))
            }
            return .written(output: name, report)
        } catch let failure as Failure {
            return .failed(failure)
        } catch let error as TransferError {
            return outcome(of: .transfer(error), input, false)
        } catch {
            return .failed(Failure(.io, "\(input): \(error)"))
        }
    }

    private struct Duplicate: Error {}
    private struct Present: Error {}

    /// Finds the output's path, and sees to it that no name is written twice.
    private func prepare(
        _ identity: OutputIdentity, _ name: inout String, _ isDuplicate: inout Bool
    ) throws -> String? {
        switch options.place {
        case .standardOutput:
            name = "-"
            return nil
        case .file(let path):
            name = path
            if isPresent(path) { throw Present() }
            return path
        case .archive, .folder:
            name = OutputPlace.name(identity, suffix: options.recipients.isEmpty ? ".dcm" : ".dcm.age")
            guard names.insert(Paths.mark(name)).inserted else {
                isDuplicate = true
                throw Duplicate()
            }
            guard case .folder(let folder) = options.place else { return nil }
            let path = Paths.join(folder, name)
            if isPresent(path) { throw Present() }
            return path
        }
    }

    /// Whether an output has its name already. It is whole then, since it got that last; what is no file is in the way.
    private func isPresent(_ path: String) -> Bool {
        var status = stat()
        guard options.skipsExisting, unsafe lstat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    private func outcome(of error: DeidentifyError, _ input: String, _ isDuplicate: Bool) -> Outcome {
        switch error {
        case .parse(let error):
            if case .io(let code) = error.code {
                return .failed(Failure(.io, "\(input): cannot read: \(Failure.reason(code))"))
            }
            return .quarantined(Quarantine(error))
        case .refused(let refusal):
            return .quarantined(Quarantine(refusal.rawValue, refusal.sentence, hint: refusal.hint))
        case .output where isDuplicate:
            return .quarantined(
                Quarantine(
                    "duplicate-sop-instance-uid", "an input before it has the same SOP Instance UID",
                    hint: "the same file twice, or two objects that must not share a name; see which one is right"))
        case .output(let error as Failure): return .failed(error)
        case .output(let error as TransferError): return outcome(of: .transfer(error), input, false)
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

    // MARK: The account

    private func account(_ input: String, _ outcome: Outcome) {
        switch outcome {
        case .written: counts.written += 1
        case .quarantined(let quarantine):
            counts.quarantined += 1
            lastQuarantine = quarantine
            StandardError.say("\(input): \(quarantine.message)", hint: firstTime(quarantine.hint))
        case .failed(let failure):
            counts.failed += 1
            if failure.status == .noInput { counts.unreadable += 1 }
            if lastFailure == nil || lastFailure?.status == .noInput { lastFailure = failure }
            StandardError.say(failure.message, hint: firstTime(failure.hint))
        case .present: counts.present += 1
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

    private func summarize(_ isInterrupted: Bool) {
        if options.isQuiet, !isInterrupted { return }
        if isSingle, counts.written + counts.present == 0, !isInterrupted { return }
        var parts = ["\(counts.written) written"]
        if counts.quarantined > 0 { parts.append("\(counts.quarantined) quarantined") }
        if counts.failed > 0 { parts.append("\(counts.failed) failed") }
        if counts.present > 0 { parts.append("\(counts.present) there already") }
        if counts.skipped > 0 { parts.append("\(counts.skipped) skipped") }
        StandardError.say((isInterrupted ? "interrupted: " : "") + parts.joined(separator: ", "))
        if counts.total == 0, !isInterrupted { StandardError.say("the inputs hold no files") }
    }
}
