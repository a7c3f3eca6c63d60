import DICOM
import Standard

/// Files of a series: what they repeat is decided once (`Precedent`).
extension Engine {
    /// Decides on a segment that is a whole data set as on the file before, as far as it says the same, or else remembers what is
    /// decided.
    ///
    /// - Returns: the number of the first step that is still to be decided on.
    mutating func decideByPrecedent(
        _ elements: [Element], _ runs: [SeenDataSet.Run], _ reader: borrowing DataSetReader,
        _ source: any ByteSource, _ edits: inout EditList
    ) throws(ParseError) -> Int {
        repeatedSteps = 0
        guard !hasWritten, let ground = ground() else { return 0 }
        let isLike = !runs.isEmpty && precedent.isValid && precedent.ground == ground
        let repeated = isLike ? runs.reduce(0) { $0 + precedent.steps(of: $1.blocks) } : 0
        if repeated * 2 < elements.count, precedent.isToBeReplaced() {
            return try record(elements, ground, reader, source, &edits)
        }
        guard isLike else { return 0 }
        if repeated * 2 >= elements.count { precedent.hold() }
        var place = 0
        for run in runs {
            try decide(on: place..<run.start, of: elements, reader, source, &edits)
            place = run.start
            var block = run.blocks.lowerBound
            while block < run.blocks.upperBound {
                let end = min(precedent.ends[block], run.blocks.upperBound)
                if let decision = precedent.decisions[block], holds(decision), hasRoom(forNotesOf: block..<end) {
                    make(block..<end, at: place, of: elements, reader, &edits)
                    repeatedSteps += precedent.steps(of: block..<end)
                    place += precedent.steps(of: block..<end)
                    block = end
                } else {
                    let steps = place..<place + precedent.steps(of: block..<block + 1)
                    try decide(on: steps, of: elements, reader, source, &edits)
                    place = steps.upperBound
                    block += 1
                }
            }
        }
        return place
    }

    /// What decisions on this file depend on besides the element itself; `nil` where it is more than that.
    private mutating func ground() -> Precedent.Ground? {
        guard claims.isEmpty, survey.hasNoContent, !context.hasOwnUIDOfStandard else { return nil }
        return Precedent.Ground(
            sopClassUID: context.sopClassUID, newSOPClassUID: context.newSOPClassUID,
            lacksUIDs: context.lacksSOPClassUID || context.lacksSOPInstanceUID,
            listsOtherStudies: context.listsOtherStudies, patientID: context.patientID,
            issuerOfPatientID: context.issuerOfPatientID, patientText: context.patientText,
            issuerText: context.issuerText, patientName: context.patientName, patient: patient,
            characterSet: context.specificCharacterSet, identifyingValues: context.identifyingValues,
            conditions: context.conditions, transferSyntaxUID: context.transferSyntaxUID,
            texts: CleanedTexts.Ground(
                mark: survey.mark, isIncomplete: survey.identifiers.isIncomplete, days: shift.days, span: shift.span),
            keepsForRoles: keepsForRoles)
    }

    /// Whether nothing that came before in this file changes what a decision said then.
    private mutating func holds(_ decision: Precedent.Decision) -> Bool {
        !hasInstanceList && describedBlocks == nil && characterSets.count == decision.characterSets && failure == nil
    }

    /// Whether notes are made of what is noted: of more than a file may have, each is counted as often as it is met.
    private mutating func hasRoom(forNotesOf blocks: Range<Int>) -> Bool {
        guard let first = precedent.decisions[blocks.lowerBound], let last = precedent.decisions[blocks.upperBound - 1]
        else { return false }
        let count = last.notes.upperBound - first.notes.lowerBound
        return count == 0 || report.notes.count + count <= FileReport.maximumNotes
    }

    /// Does again what was done with some blocks.
    ///
    /// - Parameter place: of their first step among `elements`.
    private mutating func make(
        _ blocks: Range<Int>, at place: Int, of elements: [Element], _ reader: borrowing DataSetReader,
        _ edits: inout EditList
    ) {
        let move = elements[place].offset - precedent.seen.blockOffset(blocks.lowerBound)
        let ahead = place - precedent.seen.blocks[blocks.lowerBound].steps.lowerBound
        var first = blocks.lowerBound
        while nextInsertion < insertions.count,
            let block = precedent.block(from: insertions[nextInsertion].tag, in: blocks)
        {
            makeAgain(first..<block, move, &edits)
            first = block
            let element = elements[precedent.seen.blocks[block].steps.lowerBound + ahead]
            insert(before: element.tag, at: element.offset, element.encoding, &edits)
        }
        makeAgain(first..<blocks.upperBound, move, &edits)
        for block in precedent.imageBlocks.clamped(to: blocks) {
            layout.note(elements[precedent.seen.blocks[block].steps.lowerBound + ahead], reader.buffer)
        }
        // As behind every item.
        if precedent.isAnyNested(in: blocks) { code = nil }
    }

    private mutating func makeAgain(_ blocks: Range<Int>, _ move: Int, _ edits: inout EditList) {
        guard let first = precedent.decisions[blocks.lowerBound], !blocks.isEmpty,
            let last = precedent.decisions[blocks.upperBound - 1]
        else { return }
        edits.make(first.edits.lowerBound..<last.edits.upperBound, of: precedent.edits, movedBy: move)
        report.add(precedent.counts[blocks.upperBound].since(precedent.counts[blocks.lowerBound]))
        for number in first.notes.lowerBound..<last.notes.upperBound {
            let note = precedent.notes[number]
            report.note(note.path, note.rule, note.reason)
        }
    }

    // MARK: Recording

    private mutating func record(
        _ elements: [Element], _ ground: Precedent.Ground, _ reader: borrowing DataSetReader, _ source: any ByteSource,
        _ edits: inout EditList
    ) throws(ParseError) -> Int {
        precedent.begin(
            SeenDataSet(elements, reader), on: ground, ContentSurvey(options: profile.profile.options), repeated,
            reader.buffer, codec)
        for number in precedent.seen.blocks.indices {
            let block = precedent.seen.blocks[number]
            let first = elements[block.steps.lowerBound]
            // No part of what is decided on the block.
            insert(before: first.tag, at: first.offset, first.encoding, &edits)
            let mark = RecordedEdits.mark(edits)
            let (notes, furtherNotes, sets) = (report.notes.count, report.furtherNotes, characterSets.count)
            precedent.count(report.counts)
            dependsOnRest = false
            try decide(on: block.steps, of: elements, reader, source, &edits)
            let isPrecedent =
                Precedent.isRecorded(block.tag) && !dependsOnRest && failure == nil && code == nil && skipping == nil
                && frames.count == 1 && !hasInstanceList && describedBlocks == nil && characterSets.count == sets
                && report.furtherNotes == furtherNotes
            precedent.add(edits, since: isPrecedent ? mark : nil, report.notes[notes...], characterSets: sets)
        }
        precedent.count(report.counts)
        if failure == nil { precedent.settle() }
        return precedent.seen.blocks.last?.steps.upperBound ?? 0
    }
}
