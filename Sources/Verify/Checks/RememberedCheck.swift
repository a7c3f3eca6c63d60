import Standard

/// Values that were judged before.
///
/// A judgement is remembered if nothing at all was found, and only of values of which everything it depends on is known here: what
/// the element is, where it stands, by which rules it is judged, what the file has said of its dates, and the code it is a part
/// of. All that is noted of an element for others to ask is noted outside of it (`FileCheck.check`), for each element of each file.
extension FileCheck {
    mutating func judge(_ element: Element) throws(ReadFailure) {
        guard let question = question(about: element), let length = element.length else {
            return try judgeAnew(element)
        }
        let value = element.valueOffset..<element.valueOffset + length
        let isOfCode = Self.isOfCode(element.tag)
        let (text, scheme) = isOfCode ? (code.value, code.scheme) : ([], [])
        if faultless.contain(question, value, in: walker.source, code: text, scheme: scheme) { return }
        let (found, misses) = (report.total, walker.registry.misses)
        try judgeAnew(element)
        // A UID that was looked for in vain counts: after many the search ends.
        guard report.total == found, walker.registry.misses == misses, walker.source.holds(value) else { return }
        faultless.add(question, value, in: walker.source, code: text, scheme: scheme)
    }

    /// `nil` for what is judged each time.
    private mutating func question(about element: Element) -> FaultlessValues.Question? {
        // Of a pipe and of what is inflated bytes go by.
        guard remembersValues, element.content == .value, let length = element.length,
            length <= FaultlessValues.longest, walker.source.maySeek,
            walker.source.holds(element.valueOffset..<element.valueOffset + length), !Self.isBeyondMemory(element.tag)
        else { return nil }
        let frame = walker.frames.count - 1
        var state = UInt32(walker.frames[frame].context.rawValue)
        if walker.frames[frame].encoding.isBigEndian { state |= 1 << 16 }
        switch datesMayBeModified {
        case nil: break
        case false?: state |= 1 << 17
        case true?: state |= 2 << 17
        }
        if Self.isOfCode(element.tag) {
            // What it says is compared beside the value.
            if code.depth == walker.frames.count { state |= 1 << 19 }
            if code.element != nil { state |= 1 << 20 }
        }
        return FaultlessValues.Question(
            tag: element.tag, vr: element.vr, rules: rulesNumber, state: state, place: placeNumber())
    }

    /// Whether the judgement asks for more than a question has: blocks of private creators, the levels around what is encrypted,
    /// and the size of the file.
    private static func isBeyondMemory(_ tag: Tag) -> Bool {
        tag.isPrivate || tag == .encryptedContent || tag == .encapsulatedDocument || tag.group == 0x7FE0
    }

    /// Whether the judgement may ask for the code that is open, or for its scheme.
    private static func isOfCode(_ tag: Tag) -> Bool { (0x0008_0100...0x0008_0125).contains(tag.rawValue) }

    /// The number of the innermost level's place, which is what `type(of:)` goes by.
    private mutating func placeNumber() -> Int {
        let last = walker.frames.count - 1
        if walker.frames[last].placeNumber != 0 { return walker.frames[last].placeNumber }
        var level = last
        while level > 0, walker.frames[level - 1].placeNumber == 0 { level -= 1 }
        var number = level > 0 ? walker.frames[level - 1].placeNumber : 0
        while level <= last {
            switch walker.frames[level].kind {
            case .dataSet:
                number = memory.places.number(ofRoot: walker.frames[level].place ?? memory.types.root(of: sopClass))
            case .sequence: number = memory.places.number(ofItemsIn: walker.frames[level].tag, at: number)
            case .item, .fragments: break
            }
            walker.setPlaceNumber(number, at: level)
            level += 1
        }
        return number
    }
}
