import CLinux
import DICOM
import Glibc

/// A new file that appears under its name only when it is complete.
///
/// Written without a name where the file system can do that, so that even a killed process leaves nothing; else under
/// a random name beside its place. Let go without `commit`, it vanishes.
struct AtomicFile: ~Copyable {
    let descriptor: Int32
    private var path: String
    private let temporary: String?
    private let reads: ReadFiles?
    /// The folder that it was begun in, where that is at hand.
    private var opened: OpenFolder?
    private var isCommitted = false
    private var isClosed = false

    /// - Parameters:
    ///   - path: the name it will have; its folder exists.
    ///   - folder: that of the name, where the caller has it at hand.
    ///   - opened: the same, so that the system need not go down the path again; it may be gone by now.
    ///   - mode: permissions before umask.
    ///   - reads: what it may not take the place of.
    ///   - looksFirst: whether something in the way is to be told before the file is written; else when it is done.
    init(
        _ path: String, in folder: String? = nil, opened: OpenFolder? = nil, mode: mode_t = 0o666,
        sparing reads: ReadFiles? = nil,
        looksFirst: Bool = true
    ) throws(Failure) {
        self.path = path
        self.reads = reads
        self.opened = opened
        if looksFirst { try Self.checkReplaceable(path, sparing: reads) }
        // Lent: handed over as it is, a string is copied before the call.
        let flags = O_WRONLY | O_CLOEXEC | DCMVEIL_O_TMPFILE
        let unnamed =
            if let opened { unsafe openat(opened.descriptor, ".", flags, mode) } else {
                (folder ?? Paths.folder(of: path)).withCString { unsafe open($0, flags, mode) }
            }
        if unnamed >= 0 {
            descriptor = unnamed
            temporary = nil
            return
        }
        guard errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else { throw Self.cannotCreate(path, errno) }
        let name = Self.temporaryName(beside: path)
        let named = unsafe open(name, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
        guard named >= 0 else { throw Self.cannotCreate(path, errno) }
        descriptor = named
        temporary = name
    }

    deinit {
        if !isClosed { close(descriptor) }
        if !isCommitted, let temporary { _ = unsafe unlink(temporary) }
    }

    /// Another name than the one it was begun for, on the same file system.
    mutating func move(to path: String) throws(Failure) {
        self.path = path
        opened = nil
        try Self.checkReplaceable(path, sparing: reads)
    }

    /// What became of the name.
    enum Commit { case done, exists }

    /// Gives the file its name.
    ///
    /// - Parameter replacing: takes the place of a regular file that is there already.
    /// - Returns: `exists` when there is one and it must stay.
    consuming func commit(replacing: Bool) throws(Failure) -> Commit {
        try closeNamed()
        if replacing { return try replace() }
        let result: Int32
        if let temporary {
            // Its folder is there as long as this is in it.
            result = Self.giveName(temporary, path)
            let code = errno
            _ = unsafe unlink(temporary)
            errno = code
            isCommitted = true
        } else {
            result = linkUnnamed(to: path)
        }
        if result == 0 { return .done }
        if errno == EEXIST {
            try Self.checkReplaceable(path)
            return .exists
        }
        throw Self.cannotCreate(path, errno)
    }

    /// Where files have no names until they are whole, what was written is in the kernel's hands. Elsewhere, as on NFS, a full
    /// disk or quota may show only when the file is closed.
    private mutating func closeNamed() throws(Failure) {
        guard temporary != nil else { return }
        isClosed = true
        guard close(descriptor) != 0, errno != EINTR else { return }
        throw Failure(.io, "\(path): cannot write the output: \(Failure.reason(errno))")
    }

    /// Gives a file with a temporary name its own, if nothing has that.
    private static func giveName(_ temporary: String, _ path: String) -> Int32 {
        if unsafe link(temporary, path) == 0 { return 0 }
        // FAT, exFAT and some network file systems have no links.
        guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK else { return -1 }
        if unsafe dcmveil_rename_unless_there(temporary, path) == 0 { return 0 }
        guard errno == EINVAL || errno == ENOSYS else { return -1 }
        // Nor can they rename so: then whatever another process puts there between the two calls is lost.
        var status = stat()
        guard unsafe lstat(path, &status) != 0 else {
            errno = EEXIST
            return -1
        }
        return unsafe rename(temporary, path)
    }

    private consuming func replace() throws(Failure) -> Commit {
        // Asked again: writing may have taken an hour.
        try Self.checkReplaceable(path, sparing: reads)
        var name = temporary
        if name == nil {
            let fresh = Self.temporaryName(beside: path)
            guard linkUnnamed(to: fresh) == 0 else { throw Self.cannotCreate(path, errno) }
            name = fresh
        }
        guard let name, unsafe rename(name, path) == 0 else {
            let code = errno
            if let name { _ = unsafe unlink(name) }
            throw Self.cannotCreate(path, code)
        }
        isCommitted = true
        return .done
    }

    /// Refuses what is no regular file: a rename would put a file where a device, a pipe or a socket was, and a link
    /// may be somebody's way to a place that is not ours to change, such as `/dev/stdout`.
    static func checkReplaceable(_ path: String, sparing reads: ReadFiles? = nil) throws(Failure) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        let kind: String
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard let reads, reads.contains(path) else { return }
            throw Failure(
                .cannotCreate, "\(path): is read by this run", hint: "nothing is changed in place; choose another place"
            )
        case S_IFDIR: kind = "a folder"
        case S_IFLNK: kind = "a symbolic link"
        case S_IFIFO: kind = "a pipe"
        case S_IFSOCK: kind = "a socket"
        default: kind = "a device"
        }
        throw Failure(
            .cannotCreate, "\(path): is \(kind), which nothing is written over",
            hint: "name a file of its own, or use -o - to write to standard output")
    }

    /// The file exists in the folder that its descriptor was opened in, so the new name must be on that file system.
    ///
    /// A file without a name keeps no folder: another run that made the folder, and failed, has found it empty and removed
    /// it. Then it is made again; more than once, should many runs fail.
    private func linkUnnamed(to path: String) -> Int32 {
        if let opened, opened.link(descriptor, as: path) { return 0 }
        for _ in 0..<Self.attempts {
            // By the descriptor itself, which Linux before 6.10 lets few users do; the way through /proc costs more.
            let linked = path.withCString {
                unsafe linkat(descriptor, "", DCMVEIL_AT_FDCWD, $0, DCMVEIL_AT_EMPTY_PATH)
            }
            if linked == 0 { return 0 }
            if errno == EEXIST { return -1 }
            let result = unsafe linkat(
                DCMVEIL_AT_FDCWD, "/proc/self/fd/\(descriptor)", DCMVEIL_AT_FDCWD, path, DCMVEIL_AT_SYMLINK_FOLLOW)
            if result == 0 || errno != ENOENT { return result }
            do throws(Failure) { try Folders.make(Paths.folder(of: path)) } catch {
                // Its message is that of the link: the folder is not there.
                errno = ENOENT
                return result
            }
        }
        errno = ENOENT
        return -1
    }

    /// How often a folder is made that other runs remove.
    static let attempts = 8

    static func temporaryName(beside path: String) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        return Paths.join(Paths.folder(of: path), ".dcmveil-\(random).part")
    }

    private static func cannotCreate(_ path: String, _ code: Int32) -> Failure {
        Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(code))")
    }
}
