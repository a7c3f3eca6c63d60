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
        /// What comes instead, as a range of `replacements`.
        var from: Int
        var to: Int
        /// Zero bytes that come instead, besides the replacement.
        var zeros = 0
    }

    private(set) var edits: [Edit] = []
    private(set) var replacements: [UInt8] = []

    public init() {}

    /// Offset past the last byte that an edit concerns; 0 when there is none.
    public var end: Int { edits.last?.end ?? 0 }

    public var isEmpty: Bool { edits.isEmpty }

    /// Empties the list and keeps its memory.
    public mutating func removeAll() {
        edits.removeAll(keepingCapacity: true)
        replacements.removeAll(keepingCapacity: true)
    }

    /// Drops `range`. Ranges come in ascending order and do not overlap.
    public mutating func drop(_ range: Range<Int>) {
        if let last = edits.indices.last, edits[last].end == range.lowerBound, edits[last].to == replacements.count,
            edits[last].start < edits[last].end, edits[last].zeros == 0
        {
            edits[last].end = range.upperBound
            return
        }
        edits.append(Edit(start: range.lowerBound, end: range.upperBound, from: replacements.count, to: replacements.count))
    }

    /// Puts what `write` appends in the place of `range`; of nothing, when the range is empty.
    ///
    /// - Returns: the growth in bytes, negative when the replacement is shorter.
    @discardableResult
    public mutating func replace(_ range: Range<Int>, _ write: (inout [UInt8]) -> Void) -> Int {
        let from = replacements.count
        write(&replacements)
        edits.append(Edit(start: range.lowerBound, end: range.upperBound, from: from, to: replacements.count))
        return replacements.count - from - range.count
    }

    /// Makes every byte of `range` zero; nothing moves.
    public mutating func blank(_ range: Range<Int>) {
        if let last = edits.indices.last, edits[last].end == range.lowerBound, edits[last].zeros > 0 {
            edits[last].end = range.upperBound
            edits[last].zeros += range.count
            return
        }
        edits.append(
            Edit(
                start: range.lowerBound, end: range.upperBound, from: replacements.count, to: replacements.count,
                zeros: range.count))
    }

    /// Keeps a place for the length field of a sequence or item whose content may change.
    ///
    /// - Returns: the number under which `setLength` finds the place.
    public mutating func reserveLength(at offset: Int) -> Int {
        edits.append(Edit(start: offset, end: offset, from: replacements.count, to: replacements.count))
        return edits.count - 1
    }

    /// Replaces the 32-bit length field whose place was reserved.
    public mutating func setLength(_ place: Int, to length: UInt32, bigEndian: Bool) {
        let from = replacements.count
        ElementEncoder.append(length, bigEndian: bigEndian, to: &replacements)
        edits[place].end = edits[place].start + 4
        edits[place].from = from
        edits[place].to = replacements.count
    }
}
