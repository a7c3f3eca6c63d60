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
        /// Something that cannot be read as a file: why, and whether there is no such thing.
        case unreadable(String, reason: String, isMissing: Bool)
        /// Something in a folder that is no file: a pipe, a socket, a link to a folder.
        case skipped(String, reason: String)
    }

    /// A name in a folder: as text, or bytes that are none (`nil` text; escaped for the person).
    private struct Name {
        var text: String
        var isText: Bool
        /// What the folder itself says of the kind (`d_type` of readdir(3)).
        var kind: UInt8 = 0
    }

    private var arguments: [String].Iterator
    private var list: PathList?
    private let output: String?
    private var open: [(path: String, names: [Name], next: Int)] = []
    /// The folder among the arguments that the last input was found in; `nil` when it is an argument itself.
    private(set) var root: String?
    /// The last input passes once and may have to be waited for: a pipe, a device, standard input.
    private(set) var isStream = false

    /// - Parameters:
    ///   - list: further paths, which come after the arguments.
    ///   - output: the folder of outputs, resolved. A folder in the list that it lies in is not walked through; among
    ///     the arguments the command has refused one before.
    init(_ arguments: [String], list: PathList? = nil, output: String? = nil) {
        self.arguments = arguments.makeIterator()
        self.list = list
        self.output = output
    }

    mutating func next() -> Input? {
        isStream = false
        while true {
            while !open.isEmpty {
                let top = open.count - 1
                guard open[top].next < open[top].names.count else {
                    open.removeLast()
                    continue
                }
                let name = open[top].names[open[top].next]
                let path = Paths.join(open[top].path, name.text)
                open[top].next += 1
                guard name.isText else {
                    return .unreadable(path, reason: "its name is not UTF-8; rename it", isMissing: false)
                }
                // Most file systems tell the kind with the name, which saves a call for each file.
                if name.kind == UInt8(DT_REG) { return .file(path) }
                if let input = inFolder(path) { return input }
            }
            root = nil
            if let argument = arguments.next() {
                if argument == "-" {
                    isStream = true
                    return .standardInput
                }
                if let input = named(argument) { return input }
            } else {
                switch fromList() {
                case .input(let input): return input
                case .folder: break
                case .end: return nil
                }
            }
        }
    }

    /// The path of the last input as seen from the folder among the arguments that it was found in.
    func relative(_ input: Input) -> String {
        let path =
            switch input {
            case .file(let path), .unreadable(let path, _, _), .skipped(let path, _): path
            case .standardInput: "-"
            }
        return root.map { Paths.relative(path, to: $0) } ?? path
    }

    /// What comes next in the list; a folder is then walked through.
    private enum Listed { case input(Input), folder, end }

    private mutating func fromList() -> Listed {
        do throws(Failure) {
            switch try list?.next() {
            case nil: return .end
            case .foreign(let text):
                return .input(.unreadable(text, reason: "its name is not UTF-8; rename it", isMissing: false))
            case .path(let path):
                if let output, let resolved = Folders.resolved(path), Paths.contains(resolved, output) {
                    let reason = "the output lies in it; choose another place"
                    return .input(.unreadable(path, reason: reason, isMissing: false))
                }
                // Who lists what a folder holds may list pipes that nobody ever writes to.
                if case .other = Folders.kind(of: path) {
                    return .input(.skipped(path, reason: "neither file nor folder"))
                }
                return named(path).map { .input($0) } ?? .folder
            }
        } catch {
            // A list that breaks off is as bad as a file that does: what it would have named is not known.
            defer { list = nil }
            return .input(.unreadable(list?.name ?? "", reason: error.message, isMissing: false))
        }
    }

    /// - Returns: `nil` when it is a folder, which is then walked through.
    private mutating func named(_ path: String) -> Input? {
        switch Folders.kind(of: path) {
        case .file: return .file(path)
        case .other:
            isStream = true
            return .file(path)
        case .folder:
            root = path
            return enter(path)
        case .missing:
            // The system gives us arguments as text, with this character for what is none.
            let isForeign = path.unicodeScalars.contains("\u{FFFD}")
            let reason =
                isForeign
                ? "its name is not UTF-8; rename it"
                : path.utf8.last == 0x0D
                    ? "no such file or folder; the list has the line ends of Windows"
                    : path.utf8.last == 0x0A
                        ? "no such file or folder; the list is separated by line feeds, without -0"
                        : "no such file or folder"
            return .unreadable(path, reason: reason, isMissing: true)
        case .unreachable(let code): return .unreadable(path, reason: Failure.reason(code), isMissing: true)
        }
    }

    private mutating func inFolder(_ path: String) -> Input? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            return .unreadable(path, reason: Failure.reason(errno), isMissing: false)
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
        var names: [Name] = []
        errno = 0
        while let entry = unsafe readdir(folder) {
            // Sound: the kernel ends each name with a zero byte, within the entry.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
                    let limited = unsafe UnsafeBufferPointer(start: bytes, count: 256)
                    return unsafe Self.name(limited.prefix { $0 != 0 })
                }
            }
            if name.text != ".", name.text != ".." {
                names.append(name)
                names[names.count - 1].kind = unsafe entry.pointee.d_type
            }
            errno = 0
        }
        guard errno == 0 else {
            return .unreadable(path, reason: "cannot read the folder: \(Failure.reason(errno))", isMissing: false)
        }
        names.sort { $0.text < $1.text }
        open.append((path, names, 0))
        return nil
    }

    private static func name(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Name {
        if let text = unsafe String(validating: bytes, as: UTF8.self) { return Name(text: text, isText: true) }
        return Name(text: unsafe Paths.escaped(bytes), isText: false)
    }
}
