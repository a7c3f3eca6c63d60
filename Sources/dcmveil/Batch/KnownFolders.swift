import Synchronization

/// Folders that one thread knows to be there, so that the system is not asked for each file.
///
/// What is known may be wrong by now, since a run that fails removes what it made: opening a file in it then says so.
final class KnownFolders {
    private var paths: Set<String> = []
    /// Of the last output: most follow one of the same series.
    private var last: String?
    /// The same, once a second output goes there.
    private var opened: OpenFolder?
    private static let limit = 1024

    func contains(_ path: String) -> Bool {
        if let last, Paths.areEqual(path, last) { return true }
        guard paths.contains(path) else { return false }
        last = path
        opened = nil
        return true
    }

    /// The folder of the last output, if that is `path`.
    func opened(_ path: String) -> OpenFolder? {
        guard let last, Paths.areEqual(path, last) else { return nil }
        if opened == nil { opened = OpenFolder(path) }
        return opened
    }

    func add(_ path: String) {
        if paths.count >= Self.limit { paths.removeAll(keepingCapacity: true) }
        paths.insert(path)
    }

    func remove(_ path: String) {
        paths.remove(path)
        last = nil
        opened = nil
    }
}

/// Folders that were made for outputs which failed. They are removed when the run ends, where nothing has come into them:
/// until then other threads may be about to write there.
final class AbandonedFolders: Sendable {
    private let paths = Mutex<Set<String>>([])

    /// - Parameter made: the innermost last.
    func add(_ made: [String]) {
        if made.isEmpty { return }
        paths.withLock { $0.formUnion(made) }
    }

    func remove() {
        let paths = paths.withLock { paths in
            defer { paths = [] }
            return paths
        }
        Folders.remove(paths.sorted { $0.utf8.count < $1.utf8.count })
    }
}
