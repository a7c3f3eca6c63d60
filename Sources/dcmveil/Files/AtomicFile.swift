import CLinux
import DICOM
import Glibc

/// A new file that appears under its name only when it is complete.
///
/// Written without a name where the file system can do that, so that even a killed process leaves nothing; else under
/// a random name beside its place. Let go without `commit`, it vanishes.
struct AtomicFile: ~Copyable {
    let descriptor: Int32
    private let path: String
    private let temporary: String?
    private var isCommitted = false

    /// - Parameters:
    ///   - path: the name it will have; its folder exists.
    ///   - mode: permissions before umask.
    init(_ path: String, mode: mode_t = 0o666) throws(Failure) {
        self.path = path
        let folder = Paths.folder(of: path)
        let unnamed = unsafe open(folder, O_WRONLY | O_CLOEXEC | DCMVEIL_O_TMPFILE, mode)
        if unnamed >= 0 {
            descriptor = unnamed
            temporary = nil
            return
        }
        guard errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else {
            throw Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(errno))")
        }
        let name = "\(folder)/.dcmveil-\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        let named = unsafe open(name, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
        guard named >= 0 else { throw Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(errno))") }
        descriptor = named
        temporary = name
    }

    deinit {
        close(descriptor)
        if !isCommitted, let temporary { _ = unsafe unlink(temporary) }
    }

    /// What became of the name.
    enum Commit { case done, exists }

    /// Gives the file its name.
    ///
    /// - Parameter replacing: takes the place of a file that is there already.
    /// - Returns: `exists` when there is one and it must stay.
    consuming func commit(replacing: Bool) throws(Failure) -> Commit {
        if replacing { return try replace() }
        let result: Int32
        if let temporary {
            result = unsafe link(temporary, path)
            let code = errno
            _ = unsafe unlink(temporary)
            errno = code
            isCommitted = true
        } else {
            result = linkUnnamed(to: path)
        }
        if result == 0 { return .done }
        if errno == EEXIST { return .exists }
        throw Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(errno))")
    }

    private consuming func replace() throws(Failure) -> Commit {
        var name = temporary
        if name == nil {
            let fresh = "\(Paths.folder(of: path))/.dcmveil-\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
            guard linkUnnamed(to: fresh) == 0 else {
                throw Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(errno))")
            }
            name = fresh
        }
        guard let name, unsafe rename(name, path) == 0 else {
            let code = errno
            if let name { _ = unsafe unlink(name) }
            throw Failure(.cannotCreate, "\(path): cannot create: \(Failure.reason(code))")
        }
        isCommitted = true
        return .done
    }

    private func linkUnnamed(to path: String) -> Int32 {
        unsafe linkat(
            DCMVEIL_AT_FDCWD, "/proc/self/fd/\(descriptor)", DCMVEIL_AT_FDCWD, path, DCMVEIL_AT_SYMLINK_FOLLOW)
    }

}
