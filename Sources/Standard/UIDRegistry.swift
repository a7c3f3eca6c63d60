/// The registry of DICOM unique identifiers (PS3.6 Annex A).
public enum UIDRegistry {
    /// Whether PS3.6 registers the UID: then it names a class, a syntax or a well-known frame, never an instance.
    ///
    /// - Parameter uid: the characters without padding.
    public static func contains(_ uid: [UInt8]) -> Bool {
        // The root of DICOM (PS3.6 Annex A), under which all of them are: most UIDs need no look into the table.
        guard uid.starts(with: root) else { return false }
        return table.line(for: uid) != nil
    }

    private static let root = Array("1.2.840.10008.".utf8)

    /// Keyword, name and type of a registered UID.
    public static func entry(for uid: String) -> (type: String, keyword: String, name: String)? {
        guard let line = table.line(for: Array(uid.utf8)) else { return nil }
        let fields = table.fields(of: line)
        return (fields[1], fields[2], fields[3])
    }

    /// The four flags of a Transfer Syntax: `i`/`e`, `l`/`b`, `c` or `-`, `d` or `-`.
    static func transferSyntaxFlags(of uid: [UInt8]) -> [UInt8]? {
        guard let line = table.line(for: uid) else { return nil }
        let flags = Array(table.fields(of: line)[4].utf8)
        return flags.count == 4 ? flags : nil
    }

    private static let table = TextTable(uidTable)
}
