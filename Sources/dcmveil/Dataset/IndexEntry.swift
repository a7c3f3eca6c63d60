import Deidentify
import Seal

/// A line of `index.age`: which sealed file is which.
struct IndexEntry {
    /// In `data`.
    var name: String
    /// Below the folder that the dataset is opened into.
    var path: String
    /// Of what was sealed, in bytes.
    var size: Int
    /// SHA-256 of the sealed file, as in `manifest.sha256`: what a signature over `SEAL` says holds for what is opened, too.
    var digest: [UInt8]
    /// MAC of the sealed file's header, which no other file has: tells files apart by a look at their beginnings.
    var mac: [UInt8]

    private static let macSize = 32

    /// Longest line, in bytes: a path may need six characters for one.
    static let lineLimit = 32 << 10

    /// One line of JSON, with its end. The order of members is part of the format: it lets simple tools read it.
    var line: [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("name", name)
        json.member("path", path)
        json.member("size", size)
        json.member("sha256", Hexadecimal.text(digest))
        json.member("mac", Hexadecimal.text(mac))
        json.close("}")
        json.endLine()
        return json.bytes
    }

    init(name: String, path: String, size: Int, digest: [UInt8], mac: [UInt8]) {
        self.name = name
        self.path = path
        self.size = size
        self.digest = digest
        self.mac = mac
    }

    /// - Parameter line: without its end.
    /// - Returns: `nil` unless it is complete, and leads nowhere but into the dataset and below the output folder.
    init?(_ line: [UInt8]) {
        guard let object = (try? JSONReader.read(line))?.object else { return nil }
        var members: [String: JSONValue] = [:]
        for (key, value) in object { members[key.string ?? ""] = value }
        guard let name = members["name"]?.string, DatasetName.isValid(name.utf8),
            let path = members["path"]?.string, DatasetPath.isSafe(path),
            case .number(let size)? = members["size"]?.kind, size >= 0, size < 0x1p53, size == size.rounded(),
            let text = members["sha256"]?.string, let digest = Hexadecimal.bytes(text.utf8),
            digest.count == RunningSHA256.size,
            let code = members["mac"]?.string, let mac = Hexadecimal.bytes(code.utf8), mac.count == Self.macSize
        else { return nil }
        self.init(name: name, path: path, size: Int(size), digest: digest, mac: mac)
    }
}
