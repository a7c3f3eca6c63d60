import CLinux
import Glibc
import Synchronization

/// What runs on one output folder have done, so that the next one need not do it again (`--resume`).
///
/// Lines are only ever appended, each by one call, before the output gets its name: a run may be killed at any moment, and a
/// line without an output is told from one with it by looking. No input is named, only marked, and no key.
///
/// Shared by the threads of a run: what was read does not change any more, and lines are appended under a lock.
final class Journal: Sendable {
    struct Entry: Sendable {
        var state: UInt64
        /// Bytes from the start of the file to its line, and which file.
        var place: UInt64
    }

    /// An output as the journal knows it.
    struct Output: Sendable {
        var name: String
        var size: Int
        /// When it was written, in nanoseconds since 1970.
        var time: Int
    }

    let path: String
    private let descriptors: [Int32]
    /// Of inputs that were done with the key and settings of this run, by the mark of their path.
    private let entries: [UInt64: Entry]
    /// Marks of all outputs that any run wrote.
    private let owned: Set<Int>
    private let needsLineFeed: Mutex<Bool>

    private static let fileShift: UInt64 = 48

    /// - Parameters:
    ///   - path: of the journal; a run that is one of several shards has one of its own beside it.
    ///   - key: identifier of the study key.
    ///   - settings: mark of everything else that outputs depend on.
    init(_ path: String, shard: Shard?, key: String, settings: UInt64) throws(Failure) {
        let own = shard.map { Self.name(path, $0) } ?? path
        self.path = own
        var files = [try Self.open(own)]
        do throws(Failure) {
            try Self.checkKind(files[0], own)
            try Self.lock(files[0], own, isShared: false)
            // Shards do not disturb each other; a run over everything and a shard do.
            for other in Self.others(of: path, besides: own) {
                let file = unsafe Glibc.open(other, O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { throw Self.failure(other, "cannot open") }
                files.append(file)
                if shard == nil || Paths.areEqual(other, path) { try Self.lock(file, other, isShared: true) }
            }
            var loader = JournalLoader(key: key, settings: settings)
            for (index, file) in files.enumerated() {
                try loader.load(file, at: UInt64(index) << Self.fileShift, own)
            }
            entries = loader.entries
            owned = loader.owned
            descriptors = files
            needsLineFeed = Mutex(!JournalLoader.endsWhole(files[0]))
        } catch {
            for file in files { close(file) }
            throw error
        }
        try append(.settings(key: key, mark: settings))
    }

    deinit { for descriptor in descriptors { close(descriptor) } }

    // MARK: Asking

    /// What is known of an input of this path and state; `nil` when it is to be done.
    func output(path: UInt64, state: UInt64) -> Output? {
        guard let entry = entries[path], entry.state == state else { return nil }
        var line = [UInt8](repeating: 0, count: 8192)
        let file = descriptors[Int(entry.place >> Self.fileShift)]
        let count = unsafe pread(file, &line, line.count, Int(entry.place & (1 << Self.fileShift - 1)))
        guard count > 0,
            case .done(path, state, let size, let time, let name)? = JournalLine(line[..<count].prefix { $0 != 0x0A })
        else { return nil }
        return Output(name: name, size: size, time: time)
    }

    /// Whether a run with this journal wrote an output of the name.
    func owns(_ name: String) -> Bool { owned.contains(Paths.mark(name)) }

    /// Calls `body` with every output that any run wrote; more than once with some.
    func forEachOutput(_ body: (Output) -> Void) throws(Failure) {
        for file in descriptors {
            try JournalLoader.forEachLine(file, path) { line, _ in
                if case .done(_, _, let size, let time, let name) = line {
                    body(Output(name: name, size: size, time: time))
                }
            }
        }
    }

    // MARK: Writing

    func append(_ line: JournalLine) throws(Failure) {
        let written = needsLineFeed.withLock { needsLineFeed in
            let bytes = (needsLineFeed ? [0x0A] : []) + line.bytes
            while true {
                let count = unsafe write(descriptors[0], bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                if count > 0 { needsLineFeed = count < bytes.count }
                return count == bytes.count
            }
        }
        guard written else { throw Self.failure(path, "cannot write") }
    }

    func sync() throws(Failure) {
        guard fdatasync(descriptors[0]) == 0 else { throw Self.failure(path, "cannot write to the disk") }
    }

    // MARK: Files

    static func name(_ path: String, _ shard: Shard) -> String { "\(path).\(shard.number)-of-\(shard.count)" }

    /// Journals of shards, and the one of a run over everything.
    private static func others(of path: String, besides own: String) -> [String] {
        let folder = Paths.folder(of: path)
        let start = Paths.name(of: path) + "."
        var found: [String] = []
        if !Paths.areEqual(path, own), FileIdentity(path) != nil { found.append(path) }
        guard let listing = unsafe opendir(folder) else { return found }
        defer { unsafe closedir(listing) }
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name.utf8.starts(with: start.utf8) else { continue }
            let parts = name.dropFirst(start.count).split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[1] == "of", Int(parts[0]) != nil, Int(parts[2]) != nil else { continue }
            let other = Paths.hasSlash(path) ? Paths.join(folder, name) : name
            if !Paths.areEqual(other, own) { found.append(other) }
        }
        return found.sorted()
    }

    private static func open(_ path: String) throws(Failure) -> Int32 {
        try Folders.make(Paths.folder(of: path))
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "\(path): cannot open the journal: \(Failure.reason(errno))",
                hint: "it stands beside the output; --journal names another place")
        }
        return descriptor
    }

    /// Lines are appended to a journal, or to a file without a byte, and to nothing that somebody named by mistake.
    private static func checkKind(_ file: Int32, _ path: String) throws(Failure) {
        let expected = Array("dcmveil-journal-".utf8)
        var start = [UInt8](repeating: 0, count: expected.count)
        let count = unsafe pread(file, &start, start.count, 0)
        // A run that was killed may have left a part of the first line.
        if count >= 0, expected.starts(with: start[..<count]) { return }
        throw Failure(
            .cannotCreate, "\(path): is there already and is no journal", hint: "choose another name with --journal")
    }

    private static func lock(_ file: Int32, _ path: String, isShared: Bool) throws(Failure) {
        guard dcmveil_lock(file, isShared ? 1 : 0) != 0 else { return }
        if errno == EWOULDBLOCK {
            throw Failure(
                .cannotCreate, "\(path): another run is at work with this journal",
                hint: "wait for it; or split the work between runs with --shard k/n")
        }
        throw failure(path, "cannot lock")
    }

    private static func failure(_ path: String, _ what: String) -> Failure {
        Failure(.io, "\(path): \(what) the journal: \(Failure.reason(errno))")
    }
}
