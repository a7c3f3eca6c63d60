import Standard

/// The private elements that may stay, by the creator of their block.
struct PrivateTable: Sendable {
    struct Block: Sendable {
        fileprivate(set) var elements: [UInt8: Expectations.PrivateAllowance] = [:]
        /// For all other elements of the block.
        fileprivate(set) var others: Expectations.PrivateAllowance?

        func allowance(for tag: Tag) -> Expectations.PrivateAllowance? {
            elements[UInt8(truncatingIfNeeded: tag.element)] ?? others
        }
    }

    private struct Key: Hashable {
        var group: UInt16
        var creator: [UInt8]
    }

    private(set) var blocks: [Block] = []
    private var places: [Key: Int] = [:]

    init(_ allowances: [Expectations.PrivateAllowance]) {
        for allowance in allowances {
            let key = Key(group: allowance.attribute.group, creator: Array(allowance.attribute.creator.utf8))
            let place = places[key] ?? blocks.count
            if place == blocks.count { blocks.append(Block()) }
            places[key] = place
            if let element = allowance.attribute.element {
                blocks[place].elements[element] = allowance
            } else {
                blocks[place].others = allowance
            }
        }
    }

    var isEmpty: Bool { blocks.isEmpty }

    /// The place of what may stay of a creator's block; `nil`: nothing.
    func block(group: UInt16, creator: [UInt8]) -> Int? { places[Key(group: group, creator: creator)] }
}
