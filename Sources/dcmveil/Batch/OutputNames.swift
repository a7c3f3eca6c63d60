import Glibc

/// The names of the outputs of a run, given to inputs in the order of the inputs, however many threads ask.
///
/// Of two inputs that would have one name the first in order has it, and nobody has a name that nothing was written to: the
/// next input of it may be the good one. So every run gives the same files the same names, with one thread or many.
///
/// A thread asks once it has read the headers of its input, and waits until every input before that has asked or ended.
/// It waits for no input behind it, so that there is no circle.
///
/// Sound: everything is touched under `mutex` alone; mutex and condition lie at addresses of their own until `deinit`.
@safe final class OutputNames: @unchecked Sendable {
    enum Claim {
        case granted
        /// An input before has it: which one, as far as that is remembered.
        case taken(by: String?)
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    /// Marks of names, and where the input that has each is remembered.
    private var owners: [Int: UInt32] = [:]
    /// Marks of the names of inputs that are still at work: one for each thread at most.
    private var pending: [(number: Int, mark: Int)] = []
    /// The first input that has neither asked nor ended.
    private var turn = 0
    /// Inputs behind it that ended without asking.
    private var ended: Set<Int> = []
    private var waiting = 0
    private var inputs = RememberedPaths()

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
        unsafe changed.deallocate()
    }

    /// Asks for `name` for the input of this number, once.
    func claim(_ name: String, for number: Int, _ input: String) -> Claim {
        let mark = Paths.mark(name)
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while turn != number { wait() }
        // Whoever has the name may yet fail. Those behind wait as well, so that the order stays.
        while pending.contains(where: { $0.mark == mark }) { wait() }
        defer { passTurn() }
        if let owner = owners[mark] { return .taken(by: inputs[owner]) }
        owners[mark] = inputs.remember(input)
        pending.append((number, mark))
        return .granted
    }

    /// Every input ends, with a name or without.
    ///
    /// - Parameter keepsName: something has the name that it was given.
    func end(_ number: Int, keepsName: Bool) {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        if let place = pending.firstIndex(where: { $0.number == number }) {
            let mark = pending.remove(at: place).mark
            if !keepsName { owners.removeValue(forKey: mark) }
            if waiting > 0 { unsafe pthread_cond_broadcast(changed) }
        } else if turn == number {
            passTurn()
        } else if turn < number {
            ended.insert(number)
        }
    }

    /// Whether an input of this run has the name.
    func contains(_ name: String) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return owners[Paths.mark(name)] != nil
    }

    private func passTurn() {
        turn += 1
        while !ended.isEmpty, ended.remove(turn) != nil { turn += 1 }
        if waiting > 0 { unsafe pthread_cond_broadcast(changed) }
    }

    private func wait() {
        waiting += 1
        unsafe pthread_cond_wait(changed, mutex)
        waiting -= 1
    }
}

/// Paths of inputs, each folder once, in bounded memory: what came too late is not remembered.
struct RememberedPaths {
    private var bytes: [UInt8] = []
    private var folder: [UInt8] = []
    private var folderPlace: UInt32 = 0
    private static let limit = 64 << 20
    private static let forgotten = UInt32.max

    /// - Returns: what it is found by again.
    mutating func remember(_ path: String) -> UInt32 {
        guard bytes.count + path.utf8.count + 16 < Self.limit else { return Self.forgotten }
        var text = path
        let isInLastFolder = text.withUTF8 { unsafe liesInLastFolder($0) }
        if isInLastFolder { return rememberName(path.utf8.dropFirst(folder.count + 1)) }
        let above = Paths.hasSlash(path) ? Array(Paths.folder(of: path).utf8) : []
        if bytes.isEmpty || above != folder {
            folder = above
            folderPlace = UInt32(bytes.count)
            append(above)
        }
        return rememberName(Paths.name(of: path).utf8)
    }

    private mutating func rememberName(_ name: some Collection<UInt8>) -> UInt32 {
        let place = UInt32(bytes.count)
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: folderPlace >> shift)) }
        append(name)
        return place
    }

    /// Whether the last name of a path is all that differs from the folder of the path before, as with nearly all.
    private func liesInLastFolder(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !folder.isEmpty, path.count > folder.count + 1, unsafe path.starts(with: folder) else { return false }
        return unsafe path.lastIndex(of: UInt8(ascii: "/")) == folder.count
    }

    subscript(place: UInt32) -> String? {
        if place == Self.forgotten { return nil }
        let start = Int(place)
        var above = 0
        for index in 0..<4 { above |= Int(bytes[start + index]) << (8 * index) }
        let folder = text(at: above)
        let name = text(at: start + 4)
        return folder.isEmpty ? name : Paths.join(folder, name)
    }

    private mutating func append(_ text: some Collection<UInt8>) {
        let count = min(text.count, 0xFFFF)
        bytes.append(UInt8(truncatingIfNeeded: count))
        bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        bytes.append(contentsOf: text.prefix(count))
    }

    private func text(at place: Int) -> String {
        let count = Int(bytes[place]) | Int(bytes[place + 1]) << 8
        return String(decoding: bytes[place + 2..<place + 2 + count], as: UTF8.self)
    }
}
