import Deidentify
import Glibc

/// The file that holds a study key: one line, readable by its owner alone.
enum KeyFile {
    private static let prefix = "dcmveil-study-key-1:"

    static func text(of key: StudyKey) -> [UInt8] {
        Array("# dcmveil study key: who holds it can link output to input. Keep it secret, keep a copy.\n".utf8)
            + Array(prefix.utf8) + key.hexadecimal + [0x0A]
    }

    static func read(_ path: String) throws(Failure) -> StudyKey {
        try checkPrivate(path)
        var bytes = try Inputs.readSmall(path, limit: 4096)
        defer { for index in bytes.indices { bytes[index] = 0 } }
        for line in bytes.split(separator: 0x0A) {
            var line = line
            while let last = line.last, last == 0x0D || last == 0x20 { line.removeLast() }
            if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
            guard line.starts(with: prefix.utf8), let key = StudyKey(hexadecimal: line.dropFirst(prefix.utf8.count))
            else { break }
            return key
        }
        throw Failure(
            .noKey, "\(path): not a study key", hint: "make one with: dcmveil keygen --study -o study.key")
    }

    /// Refuses a secret that others can read.
    static func checkPrivate(_ path: String) throws(Failure) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw Failure(.noKey, "\(path): cannot open the key file: \(Failure.reason(errno))")
        }
        guard status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0 else {
            throw Failure(.noKey, "\(path): others can read this key file", hint: "chmod 600 \(path)")
        }
    }
}
