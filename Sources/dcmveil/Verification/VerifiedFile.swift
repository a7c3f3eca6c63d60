import Glibc
import Verify

/// What became of one input of `verify`.
struct VerifiedFile: Sendable {
    enum Result: Sendable {
        case verified(Verification)
        case passedOver(reason: String)
    }

    var path: String
    /// What the names on the way to it gave away.
    var names: [Finding]
    var result: Result

    /// Opens the file and verifies it.
    init(_ path: String, _ names: [Finding], _ verifier: Verifier, known: KnownLookup?, memory: VerifierMemory) {
        self.path = path
        self.names = names
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            result = .passedOver(reason: "cannot open: \(Failure.reason(errno))")
            return
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            result = .passedOver(reason: "is no regular file")
            return
        }
        do {
            result = .verified(
                try verifier.examine(
                    fileDescriptor: descriptor, size: Int(status.st_size), known: known, memory: memory))
        } catch {
            result = .verified(.unreadable)
        }
    }

    /// Verifies standard input: as a file when it is one from its start on, else as it comes.
    init(standardInputFor verifier: Verifier, known: KnownLookup?) {
        path = "-"
        names = []
        var status = stat()
        do {
            if unsafe fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFREG, lseek(0, 0, SEEK_CUR) == 0 {
                result = .verified(try verifier.examine(fileDescriptor: 0, size: Int(status.st_size), known: known))
            } else {
                result = .verified(try verifier.examine(stream: StreamBytes(descriptor: 0), known: known))
            }
        } catch {
            result = .verified(.unreadable)
        }
    }
}
