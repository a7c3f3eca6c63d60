/// A line of `manifest.sha256`, as `sha256sum` writes and `sha256sum -c` reads it.
public struct ManifestLine: Hashable, Sendable {
    /// SHA-256 of the file.
    public var digest: [UInt8]
    public var name: String

    public init(digest: [UInt8], name: String) {
        self.digest = digest
        self.name = name
    }

    /// Longest line, in bytes, without its end.
    public static let sizeLimit = 256

    /// With its end.
    public var encoded: [UInt8] { Array("\(Hexadecimal.text(digest))  \(name)\n".utf8) }

    /// - Parameter line: without its end.
    /// - Returns: `nil` unless the name is that of a sealed file, of the index or of the recipe.
    public init?(_ line: [UInt8]) {
        let digits = 2 * RunningSHA256.size
        let name = line.dropFirst(digits + 2)
        guard line.count > digits + 2, line.count <= Self.sizeLimit,
            line.dropFirst(digits).prefix(2).elementsEqual("  ".utf8),
            let digest = Hexadecimal.bytes(line.prefix(digits)),
            DatasetName.isValid(name) || Self.others.contains(where: { name.elementsEqual($0.utf8) })
        else { return nil }
        self.digest = digest
        self.name = String(decoding: name, as: UTF8.self)
    }

    public static let index = "index.age"
    public static let recipe = "README.md"
    private static let others = [index, recipe]
}
