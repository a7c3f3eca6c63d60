import DICOM
import Seal

/// `seal --dataset`: all inputs into one new dataset, or nothing.
struct DatasetSealing {
    let inputs: [String]
    let list: PathList?
    let output: String
    let people: DatasetPeople
    let signingKey: SSHSigningKey?
    let isQuiet: Bool

    func run() throws -> ExitStatus {
        Interruption.listen()
        try NewOutput.check(output, liesInNoneOf: inputs)
        let writer = try DatasetWriter(output, for: people, signingKey: signingKey)
        var walk = InputWalk(inputs, list: list, output: Folders.resolvedTarget(output))
        let crew = FileCrew<Job, Void>(
            { try Self.seal($0, into: writer) }, failure: { SealedTransfer.failure($0, $1.path) },
            settle: { try $1.get() })
        while let input = walk.next() {
            if Interruption.isRequested { throw Failure(.io, "\(output): interrupted") }
            let path = try file(input)
            let name = walk.root.map { Paths.relative(path, to: $0) } ?? Paths.name(of: path)
            let job = Job(path: path, name: name, isLarge: LargeFile.isOne(path))
            guard job.isLarge else {
                try crew.submit(job)
                continue
            }
            try crew.drain()
            do { try Self.seal(job, into: writer) } catch { throw SealedTransfer.failure(error, path) }
        }
        try crew.drain()
        let count: Int
        do { count = try writer.finish() } catch { throw SealedTransfer.failure(error, output) }
        if !isQuiet {
            StandardError.say("\(count) sealed into \(output) for \(people.holders.count) recipients")
        }
        return .done
    }

    private struct Job {
        var path: String
        /// In the dataset.
        var name: String
        var isLarge: Bool
    }

    private static func seal(_ job: Job, into writer: DatasetWriter) throws {
        try writer.check(job.name)
        let source = try Inputs.open(job.path)
        let member = try writer.begin()
        try member.write(source, name: job.path, onAllCores: job.isLarge)
        try member.finish(as: job.name)
    }

    /// What cannot be read ends the run: a dataset without it would look whole.
    private func file(_ input: InputWalk.Input) throws(Failure) -> String {
        switch input {
        case .file(let path): return path
        case .unreadable(let path, let reason, _): throw Failure(.noInput, "\(path): \(reason)")
        case .skipped(let path, let reason):
            throw Failure(.noInput, "\(path): \(reason)", hint: "a dataset holds files only; take it out of the input")
        case .standardInput:
            throw Failure(.usage, "standard input has no name in a dataset", hint: "save it to a file")
        }
    }
}
