import Standard

/// What was asked last of the attribute lists, so that a million elements of one kind cost one search and not a million.
struct TypeCache {
    private struct Answer {
        var tag: Tag
        var place: AttributeTypes.Place
        var type: AttributeTypes.AttributeType?
    }

    private static let slots = 64
    /// Empty until something is asked: most files are small.
    private var answers: [Answer?] = []
    private var root: (sopClass: [UInt8], place: AttributeTypes.Place?)?

    /// The attribute lists of a SOP Class.
    mutating func root(of sopClass: [UInt8]) -> AttributeTypes.Place? {
        if let root, root.sopClass == sopClass { return root.place }
        let place = AttributeTypes.place(forSOPClass: sopClass)
        root = (sopClass, place)
        return place
    }

    mutating func type(of tag: Tag, at place: AttributeTypes.Place) -> AttributeTypes.AttributeType? {
        if answers.isEmpty { answers = [Answer?](repeating: nil, count: Self.slots) }
        let slot = Int((tag.rawValue ^ tag.rawValue >> 13) % UInt32(Self.slots))
        if let answer = answers[slot], answer.tag == tag, answer.place == place { return answer.type }
        let type = AttributeTypes.type(of: tag, at: place)
        answers[slot] = Answer(tag: tag, place: place, type: type)
        return type
    }
}
