import Standard

/// Attributes without which nobody can tell what a data set is, or read its text and pixels.
///
/// Rules about VRs and kinds of text do not mean them, nor does `unlisted`; a rule that names one is an error.
enum StructuralAttributes {
    /// Why the attribute must stay as it is; `nil` for all others.
    static func reason(_ tag: Tag) -> String? {
        switch tag.rawValue {
        case 0x0008_0005: "without it no text in the data set can be read"
        case 0x0008_0016: "it says what kind of object the data set is"
        case 0x0028_0002, 0x0028_0004, 0x0028_0006, 0x0028_0008, 0x0028_0010, 0x0028_0011, 0x0028_0100...0x0028_0103:
            "without it the pixels cannot be decoded"
        case 0x003A_0005, 0x003A_0010, 0x5400_1004, 0x5400_1006: "without it the waveform cannot be decoded"
        default: nil
        }
    }

    static func contains(_ tag: Tag) -> Bool { reason(tag) != nil }

    /// Whether objects are called by the attribute: it may change, and not go.
    static func identifies(_ tag: Tag) -> Bool { identifiers.contains(tag) }

    static let identifiers: [Tag] = [.sopInstanceUID, .studyInstanceUID, .seriesInstanceUID]
}
