/// What a report is about, so that the page of one release is told from that of another.
public struct ReportSubject: Sendable {
    /// When the run began, as RFC 3339 has it.
    public var time: String?
    /// Files and folders as they were named.
    public var inputs: [String] = []
    /// The name of the profile that was given; `nil`: what files state of themselves, or Basic.
    public var profile: String?
    /// Options that change what is looked for, or what counts.
    public var options: [String] = []

    public init() {}

    /// Inputs by the last part of their names, and only where that tells on nobody: the page is for more people than the export.
    var shownInputs: [String] {
        let names = inputs.prefix(Self.mostInputs).map { path -> String in
            let bytes = Array(path.utf8)
            let name = bytes.split(separator: UInt8(ascii: "/")).last ?? bytes[...]
            if path == "-" { return "standard input" }
            return NameCheck.check(name) == nil
                ? String(decoding: name, as: UTF8.self) : "(a name that may tell on somebody)"
        }
        let rest = inputs.count - names.count
        return rest > 0 ? names + ["and \(rest) more"] : names
    }

    private static let mostInputs = 5

    /// Of a profile in a file, the name of the file.
    static func name(of profile: String) -> String {
        guard profile.contains(where: { $0 == "/" || $0 == "." }) else { return profile }
        let name = profile.split(separator: "/").last.map(String.init) ?? profile
        return NameCheck.check(Array(name.utf8)[...]) == nil ? name : "of a file"
    }
}
