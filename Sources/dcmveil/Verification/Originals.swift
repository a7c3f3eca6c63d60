import Glibc
import Verify

/// Reads originals for `--against`, on all cores, and keeps hashes of what must not turn up again.
struct Originals {
    let verifier: Verifier
    let workers: Int

    /// - Parameter paths: files and folders.
    /// - Returns: what to look for, and how many originals could not be read: what stands in those is not looked for.
    func collect(_ paths: [String]) throws -> (tokens: OriginalTokens, unread: Int) {
        let verifier = verifier
        let pool = OrderedWorkers<[String], (tokens: OriginalTokens, unread: [String], foreign: [String])>(
            count: workers, capacity: 4 * workers
        ) {
            { job in
                var tokens = OriginalTokens()
                var (unread, foreign): ([String], [String]) = ([], [])
                for path in job {
                    switch Self.read(path, verifier, &tokens) {
                    case .whole: continue
                    case .inPart: unread.append(path)
                    case .notDICOM(let isText):
                        if OtherKinds.isOne(path, isText: isText) { foreign.append(path) } else { unread.append(path) }
                    }
                }
                return (tokens, unread, foreign)
            }
        }
        defer { pool.stop() }
        var tokens = OriginalTokens()
        var unread = 0
        func miss(_ path: String, _ why: String) {
            unread += 1
            StandardError.say("\(path): \(why)")
        }
        func take() -> Bool {
            guard let result = pool.take() else { return false }
            tokens.merge(result.tokens)
            for path in result.unread { miss(path, "not read to its end, as an original") }
            // Nobody knows which of its words are names; that must not keep a folder with a README from being looked through.
            for path in result.foreign {
                StandardError.say("\(path): is no DICOM file, and nothing in it is looked for")
            }
            return true
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
                if pool.isFull { _ = take() }
                pool.submit(job)
                job = []
            case .standardInput: throw Failure(.usage, "--against takes files and folders")
            case .unreadable(let path, let reason, let isMissing):
                if isMissing { throw Failure(.noInput, "\(path): \(reason)") }
                miss(path, "not read, as an original: \(reason)")
            case .skipped(let path, let reason): miss(path, "not read, as an original: \(reason)")
            }
        }
        if pool.isFull { _ = take() }
        pool.submit(job)
        while take() {}
        if tokens.count == 0 {
            throw Failure(.noInput, "the originals of --against (\(files) files) have nothing to look for")
        }
        return (tokens, unread)
    }

    private static func read(
        _ path: String, _ verifier: Verifier, _ tokens: inout OriginalTokens
    ) -> OriginalReading {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return .inPart }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .inPart }
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

    /// What one of them says must go, goes.
    func lookupStaying() -> (ArraySlice<UInt8>) -> UInt8 {
        let lookups = sets.map { ($0.lookup(), $0.lookupStaying()) }
        return { token in
            lookups.reduce(UInt8.max) { staying, lookup in lookup.0(token) ? staying & lookup.1(token) : staying }
        }
    }
}
