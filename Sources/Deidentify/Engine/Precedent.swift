import DICOM
import Standard

/// What was decided on a file, block by block of its header, for the next ones of its series: what these repeat byte for byte
/// is decided once.
///
/// A decision counts again only where all that it depended on is the same: the bytes of the block, and its `Ground`. What
/// depended on anything else of the file was not recorded.
struct Precedent {
    /// What of a file decisions depend on besides the block itself.
    struct Ground: Equatable {
        var sopClassUID: [UInt8] = []
        var newSOPClassUID: [UInt8] = []
        var lacksUIDs = false
        var listsOtherStudies = false
        var patientID: [UInt8] = []
        var issuerOfPatientID: [UInt8] = []
        var patientText: [UInt8] = []
        var issuerText: [UInt8] = []
        var patientName: [UInt8] = []
        var patient: [UInt8] = []
        var characterSet: [UInt8] = []
        var identifyingValues = IdentifyingValues()
        var conditions: [Bool] = []
        var transferSyntaxUID = ""
        var texts = CleanedTexts.Ground()
        var keepsForRoles = false
    }

    /// What was decided on a block.
    struct Decision {
        /// Of edits of the whole file, so that those of neighbours are one range.
        var edits: Range<Int>
        var notes: Range<Int>
        /// How many character sets were in force.
        var characterSets: Int
    }

    /// Some elements, and whether the survey knows already what they tell.
    struct Part {
        /// Of the elements; of `told`, where the survey knows.
        var range: Range<Int>
        var isTold: Bool
    }

    private(set) var seen = SeenDataSet()
    private(set) var ground = Ground()
    /// Of each block; `nil` where it is decided anew each time.
    private(set) var decisions: [Decision?] = []
    /// What was counted before each block, and at the end.
    private(set) var counts: [FileReport.Counts] = []
    /// Where the decisions end that begin with a block and go on without a gap.
    private(set) var ends: [Int] = []
    private(set) var edits = RecordedEdits()
    private(set) var notes: [FileReport.Note] = []
    /// Blocks in which something is nested, ascending.
    private(set) var nested: [Int] = []
    /// Those that describe the image (group 0028), which are neighbours.
    private(set) var imageBlocks = 0..<0
    /// Those that tell something of the file's people, orders or kind, ascending.
    private var telling: [Int] = []
    /// What the survey gathered, and of each block up to where; a block is looked at anew where it says more than that.
    private(set) var told = GatheredIdentifiers.Entries()
    private var endsOfTold: [Int] = []
    private var areToLookAt: [Bool] = []
    /// The file was dealt with to its end.
    private(set) var isValid = false

    /// Files that are not recorded before the next one is, and how many that were the last time: a folder of which no file is like
    /// the other one is not to be slowed down.
    private var wait = 0
    private var patience = 0
    private static let mostPatience = 16

    func steps(of blocks: Range<Int>) -> Int {
        blocks.isEmpty
            ? 0 : seen.blocks[blocks.upperBound - 1].steps.upperBound - seen.blocks[blocks.lowerBound].steps.lowerBound
    }

    /// The first of some blocks that `tag` does not come behind.
    func block(from tag: Tag, in blocks: Range<Int>) -> Int? {
        guard let last = blocks.last, seen.blocks[last].tag >= tag else { return nil }
        var (low, high) = (blocks.lowerBound, last)
        while low < high {
            let middle = (low + high) / 2
            if seen.blocks[middle].tag >= tag { high = middle } else { low = middle + 1 }
        }
        return low
    }

    func isAnyNested(in blocks: Range<Int>) -> Bool {
        nested.contains { blocks.contains($0) }
    }

    // MARK: When

    /// Whether a file that was not like this one is to take its place.
    mutating func isToBeReplaced() -> Bool {
        if wait > 0 {
            wait -= 1
            return false
        }
        patience = min(max(1, patience * 2), Self.mostPatience)
        wait = patience - 1
        return true
    }

    /// A file was like this one.
    mutating func hold() { (wait, patience) = (0, 0) }

    // MARK: Recording

    /// - Parameter survey: a new one, which gathers from the file once more.
    mutating func begin(
        _ seen: consuming SeenDataSet, on ground: consuming Ground, _ survey: consuming ContentSurvey,
        _ repeated: borrowing RepeatedDecisions, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec
    ) {
        isValid = false
        (decisions, counts, ends, notes, endsOfTold) = ([], [], [], [], [])
        edits = RecordedEdits()
        nested = seen.blocks.indices.filter { seen.steps[seen.blocks[$0].steps].contains { $0.kind == .sequence } }
        telling = seen.blocks.indices.filter { !Self.isSilent(seen.steps[seen.blocks[$0].steps]) }
        let image = seen.blocks.indices.filter { seen.blocks[$0].tag.group == 0x0028 }
        imageBlocks = image.isEmpty ? 0..<0 : image[0]..<image[image.count - 1] + 1
        areToLookAt = seen.blocks.map { !Self.isTold(seen.steps[$0.steps]) }
        survey.begin()
        var passed = 0
        for block in seen.blocks {
            repeated.forEachRest(of: block.steps, from: &passed, without: { $0.isTold }) { steps in
                for place in steps { survey.look(at: seen.steps[place], buffer, codec) }
            }
            endsOfTold.append(survey.entries?.count ?? 0)
        }
        if let entries = survey.entries {
            told = entries
        } else {
            areToLookAt = areToLookAt.map { _ in true }
        }
        self.seen = seen
        self.ground = ground
    }

    /// Takes what was decided on the next block.
    ///
    /// - Parameter mark: where `list` stood before; `nil`: it is to be decided anew each time.
    mutating func add(
        _ list: EditList, since mark: RecordedEdits.Mark?, _ notes: ArraySlice<FileReport.Note>, characterSets: Int
    ) {
        let firstNote = self.notes.count
        guard let mark, let numbers = edits.take(from: list, since: mark, notBefore: seen.blockOffset(decisions.count))
        else { return decisions.append(nil) }
        self.notes += notes
        decisions.append(
            Decision(edits: numbers, notes: firstNote..<self.notes.count, characterSets: characterSets))
    }

    mutating func count(_ counts: FileReport.Counts) { self.counts.append(counts) }

    /// The file was dealt with to its end.
    mutating func settle() {
        ends = [Int](repeating: decisions.count, count: decisions.count)
        for block in decisions.indices.reversed() where decisions[block] != nil {
            let isJoined =
                block + 1 < decisions.count && decisions[block + 1] != nil
                && decisions[block]?.edits.upperBound == decisions[block + 1]?.edits.lowerBound
                && decisions[block]?.characterSets == decisions[block + 1]?.characterSets
            ends[block] = isJoined ? ends[block + 1] : block + 1
        }
        isValid = true
    }

    // MARK: What has to be asked all the same

    /// The steps that the context of a file is taken from: all that were not seen before, and those that tell something.
    func toAsk(_ count: Int, _ runs: [SeenDataSet.Run], into ranges: inout [Range<Int>]) {
        ranges.removeAll(keepingCapacity: true)
        var start = 0
        var next = 0
        for run in runs {
            // From steps that were seen to those of the file.
            let ahead = run.start - seen.blocks[run.blocks.lowerBound].steps.lowerBound
            var silent = run.start
            while next < telling.count, telling[next] < run.blocks.lowerBound { next += 1 }
            while next < telling.count, telling[next] < run.blocks.upperBound {
                let steps = seen.blocks[telling[next]].steps
                let place = steps.lowerBound + ahead
                if place > silent {
                    if silent > start { ranges.append(start..<silent) }
                    start = place
                }
                silent = steps.upperBound + ahead
                next += 1
            }
            let end = seen.blocks[run.blocks.upperBound - 1].steps.upperBound + ahead
            if end > silent {
                if silent > start { ranges.append(start..<silent) }
                start = end
            }
        }
        if count > start { ranges.append(start..<count) }
    }

    /// The same for the survey.
    ///
    /// - Parameter characterSet: of the file; what was gathered in another one is gathered anew.
    func toSurvey(_ count: Int, _ runs: [SeenDataSet.Run], _ characterSet: [UInt8], into parts: inout [Part]) {
        parts.removeAll(keepingCapacity: true)
        var start = 0
        for run in runs where isValid && characterSet == ground.characterSet {
            var place = run.start
            for block in run.blocks {
                let end = place + seen.blocks[block].steps.count
                if !areToLookAt[block] {
                    if place > start { parts.append(Part(range: start..<place, isTold: false)) }
                    start = end
                    add(block > 0 ? endsOfTold[block - 1] : 0, endsOfTold[block], to: &parts)
                }
                place = end
            }
        }
        if count > start { parts.append(Part(range: start..<count, isTold: false)) }
    }

    @inline(__always)
    private func add(_ start: Int, _ end: Int, to parts: inout [Part]) {
        if start == end { return }
        if let last = parts.last, last.isTold, last.range.upperBound == start {
            parts[parts.count - 1].range = last.range.lowerBound..<end
        } else {
            parts.append(Part(range: start..<end, isTold: true))
        }
    }

    /// Whether the context of a file takes nothing from a block.
    static func isSilent(_ steps: ArraySlice<Element>) -> Bool {
        guard let first = steps.first, !FileContext.asks(first.tag) else { return false }
        return steps.allSatisfy { $0.kind != .element || !IdentifyingValues.mayTake($0) }
    }

    /// Whether what a survey gathers from a block is all that it takes from it.
    static func isTold(_ steps: ArraySlice<Element>) -> Bool {
        steps.allSatisfy { step in
            switch step.kind {
            case .element: !ContentSurvey.isMoreThanGathered(step.tag)
            case .sequence: !ContentSurvey.holdsContent(step.tag)
            case .item, .itemEnd, .sequenceEnd: true
            case .fragments, .fragment, .trailing: false
            }
        }
    }

    /// What is decided anew in every file: what describes pixels for more than itself, and documents.
    static func isRecorded(_ tag: Tag) -> Bool {
        switch tag {
        case Tag(0x0008_1115), Tag(0x0028_0008), Tag(0x0028_2000), .specificCharacterSet: false
        default: tag.group != 0x0042 && tag.group >= 0x0008
        }
    }
}
