import Glibc
import Seal

/// `open` of a dataset: its files, or those that patterns name, below a folder.
struct DatasetOpening {
    let dataset: SealedDataset
    let identities: [any Identity]
    let signers: [SSHSigner]?
    let patterns: [String]
    let output: String
    let replacing: Bool
    let isQuiet: Bool

    func run() throws -> ExitStatus {
        Interruption.listen()
        if let place = Folders.resolved(dataset.folder), Paths.contains(place, Folders.resolvedTarget(output)) {
            throw Failure(.usage, "the output \(output) lies in the dataset", hint: "choose another place")
        }
        if case .file = Folders.kind(of: output) { throw Failure(.cannotCreate, "\(output): is no folder") }
        if signers != nil { _ = try dataset.signer(among: signers) }
        let keys = try dataset.unlock(identities)
        let counts = Counts()
        do {
            try dataset.readIndex(keys.key) { entry in
                counts.entries += 1
                guard isWanted(entry.path) else { return }
                do { try open(entry, keys.key) } catch {
                    if Interruption.isRequested { throw error }
                    let failure = SealedDataset.failure(error, Paths.join(dataset.folder, entry.name))
                    StandardError.say(failure.message, hint: isQuiet ? nil : failure.hint)
                    counts.failed += 1
                    // A full disk is no matter of single files.
                    if failure.status == .io { throw failure }
                    return
                }
                counts.done += 1
            }
        } catch {
            if Interruption.isRequested {
                StandardError.say("interrupted: \(counts.done) opened")
                Interruption.end()
            }
            throw error
        }
        if counts.entries != dataset.seal.files {
            StandardError.say(
                "\(dataset.folder): the index names \(counts.entries) files and SEAL \(dataset.seal.files)")
            counts.failed += 1
        }
        if !isQuiet || counts.failed > 0 {
            StandardError.say("\(counts.done) opened" + (counts.failed > 0 ? ", \(counts.failed) failed" : ""))
        }
        if counts.done + counts.failed == 0, !patterns.isEmpty {
            throw Failure(
                .noInput, "\(dataset.folder): no file in it is called so",
                hint: "a pattern is for the whole path: '*/name.dcm'")
        }
        return counts.failed == 0 ? .done : .quarantined
    }

    private final class Counts {
        var entries = 0
        var done = 0
        var failed = 0
    }

    /// `*` and `?` stand for slashes, too: a pattern that names a folder and a star means all that is in it.
    private func isWanted(_ path: String) -> Bool {
        patterns.isEmpty || patterns.contains { unsafe fnmatch($0, path, 0) == 0 }
    }

    private func open(_ entry: IndexEntry, _ key: DatasetKey) throws {
        let target = Paths.join(output, entry.path)
        let writer = try OutputWriter(path: target)
        try dataset.open(entry, with: key, into: writer.sink)
        guard try writer.finish(replacing: replacing) else {
            throw Failure(
                .cannotCreate, "\(target): is there already", hint: "choose another place, or add --force")
        }
    }
}
