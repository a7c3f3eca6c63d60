import Standard

/// UIDs of the segments that are on their way out and that have become other ones, by 64 bits of their bytes: a file may have a million.
struct EarlierUIDs {
    private var marks: Set<WordHash> = []
    private var isOverfull = false
    private static let most = 1 << 20

    mutating func removeAll() {
        marks.removeAll()
        isOverfull = false
    }

    mutating func add(_ uids: Set<[UInt8]>) {
        guard marks.count + uids.count <= Self.most else {
            isOverfull = true
            return
        }
        for uid in uids { marks.insert(WordHash(uid)) }
    }

    /// Of more than can be held, whatever is not registered.
    func contains(_ uid: [UInt8]) -> Bool {
        if uid.isEmpty { return false }
        return isOverfull ? !UIDRegistry.contains(uid) : !marks.isEmpty && marks.contains(WordHash(uid))
    }
}
