import DICOM
import Standard

/// Sequences of which nothing is left: an item without attributes says nothing, and what is optional goes with it.
extension Engine {
    /// Whether the sequence that ends goes, for all that was in its items went: only where the IOD does without it, and only while it
    /// has not been written; where roles may recover what was in it, it keeps the place. Sequences whose items are counted or pointed at
    /// are of other Types (PS3.3).
    ///
    /// Of an item that ends, notes whether it has lost all. Asked where something has gone.
    @inline(never)
    mutating func goesEmptied(end: Element) -> Bool {
        let last = frames.count - 1
        let length = end.offset - frames[last].content + frames[last].growth
        // Items stand between sequences.
        guard last % 2 == 1 else {
            if length == 0 { frames[last - 1].emptied += Self.itemHeader + Int(end.headerLength) }
            return false
        }
        guard length > 0, length == frames[last].emptied, usesTable, !keepsForRoles,
            frames[last - 1].place != PlaceCache.nowhere,
            let first = segment.first, frames[last].content > first.offset
        else { return false }
        let type = places.type(of: frames[last].tag, at: frames[last - 1].place)
        return type == nil || type == .type3
    }

    /// Takes the sequence back that has been opened.
    mutating func removeOpen(end: Element, _ edits: inout EditList) {
        let frame = frames.removeLast()
        while let last = characterSets.last, last.depth > frames.count { characterSets.removeLast() }
        privateBlocks.close(to: frames.count)
        let start = frame.content - Int(frame.headerLength)
        // What is around has grown by nothing since but by a header that was written anew.
        frames[frames.count - 1].growth -= edits.withdraw(at: start)
        drop(start..<end.endOffset, &edits)
        report.kept -= 1
        report.removed += 1
    }

    private static let itemHeader = 8
}
