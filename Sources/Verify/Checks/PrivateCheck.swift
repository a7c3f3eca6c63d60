import Standard

/// Private elements: none may be left, but for those that a profile names by their creator (PS3.15 E.3.10).
extension FileCheck {
    /// A block that a creator has reserved at one level (PS3.5 §7.8.1).
    struct PrivateBlock {
        var level: Int
        /// Offset of the header of the item that the level is.
        var item: Int
        var group: UInt16
        var number: UInt8
        /// What may stay of it, by its place; `nil`: nothing.
        var table: Int?
    }

    mutating func checkPrivate(_ element: Element) throws(ReadFailure) {
        if rules.expectations?.keepsPrivate ?? false {
            // Where they may stay, they still name nobody.
            if element.content == .value, !element.tag.isPrivateCreator, element.vr.isText {
                try scanText(element, Rule())
            }
            return
        }
        guard let allowance = try allowance(for: element) else {
            return add(.privateElement, element.tag, element.offset)
        }
        if !element.tag.isPrivateCreator { try checkAllowed(element, allowance) }
    }

    /// What lets an element stay; of a creator that anything of it may stay.
    mutating func allowance(for element: Element) throws(ReadFailure) -> Expectations.PrivateAllowance? {
        try allowance(for: element, rules)
    }

    /// Asked of each element once: blocks are remembered from one to the next.
    mutating func allowance(for element: Element, _ rules: RuleTable) throws(ReadFailure) -> Expectations
        .PrivateAllowance?
    {
        if rules.privates.isEmpty { return nil }
        let tag = element.tag
        let level = walker.frames.count
        let item = walker.frames[level - 1].offset
        while let last = privateBlocks.last, last.level > level || last.level == level && last.item != item {
            privateBlocks.removeLast()
        }
        if tag.isPrivateCreator {
            let isText = element.content == .value && (element.vr == .lo || element.vr == .sh || element.vr == .un)
            let table =
                isText
                ? rules.privates.block(group: tag.group, creator: Array(try walker.shortValue(of: element))) : nil
            let number = UInt8(truncatingIfNeeded: tag.element)
            // Groups ascend: no level holds more than its 240 blocks.
            while let last = privateBlocks.last, last.level == level, last.group != tag.group {
                privateBlocks.removeLast()
            }
            if let place = privateBlock(tag.group, number, at: level) {
                // Reserved twice, nobody can say whose the elements are.
                privateBlocks[place].table = nil
                return nil
            }
            privateBlocks.append(PrivateBlock(level: level, item: item, group: tag.group, number: number, table: table))
            return table.map { _ in
                Expectations.PrivateAllowance(
                    attribute: PrivateAttribute(group: tag.group, creator: "", element: nil), vr: .lo, isOriginal: true)
            }
        }
        let number = UInt8(truncatingIfNeeded: tag.element >> 8)
        let block = privateBlock(tag.group, number, at: level).map { privateBlocks[$0] }
        return block?.table.flatMap { rules.privates.blocks[$0].allowance(for: tag) }
    }

    /// The place of a block of the innermost level.
    private func privateBlock(_ group: UInt16, _ number: UInt8, at level: Int) -> Int? {
        var place = privateBlocks.count - 1
        while place >= 0, privateBlocks[place].level == level {
            if privateBlocks[place].group == group, privateBlocks[place].number == number { return place }
            place -= 1
        }
        return nil
    }

    /// An element that may stay is what it is said to be, and names nobody.
    mutating func checkAllowed(
        _ element: Element, _ allowance: Expectations.PrivateAllowance
    ) throws(ReadFailure) {
        if element.isEmpty { return }
        var element = element
        let isNamed = element.vr != .un
        if element.content == .sequence || allowance.vr == .sq {
            let isSequence =
                element.content == .sequence && (allowance.vr == .sq || allowance.isOriginal && allowance.vr == nil)
            if !isSequence { add(.privateElement, element.tag, element.offset) }
            return
        }
        guard element.content == .value, isNamed || allowance.vr != nil || allowance.isOriginal else {
            return add(.privateElement, element.tag, element.offset)
        }
        if let vr = allowance.vr, !isNamed { element.vr = vr }
        // Bytes may be anything; a profile has to say that it wants them.
        if !allowance.isOriginal, NumberForm.isOther(element.vr) {
            return add(.privateElement, element.tag, element.offset)
        }
        if let vr = allowance.vr, isNamed, VRKind(vr) != VRKind(element.vr) {
            let isBinaryNumber = VRKind(vr) == .number && NumberForm.size(of: element.vr) != nil
            if !isBinaryNumber { return add(.otherVR, element.tag, element.offset) }
        }
        var rule = Rule()
        rule.isKept = allowance.isOriginal
        try checkPrivateValue(element, rule)
    }
}
