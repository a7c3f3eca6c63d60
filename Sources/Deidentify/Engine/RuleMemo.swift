import Standard

/// What the profile says of attributes, by their tags: files of a folder have the same ones.
///
/// Of conditions it knows nothing: they depend on the file.
struct RuleMemo {
    private struct Entry {
        var tag: UInt32
        var found: CompiledProfile.Found
    }

    /// One tag a place, which the next tag of that place takes. No rule is kept here for the private tag that fills it at
    /// first.
    private var entries = [Entry](
        repeating: Entry(tag: 0xFFFF_FFFF, found: .init(rule: .remove, vr: .un, isDefault: true)), count: 1 << placeBits
    )
    private static let placeBits: UInt32 = 12

    @inline(__always)
    func find(_ tag: Tag) -> CompiledProfile.Found? {
        let place = Self.place(tag)
        return entries[place].tag == tag.rawValue ? entries[place].found : nil
    }

    mutating func add(_ found: CompiledProfile.Found, for tag: Tag) {
        entries[Self.place(tag)] = Entry(tag: tag.rawValue, found: found)
    }

    @inline(__always)
    private static func place(_ tag: Tag) -> Int { Int((tag.rawValue &* 0x9E37_79B1) >> (32 - placeBits)) }
}
