import Standard

/// One open level of the walk.
struct Frame {
    enum Kind { case dataSet, sequence, item, fragments }

    var kind: Kind
    /// The sequence, or for an item the sequence it belongs to.
    var tag: Tag
    /// Offset of the header that opened the level.
    var offset: Int
    /// No byte at or beyond this offset belongs to the level.
    var end: Int
    /// Whether the level ends with a delimiter rather than at `end` (PS3.5 §7.5).
    var isDelimited: Bool
    var encoding: Encoding
    /// Items or fragments seen so far.
    var items = 0
    /// The last tag seen at this level.
    var previous: Tag?
    /// A value of VR UN read as a sequence on the dictionary's word: damage inside is an opaque value, not a damaged file.
    var isGuess = false
    /// What holds for everything inside.
    var context: Context = []
    /// The attribute lists that hold here, once somebody asked.
    var place: AttributeTypes.Place?
    /// `PlaceNumbers`, once somebody asked; 0 before.
    var placeNumber = 0

    /// What an enclosing sequence means for its content.
    struct Context: OptionSet {
        var rawValue: UInt8
        /// Inside Content Sequence: text is what the report says.
        static let structuredContent = Context(rawValue: 1)
        /// Inside a sequence whose codes are persons or institutions.
        static let identityCodes = Context(rawValue: 2)
        /// Inside De-identification Method Code Sequence.
        static let methodCodes = Context(rawValue: 4)
    }
}
