import Standard

/// The places of a data set that occur while a file is worked on, and the Types there, each worked out once.
struct PlaceCache {
    /// A place, or `nowhere` where no IOD is known.
    typealias ID = Int
    static let nowhere: ID = 0

    private var places: [AttributeTypes.Place] = [[]]
    private var roots: [[UInt8]: ID] = [:]
    private var lastRoot: (uid: [UInt8], id: ID) = ([], nowhere)
    private var children = PlaceMemo()
    /// The raw value of the Type, or `none`.
    private var types = PlaceMemo()
    private static let none: Int32 = -1

    /// The top level of a data set of this SOP Class.
    mutating func root(forSOPClass uid: [UInt8]) -> ID {
        if lastRoot.uid == uid { return lastRoot.id }
        if let known = roots[uid] {
            lastRoot = (uid, known)
            return known
        }
        guard let place = AttributeTypes.place(forSOPClass: uid) else { return Self.nowhere }
        let id = add(place)
        roots[uid] = id
        lastRoot = (uid, id)
        return id
    }

    /// Inside the items of the sequence `tag`.
    mutating func items(of tag: Tag, at place: ID) -> ID {
        if place == Self.nowhere { return Self.nowhere }
        let key = PlaceMemo.key(tag, at: place)
        if let known = children[key] { return Int(known) }
        let items = AttributeTypes.items(of: tag, at: places[place])
        let id = items.isEmpty ? Self.nowhere : places.firstIndex(of: items) ?? add(items)
        children.remember(Int32(id), for: key)
        return id
    }

    /// The strictest Type of `tag` at `place`; `nil` where the IOD does not have it.
    mutating func type(of tag: Tag, at place: ID) -> AttributeTypes.AttributeType? {
        if place == Self.nowhere { return nil }
        let key = PlaceMemo.key(tag, at: place)
        if let known = types[key] { return known < 0 ? nil : AttributeTypes.AttributeType(rawValue: UInt8(known)) }
        let type = AttributeTypes.type(of: tag, at: places[place])
        types.remember(type.map { Int32($0.rawValue) } ?? Self.none, for: key)
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
