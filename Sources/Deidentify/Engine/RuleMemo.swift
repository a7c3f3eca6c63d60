import Standard

/// What the profile says of attributes, by their tags: files of a folder have the same ones.
///
/// Of conditions it knows nothing: they depend on the file.
struct RuleMemo {
    private struct Entry {
        var tag: UInt32
        var found: CompiledProfile.Found
    }

    /// A tag has two places, side by side: the newest of those that share them in its own, the one before in the other, so that
    /// two that come in turn do not drive each other out. No rule is kept for the private tag that fills them at first.
    private var entries = [Entry](
        repeating: Entry(tag: 0xFFFF_FFFF, found: .init(rule: .remove, vr: .un, isDefault: true)), count: 1 << placeBits
    )
    private static let placeBits: UInt32 = 11

    @inline(__always)
    func find(_ tag: Tag) -> CompiledProfile.Found? {
        let place = Self.place(tag)
        if entries[place].tag == tag.rawValue { return entries[place].found }
        return entries[place ^ 1].tag == tag.rawValue ? entries[place ^ 1].found : nil
    }

    mutating func add(_ found: CompiledProfile.Found, for tag: Tag) {
        let place = Self.place(tag)
        entries[place ^ 1] = entries[place]
        entries[place] = Entry(tag: tag.rawValue, found: found)
    }

    @inline(__always)
    private static func place(_ tag: Tag) -> Int { Int((tag.rawValue &* 0x9E37_79B1) >> (32 - placeBits)) }
}
