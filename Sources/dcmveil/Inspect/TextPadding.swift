import Standard

/// The padding of text, which its VR does not count (PS3.5 §6.2). In bytes: all of it is ASCII, in whatever character set.
enum TextPadding {
    /// Whether a byte at the end of a value field is padding.
    static func isPadding(_ byte: UInt8, _ vr: VR) -> Bool {
        byte == 0x20 || byte == 0 || (vr == .ur && (0x09...0x0D).contains(byte))
    }

    static func trimmed(_ utf8: ArraySlice<UInt8>, _ vr: VR) -> ArraySlice<UInt8> {
        withoutLeadingBlanks(withoutTrailingBlanks(utf8, vr), vr)
    }

    static func withoutTrailingBlanks(_ utf8: ArraySlice<UInt8>, _ vr: VR) -> ArraySlice<UInt8> {
        var end = utf8.endIndex
        switch vr {
        case .ae, .ds, .is: while end > utf8.startIndex, isBlank(utf8[end - 1]) { end -= 1 }
        case .lo, .sh, .uc, .st, .lt, .ut:
            while end > utf8.startIndex, utf8[end - 1] == 0x20 || utf8[end - 1] == 0 { end -= 1 }
        default: break
        }
        return utf8[..<end]
    }

    /// Leading spaces do not count either, in some.
    static func withoutLeadingBlanks(_ utf8: ArraySlice<UInt8>, _ vr: VR) -> ArraySlice<UInt8> {
        guard vr == .ae || vr == .ds || vr == .is else { return utf8 }
        var start = utf8.startIndex
        while start < utf8.endIndex, isBlank(utf8[start]) { start += 1 }
        return utf8[start...]
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0 || (0x09...0x0D).contains(byte) }
}
