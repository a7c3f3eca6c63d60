/// The Basic Offset Table: empty, or 32-bit offsets of frames that begin with 0 and ascend, each that of the first
/// fragment of a frame (PS3.5 §A.4).
struct OffsetTable {
    private var tableOffset = 0
    /// The last offset in the table.
    private var last: Int?
    /// Where the first fragment's item begins, and the end of the last one.
    private var first = 0
    private var end = 0
    /// The offsets, and how many of them have been met.
    private var offsets: [UInt32] = []
    private var met = 0
    /// Further ones are held to the end of the fragments alone.
    private static let mostKept = 1 << 16

    mutating func check(
        at offset: Int, length: Int, in walker: inout Walker, _ report: (CodestreamFlaw) -> Void
    ) throws(ReadFailure) {
        (tableOffset, first, end) = (offset, offset + length, offset + length)
        (offsets, met) = ([], 0)
        guard length > 0 else { return }
        guard length % 4 == 0 else { return report(CodestreamFlaw(check: .offsetTable, offset: offset)) }
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian
        var previous = -1
        for position in stride(from: offset, to: offset + length, by: 4) {
            guard try walker.load(position, 4) >= 4 else { throw .damaged(.truncated, offset: position) }
            let value = Int(walker.source.uint32(position, bigEndian: isBigEndian))
            guard value > previous, previous >= 0 || value == 0, value % 2 == 0 else {
                offsets = []
                return report(CodestreamFlaw(check: .offsetTable, offset: position))
            }
            previous = value
            if offsets.count < Self.mostKept { offsets.append(UInt32(value)) }
        }
        last = previous
    }

    /// Adds a fragment that ends at an offset; the next one begins there.
    mutating func extend(to end: Int) {
        if met < offsets.count, Int(offsets[met]) == self.end - first { met += 1 }
        self.end = end
    }

    /// Each offset is that of a fragment, all of which are known now.
    mutating func end(_ report: (CodestreamFlaw) -> Void) {
        let isBeyond = last.map { $0 > 0 && $0 >= end - first } ?? false
        if isBeyond || met < offsets.count { report(CodestreamFlaw(check: .offsetTable, offset: tableOffset)) }
        (last, offsets, met) = (nil, [], 0)
    }
}
