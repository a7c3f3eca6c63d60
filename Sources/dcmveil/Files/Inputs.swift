import DICOM
import Glibc

/// Opens what the arguments name as bytes to read.
enum Inputs {
    /// A regular file can be read anywhere, anything else passes once.
    ///
    /// - Parameter reads: learns which file that is.
    static func open(_ path: String, noting reads: ReadFiles? = nil) throws(Failure) -> any ByteSource {
        // Lent: handed over as it is, a string is copied before the call.
        let descriptor = path.withCString { unsafe Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY) }
        guard descriptor >= 0 else { throw Failure(.noInput, "\(path): cannot open: \(Failure.reason(errno))") }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(.noInput, "\(path): cannot open: \(Failure.reason(code))")
        }
        reads?.current = FileIdentity(status)
        if status.st_mode & S_IFMT == S_IFREG { return FileSource(descriptor: descriptor, size: Int(status.st_size)) }
        return OpenedStream(descriptor: descriptor)
    }

    /// Standard input; as a file when it was redirected from the start of one.
    static func standardInput(noting reads: ReadFiles? = nil) -> any ByteSource {
        var status = stat()
        reads?.current = FileIdentity(descriptor: 0)
        if unsafe fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFREG, lseek(0, 0, SEEK_CUR) == 0 {
            let copy = dup(0)
            if copy >= 0 { return FileSource(descriptor: copy, size: Int(status.st_size)) }
        }
        return StreamSource(descriptor: 0, isCancelled: { Interruption.isRequested })
    }

    /// The whole of a small file without secrets, such as a profile or a list of recipients.
    ///
    /// - Parameter whenRefused: the status of a file that is there and may not be read.
    static func readSmall(
        _ path: String, limit: Int = 4 << 20, whenRefused: ExitStatus = .noInput
    ) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? dup(0) : unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let status = errno == EACCES || errno == EPERM ? whenRefused : .noInput
            throw Failure(status, "\(path): cannot open: \(Failure.reason(errno))")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.io, "\(path): cannot read: \(Failure.reason(errno))")
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw Failure(.usage, "\(path): larger than \(limit >> 20) MiB, too large for what it should be")
            }
        }
    }
}
