import Glibc

/// Paths in a file or pipe (`--files-from`), each ended by a line feed or by a zero byte.
///
/// One piece of it is in memory at a time. A path is taken as it stands: `-` is a file of that name, blanks are its own.
final class PathList {
    enum Entry {
        case path(String)
        /// Bytes that are no UTF-8, escaped for the person.
        case foreign(String)
    }

    /// Bytes of the longest path that Linux takes are 4,096; something longer is no list of paths.
    private static let limit = 4096
    private static let chunkSize = 64 << 10

    /// What the list is called in messages.
    let name: String
    private let descriptor: Int32
    private let separator: UInt8
    private var pending: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// What is done every now and then while whoever writes the list takes their time.
    var whileWaiting: (() throws(Failure) -> Void)?

    /// - Parameters:
    ///   - path: the list; `-` for standard input.
    ///   - isNullSeparated: as `find -print0` writes it.
    init(_ path: String, isNullSeparated: Bool) throws(Failure) {
        name = path == "-" ? "the list on standard input" : path
        separator = isNullSeparated ? 0 : 0x0A
        descriptor = path == "-" ? dup(0) : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(.noInput, "\(name): cannot open: \(Failure.reason(errno))") }
    }

    deinit { close(descriptor) }

    /// - Returns: `nil` at the end. Empty entries are passed over.
    func next() throws(Failure) -> Entry? {
        var searched = start
        while true {
            if let end = pending[searched...].firstIndex(of: separator) {
                let entry = pending[start..<end]
                start = end + 1
                if !entry.isEmpty { return try self.entry(entry) }
                searched = start
                continue
            }
            if isAtEnd {
                let entry = pending[start...]
                start = pending.endIndex
                return entry.isEmpty ? nil : try self.entry(entry)
            }
            pending.removeFirst(start)
            start = 0
            searched = pending.count
            guard pending.count <= Self.limit else { throw Self.noList }
            try readMore()
        }
    }

    private func readMore() throws(Failure) {
        var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
        try wait()
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR, !Interruption.isRequested { continue }
                throw Failure(.io, "cannot read the list to its end: \(Failure.reason(errno))")
            }
            isAtEnd = count == 0
            pending.append(contentsOf: chunk[..<count])
            return
        }
    }

    /// Until there is something to read, or a signal came.
    private func wait() throws(Failure) {
        guard let whileWaiting else { return }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&request, 1, Self.patience) == 0, !Interruption.isRequested { try whileWaiting() }
    }

    /// Milliseconds.
    private static let patience: Int32 = 100

    /// What the list holds is not shown: it may be a file of patients that was named by mistake.
    private static var noList: Failure {
        Failure(.usage, "an entry is longer than any path; is it a list of paths, separated otherwise (-0)?")
    }

    private func entry(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Entry {
        guard bytes.count <= Self.limit else { throw Self.noList }
        guard !bytes.contains(0) else {
            throw Failure(.usage, "a zero byte in an entry; is it a list of paths? (find -print0 needs -0 here, too)")
        }
        if let text = String(validating: bytes, as: UTF8.self) { return .path(text) }
        return .foreign(Paths.escaped(bytes))
    }
}
