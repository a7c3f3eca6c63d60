/// What the columns of a subject table are called; names count without case, spaces and `_` `-`.
public struct SubjectColumns: Sendable, Equatable {
    public var patientID = "Patient ID"
    /// A table without this column tells patients apart by Patient ID alone.
    public var issuer = "Issuer of Patient ID"
    public var code = "Subject code"
    /// The column of issuers must be there.
    var needsIssuer = false

    public init() {}

    static func folded(_ name: some Sequence<UInt8>) -> [UInt8] {
        name.compactMap { byte in
            switch byte {
            case 0x20, UInt8(ascii: "_"), UInt8(ascii: "-"): nil
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 0x20
            default: byte
            }
        }
    }
}

/// Where a profile says that the subject codes stand.
public struct SubjectSource: Sendable {
    /// As a path from where the program runs.
    public var file: String
    public var columns = SubjectColumns()
}
