import Standard

/// What to change in a range of bytes: dropped ranges, replaced ranges and insertions, in ascending order.
///
/// What no edit names stays as it was, byte for byte.
public struct EditList: Sendable {
    struct Edit: Sendable {
        /// Offset of the first byte that goes.
        var start: Int
        /// Offset past the last byte that goes; equal to `start` for an insertion.
        var end: Int
        /// Where in `replacements` that stands which comes instead.
        var from: UInt32
        /// Its length; `Edit.zeros` for as many bytes as go, all of the value `from`; `Edit.masked` for samples that the
        /// mask `from` is laid over.
        var count: UInt32

        static let zeros = UInt32.max
        static let masked = UInt32.max - 1

        var endOfReplacement: Int { Int(from) + Int(count) }
    }

    private(set) var edits: [Edit] = []
    private(set) var replacements = ReplacementBytes()
    private(set) var masks: [SampleMask] = []

    public init() {}

    /// Offset past the last byte that an edit concerns; 0 when there is none.
    public var end: Int { edits.last?.end ?? 0 }

    public var isEmpty: Bool { edits.isEmpty }

    /// Bytes that the list takes.
    public var heldBytes: Int { edits.count * MemoryLayout<Edit>.stride + replacements.end }

    /// Whether an edit concerns a byte of `range`.
    ///
    /// - Parameter place: where the last question left off; 0 for the first. Ranges are asked for in ascending order.
    public func concern(_ range: Range<Int>, from place: inout Int) -> Bool {
        while place < edits.count, edits[place].end <= range.lowerBound { place += 1 }
        // What comes behind is further on; edits of no bytes concern none.
        var next = place
        while next < edits.count, edits[next].start < range.upperBound {
            if edits[next].end > range.lowerBound, edits[next].start < edits[next].end { return true }
            next += 1
        }
        return false
    }

    /// Empties the list and keeps its memory.
    public mutating func removeAll() {
        edits.removeAll(keepingCapacity: true)
        replacements.removeAll()
        masks.removeAll(keepingCapacity: true)
    }

    /// Drops `range`. Ranges come in ascending order and do not overlap.
    public mutating func drop(_ range: Range<Int>) {
        if let last = edits.indices.last, edits[last].end == range.lowerBound, edits[last].start < edits[last].end,
            edits[last].count == 0
                || edits[last].count < Edit.masked && edits[last].endOfReplacement == replacements.end
        {
            edits[last].end = range.upperBound
            return
        }
        edits.append(Edit(start: range.lowerBound, end: range.upperBound, from: UInt32(replacements.end), count: 0))
    }

    /// Puts what `write` appends in the place of `range`; of nothing, when the range is empty.
    ///
    /// - Returns: the growth in bytes, negative when the replacement is shorter.
    @discardableResult
    public mutating func replace(_ range: Range<Int>, _ write: (inout [UInt8]) -> Void) -> Int {
        let count = replacements.add(write)
        let from = replacements.end - count
        edits.append(Edit(start: range.lowerBound, end: range.upperBound, from: UInt32(from), count: UInt32(count)))
        return count - range.count
    }

    /// Adds bytes that further edits put in the place of others.
    ///
    /// - Returns: where they are found among all that were added.
    mutating func add(_ bytes: ArraySlice<UInt8>) -> Int {
        let count = bytes.isEmpty ? 0 : replacements.add { $0.append(contentsOf: bytes) }
        return replacements.end - count
    }

    /// Puts bytes that were added in the place of `range`.
    mutating func add(_ range: Range<Int>, replacedBy bytes: Range<Int>) {
        edits.append(
            Edit(
                start: range.lowerBound, end: range.upperBound, from: UInt32(bytes.lowerBound),
                count: UInt32(bytes.count)))
    }

    /// Makes every byte of `range` `fill`; nothing moves.
    public mutating func blank(_ range: Range<Int>, fill: UInt8 = 0) {
        if let last = edits.indices.last, edits[last].end == range.lowerBound, edits[last].count == Edit.zeros,
            edits[last].from == fill
        {
            edits[last].end = range.upperBound
            return
        }
        edits.append(Edit(start: range.lowerBound, end: range.upperBound, from: UInt32(fill), count: Edit.zeros))
    }

    /// Makes every byte of `range` `value`, in front of others that `blank` and this have made since the elements before.
    ///
    /// - Returns: whether that is still possible: what lies before `first` has been written.
    public mutating func overwrite(_ range: Range<Int>, with value: UInt8, notBefore first: Int) -> Bool {
        if range.lowerBound >= end {
            if range.lowerBound < first { return false }
            blank(range, fill: value)
            return true
        }
        var place = edits.count
        while place > 0, edits[place - 1].start >= range.upperBound {
            guard edits[place - 1].count == Edit.zeros else { return false }
            place -= 1
        }
        guard range.lowerBound >= first, place == 0 || edits[place - 1].end <= range.lowerBound else { return false }
        edits.insert(
            Edit(start: range.lowerBound, end: range.upperBound, from: UInt32(value), count: Edit.zeros), at: place)
        return true
    }

    /// Lays `mask` over the samples in `range` as they are written; nothing moves, and nothing is held.
    public mutating func mask(_ range: Range<Int>, _ mask: SampleMask) {
        edits.append(
            Edit(start: range.lowerBound, end: range.upperBound, from: UInt32(masks.count), count: Edit.masked))
        masks.append(mask)
    }

    /// Forgets the edits from the bytes at `offset` on, but not what has been inserted before them.
    ///
    /// - Returns: by how much one that begins there would have made the bytes longer.
    public mutating func withdraw(at offset: Int) -> Int {
        var growth = 0
        while let last = edits.last, last.start > offset || last.start == offset && last.end > offset {
            if last.start == offset { growth = Int(last.count) - (last.end - last.start) }
            edits.removeLast()
        }
        return growth
    }

    /// Keeps a place for the length field of a sequence or item whose content may change.
    ///
    /// - Returns: the number under which `setLength` finds the place.
    public mutating func reserveLength(at offset: Int) -> Int {
        edits.append(Edit(start: offset, end: offset, from: 0, count: 0))
        return edits.count - 1
    }

    /// Keeps a place for bytes that are known only when what follows has been decided on.
    ///
    /// - Returns: the number under which `fill` finds the place.
    public mutating func reserveInsertion(at offset: Int) -> Int { reserveLength(at: offset) }

    /// Puts `bytes` into the place that was kept for them.
    public mutating func fill(_ place: Int, with bytes: [UInt8]) {
        set(place) { $0.append(contentsOf: bytes) }
    }

    /// Drops `range` for now: `restore` takes it back while the list is not yet carried out.
    ///
    /// - Returns: the number under which `restore` finds it.
    public mutating func dropForNow(_ range: Range<Int>) -> Int {
        edits.append(Edit(start: range.lowerBound, end: range.upperBound, from: 0, count: 0))
        let place = edits.count - 1
        // What is dropped behind it must not become one with it.
        edits.append(Edit(start: range.upperBound, end: range.upperBound, from: 0, count: 0))
        return place
    }

    /// Lets a range stay that was dropped for now.
    public mutating func restore(_ place: Int) { edits[place].end = edits[place].start }

    /// Gives a reserved place up: the length stays as it is.
    public mutating func releaseLength(_ place: Int) {
        if place == edits.count - 1 { edits.removeLast() }
    }

    /// Replaces the 32-bit length field whose place was reserved.
    public mutating func setLength(_ place: Int, to length: UInt32, bigEndian: Bool) {
        edits[place].end = edits[place].start + 4
        set(place) { ElementEncoder.append(length, bigEndian: bigEndian, to: &$0) }
    }

    private mutating func set(_ place: Int, _ write: (inout [UInt8]) -> Void) {
        let count = replacements.add(write)
        edits[place].from = UInt32(replacements.end - count)
        edits[place].count = UInt32(count)
    }
}
