import ArgumentParser
import DICOM
import Seal

/// `seal --check`: whether a dataset is what was sealed, at the depth that is wanted and possible.
final class DatasetCheck {
    enum Depth: String, CaseIterable, ExpressibleByArgument {
        /// What `sha256sum -c` does: every byte of every file, without a key.
        case hashes
        /// Signature, names, sizes and headers, without a key: a look at each file's beginning.
        case structure
        /// With a key: that each file's header and last chunk are authentic, and its size; a look at its two ends.
        case ends
        /// Everything: all of the above, and every file is opened and compared with the index.
        case all
    }

    private let folder: String
    private let identities: [any Identity]?
    private let signers: [SSHSigner]?
    private let depth: Depth?
    private let output = StandardOutput()
    private var faults = 0
    private var isForged = false
    private var isUnreadable = false
    private var files: FileCheck

    /// - Parameter depth: `nil` for the deepest that is possible.
    init(_ folder: String, identities: [any Identity]?, signers: [SSHSigner]?, depth: Depth?) {
        self.folder = Paths.trimmed(folder)
        self.identities = identities
        self.signers = signers
        self.depth = depth ?? (identities == nil ? nil : .all)
        files = FileCheck(folder: self.folder, depth: self.depth, opensAll: false)
    }

    private var usesKey: Bool { depth == .ends || depth == .all }

    func run(isQuiet: Bool) throws -> ExitStatus {
        Interruption.listen()
        guard !usesKey || identities != nil else {
            throw Failure(.noKey, "no key", hint: "name a key file with -i, or ask for --depth hashes or structure")
        }
        let dataset = try SealedDataset(folder)
        let signer = attempt { try dataset.signer(among: signers) } ?? nil
        var key: DatasetKey?
        if usesKey, let identities {
            // Without its key the rest of the dataset can still be looked at.
            key = attempt { try dataset.unlock(identities) }?.key
        }
        attempt { try checkKeys(isAuthentic: key != nil) }
        let names = Names()
        files = FileCheck(folder: folder, depth: depth, opensAll: depth == .all && key != nil)
        let isManifestRead = attempt { try checkManifest(dataset, names) } != nil
        attempt { try checkFolder(names) }
        if let key {
            let isIndexRead = attempt { try checkIndex(dataset, key, names) } != nil
            if depth == .all, !isIndexRead { hashData(dataset, tellsOfManifest: isManifestRead) }
        }
        try output.flush()
        if Interruption.isRequested { Interruption.end() }

        if !isQuiet {
            let signature =
                signer.map {
                    signers == nil ? "signed by \($0), who was compared with nobody (--signers)" : "signed by \($0)"
                }
                ?? "not signed"
            StandardError.say("\(folder): \(dataset.seal.files) files, \(signature)")
        }
        guard faults > 0 else {
            if !isQuiet { StandardError.say("nothing wrong\(depth.map { " at depth \($0.rawValue)" } ?? "")") }
            return .done
        }
        StandardError.say("\(faults) faults")
        return isUnreadable ? .io : isForged ? .noKey : .badInput
    }

    /// Notes a failure as a fault and goes on.
    @discardableResult
    private func attempt<Result>(_ body: () throws -> Result) -> Result? {
        do { return try body() } catch {
            note(SealedDataset.failure(error, folder))
            return nil
        }
    }

    private func note(_ failure: Failure) {
        faults += 1
        if failure.status == .noKey { isForged = true }
        if failure.status == .io { isUnreadable = true }
        try? output.write(TerminalEscape.shown(failure.message) + "\n")
    }

    /// - Parameter isAuthentic: `keys.age` was opened and belongs to this dataset, whatever its digest.
    private func checkKeys(isAuthentic: Bool) throws {
        let file = try DatasetFolder.read(folder, DatasetFolder.keys, limit: KeysDocument.sizeLimit)
        let digest = try DatasetFolder.read(folder, DatasetFolder.keysDigest, limit: 4096)
        if try DatasetKeys.digestLine(of: file) != digest {
            let name = Paths.join(folder, DatasetFolder.keysDigest)
            let text = "\(name): does not belong to keys.age; if a rekey was interrupted, another one mends it"
            if isAuthentic { StandardError.say(text) } else { throw Failure(.badInput, text) }
        }
        if files.looksAtHeaders {
            do {
                _ = try SealedEnds.plainSize(ofFile: file.count) { offset, count in
                    Array(file.dropFirst(offset).prefix(count))
                }
            } catch { throw SealedDataset.failure(error, Paths.join(folder, DatasetFolder.keys)) }
        }
    }

    /// - Parameter names: gets those in it, also when something is wrong with it.
    private func checkManifest(_ dataset: SealedDataset, _ names: Names) throws {
        let files = files
        let crew = FileCrew<ManifestLine, Int>(
            { try files.check($0) }, failure: { SealedDataset.failure($0, Paths.join(files.folder, $1.name)) },
            settle: { [self] _, outcome in
                switch outcome {
                case .success(let size): names.bytes += size
                case .failure(let failure): note(failure)
                }
            })
        try dataset.readManifest { [self] line in
            if Interruption.isRequested { throw Failure(.io, "\(folder): interrupted") }
            guard names.add(line.name, line.digest) else {
                throw Failure(.badInput, "\(Paths.join(folder, line.name)): stands twice in manifest.sha256")
            }
            if DatasetName.isValid(line.name.utf8) { names.files += 1 }
            try crew.submit(line)
        }
        try crew.drain()
        if names.files != dataset.seal.files {
            throw Failure(
                .badInput, "\(folder): SEAL counts \(dataset.seal.files) files and manifest.sha256 \(names.files)")
        }
        if files.looksAtHeaders, faults == 0, names.bytes != dataset.seal.bytes {
            throw Failure(
                .badInput, "\(folder): SEAL counts \(dataset.seal.bytes) bytes and the files hold \(names.bytes)")
        }
    }

    private final class Names {
        /// Of each name, by its mark, the beginning of the file's digest: enough to tell that two lists name the same file.
        var marks: [Int: UInt64] = [:]

        /// - Returns: `false` if it was in here before.
        func add(_ name: String, _ digest: [UInt8]) -> Bool {
            let start = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return marks.updateValue(start, forKey: Paths.mark(name)) == nil
        }

        func agrees(_ other: Names, on name: String) -> Bool {
            marks[Paths.mark(name)] == other.marks[Paths.mark(name)]
        }
        var files = 0
        var bytes = 0
    }

    /// That nothing else lies in the folder.
    private func checkFolder(_ names: Names) throws {
        let own: Set<String> = [
            DatasetFolder.seal, DatasetFolder.signature, DatasetFolder.manifest, DatasetFolder.keys,
            DatasetFolder.keysDigest,
        ]
        var walk = InputWalk([folder])
        while let input = walk.next() {
            switch input {
            case .file(let path):
                let name = Paths.relative(path, to: folder)
                if own.contains(name) || names.marks[Paths.mark(name)] != nil { continue }
                let isPending = [DatasetFolder.keys, DatasetFolder.keysDigest].contains {
                    DatasetFolder.pending($0) == name
                }
                if isPending {
                    StandardError.say("\(path): left by a rekey that was interrupted; another one removes it")
                    continue
                }
                note(Failure(.badInput, "\(path): does not belong to the dataset"))
            case .skipped(let path, let reason), .unreadable(let path, let reason, _):
                note(Failure(.badInput, "\(path): \(reason)"))
            case .standardInput: break
            }
        }
    }

    private func checkIndex(_ dataset: SealedDataset, _ key: DatasetKey, _ names: Names) throws {
        let seen = Names()
        let files = files
        let crew = FileCrew<IndexEntry, Int>(
            { try files.check($0, dataset, key) },
            failure: { SealedDataset.failure($0, Paths.join(files.folder, $1.name)) },
            settle: { [self] _, outcome in if case .failure(let failure) = outcome { note(failure) } })
        try dataset.readIndex(key) { [self] entry in
            if Interruption.isRequested { throw Failure(.io, "\(folder): interrupted") }
            seen.files += 1
            guard seen.add(entry.name, entry.digest) else {
                throw Failure(.badInput, "\(Paths.join(folder, entry.name)): stands twice in the index")
            }
            guard seen.agrees(names, on: entry.name) else {
                note(
                    Failure(
                        .badInput,
                        "\(Paths.join(folder, entry.name)): is another file in the index than in manifest.sha256"))
                return
            }
            try crew.submit(entry)
        }
        try crew.drain()
        if seen.files != dataset.seal.files {
            throw Failure(.badInput, "\(folder): SEAL counts \(dataset.seal.files) files and the index \(seen.files)")
        }
    }

    /// Reads all data that the index did not lead to: each file is read once, unless the index is bad.
    private func hashData(_ dataset: SealedDataset, tellsOfManifest: Bool) {
        let files = files
        let crew = FileCrew<ManifestLine, Int>(
            { try files.hash($0) }, failure: { SealedDataset.failure($0, Paths.join(files.folder, $1.name)) },
            settle: { [self] _, outcome in if case .failure(let failure) = outcome { note(failure) } })
        do {
            try dataset.readManifest { [self] line in
                if Interruption.isRequested { throw Failure(.io, "\(folder): interrupted") }
                if DatasetName.isValid(line.name.utf8) { try crew.submit(line) }
            }
        } catch {
            // What is wrong with it was told when it was read first.
            if tellsOfManifest { note(SealedDataset.failure(error, folder)) }
        }
        attempt { try crew.drain() }
    }
}
