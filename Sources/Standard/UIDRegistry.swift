/// The registry of DICOM unique identifiers (PS3.6 Annex A).
public enum UIDRegistry {
    /// Whether PS3.6 registers the UID: then it names a class, a syntax or a well-known frame, never an instance.
    ///
    /// - Parameter uid: the characters without padding.
    public static func contains(_ uid: [UInt8]) -> Bool {
        // The root of DICOM (PS3.6 Annex A), under which all of them are: most UIDs need no look into the table.
        guard uid.starts(with: root) else { return false }
        return table.line(for: uid.span) != nil
    }

    /// The root of DICOM, with its point.
    public static let root = Array("1.2.840.10008.".utf8)

    /// Keyword, name and type of a registered UID.
    public static func entry(for uid: String) -> (type: String, keyword: String, name: String)? {
        let uid = Array(uid.utf8)
        guard let line = table.line(for: uid.span) else { return nil }
        let fields = table.fields(of: line)
        return (fields[1], fields[2], fields[3])
    }

    /// Every UID with its type, keyword and name, in byte order of the UIDs.
    public static func forEach(_ body: (_ uid: String, _ type: String, _ keyword: String, _ name: String) -> Void) {
        table.forEachLine { line in
            let fields = table.fields(of: line)
            body(fields[0], fields[1], fields[2], fields[3])
        }
    }

    /// The four flags of a Transfer Syntax: `i`/`e`, `l`/`b`, `c` or `-`, `d` or `-`.
    static func transferSyntaxFlags(of uid: [UInt8]) -> [UInt8]? {
        guard let line = table.line(for: uid.span), let flags = table.field(4, of: line), flags.count == 4 else {
            return nil
        }
        return flags.map { table[$0] }
    }

    private static let table = TextTable(uidTable)
}
