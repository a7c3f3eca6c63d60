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
    ///
    /// - Returns: the folders that were made, the innermost last.
    @discardableResult
    static func make(_ path: String) throws(Failure) -> [String] {
        if case .folder = kind(of: path) { return [] }
        if unsafe mkdir(path, 0o777) == 0 { return [path] }
        var made: [String] = []
        if errno == ENOENT, Paths.hasSlash(path) {
            let above = Paths.folder(of: Paths.trimmed(path))
            made = Paths.areEqual(above, path) ? [] : try make(above)
            if unsafe mkdir(path, 0o777) == 0 { return made + [path] }
            if errno != EEXIST { remove(made) }
        }
        if errno == EEXIST {
            // Another process or thread may have been faster with this one; those above are still ours to take back.
            if case .folder = kind(of: path) { return made }
            remove(made)
            throw Failure(.cannotCreate, "\(path): is there already and is no folder")
        }
        throw Failure(.cannotCreate, "\(path): cannot create the folder: \(Failure.reason(errno))")
    }

    /// Takes back what `make` made, as far as nothing is in it.
    static func remove(_ made: [String]) {
        let code = errno
        for path in made.reversed() { _ = unsafe rmdir(path) }
        errno = code
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
        let path = Paths.trimmed(path)
        let folder = Paths.folder(of: path)
        // The root exists, and so does the current folder unless it was removed under us.
        if Paths.areEqual(folder, path) { return path }
        let above = resolvedTarget(folder)
        // What does not exist is no link, so that its dots mean what they say: once `new` is made, `new/..` is here.
        return switch Paths.name(of: path) {
        case ".": above
        case "..": Paths.folder(of: above)
        case let name: Paths.join(above, name)
        }
    }
}
