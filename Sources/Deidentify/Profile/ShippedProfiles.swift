/// The profiles inside the binary.
public enum ShippedProfiles {
    public static let defaultName = "research"

    public static var names: [String] { EmbeddedProfiles.all.map(\.name) }

    /// The JSON text of a shipped profile; `nil` when there is none of that name.
    public static func text(named name: String) -> [UInt8]? {
        EmbeddedProfiles.all.first { $0.name == name }.map { Array($0.text.utf8) }
    }

    /// The shipped profile of that name.
    public static func profile(named name: String) throws(ProfileError) -> Profile {
        guard let text = text(named: name) else {
            throw ProfileError(
                source: name, line: 0, column: 0, message: "there is no profile \"\(name)\"",
                hint: Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
                    ?? "the profiles are \(names.joined(separator: ", ")); a file needs its path, as ./\(name)")
        }
        return try ProfileReader.readUnchecked(text, source: name) { name throws(ProfileReader.Unreadable) in
            Self.text(named: name).map { (name, $0) }
        }
    }
}
