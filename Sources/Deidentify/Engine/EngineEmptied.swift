import DICOM
import Standard

/// Sequences of which nothing is left: an item without attributes says nothing, and what is optional goes with it.
extension Engine {
    /// Notes whether anything of the item that ends is left, for the sequence that it is in.
    @inline(__always)
    mutating func noteEmptied(end: Element) {
        let last = frames.count - 1
        let length = end.offset - frames[last].start - Self.itemHeader
        // Items that were written empty are somebody's, and stay.
        if length > 0, frames[last].growth == -length {
            frames[last - 1].hasEmptied = true
        } else {
            frames[last - 1].hasContent = true
        }
    }

    /// Whether the sequence that ends goes, for all in its items went: only where the IOD does without it, and only while it has
    /// not been written. Sequences whose items are counted or pointed at are of other Types (PS3.3).
    mutating func goesEmptied() -> Bool {
        let last = frames.count - 1
        guard usesTable, !frames[last].hasContent, frames[last - 1].place != PlaceCache.nowhere,
            let first = segment.first, frames[last].start >= first.offset
        else { return false }
        let type = places.type(of: frames[last].tag, at: frames[last - 1].place)
        return type == nil || type == .type3
    }

    /// Takes the sequence back that has been opened.
    mutating func removeOpen(end: Element, _ edits: inout EditList) {
        let frame = frames.removeLast()
        while let last = characterSets.last, last.depth > frames.count { characterSets.removeLast() }
        privateBlocks.close(to: frames.count)
        edits.withdraw(to: frame.edits)
        // Of what is around nothing has changed since but a header that was written anew.
        frames[frames.count - 1].growth -= frame.headerGrowth
        drop(frame.start..<end.endOffset, &edits)
        report.kept -= 1
        report.removed += 1
    }

    private static let itemHeader = 8
}
