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
        // A folder that one file was to be alone in may be another's by then: those that are empty go in the end.
        let abandoned = AbandonedFolders()
        defer { abandoned.remove() }
        let (key, dataset, output, replacing) = (keys.key, dataset, output, replacing)
        let crew = FileCrew<IndexEntry, Void>(
            { entry in
                try Self.open(
                    entry, of: dataset, key, to: Paths.join(output, entry.path), abandoned, replacing: replacing)
            }, failure: { SealedDataset.failure($0, Paths.join(dataset.folder, $1.name)) },
            settle: { _, outcome in
                guard case .failure(let failure) = outcome else {
                    counts.done += 1
                    return
                }
                if Interruption.isRequested { throw failure }
                StandardError.say(failure.message, hint: isQuiet ? nil : failure.hint)
                counts.failed += 1
                // A full disk is no matter of single files.
                if failure.status == .io { throw failure }
            })
        do {
            try dataset.readIndex(key) { entry in
                counts.entries += 1
                if isWanted(entry.path) { try crew.submit(entry) }
            }
            try crew.drain()
        } catch {
            if Interruption.isRequested {
                abandoned.remove()
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

    private static func open(
        _ entry: IndexEntry, of dataset: SealedDataset, _ key: DatasetKey, to target: String,
        _ abandoned: AbandonedFolders, replacing: Bool
    ) throws {
        let writer = try OutputWriter(path: target, abandoned: abandoned)
        try dataset.open(entry, with: key, into: writer.sink)
        guard try writer.finish(replacing: replacing) else {
            throw Failure(
                .cannotCreate, "\(target): is there already", hint: "choose another place, or add --force")
        }
    }
}
