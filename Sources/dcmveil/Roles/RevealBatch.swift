import DICOM
import Deidentify

/// `reveal` over its arguments: one input to a file or standard output, several and folders into a folder.
struct RevealBatch {
    let openers: [@Sendable ([UInt8]) -> OpenedItem]
    let inputs: [String]
    let list: PathList?
    /// Files of keys and certificates that the run reads.
    let keyFiles: [String]
    let output: String
    let replacing: Bool
    let isQuiet: Bool

    func run() throws -> ExitStatus {
        Interruption.listen()
        if output.isEmpty { throw Failure(.usage, "-o names nothing", hint: "is a variable of your script empty?") }
        if list == nil, inputs.count == 1, !NewOutput.isFolder(inputs[0]) { return try single(inputs[0]) }
        guard output != "-" else {
            throw Failure(.usage, "several inputs need a folder to go to", hint: "name one with -o")
        }
        return try batch()
    }

    private func single(_ input: String) throws -> ExitStatus {
        let target: String?
        if output == "-" {
            target = try OutputPlace.standardOutputForBinary(isText: false)
        } else if NewOutput.isFolder(output) || Paths.endsInSlash(output) {
            guard input != "-" else {
                throw Failure(
                    .usage, "\(output): is a folder, and standard input has no name", hint: "name a file with -o")
            }
            target = Paths.join(output, Paths.name(of: input))
        } else {
            target = output
        }
        if let target { try NewOutput.check(target, isNeither: input, nor: keyFiles) }
        let reads = replacing ? ReadFiles(keyFiles) : nil
        let source = input == "-" ? Inputs.standardInput(noting: reads) : try Inputs.open(input, noting: reads)
        var reidentifier = FileReidentifier(versionName: Program.versionName, openers: openers)
        let report = try Self.reveal(source, input, target, reads, replacing: replacing, &reidentifier)
        if !isQuiet { say([report], failed: 0) }
        return .done
    }

    /// - Throws: a `Failure`; there is no output then.
    private static func reveal(
        _ source: any ByteSource, _ input: String, _ target: String?, _ reads: ReadFiles?,
        _ abandoned: AbandonedFolders? = nil, replacing: Bool,
        _ reidentifier: inout FileReidentifier
    ) throws(Failure) -> RevealReport {
        var writer: OutputWriter?
        let report: RevealReport
        do throws(RevealError) {
            report = try reidentifier.run(source) {
                let output = try OutputWriter(path: target, sparing: reads, abandoned: abandoned)
                writer = output
                return output.sink
            }
        } catch { throw failure(error, input) }
        do {
            guard try writer?.finish(replacing: replacing) == true else {
                throw Failure(
                    .cannotCreate, "\(target ?? "-"): is there already", hint: "choose another name, or add --force")
            }
        } catch { throw SealedTransfer.failure(error, input) }
        return report
    }

    private static func failure(_ error: RevealError, _ input: String) -> Failure {
        switch error {
        case .parse(let error):
            if case .io(let code) = error.code { return Failure(.io, "\(input): cannot read: \(Failure.reason(code))") }
            let quarantine = Quarantine(error)
            return Failure(
                .badInput, "\(input): \(quarantine.message)",
                hint: input.hasSuffix(".age") ? InputHint.sealed : quarantine.hint)
        case .refused(let refusal):
            let status: ExitStatus =
                switch refusal {
                case .notForThisKey, .altered, .ofAnotherObject: .noKey
                case .noEncryptedAttributes, .comesTooLate, .otherCharacterSet, .noSOPInstanceUID, .badUID: .badInput
                }
            return Failure(status, "\(input): \(refusal.sentence)", hint: refusal.hint)
        case .output(let error): return SealedTransfer.failure(error, input)
        case .transfer(let error): return SealedTransfer.failure(error, input)
        }
    }

    // MARK: Several

    private func batch() throws -> ExitStatus {
        try NewOutput.check(output, liesInNoneOf: inputs)
        let reads = replacing ? ReadFiles(inputs + keyFiles) : nil
        if case .folder = Folders.kind(of: output) { reads?.survey(inputs) }
        // What this run wrote: a second input of the same name is never written over the first, whatever `--force` says.
        var written: Set<Int> = []
        var underWay: Set<Int> = []
        var reports = Totals()
        var failed = 0
        var last = ExitStatus.done
        var machine: ExitStatus?
        var saidHints: Set<String> = []
        let (openers, replacing, readsInThread) = (openers, replacing, reads?.forAnotherThread)
        // A folder that one file was to be alone in may be another's by then: those that are empty go in the end.
        let abandoned = AbandonedFolders()
        func settle(_ job: Job, _ outcome: Result<RevealReport, Failure>) {
            let mark = Paths.mark(job.name)
            underWay.remove(mark)
            switch outcome {
            case .success(let report):
                reports.add(report)
                written.insert(mark)
            // Given up and not failed; the summary says so.
            case .failure where Interruption.isRequested: break
            case .failure(let failure):
                let hint = failure.hint.flatMap { !isQuiet && saidHints.insert($0).inserted ? $0 : nil }
                StandardError.say(failure.message, hint: hint)
                failed += 1
                last = failure.status
                if [.io, .bug].contains(failure.status) { machine = failure.status }
            }
        }
        let crew = FileCrew<Job, RevealReport>(
            making: {
                let reads = readsInThread?()
                var reidentifier = FileReidentifier(versionName: Program.versionName, openers: openers)
                return { job in
                    let source = try Inputs.open(job.path, noting: reads)
                    return try Self.reveal(
                        source, job.path, job.target, reads, abandoned, replacing: replacing, &reidentifier)
                }
            }, failure: { SealedTransfer.failure($0, $1.path) }, settle: settle)
        var walk = InputWalk(inputs, list: list, output: Folders.resolvedTarget(output))
        while let input = walk.next() {
            if Interruption.isRequested { break }
            var job = Job(path: "-", name: "", target: "")
            do {
                job.path = try input.namedFile()
                if list != nil, walk.root == nil { reads?.add(job.path) }
                job.name = walk.root.map { Paths.relative(job.path, to: $0) } ?? Paths.name(of: job.path)
                job.target = Paths.join(output, job.name)
                let mark = Paths.mark(job.name)
                // Whether it is written shows when it has ended.
                if underWay.contains(mark) { try crew.drain() }
                guard !written.contains(mark) else {
                    throw Failure(
                        .noInput, "\(job.path): another input was written as \(job.name) already",
                        hint: "reveal folders of the same names one by one, each into a folder of its own")
                }
                underWay.insert(mark)
                try crew.submit(job)
            } catch {
                // In the order of the inputs.
                try crew.drain()
                settle(job, .failure(SealedTransfer.failure(error, job.path)))
            }
        }
        try crew.drain()
        abandoned.remove()
        if !isQuiet || failed > 0 || Interruption.isRequested { say(reports, failed: failed) }
        if Interruption.isRequested { Interruption.end() }
        if reports.files + failed == 0 { throw Failure(.noInput, "the inputs hold no files") }
        return failed == 0 ? .done : machine ?? (reports.files + failed == 1 ? last : .quarantined)
    }

    private struct Job {
        var path: String
        /// Below the folder of outputs.
        var name: String
        var target: String
    }

    // MARK: The account

    private struct Totals {
        var files = 0
        var elements = 0
        var whole = 0
        var roles: [String] = []

        mutating func add(_ report: RevealReport) {
            files += 1
            elements += report.elements
            if report.isEverything { whole += 1 }
            for role in report.roles where !roles.contains(role) { roles.append(role) }
        }
    }

    private func say(_ reports: [RevealReport], failed: Int) {
        var totals = Totals()
        for report in reports { totals.add(report) }
        say(totals, failed: failed)
    }

    private func say(_ totals: Totals, failed: Int) {
        let interrupted = Interruption.isRequested ? "interrupted: " : ""
        var parts = ["\(totals.files) revealed"]
        if totals.files > 0 {
            parts.append("\(totals.elements) elements by the role \(totals.roles.joined(separator: ", "))")
        }
        if failed > 0 { parts.append("\(failed) failed") }
        StandardError.say(
            interrupted + parts.joined(separator: ", "),
            hint: totals.files == 0 || isQuiet
                ? nil
                : totals.whole > 0
                    ? "\(totals.whole) identify patients again; (0012,0062) of all says NO"
                    : "(0012,0062) says NO: they are no longer de-identified as they were")
    }
}
