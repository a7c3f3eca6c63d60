import Glibc

/// Descriptors 0 to 2, which a caller may have closed.
enum StandardDescriptors {
    /// Fills the gaps, so that no file that is opened later gets one of these numbers: messages would land in a report,
    /// an output in what the shell thinks is standard error.
    ///
    /// Opened the wrong way round: reading a standard input that is not there, and writing a standard output that is not
    /// there, stay errors.
    static func fill() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is this one.
            if unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) < 0 { _exit(ExitStatus.io.rawValue) }
        }
    }
}
