import DICOM

/// `seal` and `open` over their arguments: one input to a file or standard output, several and folders into a folder.
struct SealedBatch {
    let transfer: SealedTransfer
    let inputs: [String]
    let output: String?
    let isQuiet: Bool

    func run() throws -> ExitStatus {
        Interruption.listen()
        if output?.isEmpty == true {
            throw Failure(.usage, "-o names nothing", hint: "is a variable of your script empty?")
        }
        let inputs = self.inputs.isEmpty ? ["-"] : self.inputs
        if inputs.count == 1, !isFolder(inputs[0]) { return try single(inputs[0]) }
        guard let output, output != "-" else {
            throw Failure(.usage, "several inputs need a folder to go to", hint: "name one with -o")
        }
        return try batch(inputs, output)
    }

    private func isFolder(_ path: String) -> Bool {
        if case .folder = Folders.kind(of: path) { path != "-" } else { false }
    }

    private func single(_ input: String) throws -> ExitStatus {
        let target: String?
        switch output {
        case nil, "-": target = try OutputPlace.standardOutputForBinary(isText: isOpening)
        case let path?: target = isFolder(path) ? "\(path)/\(name(of: lastPart(input)))" : path
        }
        if let target, input != "-", Folders.resolved(input) == Folders.resolvedTarget(target) {
            throw Failure(.usage, "\(target): is the input itself", hint: "nothing is changed in place; choose another name")
        }
        let source = input == "-" ? Inputs.standardInput() : try Inputs.open(input)
        do { try transfer.run(source, name: input, to: target) } catch { throw SealedTransfer.failure(error, input) }
        return .done
    }

    private func batch(_ inputs: [String], _ output: String) throws -> ExitStatus {
        for input in inputs {
            guard let resolved = Folders.resolved(input) else { continue }
            if Folders.contains(resolved, Folders.resolvedTarget(output)) {
                throw Failure(.usage, "the output \(output) lies in the input \(input)", hint: "choose another place")
            }
        }
        var done = 0
        var failed = 0
        var lastStatus = ExitStatus.done
        for input in inputs {
            var walk = InputWalk([input])
            while let found = walk.next() {
                if Interruption.isRequested { break }
                do {
                    guard case .file(let path) = found else { throw unusable(found) }
                    let relative = isFolder(input) ? String(path.dropFirst(input.count).drop { $0 == "/" }) : lastPart(path)
                    let target = "\(output)/\(name(of: relative))"
                    try Folders.make(AtomicFile.folder(of: target))
                    try transfer.run(try Inputs.open(path), name: path, to: target)
                    done += 1
                } catch {
                    let failure = SealedTransfer.failure(error, input)
                    StandardError.say(failure.message, hint: isQuiet ? nil : failure.hint)
                    failed += 1
                    lastStatus = failure.status
                }
            }
        }
        if !isQuiet || failed > 0 {
            StandardError.say("\(done) \(isOpening ? "opened" : "sealed")" + (failed > 0 ? ", \(failed) failed" : ""))
        }
        if Interruption.isRequested { Interruption.end() }
        return failed == 0 ? .done : done + failed == 1 ? lastStatus : .quarantined
    }

    private func unusable(_ input: InputWalk.Input) -> Failure {
        switch input {
        case .unreadable(let path, let reason, _): Failure(.noInput, "\(path): \(reason)")
        case .skipped(let path, let reason): Failure(.noInput, "\(path): skipped: \(reason)")
        case .standardInput, .file: Failure(.usage, "- stands alone")
        }
    }

    private var isOpening: Bool {
        if case .open = transfer.direction { true } else { false }
    }

    private func name(of path: String) -> String {
        guard isOpening else { return path + ".age" }
        return path.hasSuffix(".age") && path.count > 4 ? String(path.dropLast(4)) : path + ".opened"
    }

    private func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
