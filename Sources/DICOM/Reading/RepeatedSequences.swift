import Standard

/// Sequences in the items of a sequence of the top level that say what those of earlier items say, byte for byte, as most
/// functional groups of a frame do (PS3.3 C.7.6.16): they need not be walked again.
///
/// Of each attribute the last few versions are known, those of the first few items not: most sequences have no more, and
/// to remember what they say would cost a small file more than it gains.
public struct RepeatedSequences: Sendable {
    /// Steps that say what others have said.
    public struct Repeat: Sendable, BitwiseCopyable {
        /// Of the first one, among those of the segment.
        public let start: Int
        public let count: Int
        /// Of what they say, the same wherever it comes again in the segment: from 0, in the order in which they first do.
        public let number: Int

        public var steps: Range<Int> { start..<start + count }
    }

    fileprivate struct Version: BitwiseCopyable {
        var firstStep = 0
        /// 0: there is no such version.
        var stepCount = 0
        /// Where its bytes lie in the buffer.
        var position = 0
        var length = 0
        /// Negative until it comes again.
        var number = -1
        /// From then on, where its steps are in `steps`.
        var firstCopy = 0
    }

    private static let versionsOfTag = 4
    private static let mostTags = 32
    fileprivate static let itemsPassed = 7

    fileprivate var repeats: [Repeat] = []
    /// Of what comes again: appended from here, for an array that is appended to itself is copied first.
    fileprivate var steps: [Element] = []
    private var numbers = 0
    private var tags: [Tag] = []
    private var versions: [Version] = []
    /// Of each tag, which version the next one takes the place of.
    private var oldest: [Int] = []
    /// Where the next tag is likely to be: items have the same ones in the same order.
    private var likely = 0
    private var encoding = Encoding.explicitLittleEndian
    /// The first step of the sequence that is open; negative outside of one.
    fileprivate var open = -1

    fileprivate mutating func beginSegment() {
        repeats.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
        numbers = 0
        beginSequence()
    }

    fileprivate mutating func beginSequence() {
        tags.removeAll(keepingCapacity: true)
        versions.removeAll(keepingCapacity: true)
        oldest.removeAll(keepingCapacity: true)
        open = -1
    }

    fileprivate mutating func beginItem(_ encoding: Encoding) {
        if tags.isEmpty { self.encoding = encoding }
        likely = encoding == self.encoding ? 0 : -1
    }

    private func place(of tag: Tag) -> Int? {
        // Of an item that is encoded otherwise nothing is known.
        if likely < 0 { return nil }
        return likely < tags.count && tags[likely] == tag ? likely : tags.firstIndex(of: tag)
    }

    /// Where the versions of an attribute are.
    fileprivate func versions(of tag: Tag) -> Range<Int> {
        guard let place = place(of: tag) else { return 0..<0 }
        return place * Self.versionsOfTag..<(place + 1) * Self.versionsOfTag
    }

    fileprivate subscript(place: Int) -> Version { versions[place] }

    fileprivate mutating func add(_ version: Version, of tag: Tag) {
        if likely < 0 { return }
        if let place = place(of: tag) {
            versions[place * Self.versionsOfTag + oldest[place]] = version
            oldest[place] = (oldest[place] + 1) % Self.versionsOfTag
            likely = place + 1
        } else if tags.count < Self.mostTags {
            tags.append(tag)
            versions.append(version)
            for _ in 1..<Self.versionsOfTag { versions.append(Version()) }
            oldest.append(1)
            likely = tags.count
        }
    }

    /// A version comes again, behind `elements`.
    ///
    /// - Returns: where its steps are in `steps`.
    fileprivate mutating func comesAgain(_ place: Int, behind elements: [Element]) -> Range<Int> {
        let count = versions[place].stepCount
        if versions[place].number < 0 {
            versions[place].number = numbers
            versions[place].firstCopy = steps.count
            numbers += 1
            let first = versions[place].firstStep
            steps.append(contentsOf: elements[first..<first + count])
        }
        repeats.append(Repeat(start: elements.count, count: count, number: versions[place].number))
        likely = place / Self.versionsOfTag + 1
        let first = versions[place].firstCopy
        return first..<first + count
    }
}

extension DataSetReader {
    /// What in the steps of the segment was said before in it, ascending.
    public var repeats: [RepeatedSequences.Repeat] { repeated.repeats }

    /// The steps that are handed out are to begin anew.
    mutating func beginRepeats() { repeated.beginSegment() }

    /// Takes notice of a step that has just been made, and makes all that follow it as they followed before.
    ///
    /// Asked of every step: nearly all are elements, or lie deeper or in one of the first items.
    @inline(__always)
    mutating func takeRepeats(after kind: Element.Kind, into elements: inout [Element]) {
        if kind != .element, outer.count == 2 || outer.count == 3, outer[1].items > RepeatedSequences.itemsPassed {
            takeRepeats(afterPart: kind, into: &elements)
        }
    }

    @inline(never)
    private mutating func takeRepeats(afterPart kind: Element.Kind, into elements: inout [Element]) {
        guard limits.takesRepeats else { return }
        switch kind {
        case .sequence where outer.count == 3: repeated.open = elements.count - 1
        case .fragments: repeated.open = -1
        case .item where outer.count == 2:
            if outer[1].items == RepeatedSequences.itemsPassed + 1 { repeated.beginSequence() }
            repeated.beginItem(frame.encoding)
            while takeRepeat(into: &elements) {}
        case .sequenceEnd where outer.count == 2:
            if repeated.open >= 0 { add(elements[repeated.open], elements) }
            repeated.open = -1
            while takeRepeat(into: &elements) {}
        default: break
        }
    }

    /// Takes notice of the sequence that the last step has ended.
    private mutating func add(_ first: Element, _ elements: [Element]) {
        let end = cursor - base
        // Without bytes between that are not held.
        guard first.position - first.offset == -base else { return }
        repeated.add(
            RepeatedSequences.Version(
                firstStep: repeated.open, stepCount: elements.count - repeated.open, position: first.position,
                length: end - first.position),
            of: first.tag)
    }

    /// Takes over the steps of the sequence at the cursor, if it is one that was met in an earlier item.
    private mutating func takeRepeat(into elements: inout [Element]) -> Bool {
        let position = cursor - base
        let room = min(buffer.count - position, frame.limit - cursor)
        guard room >= 8 else { return false }
        let big = frame.encoding.isBigEndian
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big)
        )
        for place in repeated.versions(of: tag) {
            let version = repeated[place]
            guard version.stepCount > 0, version.length <= room,
                buffer.isSame(at: version.position, as: position, count: version.length)
            else { continue }
            guard count + version.stepCount < limits.elements,
                elements.count + version.stepCount + 1 < limits.batch
            else { return false }
            let steps = repeated.comesAgain(place, behind: elements)
            let distance = cursor - repeated.steps[steps.lowerBound].offset
            let start = elements.count
            elements.append(contentsOf: repeated.steps[steps])
            for step in start..<elements.count {
                elements[step].offset &+= distance
                elements[step].position &+= position - version.position
            }
            count += version.stepCount
            cursor += version.length
            return true
        }
        return false
    }
}
