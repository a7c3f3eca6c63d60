import DICOM
@_spi(_Unicode) import Swift

/// Patient ID and its issuer as people read them, so that one patient is one whatever character sets say the same in bytes.
enum PatientText {
    /// UTF-8 of the decoded value in Normalization Form C (Unicode TR 15); `nil` where bytes mean nothing in the character set.
    ///
    /// ASCII is what it is in every character set that DICOM knows, but for the yen sign of ISO-IR 14, which stays a backslash.
    ///
    /// - Parameter set: worked out only where it is needed, which is in few files.
    static func normalized(_ value: [UInt8], as set: @autoclosure () -> SpecificCharacterSet, _ codec: TextCodec)
        -> [UInt8]?
    {
        if value.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return value }
        let decoded = codec.decode(value, as: set(), vr: .lo)
        return decoded.isExact ? normalized(decoded.text) : nil
    }

    static func normalized(_ text: String) -> [UInt8] {
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfc { scalars.append(scalar) }
        return Array(String(scalars).utf8)
    }
}
