import Standard

/// The Type of an attribute where the walk is (PS3.3, PS3.5 §7.4). Asked seldom: only when a value should not be there.
extension FileCheck {
    mutating func type(of tag: Tag) -> AttributeTypes.AttributeType? {
        guard let place = place() else { return nil }
        return memory.types.type(of: Self.registered(tag), at: place)
    }

    /// The attribute lists of the innermost level, remembered for every level on the way; `nil` for unknown IODs.
    private mutating func place() -> AttributeTypes.Place? {
        var place: AttributeTypes.Place = []
        for level in walker.frames.indices {
            let frame = walker.frames[level]
            if let known = frame.place {
                place = known
                continue
            }
            switch frame.kind {
            case .dataSet:
                guard let root = memory.types.root(of: sopClass) else { return nil }
                place = root
            case .sequence:
                place = AttributeTypes.items(of: frame.tag, at: place)
            case .item, .fragments: break
            }
            // Before (0008,0016) the class of the File Meta Information is a guess; nothing is remembered of it.
            if walker.frames[0].previous.map({ $0 >= .sopClassUID }) ?? false { walker.setPlace(place, at: level) }
        }
        return place
    }

    /// The tables list repeating groups under their first one (PS3.6 §7).
    private static func registered(_ tag: Tag) -> Tag {
        switch tag.group & 0xFF00 {
        case 0x5000, 0x6000: Tag(group: tag.group & 0xFF00, element: tag.element)
        default: tag
        }
    }
}
