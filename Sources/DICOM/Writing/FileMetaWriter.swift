import Standard

/// Makes the preamble and File Meta Information anew (PS3.10 §7.1): nothing of the input's passes.
public enum FileMetaWriter {
    /// Names this implementation (PS3.7 D.3.3.2): a UUID under 2.25, made once for dcmveil.
    public static let implementationClassUID = "2.25.275557065629072813690182330723500597862"

    /// 128 zero bytes, `DICM` and group 0002 in Explicit VR Little Endian.
    ///
    /// - Parameter versionName: at most 16 characters (PS3.10 Table 7.1-1).
    public static func make(
        sopClassUID: [UInt8], sopInstanceUID: [UInt8], transferSyntaxUID: String, versionName: String
    ) -> [UInt8] {
        let encoder = ElementEncoder(.explicitLittleEndian)
        var group: [UInt8] = []
        encoder.append(.fileMetaInformationVersion, .ob, [0, 1], to: &group)
        encoder.append(.mediaStorageSOPClassUID, .ui, sopClassUID, to: &group)
        encoder.append(.mediaStorageSOPInstanceUID, .ui, sopInstanceUID, to: &group)
        encoder.append(.transferSyntaxUID, .ui, Array(transferSyntaxUID.utf8), to: &group)
        encoder.append(.implementationClassUID, .ui, Array(implementationClassUID.utf8), to: &group)
        encoder.append(.implementationVersionName, .sh, Array(versionName.utf8.prefix(16)), to: &group)

        var bytes = [UInt8](repeating: 0, count: 128)
        bytes.reserveCapacity(160 + group.count)
        bytes.append(contentsOf: "DICM".utf8)
        encoder.appendHeader(.fileMetaInformationGroupLength, .ul, length: 4, to: &bytes)
        ElementEncoder.append(UInt32(group.count), bigEndian: false, to: &bytes)
        bytes.append(contentsOf: group)
        return bytes
    }
}
