import Glibc

/// Which inputs a run takes, by their path below the folder among the arguments and by the shard that they belong to.
struct PathSelection {
    var included: [String] = []
    var excluded: [String] = []
    var shard: Shard?

    /// Whether this run accounts for the input at all.
    func isOurs(_ path: String) -> Bool { shard?.contains(path) ?? true }

    /// The option that leaves it out, with the number of the glob; `nil`: the run takes it.
    func leavesOut(_ path: String) -> String? {
        if let place = excluded.firstIndex(where: { Self.matches($0, path) }) { return "--exclude-path \(place + 1)" }
        return included.isEmpty || included.contains { Self.matches($0, path) } ? nil : "--include-path"
    }

    /// A star matches slashes as well.
    private static func matches(_ pattern: String, _ path: String) -> Bool { unsafe fnmatch(pattern, path, 0) == 0 }
}
