import Glibc

/// A folder that is held open, so that files are made in it without going the whole way to it each time.
final class OpenFolder {
    let descriptor: Int32

    /// `nil` where it cannot be opened, as one that may only be written to.
    init?(_ path: String) {
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }
}
