import Standard

/// How a data set begins that has been walked. The next one of a series says most of it again, byte for byte, and what is
/// said again need not be walked again.
public struct SeenDataSet: Sendable {
    /// A data element of the top level with all that is inside. Of private elements all of one group are one block, for the
    /// first ones say whose the others are (PS3.5 §7.8.1).
    public struct Block: Sendable, BitwiseCopyable {
        public let tag: Tag
        /// Of the block; another one than the first where a private group has several.
        fileprivate(set) var lastTag: Tag
        /// Of the block in what was seen, in bytes.
        let start: Int
        fileprivate(set) var end: Int
        fileprivate(set) var firstStep: Int
        fileprivate(set) var endOfSteps: Int

        /// Of its steps, among those of the data set.
        public var steps: Range<Int> { firstStep..<endOfSteps }
    }

    /// Blocks one behind the other that a data set has again.
    public struct Run: Sendable, BitwiseCopyable {
        /// Of its first step, among those of the data set that is read.
        public var start: Int
        fileprivate var firstBlock: Int
        fileprivate var endOfBlocks: Int

        public var blocks: Range<Int> { firstBlock..<endOfBlocks }
    }

    private(set) var bytes: [UInt8] = []
    public private(set) var steps: [Element] = []
    /// Ascending by tag: a data set that is out of order was read with some leave.
    public private(set) var blocks: [Block] = []
    private(set) var encoding = Encoding.explicitLittleEndian

    /// More than that is no header, and bulk is looked at anew in any case.
    private static let mostBytes = 256 << 10
    private static let mostSteps = 8192
    /// Curves, overlays, waveforms and pixels are not headers.
    private static let firstBulkGroup: UInt16 = 0x5000

    /// Nothing.
    public init() {}

    /// Where a block begins in the file that was seen.
    public func blockOffset(_ block: Int) -> Int { steps[blocks[block].firstStep].offset }

    /// - Parameter elements: of the first segment that `reader` has read, which is still in its buffer.
    public init(_ elements: [Element], _ reader: borrowing DataSetReader) {
        // What was read with some leave is to be looked at with care every time.
        guard let first = elements.first, reader.deviations.isEmpty else { return }
        encoding = first.encoding
        var depth = 0
        var start = 0
        for (place, element) in elements.enumerated() {
            if depth == 0 {
                start = place
                if element.tag.group >= Self.firstBulkGroup { break }
            }
            guard element.isResident, element.position - element.offset == first.position - first.offset,
                element.endOffset - first.offset <= Self.mostBytes, place < Self.mostSteps
            else { break }
            switch element.kind {
            case .sequence, .item, .fragments: depth += 1
            case .itemEnd, .sequenceEnd: depth -= 1
            case .element, .fragment: break
            case .trailing: depth = -1
            }
            if depth < 0 { break }
            if depth == 0 {
                add(
                    elements[start].tag, start..<place + 1, elements[start].offset - first.offset,
                    element.endOffset - first.offset)
            }
        }
        guard let last = blocks.last else { return }
        steps = Array(elements[..<last.endOfSteps])
        reader.buffer.append(first.position..<first.position + last.end, to: &bytes)
    }

    private mutating func add(_ tag: Tag, _ steps: Range<Int>, _ start: Int, _ end: Int) {
        if let last = blocks.indices.last, tag.isPrivate, blocks[last].tag.group == tag.group {
            blocks[last].lastTag = tag
            blocks[last].end = end
            blocks[last].endOfSteps = steps.upperBound
        } else {
            blocks.append(
                Block(
                    tag: tag, lastTag: tag, start: start, end: end, firstStep: steps.lowerBound,
                    endOfSteps: steps.upperBound))
        }
    }
}

extension DataSetReader {
    /// As `readSegment(into:)`, and yields the same: what `seen` begins with again is taken over from there.
    ///
    /// - Parameter runs: which steps were taken over, ascending.
    public mutating func readSegment(
        into elements: inout [Element], like seen: borrowing SeenDataSet, _ runs: inout [SeenDataSet.Run]
    ) throws(ParseError) -> SegmentEnd {
        runs.removeAll(keepingCapacity: true)
        if elements.isEmpty { beginRepeats() }
        if size != nil, outer.isEmpty, elements.isEmpty { try readRepeated(into: &elements, like: seen, &runs) }
        return try readSegment(into: &elements)
    }

    private mutating func readRepeated(
        into elements: inout [Element], like seen: borrowing SeenDataSet, _ runs: inout [SeenDataSet.Run]
    ) throws(ParseError) {
        var next = 0
        while true {
            while next < seen.blocks.count, seen.blocks[next].tag <= lastTag { next += 1 }
            // The careful way is gone again and again in a data set that has once needed leave.
            guard next < seen.blocks.count, deviations.isEmpty, frame.encoding == seen.encoding else { return }
            take(&next, of: seen, into: &elements, &runs)
            // What comes now is not what came then.
            repeat {
                guard count < limits.elements, elements.count + 1 < limits.batch else { return }
                let kind: Element.Kind
                if let usual = usualStep() {
                    elements.append(usual)
                    kind = usual.kind
                } else if let careful = try carefulStep() {
                    elements.append(careful)
                    kind = careful.kind
                } else {
                    return
                }
                count += 1
                takeRepeats(after: kind, into: &elements)
            } while !outer.isEmpty
        }
    }

    /// Takes over what stands at the cursor as it stood in `seen`, from the block of the number `next` on.
    private mutating func take(
        _ next: inout Int, of seen: borrowing SeenDataSet, into elements: inout [Element],
        _ runs: inout [SeenDataSet.Run]
    ) {
        let position = cursor - base
        let first = seen.blocks[next]
        // A part of a private group says nothing without the other.
        if first.tag.isPrivate, first.tag.group == lastTag.group { return }
        let length = buffer.lengthOfCommonBytes(at: position, seen.bytes, from: first.start)
        var end = next
        while end < seen.blocks.count, seen.blocks[end].end - first.start <= length { end += 1 }
        if end > next, seen.blocks[end - 1].tag.isPrivate, !endsPrivateGroup(seen.blocks[end - 1], first) { end -= 1 }
        guard end > next else { return }
        let last = seen.blocks[end - 1]
        let steps = first.firstStep..<last.endOfSteps
        guard count + steps.count < limits.elements, elements.count + steps.count + 1 < limits.batch else {
            return
        }
        runs.append(SeenDataSet.Run(start: elements.count, firstBlock: next, endOfBlocks: end))
        let (offset, place) = (
            cursor - seen.steps[steps.lowerBound].offset, position - seen.steps[steps.lowerBound].position
        )
        let start = elements.count
        elements.append(contentsOf: seen.steps[steps])
        for step in start..<elements.count {
            elements[step].offset &+= offset
            elements[step].position &+= place
        }
        count += steps.count
        cursor += last.end - first.start
        lastTag = last.lastTag
        next = end
    }

    /// Whether something of another group follows a block, when the block `first` is taken to begin at the cursor.
    private func endsPrivateGroup(_ block: SeenDataSet.Block, _ first: SeenDataSet.Block) -> Bool {
        let position = cursor - base + block.end - first.start
        return buffer.count - position >= 2
            && buffer.uint16(at: position, bigEndian: frame.encoding.isBigEndian) != block.tag.group
    }
}
