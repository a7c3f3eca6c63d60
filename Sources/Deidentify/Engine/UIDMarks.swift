import Standard

/// UIDs that become other ones, each by a number: a file may have a million, and is told of none of them twice.
struct UIDMarks {
    private var marks: Set<Int> = []
    private var isOverfull = false
    private static let most = 1 << 20

    mutating func removeAll() {
        if !marks.isEmpty { marks.removeAll() }
        isOverfull = false
    }

    mutating func add(_ uid: [UInt8]) { unsafe uid.withUnsafeBytes { unsafe add($0) } }

    mutating func add(_ uid: RawSpan) { unsafe uid.withUnsafeBytes { unsafe add($0) } }

    private mutating func add(_ uid: UnsafeRawBufferPointer) {
        if unsafe uid.isEmpty || isOverfull { return }
        guard marks.count < Self.most else {
            isOverfull = true
            return
        }
        unsafe marks.insert(Self.mark(uid))
    }

    /// Of more than can be held, whatever is not registered.
    func contains(_ uid: [UInt8]) -> Bool {
        if uid.isEmpty || marks.isEmpty { return false }
        return (isOverfull || marks.contains(unsafe uid.withUnsafeBytes { unsafe Self.mark($0) }))
            && !UIDRegistry.contains(uid)
    }

    private static func mark(_ uid: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        unsafe hasher.combine(bytes: uid)
        return hasher.finalize()
    }
}
