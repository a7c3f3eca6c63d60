import Standard

/// Makes the preamble and File Meta Information anew (PS3.10 §7.1): nothing of the input's passes.
///
/// What stands around the SOP Instance UID is kept for the next file, for those of a run are mostly alike in it.
public struct FileMetaWriter: Sendable {
    /// Names this implementation (PS3.7 D.3.3.2): a UUID under 2.25, made once for dcmveil.
    public static let implementationClassUID = "2.25.275557065629072813690182330723500597862"

    private let versionName: [UInt8]
    private var sopClassUID: [UInt8] = []
    private var transferSyntaxUID = ""
    /// From the preamble to the SOP Class, and what comes behind the SOP Instance UID; empty before the first file.
    private var beginning: [UInt8] = []
    private var rest: [UInt8] = []

    private static let encoder = ElementEncoder(.explicitLittleEndian)
    /// Bytes before the elements that the group length counts: preamble, `DICM`, the group length itself.
    private static let uncounted = 128 + 4 + 12

    /// - Parameter versionName: at most 16 characters (PS3.10 Table 7.1-1).
    public init(versionName: String) { self.versionName = Array(versionName.utf8.prefix(16)) }

    /// 128 zero bytes, `DICM` and group 0002 in Explicit VR Little Endian.
    public mutating func make(sopClassUID: [UInt8], sopInstanceUID: [UInt8], transferSyntaxUID: String) -> [UInt8] {
        if beginning.isEmpty || self.sopClassUID != sopClassUID || self.transferSyntaxUID != transferSyntaxUID {
            prepare(sopClassUID, transferSyntaxUID)
        }
        let padded = sopInstanceUID.count + sopInstanceUID.count % 2
        let count = beginning.count + 8 + padded + rest.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        bytes.append(contentsOf: beginning)
        // Only now is the length of the group known; it is the last field of its element.
        let length = UInt32(count - Self.uncounted)
        for place in 0..<4 {
            bytes[Self.uncounted - 4 + place] = UInt8(truncatingIfNeeded: length >> UInt32(8 * place))
        }
        Self.encoder.append(.mediaStorageSOPInstanceUID, .ui, sopInstanceUID, to: &bytes)
        bytes.append(contentsOf: rest)
        return bytes
    }

    private mutating func prepare(_ sopClassUID: [UInt8], _ transferSyntaxUID: String) {
        self.sopClassUID = sopClassUID
        self.transferSyntaxUID = transferSyntaxUID
        let encoder = Self.encoder
        beginning = [UInt8](repeating: 0, count: 128)
        beginning.append(contentsOf: "DICM".utf8)
        encoder.append(.fileMetaInformationGroupLength, .ul, [0, 0, 0, 0], to: &beginning)
        encoder.append(.fileMetaInformationVersion, .ob, [0, 1], to: &beginning)
        encoder.append(.mediaStorageSOPClassUID, .ui, sopClassUID, to: &beginning)
        rest = []
        encoder.append(.transferSyntaxUID, .ui, Array(transferSyntaxUID.utf8), to: &rest)
        encoder.append(.implementationClassUID, .ui, Array(Self.implementationClassUID.utf8), to: &rest)
        encoder.append(.implementationVersionName, .sh, versionName, to: &rest)
    }
}
