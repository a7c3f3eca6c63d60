import Standard

/// The places of a data set that occur while a file is worked on, and the Types there, each worked out once.
struct PlaceCache {
    /// A place, or `nowhere` where no IOD is known.
    typealias ID = Int
    static let nowhere: ID = 0

    private var places: [AttributeTypes.Place] = [[]]
    private var roots: [[UInt8]: ID] = [:]
    private var children: [UInt64: ID] = [:]
    private var types: [UInt64: AttributeTypes.AttributeType?] = [:]

    /// The top level of a data set of this SOP Class.
    mutating func root(forSOPClass uid: [UInt8]) -> ID {
        if let known = roots[uid] { return known }
        guard let place = AttributeTypes.place(forSOPClass: uid) else { return Self.nowhere }
        let id = add(place)
        roots[uid] = id
        return id
    }

    /// Inside the items of the sequence `tag`.
    mutating func items(of tag: Tag, at place: ID) -> ID {
        if place == Self.nowhere { return Self.nowhere }
        let key = UInt64(place) << 32 | UInt64(tag.rawValue)
        if let known = children[key] { return known }
        let items = AttributeTypes.items(of: tag, at: places[place])
        if items.isEmpty, tag == Tag(0x0040_A730) {
            // Content items hold content items (PS3.3 C.17.3.2); the table has one level.
            children[key] = place
            return place
        }
        let id = items.isEmpty ? Self.nowhere : places.firstIndex(of: items) ?? add(items)
        children[key] = id
        return id
    }

    /// The strictest Type of `tag` at `place`; `nil` where the IOD does not have it.
    mutating func type(of tag: Tag, at place: ID) -> AttributeTypes.AttributeType? {
        if place == Self.nowhere { return nil }
        let key = UInt64(place) << 32 | UInt64(tag.rawValue)
        if let known = types[key] { return known }
        let type = AttributeTypes.type(of: tag, at: places[place])
        types[key] = .some(type)
        return type
    }

    /// As `type(of:at:)`, without remembering the answer.
    func peek(_ tag: Tag, at place: ID) -> AttributeTypes.AttributeType? {
        place == Self.nowhere ? nil : AttributeTypes.type(of: tag, at: places[place])
    }

    private mutating func add(_ place: AttributeTypes.Place) -> ID {
        places.append(place)
        return places.count - 1
    }
}
