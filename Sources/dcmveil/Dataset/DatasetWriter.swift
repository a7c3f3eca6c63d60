import DICOM
import Glibc
import Seal
import Synchronization

/// A sealed dataset on its way: written into a folder of a random name beside its place, which gets its own name when all is in
/// it. Let go unfinished, it leaves nothing.
final class DatasetWriter: Sendable {
    let target: String
    private let staging: String
    private let key: DatasetKey
    private let recipients: [any Recipient]
    private let holders: [KeysDocument.Holder]
    private let signingKey: SSHSigningKey?
    private let notes: [String]
    private let origin: String
    private let state: Mutex<State>

    /// What members of any worker share.
    private struct State {
        var manifest: NewFile?
        var manifestDigest: DigestingSink
        var lines: [UInt8] = []
        var index: (file: NewFile, digest: DigestingSink, sealing: SealingSink)?
        var folders: Set<String> = []
        var begun = 0
        var files = 0
        var bytes = 0
        var isFinished = false
    }

    /// - Parameters:
    ///   - target: its name, which nothing or an empty folder has.
    ///   - people: who may open it.
    ///   - signingKey: signs what the dataset says of itself.
    ///   - notes: for people; printable ASCII.
    ///   - origin: what the history of its key begins with.
    init(
        _ target: String, for people: DatasetPeople, signingKey: SSHSigningKey?, notes: [String] = [],
        origin: String = "sealed"
    ) throws {
        self.target = Paths.trimmed(target)
        holders = people.holders
        recipients = people.recipients
        self.signingKey = signingKey
        self.notes = notes
        self.origin = origin
        key = try DatasetKey.generate()
        try Self.checkPlace(self.target)
        try Folders.make(Paths.folder(of: self.target))
        staging = AtomicFile.temporaryName(beside: self.target)
        guard unsafe mkdir(staging, 0o777) == 0 else { throw Self.cannotCreate(target, errno) }
        do {
            guard unsafe mkdir(Paths.join(staging, "data"), 0o777) == 0 else { throw Self.cannotCreate(target, errno) }
            let manifest = try NewFile(Paths.join(staging, DatasetFolder.manifest))
            let index = try NewFile(Paths.join(staging, DatasetFolder.index))
            let digest = try DigestingSink(index.sink)
            let sealing = try SealingSink(to: [key.recipient], digest)
            let manifestDigest = try DigestingSink(manifest.sink)
            nonisolated(unsafe) let state = State(
                manifest: manifest, manifestDigest: manifestDigest, index: (index, digest, sealing))
            unsafe self.state = Mutex(state)
        } catch {
            Self.remove(staging)
            throw SealedTransfer.failure(error, self.target)
        }
    }

    deinit { abandon() }

    static func checkPlace(_ target: String) throws(Failure) {
        switch Folders.kind(of: target) {
        case .missing: return
        case .folder:
            var walk = InputWalk([target])
            guard walk.next() == nil, rmdirWouldWork(target) else {
                throw Failure(
                    .cannotCreate, "\(target): is there already", hint: "a dataset is never added to or replaced")
            }
        case .file, .other: throw Failure(.cannotCreate, "\(target): is there already and is no folder")
        case .unreachable(let code): throw cannotCreate(target, code)
        }
    }

    /// Whether a folder has nothing in it, folders included.
    private static func rmdirWouldWork(_ path: String) -> Bool {
        var status = stat()
        // Every folder in it has a link to it. Where the file system does not count them, the rename at the end finds out.
        return unsafe stat(path, &status) != 0 || status.st_nlink <= 2
    }

    private static func cannotCreate(_ path: String, _ code: Int32) -> Failure {
        Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(code))")
    }

    /// A new file in the dataset, to be written and then finished. Any thread may write one.
    func begin() throws -> DatasetMember {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun
        }
        return try DatasetMember(self, file: NewFile(Paths.join(staging, "part-\(number)")), to: key.recipient)
    }

    /// Whether a path can be one in a dataset.
    func check(_ path: String) throws(Failure) {
        guard DatasetPath.isSafe(path) else { throw Failure(.noInput, "\(path): a name that cannot be in a dataset") }
    }

    func name(ofPath path: String) throws -> String {
        try check(path)
        return try key.name(ofPath: path)
    }

    /// Gives a file that is complete its place, and notes it.
    func add(_ file: NewFile, _ entry: IndexEntry) throws {
        let line = ManifestLine(digest: entry.digest, name: entry.name).encoded
        let place = Paths.join(staging, entry.name)
        let folder = Paths.folder(of: entry.name)
        try state.withLock { state in
            if state.isFinished { throw Failure(.bug, "\(target): is finished") }
            if !state.folders.contains(folder) {
                guard unsafe mkdir(Paths.join(staging, folder), 0o777) == 0 else {
                    throw Self.cannotCreate(target, errno)
                }
                state.folders.insert(folder)
            }
            var status = stat()
            guard unsafe lstat(place, &status) != 0 else {
                throw Failure(
                    .noInput, "\(entry.path): two inputs would have this name in the dataset",
                    hint: "seal folders of the same names into datasets of their own")
            }
            guard unsafe rename(file.path, place) == 0 else { throw Self.cannotCreate(target, errno) }
            try unsafe state.index?.sealing.write(entry.line.span.bytes)
            state.lines += line
            state.files += 1
            state.bytes += entry.size
            if state.lines.count >= 64 << 10 { try Self.flush(&state) }
        }
    }

    private static func flush(_ state: inout State) throws {
        try unsafe state.manifestDigest.write(state.lines.span.bytes)
        state.lines.removeAll(keepingCapacity: true)
    }

    /// Leaves nothing. No member may be under way.
    func abandon() {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            state.index = nil
            state.manifest = nil
            Self.remove(staging)
        }
    }

    /// Everything that is not data, and then the name.
    ///
    /// - Parameters:
    ///   - count: of files that have to be in it.
    ///   - notes: for people, beside those from the beginning; printable ASCII.
    /// - Returns: how many files are in it.
    @discardableResult
    func finish(expecting count: Int? = nil, notes: [String] = []) throws -> Int {
        try state.withLock { state in
            guard let index = state.index, state.manifest != nil else { return state.files }
            if let count, count != state.files {
                throw Failure(.badInput, "\(target): \(count) files were expected and \(state.files) came")
            }
            try index.sealing.finish()
            state.lines += ManifestLine(digest: try index.digest.finish(), name: DatasetFolder.index).encoded
            let recipe = Array(DatasetRecipe.text.utf8)
            try NewFile.write(Paths.join(staging, DatasetFolder.recipe), recipe)
            state.lines +=
                ManifestLine(digest: try RunningSHA256.digest(of: recipe), name: DatasetFolder.recipe).encoded
            try Self.flush(&state)

            let seal = try DatasetSeal(
                id: DatasetSeal.newID(), created: Clock.now(), files: state.files, bytes: state.bytes,
                notes: self.notes + notes,
                manifest: state.manifestDigest.finish()
            ).encoded(with: key)
            let history = ["\(Clock.now()) \(origin) to \(holders.count) recipients"]
            let keys = try KeysDocument(key: key, holders: holders, history: history).sealed(to: recipients)
            try NewFile.write(Paths.join(staging, DatasetFolder.keys), keys)
            try NewFile.write(Paths.join(staging, DatasetFolder.keysDigest), DatasetKeys.digestLine(of: keys))
            if let signingKey {
                let signature = try SSHSignature.file(
                    signing: seal, namespace: DatasetFolder.signatureNamespace, with: signingKey)
                try NewFile.write(Paths.join(staging, DatasetFolder.signature), signature)
            }
            try NewFile.write(Paths.join(staging, DatasetFolder.seal), seal)
            if Interruption.isRequested { throw Failure(.io, "\(target): interrupted") }
            // Who sees the name may delete what was sealed: all of it is on the disk before that.
            try Durability.syncFileSystem(of: staging)
            // Takes the place of an empty folder, and of nothing else.
            guard unsafe rename(staging, target) == 0 else { throw Self.cannotCreate(target, errno) }
            state.isFinished = true
            state.index = nil
            state.manifest = nil
            try Durability.syncFolder(Paths.folder(of: target))
            return state.files
        }
    }

    private static func remove(_ staging: String) {
        var walk = InputWalk([staging])
        while let input = walk.next() {
            switch input {
            case .file(let path), .unreadable(let path, _, _), .skipped(let path, _): _ = unsafe unlink(path)
            case .standardInput: break
            }
        }
        let data = Paths.join(staging, "data")
        for prefix in 0...UInt8.max { _ = unsafe rmdir(Paths.join(data, Hexadecimal.text([prefix]))) }
        _ = unsafe rmdir(data)
        _ = unsafe rmdir(staging)
    }
}
