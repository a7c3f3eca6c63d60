import Glibc

/// The files that the arguments of a command mean, folders walked through in the order of their names.
///
/// One file at a time: a folder of ten million files is never a list in memory, only the names of the folders that
/// lead to the current one are. Links to folders are not followed, so that there are no loops.
struct InputWalk {
    enum Input {
        /// A regular file, or a link to one.
        case file(String)
        /// Standard input.
        case standardInput
        /// Something that cannot be read as a file: why, and the C library's number where there is one.
        case unreadable(String, reason: String, isMissing: Bool)
        /// Something in a folder that is no file: a pipe, a socket, a link to a folder.
        case skipped(String, reason: String)
    }

    private var arguments: [String].Iterator
    private var open: [(path: String, names: [String], next: Int)] = []

    init(_ arguments: [String]) { self.arguments = arguments.makeIterator() }

    mutating func next() -> Input? {
        while !open.isEmpty {
            let top = open.count - 1
            guard open[top].next < open[top].names.count else {
                open.removeLast()
                continue
            }
            let path = Self.join(open[top].path, open[top].names[open[top].next])
            open[top].next += 1
            if let input = inFolder(path) { return input }
        }
        while let argument = arguments.next() {
            if argument == "-" { return .standardInput }
            switch Folders.kind(of: argument) {
            case .file: return .file(argument)
            case .folder:
                if let failure = enter(argument) { return failure }
                return next()
            case .other: return .file(argument)
            case .missing: return .unreadable(argument, reason: "no such file or folder", isMissing: true)
            case .unreachable(let code): return .unreadable(argument, reason: Failure.reason(code), isMissing: true)
            }
        }
        return nil
    }

    private mutating func inFolder(_ path: String) -> Input? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            let isForeign = path.unicodeScalars.contains("\u{FFFD}")
            return .unreadable(
                path, reason: isForeign ? "its name is not UTF-8; rename it" : Failure.reason(errno), isMissing: false)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(path)
        case S_IFDIR: return enter(path)
        case S_IFLNK:
            switch Folders.kind(of: path) {
            case .file: return .file(path)
            case .folder: return .skipped(path, reason: "a link to a folder")
            case .missing, .unreachable, .other: return .skipped(path, reason: "a link that leads to no file")
            }
        default: return .skipped(path, reason: "neither file nor folder")
        }
    }

    /// - Returns: what to report when the folder cannot be read.
    private mutating func enter(_ path: String) -> Input? {
        guard let folder = unsafe opendir(path) else {
            return .unreadable(path, reason: "cannot read the folder: \(Failure.reason(errno))", isMissing: false)
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        names.sort()
        open.append((path, names, 0))
        return nil
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
