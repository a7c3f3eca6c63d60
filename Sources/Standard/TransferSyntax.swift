/// How a data set is encoded (PS3.5 §10, PS3.6 Annex A).
public struct TransferSyntax: Hashable, Sendable {
    public var uid: String
    public var isExplicitVR: Bool
    public var isBigEndian: Bool
    /// Pixel Data is a sequence of fragments.
    public var isEncapsulated: Bool
    /// Everything after group 0002 is one raw deflate stream (PS3.5 A.5).
    public var isDeflated: Bool

    /// The registered Transfer Syntax with this UID, or one that is widely known though private; `nil` otherwise.
    public init?(uid: String) {
        // Most files need no look into the table.
        for usual in [Self.explicitVRLittleEndian, .implicitVRLittleEndian] where usual.uid == uid {
            self = usual
            return
        }
        self.uid = uid
        if let flags = UIDRegistry.transferSyntaxFlags(of: Array(uid.utf8)) {
            isExplicitVR = flags[0] == UInt8(ascii: "e")
            isBigEndian = flags[1] == UInt8(ascii: "b")
            isEncapsulated = flags[2] == UInt8(ascii: "c")
            isDeflated = flags[3] == UInt8(ascii: "d")
        } else if uid == "1.2.840.113619.5.2" {
            // GE's private syntax: Implicit VR Little Endian, with the samples of Pixel Data alone in big endian.
            (isExplicitVR, isBigEndian, isEncapsulated, isDeflated) = (false, false, false, false)
        } else {
            return nil
        }
    }

    private init(uid: String, explicit: Bool, bigEndian: Bool) {
        self.uid = uid
        isExplicitVR = explicit
        isBigEndian = bigEndian
        isEncapsulated = false
        isDeflated = false
    }

    public static let implicitVRLittleEndian = TransferSyntax(
        uid: "1.2.840.10008.1.2", explicit: false, bigEndian: false)
    public static let explicitVRLittleEndian = TransferSyntax(
        uid: "1.2.840.10008.1.2.1", explicit: true, bigEndian: false)
    public static let explicitVRBigEndian = TransferSyntax(uid: "1.2.840.10008.1.2.2", explicit: true, bigEndian: true)
}
