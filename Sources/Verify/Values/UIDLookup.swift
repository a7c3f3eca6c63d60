import Standard

/// Whether UIDs are registered in PS3.6, remembered: a search takes microseconds, and a file may have millions of UIDs.
final class UIDLookup {
    /// The registry has some 2,300 UIDs. A file with more of its root than this that are none is past asking: each of
    /// them is a finding already, and so is every further one that was not seen before.
    private static let maximumMisses = 20_000

    private var registered: Set<[UInt8]> = []
    private(set) var misses = 0
    private var roots = UIDRoots()

    /// Starts a file.
    func begin(_ roots: UIDRoots) { (misses, self.roots) = (0, roots) }

    func contains(_ uid: ArraySlice<UInt8>) -> Bool {
        // Most that is no dummy is not of this root (PS3.5 §9).
        guard uid.begins(with: "1.2.840.10008.") else { return roots.hold(uid) }
        let uid = Array(uid)
        if registered.contains(uid) { return true }
        if misses >= Self.maximumMisses { return false }
        if UIDRegistry.contains(uid) {
            registered.insert(uid)
            return true
        }
        misses += 1
        return false
    }
}
