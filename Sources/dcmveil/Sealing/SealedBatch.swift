import DICOM

/// `seal` and `open` over their arguments: one input to a file or standard output, several and folders into a folder.
struct SealedBatch {
    let transfer: SealedTransfer
    let inputs: [String]
    let list: PathList?
    /// Files of keys and recipients that the run reads.
    let keyFiles: [String]
    let output: String?
    let isQuiet: Bool

    func run() throws -> ExitStatus {
        Interruption.listen()
        if output?.isEmpty == true {
            throw Failure(.usage, "-o names nothing", hint: "is a variable of your script empty?")
        }
        let inputs = self.inputs.isEmpty && list == nil ? ["-"] : self.inputs
        if list == nil, inputs.count == 1, !NewOutput.isFolder(inputs[0]) { return try single(inputs[0]) }
        guard let output, output != "-" else {
            throw Failure(.usage, "several inputs need a folder to go to", hint: "name one with -o")
        }
        return try batch(inputs, output)
    }

    private func single(_ input: String) throws -> ExitStatus {
        let target: String?
        switch output {
        case nil, "-": target = try OutputPlace.standardOutputForBinary(isText: isText)
        case let path? where NewOutput.isFolder(path) || Paths.endsInSlash(path):
            guard input != "-" else {
                throw Failure(
                    .usage, "\(path): is a folder, and standard input has no name", hint: "name a file with -o")
            }
            target = Paths.join(path, name(of: Paths.name(of: input)))
        case let path?: target = path
        }
        if let target { try NewOutput.check(target, isNeither: input, nor: keyFiles) }
        let reads = transfer.replacing ? ReadFiles(keyFiles) : nil
        let source = input == "-" ? Inputs.standardInput(noting: reads) : try Inputs.open(input, noting: reads)
        do {
            guard try transfer.run(source, name: input, to: target, sparing: reads) else {
                throw Self.isThereAlready(target ?? "-")
            }
        } catch { throw SealedTransfer.failure(error, input) }
        return .done
    }

    private func batch(_ inputs: [String], _ output: String) throws -> ExitStatus {
        try NewOutput.check(output, liesInNoneOf: inputs)
        let reads = transfer.replacing ? ReadFiles(inputs + keyFiles) : nil
        let plugins = PluginPreparation(transfer.direction)
        if list == nil { plugins.expect(inputs) }
        if case .folder = Folders.kind(of: output) { reads?.survey(inputs) }
        var counts = Counts()
        // What this run wrote: a second input of the same name is never written over the first, whatever `--force` says.
        var written: Set<Int> = []
        var underWay: Set<Int> = []
        let (transfer, readsInThread) = (transfer, reads?.forAnotherThread)
        // A folder that one file was to be alone in may be another's by then: those that are empty go in the end.
        let abandoned = AbandonedFolders()
        func settle(_ job: Job, _ outcome: Result<Void, Failure>) {
            let mark = Paths.mark(job.name)
            underWay.remove(mark)
            switch outcome {
            case .success:
                written.insert(mark)
                counts.done += 1
            // Given up and not failed; the summary says so.
            case .failure where Interruption.isRequested: break
            case .failure(let failure):
                StandardError.say(failure.message, hint: isQuiet ? nil : failure.hint)
                counts.failed += 1
                counts.last = failure.status
                if failure.isOfTheMachine { counts.machine = failure.status }
            }
        }
        let crew = FileCrew<Job, Void>(
            threads: transfer.threads,
            making: {
                let reads = readsInThread?()
                return { job in try Self.run(job, transfer, sparing: reads, abandoned, onAllCores: false) }
            }, failure: { SealedTransfer.failure($0, $1.path) }, settle: settle)
        var window = InputWindow(
            InputWalk(inputs, list: list, output: Folders.resolvedTarget(output)), size: plugins.window)
        func prepare(_ inputs: [InputWalk.Input]) throws {
            try crew.drain()
            try plugins.open(inputs)
        }
        while let (input, root) = try window.next(prepare) {
            if Interruption.isRequested { break }
            var job = Job(path: "-", name: "", target: "")
            do {
                job.path = try input.namedFile()
                if list != nil, root == nil { reads?.add(job.path) }
                job.name = name(of: root.map { Paths.relative(job.path, to: $0) } ?? Paths.name(of: job.path))
                job.target = Paths.join(output, job.name)
                let mark = Paths.mark(job.name)
                // Whether it is written shows when it has ended.
                if underWay.contains(mark) { try crew.drain() }
                guard !written.contains(mark) else {
                    throw Failure(
                        .noInput, "\(job.path): another input was written as \(job.name) already",
                        hint: "seal folders of the same names one by one, each into a folder of its own")
                }
                underWay.insert(mark)
                if LargeFile.isOne(job.path) {
                    try crew.drain()
                    try Self.run(job, transfer, sparing: reads, abandoned, onAllCores: true)
                    settle(job, .success(()))
                } else {
                    try crew.submit(job)
                }
            } catch {
                // In the order of the inputs.
                try crew.drain()
                settle(job, .failure(SealedTransfer.failure(error, job.path)))
            }
        }
        try crew.drain()
        abandoned.remove()
        if !isQuiet || counts.failed > 0 || Interruption.isRequested {
            let failed = counts.failed > 0 ? ", \(counts.failed) failed" : ""
            let interrupted = Interruption.isRequested ? "interrupted: " : ""
            StandardError.say(interrupted + "\(counts.done) \(isOpening ? "opened" : "sealed")" + failed)
        }
        if Interruption.isRequested { Interruption.end() }
        if counts.done + counts.failed == 0 { throw Failure(.noInput, "the inputs hold no files") }
        return counts.status
    }

    private struct Job {
        var path: String
        /// Below the folder of outputs.
        var name: String
        var target: String
    }

    private static func run(
        _ job: Job, _ transfer: SealedTransfer, sparing reads: ReadFiles?, _ abandoned: AbandonedFolders,
        onAllCores: Bool
    ) throws {
        let source = try Inputs.open(job.path, noting: reads)
        if let reads, reads.contains(job.target) {
            let what = reads.current == FileIdentity(job.target) ? "the input itself" : "another input or a key file"
            throw Failure(
                .noInput, "\(job.path): its output \(job.target) is \(what)", hint: "choose another place")
        }
        guard
            try transfer.run(
                source, name: job.path, to: job.target, sparing: reads, abandoned: abandoned, onAllCores: onAllCores)
        else {
            throw isThereAlready(job.target)
        }
    }

    private struct Counts {
        var done = 0
        var failed = 0
        var last = ExitStatus.done

        /// Of the last failure of the machine, not of an input: a full disk is no matter of single files.
        var machine: ExitStatus?

        var status: ExitStatus { failed == 0 ? .done : machine ?? (done + failed == 1 ? last : .quarantined) }
    }

    private static func isThereAlready(_ path: String) -> Failure {
        var failure = Failure(
            .cannotCreate, "\(path): is there already", hint: "choose another name, or add --force")
        failure.isOfOneFile = true
        return failure
    }

    private var isOpening: Bool {
        if case .open = transfer.direction { true } else { false }
    }

    private var isText: Bool {
        switch transfer.direction {
        case .open: true
        case .seal(_, let isArmored): isArmored
        }
    }

    private func name(of path: String) -> String {
        isOpening ? Paths.removing(".age", from: path) ?? path + ".opened" : path + ".age"
    }
}
