import DICOM

/// Sequences that come again in the items of a segment: they are decided on once (`RepeatedDecisions`).
extension Engine {
    /// Decides on the sequence at `RepeatedDecisions.nextStep` as on the one that said the same, or else remembers what is decided.
    ///
    /// - Parameter places: of the elements that are being decided on.
    /// - Returns: the number of the first step that is still to be decided on.
    mutating func decideAgain(
        on places: Range<Int>, of elements: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource,
        _ edits: inout EditList
    ) throws(ParseError) -> Int {
        let again = repeated.upcoming()
        repeated.advance(to: again.start + 1)
        // Nothing but the sequence itself may have a say.
        guard frames.count == 3, code == nil, skipping == nil, describedBlocks == nil, failure == nil,
            again.steps.upperBound <= places.upperBound, !repeated.known[again.number].isDecidedAnew,
            claims.isEmpty, survey.hasNoContent
        else { return again.start }
        let offset = elements[again.start].offset
        if let decision = repeated.known[again.number].decision {
            edits.make(decision.edits, of: repeated.edits, movedBy: offset - decision.offset)
            report.add(decision.counts)
            frames[2].growth += decision.growth
            repeatedSteps += again.count
        } else {
            let mark = RecordedEdits.mark(edits)
            let (counts, furtherNotes) = (report.counts, report.furtherNotes)
            let (growth, sets, dependedOnRest) = (frames[2].growth, characterSets.count, dependsOnRest)
            dependsOnRest = false
            try decide(on: again.steps, of: elements, reader, source, &edits)
            let isAlone =
                !dependsOnRest && frames.count == 3 && code == nil && skipping == nil && describedBlocks == nil
                && failure == nil && characterSets.count == sets && report.furtherNotes == furtherNotes
            dependsOnRest = dependsOnRest || dependedOnRest
            if isAlone, let numbers = repeated.edits.take(from: edits, since: mark, notBefore: offset) {
                repeated.known[again.number].decision = RepeatedDecisions.Decision(
                    offset: offset, edits: numbers, counts: report.counts.since(counts),
                    growth: frames[2].growth - growth)
            } else {
                repeated.known[again.number].isDecidedAnew = true
            }
        }
        return again.steps.upperBound
    }
}
