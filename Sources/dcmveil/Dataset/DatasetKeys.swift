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
            if error.code == .noMatchingIdentity || error.code == .noMatchingPostQuantum && PostQuantum.isBuilt {
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

    /// Puts a new `keys.age` in the place of the old one, and a new `keys.sha256`.
    ///
    /// Both are complete, and on the disk, before the first gets its name; a rename is one step. Killed at any moment, there is
    /// the old `keys.age` or the new one. `keys.sha256` follows; until it has, only a check without a key is at a loss, and says
    /// so. What goes wrong from there on is told and ends nothing: other people can open the dataset now.
    ///
    /// - Throws: a `Failure`; nothing has changed then.
    static func replace(_ folder: String, with file: [UInt8]) throws {
        do {
            try prepare(folder, DatasetFolder.keys, file)
            try prepare(folder, DatasetFolder.keysDigest, digestLine(of: file))
            try rename(folder, DatasetFolder.keys)
        } catch {
            removePending(folder)
            throw SealedTransfer.failure(error, folder)
        }
        do throws(Failure) {
            try rename(folder, DatasetFolder.keysDigest)
            try Durability.syncFolder(folder)
        } catch {
            removePending(folder)
            StandardError.say(error.message, hint: "the new keys are in place; another rekey mends the rest")
        }
    }

    private static func prepare(_ folder: String, _ name: String, _ bytes: [UInt8]) throws {
        let pending = Paths.join(folder, DatasetFolder.pending(name))
        // Of a run that was killed: it never came to anything.
        _ = unsafe unlink(pending)
        let new = try NewFile(pending)
        do {
            try new.write(bytes)
            // Whoever could read the old one can read the new one.
            var status = stat()
            if unsafe lstat(Paths.join(folder, name), &status) == 0 { new.setPermissions(status.st_mode & 0o777) }
            try new.synchronize()
        } catch { throw SealedTransfer.failure(error, pending) }
    }

    private static func rename(_ folder: String, _ name: String) throws(Failure) {
        let path = Paths.join(folder, name)
        guard unsafe Glibc.rename(Paths.join(folder, DatasetFolder.pending(name)), path) == 0 else {
            throw Failure(.cannotCreate, "\(path): cannot replace: \(Failure.reason(errno))")
        }
    }

    private static func removePending(_ folder: String) {
        for name in [DatasetFolder.keys, DatasetFolder.keysDigest] {
            _ = unsafe unlink(Paths.join(folder, DatasetFolder.pending(name)))
        }
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
