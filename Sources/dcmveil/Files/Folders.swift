import Glibc

/// Questions to the file system, and folders made on the way to a file.
enum Folders {
    /// Kind of what stands at a path; symbolic links are followed.
    enum Kind { case file, folder, other, missing, unreachable(Int32) }

    static func kind(of path: String) -> Kind {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return errno == ENOENT ? .missing : .unreachable(errno) }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        default: .other
        }
    }

    /// Makes a folder and those above it. One that is there already is fine.
    static func make(_ path: String) throws(Failure) {
        if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST {
            if case .folder = kind(of: path) { return }
            throw Failure(.cannotCreate, "\(path): is there already and is no folder")
        }
        if errno == ENOENT, path.contains("/") {
            try make(AtomicFile.folder(of: path))
            if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        }
        throw Failure(.cannotCreate, "\(path): cannot create the folder: \(Failure.reason(errno))")
    }

    /// The path without links and dots; `nil` when it does not exist.
    static func resolved(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The resolved path of something that may not exist yet: its nearest existing folder, and the rest.
    static func resolvedTarget(_ path: String) -> String {
        if let resolved = resolved(path) { return resolved }
        var parts: [Substring] = []
        var head = path
        while !head.isEmpty, head != "/" {
            while head.count > 1, head.hasSuffix("/") { head.removeLast() }
            if let resolved = resolved(head) {
                return ([resolved] + parts.reversed().map(String.init)).joined(separator: "/")
            }
            guard let slash = head.lastIndex(of: "/") else {
                parts.append(Substring(head))
                break
            }
            parts.append(Substring(head[head.index(after: slash)...]))
            head = String(head[..<slash])
        }
        let base = path.hasPrefix("/") ? "" : (resolved(".") ?? ".")
        return base + "/" + parts.reversed().joined(separator: "/")
    }

    /// Whether `path` is `folder` or lies in it; both resolved.
    static func contains(_ folder: String, _ path: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
    }
}
