import DICOM
import Standard

/// The private blocks that are reserved in what is open of a data set (PS3.5 §7.8.1): each holds for its own item or level,
/// whatever the block number is there.
struct PrivateBlocks {
    struct Block {
        /// Frames that are open around the level.
        var depth: Int
        var group: UInt16
        var number: UInt8
        /// The rules of its creator, by their place; `nil`: no rule names it.
        var rules: Int?
        /// Where among the edits its creator was dropped for now; `nil` once it stays, or has gone for good.
        var droppedAt: Int?
        /// Bytes of the creator, header included.
        var size: Int
        /// The creator is in the output, so that elements of the block may be.
        var stays: Bool
    }

    private var blocks: [Block] = []

    mutating func removeAll() { blocks.removeAll(keepingCapacity: true) }

    /// Forgets what was reserved below a level that is closed.
    @inline(__always)
    mutating func close(to depth: Int) {
        while let last = blocks.last, last.depth > depth { blocks.removeLast() }
    }

    /// Takes a block that its creator reserves.
    ///
    /// - Returns: `false` if it is somebody's already: nobody can say then whose elements it holds.
    mutating func open(_ block: Block) -> Bool {
        // Groups ascend (PS3.5 §7.1): what another one has reserved is behind. So no level holds more than its 240 blocks.
        while let last = blocks.last, last.depth == block.depth, last.group != block.group { blocks.removeLast() }
        guard let same = place(group: block.group, number: block.number, depth: block.depth) else {
            blocks.append(block)
            return true
        }
        blocks[same].rules = nil
        blocks[same].droppedAt = nil
        return false
    }

    /// The place of the block that an element stands in.
    func place(of tag: Tag, depth: Int) -> Int? {
        place(group: tag.group, number: UInt8(truncatingIfNeeded: tag.element >> 8), depth: depth)
    }

    private func place(group: UInt16, number: UInt8, depth: Int) -> Int? {
        var place = blocks.count - 1
        while place >= 0, blocks[place].depth >= depth {
            if blocks[place].depth == depth, blocks[place].group == group, blocks[place].number == number {
                return place
            }
            place -= 1
        }
        return nil
    }

    subscript(place: Int) -> Block {
        get { blocks[place] }
        set { blocks[place] = newValue }
    }

    /// The edits are about to be carried out: what is dropped for now would be gone. A creator whose group goes on stays; it
    /// says nothing that the profile does not say itself.
    ///
    /// - Parameter last: what was decided on last.
    mutating func settle(_ last: Tag?, _ edits: inout EditList) {
        for place in blocks.indices {
            guard let dropped = blocks[place].droppedAt else { continue }
            blocks[place].droppedAt = nil
            guard blocks[place].depth == 1, blocks[place].group == last?.group else { continue }
            edits.restore(dropped)
            blocks[place].stays = true
        }
    }
}
