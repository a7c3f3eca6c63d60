import ArgumentParser
import CLinux
import Glibc

/// When what was written is made to outlast a power cut. A killed process loses nothing without it.
enum Durability: String, ExpressibleByArgument, CaseIterable {
    /// Left to the system, as `cp` does.
    case off
    /// Once, before the summary of the run.
    case batch
    /// Each file before it gets its name, and the name before the file counts as written.
    case each

    /// Writes everything of the file system that `path` is on to its disk.
    static func syncFileSystem(of path: String) throws(Failure) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }  // nothing was written there
        defer { close(descriptor) }
        guard syncfs(descriptor) == 0 else { throw failure(path) }
    }

    static func sync(_ descriptor: Int32, _ path: String) throws(Failure) {
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// The names in a folder.
    static func syncFolder(_ path: String) throws(Failure) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        try sync(descriptor, path)
    }

    private static func failure(_ path: String) -> Failure {
        Failure(.io, "\(path): cannot write to the disk: \(Failure.reason(errno))")
    }
}
