import Standard

/// Answers about attributes at places, each found with a multiplication and a look or two: every element asks.
///
/// A hash table with open addressing. What is asked comes from files, but the keys are tags that tables of the standard
/// know, or at worst as many as a file has; a table that has grown too full forgets everything.
struct PlaceMemo {
    private var keys: [UInt64]
    private var answers: [Int32]
    private var count = 0
    /// No place and no tag has it.
    private static let free = UInt64.max
    private static let mostSlots = 1 << 16

    init() {
        keys = Array(repeating: Self.free, count: 256)
        answers = Array(repeating: 0, count: 256)
    }

    static func key(_ tag: Tag, at place: Int) -> UInt64 { UInt64(place) << 32 | UInt64(tag.rawValue) }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
        while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
        return slot
    }

    @inline(__always)
    subscript(_ key: UInt64) -> Int32? {
        let slot = slot(key)
        return keys[slot] == key ? answers[slot] : nil
    }

    mutating func remember(_ answer: Int32, for key: UInt64) {
        if count * 2 >= keys.count { grow() }
        let slot = slot(key)
        if keys[slot] == Self.free { count += 1 }
        keys[slot] = key
        answers[slot] = answer
    }

    private mutating func grow() {
        let old = (keys, answers)
        let isFull = keys.count >= Self.mostSlots
        let slots = isFull ? keys.count : keys.count * 2
        keys = Array(repeating: Self.free, count: slots)
        answers = Array(repeating: 0, count: slots)
        count = 0
        if isFull { return }
        for (key, answer) in zip(old.0, old.1) where key != Self.free {
            let slot = slot(key)
            keys[slot] = key
            answers[slot] = answer
            count += 1
        }
    }
}
