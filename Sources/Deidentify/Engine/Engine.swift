import DICOM
import Standard

/// Applies a compiled profile to the steps of a data set and says what to change as edits of the original bytes.
///
/// One engine serves one thread and any number of files, one after the other: `begin`, then `process` for each
/// segment, then `report`. It is never copied: that would cost more than most decisions.
public struct Engine: ~Copyable {
    let profile: CompiledProfile
    // Of the profile, and asked of every element: for what is in a part of it, the part is copied now and then.
    let usesTable: Bool
    let cleansText: Bool
    let pseudonyms: Pseudonyms
    var places = PlaceCache()
    private var rules = RuleMemo()
    var markers: MarkerAttributes
    var characterSetTerms = CharacterSetTermCache()
    var knownValues = KnownValues()
    var knownCodes = KnownCodes()
    /// UIDs under the root of the standard: whether it gave them out.
    var givenOut = ValueMemo<Bool>(most: 256)
    /// The one that was added last: most are what an object refers to over and over.
    var lastGivenOut: [UInt8] = []
    /// Of the SOP Class of the file before; those of a folder are mostly of one.
    var lastClassUID: (uid: [UInt8], new: [UInt8]) = ([], [])
    /// Of the file, or of the one before, if that names the same people.
    var ownIdentifiers = OwnIdentifiers()
    /// The segment that is worked on, and the place in it.
    var segment: [Element] = []
    var place = 0
    /// What becomes of the code in the item that is open; `nil` until one of its parts is met.
    var code: CodeState?
    let codec = TextCodec()
    var cleaner: TextCleaner
    /// Of the segment that is being decided on; empty unless the profile cleans text.
    var survey: ContentSurvey
    var cleanedTexts = CleanedTexts()
    var labels = DistinctLabels()
    /// Character sets that are announced in what is open, innermost last.
    var characterSets: [(depth: Int, set: SpecificCharacterSet)] = []

    // What changes with the file.
    var context = FileContext()
    var frames: [Frame] = []
    var skipping: Skip?
    /// What the output has whatever the input has, ascending by tag; what the input has of it is replaced.
    var insertions: [Insertion] = []
    var nextInsertion = 0
    /// A bit for each group that something is inserted into, by the lower six bits of its number.
    private var insertedGroups: UInt64 = 0
    public internal(set) var report = FileReport()
    var shift = DateShift(days: 0)
    var patient: [UInt8] = []
    /// A segment has been decided on: in a stream it is on its way out.
    var hasWritten = false
    /// Set when a result cannot be written; the file is then given up.
    var failure: ParseError?
    /// The length of the document that took the place of the original one.
    var documentLength: Int?
    /// Referenced Series Sequence stays at the top level.
    var hasInstanceList = false
    /// For the fragments of Pixel Data that stay; `nil` elsewhere.
    var scrubber: CodestreamScrubber?
    /// The last one: it serves all files of its Transfer Syntax, one after the other.
    var lastScrubber: CodestreamScrubber?
    var isBehindOffsetTable = false
    /// What lies before this offset has been written.
    var firstOffset = 0
    /// How the samples of the image at the top level are laid out.
    var layout = SampleMask.Layout()
    /// What has been found out of the pixels that are decided on.
    var pixels = PixelSurvey()
    /// For Pixel Data that come next in a stream; `nil` where they pass as they are.
    var passingMask: SampleMask?
    /// The same, where nobody knows how long the samples are.
    var passingWords: SpelledRuns?
    /// Where the segment ends that is worked on.
    var segmentEnd = 0
    /// How a binary value begins that the reader does not hold.
    var beginning: [UInt8]?
    /// An ICC profile that the reader does not hold.
    var iccProfile: [UInt8]?
    /// The output gets an Encrypted Attributes Sequence.
    public internal(set) var keepsForRoles = false
    /// Where among the edits its place is, from when the walk has passed it until it is filled.
    var rolesPlace: Int?
    /// Private blocks of what is open; kept only where the profile names private elements.
    var privateBlocks = PrivateBlocks()
    /// What the file says of its private elements.
    var claims = PrivateClaims()
    /// Which items of the sequence that says it stay, and in how many frames it stands.
    var describedBlocks: (depth: Int, items: IndexingIterator<[Bool]>)?
    /// Where the element stood that went last.
    var lastRemoved = -1
    /// The Extended Offset Table was none; its lengths mean nothing without it.
    var hasBadExtendedTable = false

    /// What the file before was decided by.
    var precedent = Precedent()
    private var parts: [Precedent.Part] = []
    /// What comes again in the segment.
    var repeated = RepeatedDecisions()
    /// Of the last file: steps on which was decided as on others.
    var repeatedSteps = 0
    /// Something that was decided depended on more of the file than the element that it was about: it is no precedent.
    var dependsOnRest = false

    struct Frame {
        var place: PlaceCache.ID
        var tag: Tag
        /// The place of the length field among the edits; `nil` when the length is undefined.
        var lengthPlace: Int?
        var length: UInt32
        var growth = 0
        var isBigEndian: Bool
        var emptiness: Emptiness
        /// The text that stays in it is cleaned.
        var isCleaned = false
        /// A content item whose text an option keeps.
        var keepsText = false
        /// A sequence that had a length and has none in the output.
        var lacksDelimiter = false
        /// Where its content begins, and the bytes of its header before.
        var content = 0
        var headerLength: UInt8 = 0
        /// Of a sequence: bytes of items that lost all they held.
        var emptied = 0
    }

    /// Whether the values in a sequence are to say nothing, because its rule is `dummy`.
    enum Emptiness {
        case none
        /// The values of content items: their text and coded values, but not the codes that name them.
        case items
        /// All text at any depth.
        case everything
    }

    /// What becomes of the parts of a code.
    enum CodeState {
        /// Those that were looked at, by their places.
        case staying(Range<Int>)
        case changing(CodeItem)
    }

    struct Insertion {
        var tag: Tag
        /// A UID; `nil` for one of the marker attributes.
        var uid: [UInt8]?
    }

    /// A sequence that goes, while its content passes.
    struct Skip {
        var start: Int
        var depth: Int
    }

    /// UIDs of the segment that become other ones; `nil` until one is looked for.
    var replacedUIDs: Set<[UInt8]>?
    /// Those of the segments before.
    var earlierUIDs = EarlierUIDs()

    /// What the conditions of rules and of the run ask of files.
    let asked: [AskedAttribute]
    /// What a site calls its patients; `nil`: they get pseudonyms.
    let subjects: SubjectTable?

    /// - Parameters:
    ///   - subjects: the table, where the profile or the person who called names one.
    ///   - selection: which files are taken at all.
    public init(
        profile: CompiledProfile, pseudonyms: Pseudonyms, subjects: SubjectTable? = nil,
        selection: FileSelection = FileSelection()
    ) {
        self.profile = profile
        usesTable = profile.profile.usesTable
        cleansText = profile.cleansText
        self.subjects = subjects
        self.pseudonyms = pseudonyms
        markers = MarkerAttributes(profile)
        asked = Array(Set(profile.asked + selection.asked))
        cleaner = TextCleaner(lexicon: profile.profile.lexicon)
        survey = ContentSurvey(options: profile.profile.options)
    }

    /// What texts are cleaned by.
    var cleaning: CleaningContext {
        CleaningContext(
            identifiers: survey.identifiers, shift: profile.movesDates ? shift : nil,
            pseudonyms: isReplaced(.sopInstanceUID) ? pseudonyms : nil)
    }

    /// Starts a file.
    public mutating func begin(_ file: consuming FileContext) {
        context = consume file
        if context.identifyingValues != ownIdentifiers.values {
            ownIdentifiers = OwnIdentifiers(context.identifyingValues)
        }
        frames.removeAll(keepingCapacity: true)
        frames.append(
            Frame(
                place: places.root(forSOPClass: context.sopClassUID), tag: Tag(0), lengthPlace: nil, length: 0,
                isBigEndian: false, emptiness: .none))
        skipping = nil
        prepareInsertions()
        report = FileReport()
        if cleansText {
            survey.begin()
            labels.begin()
        }
        characterSets.removeAll(keepingCapacity: true)
        privateBlocks.removeAll()
        claims.removeAll()
        describedBlocks = nil
        failure = nil
        hasWritten = false
        documentLength = nil
        hasInstanceList = false
        scrubber = nil
        code = nil
        layout = SampleMask.Layout()
        pixels = PixelSurvey()
        passingMask = nil
        passingWords = nil
        iccProfile = nil
        hasBadExtendedTable = false
        rolesPlace = nil
        lastRemoved = -1
        earlierUIDs.removeAll()
        // One patient of several IDs has one code, and intervals between all dates survive.
        let identity = context.subjectCode.map { PatientIdentity(subjectCode: $0) } ?? context.identity
        patient = context.subjectCode ?? pseudonyms.patient(identity)
        shift = DateShift(
            days: pseudonyms.dateOffset(of: identity, within: profile.profile.shift),
            span: PlausibleDays(around: context.day))
    }

    mutating func prepareInsertions() {
        nextInsertion = 0
        // Of most files they are those of the file before.
        let areUsual = !keepsForRoles && !context.lacksSOPClassUID && !context.lacksSOPInstanceUID
        if areUsual, insertions.count == (usesTable ? MarkerAttributes.tags.count : 0) { return }
        insertions.removeAll(keepingCapacity: true)
        defer {
            if keepsForRoles { insertions.append(Insertion(tag: .encryptedAttributesSequence, uid: nil)) }
            insertedGroups = insertions.reduce(0) { $0 | Self.bit(ofGroup: $1.tag) }
        }
        guard usesTable else { return }
        if context.lacksSOPClassUID { insertions.append(Insertion(tag: .sopClassUID, uid: context.newSOPClassUID)) }
        if context.lacksSOPInstanceUID {
            insertions.append(Insertion(tag: .sopInstanceUID, uid: newUID(for: context.sopInstanceUID)))
        }
        for tag in MarkerAttributes.tags { insertions.append(Insertion(tag: tag, uid: nil)) }
    }

    private static func bit(ofGroup tag: Tag) -> UInt64 { 1 << UInt64(tag.group & 63) }

    /// Whether something else comes in the place of an attribute of the top level. Asked of every element.
    @inline(__always)
    func isInserted(_ tag: Tag) -> Bool {
        insertedGroups & Self.bit(ofGroup: tag) != 0 && insertions.contains { $0.tag == tag }
    }

    /// What the UID of an object, its Series or Study becomes in the output.
    public func newUID(for uid: [UInt8], of tag: Tag = .sopInstanceUID) -> [UInt8] {
        isReplaced(tag) ? pseudonyms.uid(for: uid) : uid
    }

    /// The pseudonym of the file's patient.
    public var patientPseudonym: [UInt8] { patient }

    /// A sequence or fragments are on their way out, across the end of a segment.
    var isSkipping: Bool { skipping != nil }

    func isReplaced(_ tag: Tag) -> Bool {
        let rule = (rules.find(tag) ?? profile.find(tag)).rule
        return rule == .uid || rule == .codeU || rule == .dummy || rule == .codeD
    }

    /// The rule for an attribute that is not private, in this place of this file.
    @inline(__always)
    mutating func rule(for tag: Tag) -> CompiledProfile.Found {
        if !profile.conditionals.isEmpty { return lookUpHere(tag) }
        if let known = rules.find(tag) { return known }
        let found = lookUp(tag)
        rules.add(found, for: tag)
        return found
    }

    // Apart, for they need a copy of the profile, and what is known needs none; and mutating, for the compiler lends an engine by
    // moving all of it.
    @inline(never)
    private mutating func lookUp(_ tag: Tag) -> CompiledProfile.Found { profile.find(tag) }

    @inline(never)
    private mutating func lookUpHere(_ tag: Tag) -> CompiledProfile.Found { profile.find(tag, in: context) { path } }

    // MARK: Segments

    /// Decides on each step of a segment.
    ///
    /// - Parameters:
    ///   - isLast: the segment ends the data set: what is still to be inserted follows.
    ///   - end: offset past the segment.
    ///   - runs: what of it the file before had as well (`Precedent`).
    public mutating func process(
        _ elements: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource, isLast: Bool, end: Int,
        encoding: Encoding, like runs: [SeenDataSet.Run] = [], edits: inout EditList
    ) throws(ParseError) {
        if let skip = skipping { skipping = Skip(start: elements.first?.offset ?? end, depth: skip.depth) }
        segmentEnd = end
        passingMask = nil
        passingWords = nil
        segment = elements
        replacedUIDs = nil
        // Places are those of the segment.
        if case .staying? = code { code = nil }
        // Held no longer than needed: the caller goes on using its memory.
        defer { segment = [] }
        if !profile.privateRules.isEmpty, usesTable, profile.privateAttributes == .remove {
            claims.gather(elements, reader.buffer, profile.privateRules)
        }
        if cleansText {
            precedent.toSurvey(elements.count, runs, context.specificCharacterSet, into: &parts)
            repeated.leaveOutTold(of: &parts)
            survey.look(at: elements, parts, precedent.told, reader.buffer, codec, isLast: isLast)
        }
        let decided = isLast && usesTable ? try decideByPrecedent(elements, runs, reader, source, &edits) : 0
        try decide(on: decided..<elements.count, of: elements, reader, source, &edits)
        if let skip = skipping { drop(skip.start..<end, &edits) }
        if let failure { throw failure }
        hasWritten = true
        if !isLast, usesTable { earlierUIDs.add(replacedUIDs ?? gatherReplacedUIDs(reader)) }
        if isLast { insert(before: nil, at: end, encoding, &edits) }
    }

    mutating func decide(
        on places: Range<Int>, of elements: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource,
        _ edits: inout EditList
    ) throws(ParseError) {
        var next = places.lowerBound
        repeated.advance(to: next)
        while next < places.upperBound {
            if next == repeated.nextStep, skipping == nil {
                let decided = try decideAgain(on: places, of: elements, reader, source, &edits)
                if decided > next {
                    next = decided
                    continue
                }
            }
            if skipping != nil {
                next = skip(from: next, to: places.upperBound, of: elements, &edits)
                repeated.advance(to: next)
                continue
            }
            let element = elements[next]
            place = next
            next += 1
            if element.kind == .fragment {
                try fragment(element, reader, source, &edits)
            } else if element.tag.group == 0x7FE0, frames.count == 1,
                try isNoExtendedTable(element, reader, source)
            {
                report.note([element.tag], .remove, .unexpectedContent)
                remove(element, &edits)
            } else {
                if element.tag == Tag(0x0028_2000), element.kind == .element { try load(element, source) }
                if element.tag.group == 0x7FE0 { try surveyPixels(element, reader, source) }
                if usesTable, !element.isResident, element.kind == .element {
                    try loadBeginning(element, source)
                }
                step(element, reader, &edits)
            }
        }
    }

    mutating func step(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        switch element.kind {
        case .element, .sequence, .fragments:
            if frames.count == 1 { insert(before: element.tag, at: element.offset, element.encoding, &edits) }
            decide(element, reader, &edits)
        case .item:
            code = nil
            if describedBlocks != nil, isAboutWhatIsGone() {
                report.removed += 1
                skipping = Skip(start: element.offset, depth: 1)
                return
            }
            if element.hasForeignEncoding, usesTable { return dropForeign(element, &edits) }
            if frames[frames.count - 1].isCleaned { return cleanedItem(element, &edits) }
            if frames[frames.count - 1].tag == ContentSurvey.preparations, cleansSteps,
                survey.verdicts[element.offset] == .drop
            {
                return cleanedItem(element, &edits)
            }
            push(element, frames[frames.count - 1].place, frames[frames.count - 1].emptiness, &edits)
        case .itemEnd, .sequenceEnd:
            code = nil
            if element.kind == .sequenceEnd { endFragments(element, &edits) }
            pop(element, &edits)
        case .fragment:
            break
        case .trailing:
            drop(element.offset..<element.endOffset, &edits)
        }
    }

    /// Passes what is in a sequence that goes.
    ///
    /// - Returns: the number of the first step that is not in it.
    private mutating func skip(
        from first: Int, to end: Int, of elements: [Element], _ edits: inout EditList
    ) -> Int {
        guard let skip = skipping else { return first }
        var depth = skip.depth
        for place in first..<end {
            switch elements[place].kind {
            case .sequence, .item, .fragments: depth += 1
            case .itemEnd, .sequenceEnd: depth -= 1
            case .element, .fragment, .trailing: break
            }
            if depth == 0 {
                drop(skip.start..<elements[place].endOffset, &edits)
                skipping = nil
                // As behind all that was nested.
                code = nil
                return place + 1
            }
        }
        skipping = Skip(start: skip.start, depth: depth)
        return end
    }
}
