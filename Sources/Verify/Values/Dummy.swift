import Standard

/// The values that stand for "nothing is told here": the verifier's own list, agreed with whoever writes the files.
enum Dummy {
    /// Whether the characters are the dummy of the VR, without padding. One component of a multiple value at a time.
    static func isDummy(_ text: ArraySlice<UInt8>, vr: VR, registry: UIDLookup) -> Bool {
        switch vr {
        case .uc: text.equals("ANONYMIZED ANONYMIZED") || text.equals("ANONYMIZED") || isPseudonym(text)
        case .ae, .cs, .lo, .lt, .pn, .sh, .st, .ut: text.equals("ANONYMIZED") || isPseudonym(text)
        case .ur: text.equals("about:blank")
        case .da: text.equals("19000101")
        case .tm: text.equals("000000")
        case .dt: text.equals("19000101000000")
        case .as: text.equals("000Y")
        case .ds, .is: text.equals("0")
        case .ui: UIDForm.isReplacedOrRegistered(text, registry)
        default: false
        }
    }

    /// Attributes of which the form says what nothing is: Timezone Offset From UTC (PS3.3 C.12.1.1.8).
    static func isDummy(_ text: ArraySlice<UInt8>, of tag: Tag) -> Bool {
        tag == Tag(0x0008_0201) && text.equals("+0000")
    }

    /// `P-` and 16 of `0-9A-Z`: what a keyed function makes of a name or an identifier.
    static func isPseudonym(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 18, text.begins(with: "P-") else { return false }
        return text.dropFirst(2).allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        }
    }
}
