import Deidentify
import Glibc

/// Files that hold secrets: readable by their owner alone, and nowhere in memory longer than needed.
enum KeyFile {
    private static let prefix = "dcmveil-study-key-1:"

    /// A study key as its file has it: one line, and one for who finds it.
    static func text(of key: StudyKey) -> SecretText {
        var text = SecretText(capacity: 256)
        text.append("# dcmveil study key: who holds it can link output to input. Keep it secret, keep a copy.\n")
        text.append(prefix)
        key.withHexadecimal { text.append($0) }
        text.append("\n")
        return text
    }

    static func studyKey(_ path: String) throws(Failure) -> StudyKey {
        let text = try secret(path, limit: 4096)
        let found = text.withBytes { bytes -> StudyKey? in
            guard let line = lines(of: bytes).first else { return nil }
            return key(in: bytes.extracting(line))
        }
        guard let found else {
            throw Failure(
                .noKey, "\(path): not a study key", hint: "make one with: dcmveil keygen --study -o study.key")
        }
        return found
    }

    /// What a file of secrets holds. Refuses one that others can read.
    ///
    /// - Parameter limit: bytes that such a file has at most.
    static func secret(_ path: String, limit: Int) throws(Failure) -> SecretText {
        try text(path, limit: limit, called: "key file", isSecret: true)
    }

    /// What a file about keys holds, in memory that is wiped whatever it is.
    ///
    /// - Parameter isSecret: refuses one that others can read.
    static func text(_ path: String, limit: Int, called what: String, isSecret: Bool) throws(Failure) -> SecretText {
        let descriptor = path == "-" ? dup(0) : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw Failure(.noKey, "\(path): cannot open the \(what): \(Failure.reason(errno))")
        }
        defer { close(descriptor) }
        var status = stat()
        // Of the file that is open, not of what has its name by now.
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw Failure(.noKey, "\(path): cannot open the \(what): \(Failure.reason(errno))")
        }
        guard !isSecret || path == "-" || status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0 else {
            throw Failure(.noKey, "\(path): others can read this key file", hint: "chmod 600 \(path)")
        }
        var text = SecretText(capacity: limit)
        let isWhole: Bool
        do throws(SecretText.ReadError) { isWhole = try text.fill(from: descriptor) } catch {
            let status = error.errno == EISDIR ? ExitStatus.noKey : .io
            throw Failure(status, "\(path): cannot read the \(what): \(Failure.reason(error.errno))")
        }
        guard isWhole else { throw Failure(.noKey, "\(path): too large for a \(what)") }
        return text
    }

    /// The lines that are neither empty nor a comment, without white space at their ends.
    private static func lines(of text: RawSpan) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for end in 0...text.byteCount where end == text.byteCount || byte(end, of: text) == 0x0A {
            var last = end
            while last > start, [0x0D, 0x20].contains(byte(last - 1, of: text)) { last -= 1 }
            if last > start, byte(start, of: text) != UInt8(ascii: "#") { lines.append(start..<last) }
            start = end + 1
        }
        return lines
    }

    private static func key(in line: RawSpan) -> StudyKey? {
        let start = Array(prefix.utf8)
        guard line.byteCount > start.count, start.indices.allSatisfy({ byte($0, of: line) == start[$0] }) else {
            return nil
        }
        return StudyKey(hexadecimal: line.extracting(droppingFirst: start.count))
    }

    private static func byte(_ offset: Int, of text: RawSpan) -> UInt8 {
        unsafe text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
