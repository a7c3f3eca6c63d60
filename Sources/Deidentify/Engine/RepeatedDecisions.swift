import DICOM
import Standard

/// What was decided on sequences that come again in the items of a segment, as most functional groups of a frame do: it is
/// decided once.
struct RepeatedDecisions {
    struct Decision {
        /// Where the sequence began on which it was decided.
        var offset: Int
        var edits: Range<Int>
        var counts: FileReport.Counts
        /// Bytes that it has more in the output.
        var growth: Int
    }

    /// What is known of something that comes again.
    struct Known {
        /// The context of a file takes nothing from it.
        let isSilent: Bool
        /// What a survey gathers from it is all that it takes from it.
        let isTold: Bool
        /// It is decided anew each time.
        var isDecidedAnew: Bool
        /// On the second of its kind: only then is it known that there are several.
        var decision: Decision?
    }

    private var repeats: [RepeatedSequences.Repeat] = []
    var known: [Known] = []
    var edits = RecordedEdits()
    /// The first of `repeats` that decisions have not come to.
    private var next = 0
    /// Its first step.
    private(set) var nextStep = Int.max

    /// Starts a segment.
    mutating func begin(_ elements: [Element], _ repeats: [RepeatedSequences.Repeat]) {
        if self.repeats.isEmpty, repeats.isEmpty { return }
        self.repeats = repeats
        known.removeAll(keepingCapacity: true)
        edits = RecordedEdits()
        for again in repeats where again.number == known.count {
            let steps = elements[again.steps]
            known.append(
                Known(
                    isSilent: Precedent.isSilent(steps), isTold: Precedent.isTold(steps),
                    isDecidedAnew: steps.contains { $0.tag.isPrivate || $0.tag.group >= 0x5000 }))
        }
        next = 0
        nextStep = repeats.first?.start ?? Int.max
    }

    // MARK: Decisions

    /// Goes on to what comes at `step` or behind it.
    mutating func advance(to step: Int) {
        while nextStep < step {
            next += 1
            nextStep = next < repeats.count ? repeats[next].start : Int.max
        }
    }

    /// What comes again at `nextStep`.
    func upcoming() -> RepeatedSequences.Repeat { repeats[next] }

    // MARK: What need not be looked at again

    /// Leaves what tells the context of a file nothing out of `ranges`, which are ascending.
    func leaveOutSilent(of ranges: inout [Range<Int>]) {
        if repeats.isEmpty { return }
        var rest: [Range<Int>] = []
        var place = 0
        for range in ranges { forEachRest(of: range, from: &place, without: { $0.isSilent }) { rest.append($0) } }
        ranges = rest
    }

    /// The same for a survey.
    func leaveOutTold(of parts: inout [Precedent.Part]) {
        if repeats.isEmpty { return }
        var rest: [Precedent.Part] = []
        var place = 0
        for part in parts {
            if part.isTold {
                rest.append(part)
            } else {
                forEachRest(of: part.range, from: &place, without: { $0.isTold }) {
                    rest.append(Precedent.Part(range: $0, isTold: false))
                }
            }
        }
        parts = rest
    }

    /// - Parameter place: in `repeats`; 0 for the first of ascending ranges.
    func forEachRest(
        of range: Range<Int>, from place: inout Int, without isLeftOut: (Known) -> Bool,
        _ body: (Range<Int>) -> Void
    ) {
        var start = range.lowerBound
        while place < repeats.count, repeats[place].start < range.upperBound {
            let steps = repeats[place].steps
            if steps.lowerBound >= start, isLeftOut(known[repeats[place].number]) {
                if steps.lowerBound > start { body(start..<steps.lowerBound) }
                start = steps.upperBound
            }
            place += 1
        }
        if start < range.upperBound { body(start..<range.upperBound) }
    }
}
