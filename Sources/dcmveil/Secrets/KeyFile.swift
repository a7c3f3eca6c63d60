import Deidentify
import Glibc
import Seal

/// Files that hold secrets: readable by their owner alone, and nowhere in memory longer than needed.
enum KeyFile {
    private static let prefix = "dcmveil-study-key-1:"
    private static let checkPrefix = "# check: "

    /// A study key as its file has it: one line, one for who finds it, and one that tells whether the key is what it was.
    static func text(of key: StudyKey) -> SecretText {
        var text = SecretText(capacity: 256)
        text.append("# dcmveil study key: who holds it can link output to input. Keep it secret, keep a copy.\n")
        text.append("\(checkPrefix)\(key.identifier)\n")
        text.append(prefix)
        key.withHexadecimal { text.append($0) }
        text.append("\n")
        return text
    }

    static func studyKey(_ path: String) throws(Failure) -> StudyKey {
        let text = try secret(path, limit: 4096)
        switch text.withBytes(studyKey(in:)) {
        case nil:
            throw Failure(
                .noKey, "\(path): not a study key", hint: "make one with: dcmveil keygen --study -o study.key")
        case (_, false)?:
            throw Failure(
                .noKey, "\(path): the study key is not the one that its line \"# check:\" is of",
                hint: "the file was changed, or put together of wrong shares; take another copy of it")
        case (let key, _)?: return key
        }
    }

    /// Whether bytes are a study key as `keygen` writes it, with the line that tells of it, to the last byte.
    static func isCheckedStudyKey(_ text: RawSpan) -> Bool {
        guard let (key, isChecked) = studyKey(in: text), isChecked == true else { return false }
        return self.text(of: key).withBytes { whole in
            whole.byteCount == text.byteCount
                && (0..<whole.byteCount).allSatisfy { byte($0, of: whole) == byte($0, of: text) }
        }
    }

    /// The first key of a file, and whether it is the one that the lines `# check:` name; `nil` for the latter without any.
    private static func studyKey(in text: RawSpan) -> (key: StudyKey, isChecked: Bool?)? {
        let start = Array(checkPrefix.utf8)
        var found: StudyKey?
        var checks: [Range<Int>] = []
        for line in lines(of: text) {
            if byte(line.lowerBound, of: text) != UInt8(ascii: "#") {
                if found == nil {
                    guard let key = key(in: text.extracting(line)) else { return nil }
                    found = key
                }
            } else if line.count > start.count,
                start.indices.allSatisfy({ byte(line.lowerBound + $0, of: text) == start[$0] })
            {
                checks.append(line)
            }
        }
        guard let found else { return nil }
        if checks.isEmpty { return (found, nil) }
        let name = Array(found.identifier.utf8)
        let isChecked = checks.allSatisfy { line in
            line.count == start.count + name.count
                && name.indices.allSatisfy { byte(line.lowerBound + start.count + $0, of: text) == name[$0] }
        }
        return (found, isChecked)
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
        if isSecret { try refuseContradicted(text, path) }
        return text
    }

    /// What gfcombine put together still has the line by which `escrow combine` would have refused it.
    private static func refuseContradicted(_ text: borrowing SecretText, _ path: String) throws(Failure) {
        let isContradicted: Bool
        do throws(SealError) {
            isContradicted = try text.withBytes { (bytes) throws(SealError) in try SplitSecret.isContradicted(bytes) }
        } catch { throw SealFailure.failure(error, path, kind: .identity) }
        guard isContradicted else { return }
        throw Failure(
            .noKey, "\(path): its last line says that it is not what was split",
            hint: "one of the shares was wrong, or the file was changed; put it together of other shares, "
                + "or take the line away if you changed it yourself")
    }

    /// The lines that are not empty, without white space at their ends.
    private static func lines(of text: RawSpan) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for end in 0...text.byteCount where end == text.byteCount || byte(end, of: text) == 0x0A {
            var last = end
            while last > start, [0x0D, 0x20].contains(byte(last - 1, of: text)) { last -= 1 }
            if last > start { lines.append(start..<last) }
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
