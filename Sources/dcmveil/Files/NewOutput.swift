/// Questions about an output before it is begun, which commands that turn files into files have in common.
enum NewOutput {
    static func isFolder(_ path: String) -> Bool {
        if case .folder = Folders.kind(of: path) { path != "-" } else { false }
    }

    /// Nothing is changed in place, and no key is written over.
    static func check(_ target: String, isNeither input: String, nor keyFiles: [String]) throws(Failure) {
        let place = Folders.resolvedTarget(target)
        for path in [input] + keyFiles where path != "-" {
            guard let resolved = Folders.resolved(path), Paths.areEqual(resolved, place) else { continue }
            let what = path == input ? "the input itself" : "a key file of this run"
            throw Failure(.usage, "\(target): is \(what)", hint: "nothing is changed in place; choose another name")
        }
    }

    /// Nothing is written into an input folder, where the next run would take it for input.
    static func check(_ output: String, liesInNoneOf inputs: [String]) throws(Failure) {
        let target = Folders.resolvedTarget(output)
        for input in inputs where input != "-" {
            guard let resolved = Folders.resolved(input), Paths.contains(resolved, target) else { continue }
            throw Failure(.usage, "the output \(output) lies in the input \(input)", hint: "choose another place")
        }
    }
}

extension InputWalk.Input {
    /// The file that a batch takes, which has a name.
    func namedFile() throws(Failure) -> String {
        switch self {
        case .file(let path): return path
        case .unreadable(let path, let reason, _): throw Failure(.noInput, "\(path): \(reason)")
        case .skipped(let path, let reason): throw Failure(.noInput, "\(path): skipped: \(reason)")
        case .standardInput: throw Failure(.usage, "- stands alone")
        }
    }
}
