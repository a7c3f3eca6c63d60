import Glibc
import Synchronization

/// A file itself, whatever its names: hard links, symbolic links and mounts lead to the same one.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let node: UInt64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
    }

    /// Of what a path leads to; `nil` when that is nothing.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Of what is open.
    init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }
}

/// What a run reads, so that nothing that it writes takes the place of that.
///
/// By file and not by path, since an input may be a link into the folder of outputs. Of files that are found by walking
/// only links are kept, which bounds the memory: any other such file lies in an input folder, where nothing is written.
final class ReadFiles {
    private final class Shared: Sendable {
        let files = Mutex<Set<FileIdentity>>([])
    }

    private let shared: Shared
    /// What this thread is reading.
    var current: FileIdentity?

    /// - Parameter paths: of inputs, keys, profiles, lists and recipients; what is no path does no harm.
    init(_ paths: [String]) {
        shared = Shared()
        for path in paths where path != "-" { add(path) }
    }

    private init(_ shared: Shared) { self.shared = shared }

    /// Makes another one for another thread, which knows the same files, those that are added later as well.
    var forAnotherThread: @Sendable () -> ReadFiles {
        let shared = shared
        return { ReadFiles(shared) }
    }

    func add(_ path: String) {
        if let file = FileIdentity(path) { shared.files.withLock { _ = $0.insert(file) } }
    }

    /// Remembers what links in input folders lead to, before the first output could replace it.
    func survey(_ inputs: [String]) {
        var walk = InputWalk(inputs)
        while !Interruption.isRequested, let input = walk.next() {
            guard walk.root != nil, case .file(let path) = input else { continue }
            var status = stat()
            if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { add(path) }
        }
    }

    /// Whether the file at `path` is read by this run.
    func contains(_ path: String) -> Bool {
        guard let file = FileIdentity(path) else { return false }
        return file == current || shared.files.withLock { $0.contains(file) }
    }
}
