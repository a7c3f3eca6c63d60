/// Folders that one thread knows to be there, so that the system is not asked for each file.
///
/// What is known may be wrong by now, since a run that fails removes what it made: opening a file in it then says so.
final class KnownFolders {
    private var paths: Set<String> = []
    private static let limit = 1024

    func contains(_ path: String) -> Bool { paths.contains(path) }

    func add(_ path: String) {
        if paths.count >= Self.limit { paths.removeAll(keepingCapacity: true) }
        paths.insert(path)
    }

    func remove(_ path: String) { paths.remove(path) }
}
