/// What `SEAL` says: the few lines of a sealed dataset from which everything else in it can be checked.
///
/// ```
/// dcmveil sealed dataset 1
/// id: 7f3c…                     128 random bits
/// created: 2026-11-25T21:00:00Z
/// files: 12                     sealed files in data
/// bytes: 34567890               of all of them before sealing
/// note: deid basic …            any number of lines, for people
/// manifest.sha256: 5ab9…        SHA-256 of that file, which holds those of all others but keys.age
/// code: 90c1…                   HMAC-SHA-256 of the lines above under a key that only keys.age gives
/// ```
///
/// It says nothing of `keys.age`, so that recipients come and go without it: whatever key is in there has to be the one that
/// made the code.
public struct DatasetSeal: Hashable, Sendable {
    public var id: [UInt8]
    /// RFC 3339, in UTC.
    public var created: String
    public var files: Int
    public var bytes: Int
    /// Printable ASCII.
    public var notes: [String]
    /// SHA-256 of `manifest.sha256`.
    public var manifest: [UInt8]

    public static let idSize = 16
    static let title = "dcmveil sealed dataset 1"
    /// Of the file, in bytes.
    public static let sizeLimit = 64 << 10

    public init(id: [UInt8], created: String, files: Int, bytes: Int, notes: [String] = [], manifest: [UInt8]) {
        self.id = id
        self.created = created
        self.files = files
        self.bytes = bytes
        self.notes = notes
        self.manifest = manifest
    }

    public static func newID() throws(SealError) -> [UInt8] { try Random.bytes(idSize) }

    private var covered: [UInt8] {
        var text = "\(Self.title)\nid: \(Hexadecimal.text(id))\ncreated: \(created)\nfiles: \(files)\nbytes: \(bytes)\n"
        for note in notes { text += "note: \(note)\n" }
        text += "manifest.sha256: \(Hexadecimal.text(manifest))\n"
        return Array(text.utf8)
    }

    /// The file.
    public func encoded(with key: DatasetKey) throws(SealError) -> [UInt8] {
        let covered = covered
        return covered + "code: \(Hexadecimal.text(try key.code(over: covered)))\n".utf8
    }

    /// - Throws: `.malformedDataset` unless these are exactly the lines that `encoded` would write.
    public static func parse(_ file: [UInt8]) throws(SealError) -> (seal: DatasetSeal, code: [UInt8]) {
        guard file.count <= sizeLimit, file.allSatisfy({ $0 == lineFeed || 0x20...0x7E ~= $0 }) else {
            throw SealError(.malformedDataset)
        }
        var lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)[...]
        var number = 0
        func fault() -> SealError { SealError(.malformedDataset, at: .line(number)) }
        func next(_ key: String?) throws(SealError) -> String {
            number += 1
            guard let line = lines.popFirst() else { throw fault() }
            guard let key else { return String(line) }
            guard line.hasPrefix(key + ": ") else { throw fault() }
            return String(line.dropFirst(key.count + 2))
        }
        func count(_ key: String) throws(SealError) -> Int {
            guard let value = Int(try next(key)), value >= 0 else { throw fault() }
            return value
        }
        func bytes(_ key: String, _ size: Int) throws(SealError) -> [UInt8] {
            guard let value = Hexadecimal.bytes(try next(key).utf8), value.count == size else { throw fault() }
            return value
        }
        guard try next(nil) == title else {
            throw SealError(file.starts(with: "dcmveil sealed dataset ".utf8) ? .unsupportedDataset : .malformedDataset)
        }
        var seal = DatasetSeal(
            id: try bytes("id", idSize), created: try next("created"), files: try count("files"),
            bytes: try count("bytes"), manifest: [])
        while lines.first?.hasPrefix("note: ") == true { seal.notes.append(try next("note")) }
        seal.manifest = try bytes("manifest.sha256", RunningSHA256.size)
        let code = try bytes("code", KeyDerivation.keySize)
        // Numbers and ends of lines have one form each.
        guard seal.covered + "code: \(Hexadecimal.text(code))\n".utf8 == file else {
            throw SealError(.malformedDataset)
        }
        return (seal, code)
    }

    /// - Throws: `.datasetAltered` if the code was made with another key or over other lines.
    public func check(_ code: [UInt8], with key: DatasetKey) throws(SealError) {
        guard KeyDerivation.equal(code, try key.code(over: covered)) else { throw SealError(.datasetAltered) }
    }
}
