import DICOM
import Deidentify
import Glibc
import Standard
import Synchronization
import Verify

/// Tokens of what a run of `deid` removes, as keyed hashes: 8 bytes each, once for each token, and no value.
final class CanaryCollector: Sendable {
    private let hashes = Mutex<Set<UInt64>>([])
    private let key: StudyKey
    private let allDates: Bool

    /// - Parameter allDates: all removed dates count, since none of the output's is a date that was moved or kept.
    init(key: StudyKey, allDates: Bool) {
        self.key = key
        self.allDates = allDates
    }

    var count: Int { hashes.withLock { $0.count } }

    /// What `FileDeidentifier.onRemoval` calls; each thread has its own.
    func listener() -> (Tag, VR, [UInt8]) -> Void {
        let function = key.canaryFunction()
        // Files of a series repeat almost all of their values.
        var recent: Set<Int> = []
        let allDates = allDates
        return { tag, vr, value in
            var hasher = Hasher()
            hasher.combine(tag)
            hasher.combine(value)
            guard recent.insert(hasher.finalize()).inserted else { return }
            if recent.count > 50_000 { recent.removeAll(keepingCapacity: true) }
            var found: [UInt64] = []
            KnownValue.forEachToken(tag, vr, value, allDates: allDates) { found.append(Self.hash($0, function)) }
            if !found.isEmpty { self.hashes.withLock { $0.formUnion(found) } }
        }
    }

    static func hash(_ token: ArraySlice<UInt8>, _ function: KeyedFunction) -> UInt64 {
        function(Array(token)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Writes the filter: what it is, the bits, and an HMAC over both.
    func write(_ path: String, replacing: Bool) throws {
        let filter = hashes.withLock { TokenFilter($0) }
        var bytes = CanaryFile.header(key, words: filter.words.count, places: filter.places)
        bytes.reserveCapacity(bytes.count + filter.words.count * 8 + 32)
        for word in filter.words {
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift * 8))) }
        }
        bytes += key.canarySeal()(bytes)
        let file = try AtomicFile(path)
        do { try unsafe DescriptorSink(descriptor: file.descriptor).write(bytes.span.bytes) } catch {
            throw Failure(.io, "\(path): cannot write the canary")
        }
        guard try file.commit(replacing: replacing) == .done else {
            throw Failure(.cannotCreate, "\(path): is there already", hint: "choose another name, or add --force")
        }
    }
}

/// A filter of removed tokens, read back: it answers to who has the study key.
struct CanaryTokens: KnownTokens {
    let filter: TokenFilter
    let key: StudyKey

    func lookup() -> (ArraySlice<UInt8>) -> Bool {
        let function = key.canaryFunction()
        let filter = filter
        return { filter.contains(CanaryCollector.hash($0, function)) }
    }
}

enum CanaryFile {
    private static let magic = "dcmveil-canary-1"
    /// 8 GiB: two billion tokens.
    private static let limit = 8 << 30

    /// One line: format, key identifier, 64-bit words, places a token.
    static func header(_ key: StudyKey, words: Int, places: Int) -> [UInt8] {
        Array("\(magic) \(key.identifier) \(words) \(places)\n".utf8)
    }

    static func read(_ path: String, _ key: StudyKey) throws(Failure) -> CanaryTokens {
        let bytes = try Inputs.readSmall(path, limit: limit)
        func damaged() -> Failure { Failure(.badInput, "\(path): no canary of deid, or damaged") }
        guard let end = bytes.prefix(200).firstIndex(of: 0x0A) else { throw damaged() }
        let parts = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ").map(String.init)
        guard parts.count == 4, parts[0] == magic, let count = Int(parts[2]), let places = Int(parts[3]), count > 0,
            count < limit / 8, bytes.count == end + 1 + count * 8 + 32
        else { throw damaged() }
        guard parts[1] == key.identifier else {
            throw Failure(.noKey, "\(path): was made with another study key", hint: "its key is called \(parts[1])")
        }
        let body = Array(bytes[..<(bytes.count - 32)])
        guard key.canarySeal()(body).elementsEqual(bytes.suffix(32)) else {
            throw Failure(.noKey, "\(path): authentication failed: the file was changed")
        }
        var words = [UInt64](repeating: 0, count: count)
        for index in 0..<count {
            for shift in 0..<8 { words[index] |= UInt64(body[end + 1 + index * 8 + shift]) << UInt64(shift * 8) }
        }
        guard let filter = TokenFilter(words: words, places: places) else { throw damaged() }
        return CanaryTokens(filter: filter, key: key)
    }
}
