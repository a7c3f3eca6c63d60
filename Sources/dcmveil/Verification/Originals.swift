import Glibc
import Verify

/// Reads originals for `--against`, on all cores, and keeps hashes of what must not turn up again.
struct Originals {
    let verifier: Verifier
    let workers: Int

    /// - Parameter paths: files and folders.
    func collect(_ paths: [String]) throws -> OriginalTokens {
        let verifier = verifier
        let pool = OrderedWorkers<[String], (tokens: OriginalTokens, unread: [String])>(
            count: workers, capacity: 4 * workers
        ) {
            { job in
                var tokens = OriginalTokens()
                let unread = job.filter { !Self.read($0, verifier, &tokens) }
                return (tokens, unread)
            }
        }
        defer { pool.stop() }
        var tokens = OriginalTokens()
        func take() {
            guard let result = pool.take() else { return }
            tokens.merge(result.tokens)
            // No DICOM file has nothing to give; it may be a letter, but nobody knows its words.
            for path in result.unread { StandardError.say("\(path): not read to its end, as an original") }
        }
        var walk = InputWalk(paths)
        var job: [String] = []
        var files = 0
        while let input = walk.next() {
            if Interruption.isRequested { Interruption.end() }
            switch input {
            case .file(let path):
                files += 1
                job.append(path)
                guard job.count == 8 else { continue }
                if pool.isFull { take() }
                pool.submit(job)
                job = []
            case .standardInput: throw Failure(.usage, "--against takes files and folders")
            case .unreadable(let path, let reason, let isMissing):
                if isMissing { throw Failure(.noInput, "\(path): \(reason)") }
                StandardError.say("\(path): not read, as an original: \(reason)")
            case .skipped(let path, let reason): StandardError.say("\(path): not read, as an original: \(reason)")
            }
        }
        if pool.isFull { take() }
        pool.submit(job)
        while true {
            guard let result = pool.take() else { break }
            tokens.merge(result.tokens)
            for path in result.unread { StandardError.say("\(path): not read to its end, as an original") }
        }
        if tokens.count == 0 {
            throw Failure(.noInput, "the originals of --against (\(files) files) have nothing to look for")
        }
        return tokens
    }

    private static func read(_ path: String, _ verifier: Verifier, _ tokens: inout OriginalTokens) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return verifier.collect(fileDescriptor: descriptor, size: Int(status.st_size), into: &tokens)
    }
}

/// Several sets of known tokens as one.
struct EitherTokens: KnownTokens {
    let sets: [any KnownTokens]

    func lookup() -> (ArraySlice<UInt8>) -> Bool {
        let lookups = sets.map { $0.lookup() }
        return { token in lookups.contains { $0(token) } }
    }
}
