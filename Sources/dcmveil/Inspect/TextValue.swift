import DICOM
import Standard

/// The values of a text element, without the padding that its VR does not count (PS3.5 §6.2). For short fields;
/// `LongText` says the same of long ones.
enum TextValue {
    /// - Returns: the values; none when there is nothing but padding. A multi-valued field may hold empty ones.
    static func values(_ bytes: [UInt8], _ shown: ShownElement, _ codec: TextCodec) -> [DecodedText] {
        // Padding of the whole field first: it may stand where a character set has been switched.
        var bytes = bytes
        while let last = bytes.last, isPadding(last, shown.meaning) { bytes.removeLast() }
        if bytes.isEmpty { return [] }
        var values = codec.split(bytes, as: shown.characterSet, vr: shown.meaning)
        for index in values.indices { values[index].text = trimmed(values[index].text, shown.meaning) }
        return values.count == 1 && values[0].text.isEmpty ? [] : values
    }

    static func isPadding(_ byte: UInt8, _ vr: VR) -> Bool {
        byte == 0x20 || byte == 0 || (vr == .ur && (0x09...0x0D).contains(byte))
    }

    static func trimmed(_ text: String, _ vr: VR) -> String {
        withoutLeadingBlanks(withoutTrailingBlanks(text, vr), vr)
    }

    static func withoutTrailingBlanks(_ text: String, _ vr: VR) -> String {
        var scalars = Substring(text).unicodeScalars
        switch vr {
        case .ae, .ds, .is:
            while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        case .lo, .sh, .uc, .st, .lt, .ut:
            while let last = scalars.last, last == " " || last == "\0" { scalars.removeLast() }
        default: return text
        }
        return String(scalars)
    }

    /// Leading spaces do not count either, in some.
    static func withoutLeadingBlanks(_ text: String, _ vr: VR) -> String {
        guard vr == .ae || vr == .ds || vr == .is else { return text }
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        return String(scalars)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\0" || (0x09...0x0D).contains(scalar.value)
    }
}
