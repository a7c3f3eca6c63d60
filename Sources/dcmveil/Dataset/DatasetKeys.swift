import DICOM
import Glibc
import Seal

/// `keys.age` on the disk: read, and exchanged in one step.
enum DatasetKeys {
    static func read(_ folder: String, identities: [any Identity]) throws(Failure) -> KeysDocument {
        let file = try DatasetFolder.read(folder, DatasetFolder.keys, limit: KeysDocument.sizeLimit)
        do { return try KeysDocument.open(file, identities: identities) } catch {
            let name = Paths.join(folder, DatasetFolder.keys)
            guard let error = error as? SealError else { throw Failure(.io, "\(name): cannot read") }
            var failure = SealFailure.failure(error, name, kind: .opening)
            if error.code == .noMatchingIdentity {
                failure.message = "\(name): none of the identities opens this dataset"
                failure.hint = "it was sealed to others; dcmveil seal --who lists them for who can open it"
            }
            throw failure
        }
    }

    /// A line for `sha256sum -c`.
    static func digestLine(of file: [UInt8]) throws(SealError) -> [UInt8] {
        Array("\(Hexadecimal.text(try RunningSHA256.digest(of: file)))  \(DatasetFolder.keys)\n".utf8)
    }

    /// Puts a new `keys.age` in the place of the old one.
    ///
    /// The new file is complete, and on the disk, before it gets the name; a rename is one step. Killed at any moment, there is
    /// the old file or the new one. `keys.sha256` follows; until it has, only a check without a key is at a loss, and says so.
    static func replace(_ folder: String, with file: [UInt8]) throws {
        let pending = Paths.join(folder, DatasetFolder.pendingKeys)
        let keys = Paths.join(folder, DatasetFolder.keys)
        // Of a run that was killed: it never came to anything.
        _ = unsafe unlink(pending)
        do {
            let new = try NewFile(pending)
            try new.write(file)
            // Whoever could read the old one can read the new one.
            var status = stat()
            if unsafe lstat(keys, &status) == 0 { new.setPermissions(status.st_mode & 0o777) }
            try new.synchronize()
        } catch {
            _ = unsafe unlink(pending)
            throw SealedTransfer.failure(error, pending)
        }
        guard unsafe rename(pending, keys) == 0 else {
            let code = errno
            _ = unsafe unlink(pending)
            throw Failure(.cannotCreate, "\(keys): cannot replace: \(Failure.reason(code))")
        }
        synchronize(folder)
        try replaceDigest(Paths.join(folder, DatasetFolder.keysDigest), with: digestLine(of: file))
        synchronize(folder)
    }

    // Apart: in one function with the rest of `replace` it ends the compiler (6.3.1, MoveOnlyChecker).
    private static func replaceDigest(_ path: String, with line: [UInt8]) throws {
        let next = try AtomicFile(path)
        let sink = DescriptorSink(descriptor: next.descriptor)
        try unsafe sink.write(line.span.bytes)
        _ = fsync(next.descriptor)
        _ = try next.commit(replacing: true)
    }

    private static func synchronize(_ folder: String) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// Keeps other runs from exchanging keys at the same time, as long as it lives.
    struct Lock: ~Copyable {
        private let descriptor: Int32

        init(_ folder: String) throws(Failure) {
            descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw Failure(.noInput, "\(folder): cannot open: \(Failure.reason(errno))")
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(descriptor)
                // File systems without locks are no reason to refuse.
                if code == ENOTSUP || code == EINVAL || code == ENOLCK { return }
                throw Failure(.cannotCreate, "\(folder): another run is changing its keys", hint: "try again later")
            }
        }

        deinit { close(descriptor) }
    }
}
