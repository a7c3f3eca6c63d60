import DICOM
import Glibc
import Seal

/// The files of a sealed dataset (docs/datasets.md).
enum DatasetFolder {
    static let seal = "SEAL"
    static let signature = "SEAL.sig"
    static let manifest = "manifest.sha256"
    static let keys = "keys.age"
    /// SHA-256 of `keys.age`, for `sha256sum -c`: for who has no key to open it with.
    static let keysDigest = "keys.sha256"
    /// What a file is called until it takes the place of the one of this name: `keys.age` and its digest.
    static func pending(_ name: String) -> String { "\(name).new" }
    static let index = ManifestLine.index
    static let recipe = ManifestLine.recipe

    /// What signatures of `SEAL` are for, as `ssh-keygen -Y verify -n` wants to know it.
    static let signatureNamespace = "dcmveil-dataset"

    /// Whether the folder claims to be one: then it is read as one, or refused.
    static func isDataset(_ path: String) -> Bool {
        guard path != "-", case .file = Folders.kind(of: Paths.join(path, seal)) else { return false }
        for name in [keys, manifest] {
            if case .missing = Folders.kind(of: Paths.join(path, name)) { continue }
            return true
        }
        return false
    }

    /// Opens a file of a dataset that has to be a regular one: no link that leads out of it, no pipe that never ends.
    static func open(_ folder: String, _ name: String) throws(Failure) -> FileSource {
        let path = Paths.join(folder, name)
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw Failure(.badInput, "\(path): is missing")
            case ELOOP: throw Failure(.badInput, "\(path): is a link")
            case ENXIO: throw Failure(.badInput, "\(path): is no regular file")
            // What is there and cannot be read is no damage: another day it may be.
            case let code: throw Failure(.io, "\(path): cannot open: \(Failure.reason(code))")
            }
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Failure(.badInput, "\(path): is no regular file")
        }
        return FileSource(descriptor: descriptor, size: Int(status.st_size))
    }

    /// The whole of a small file.
    static func read(_ folder: String, _ name: String, limit: Int) throws(Failure) -> [UInt8] {
        let source = try open(folder, name)
        guard let size = source.size, size <= limit else {
            throw Failure(.badInput, "\(Paths.join(folder, name)): larger than any real one")
        }
        return try read(source, at: 0, count: size, Paths.join(folder, name))
    }

    /// - Returns: fewer bytes at the end of the file.
    static func read(_ source: FileSource, at offset: Int, count: Int, _ name: String) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, min(count, (source.size ?? 0) - offset)))
        var filled = 0
        var failure: ParseError?
        unsafe bytes.withUnsafeMutableBytes { room in
            do throws(ParseError) {
                while filled < room.count {
                    let read = try unsafe source.read(
                        at: offset + filled, into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
                    if read == 0 { break }
                    filled += read
                }
            } catch { failure = error }
        }
        if let failure {
            guard case .io(let code) = failure.code else { throw Failure(.io, "\(name): cannot read") }
            throw Failure(.io, "\(name): cannot read: \(Failure.reason(code))")
        }
        return Array(bytes[..<filled])
    }
}
