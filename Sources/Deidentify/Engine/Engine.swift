import DICOM
import Standard

/// Applies a compiled profile to the steps of a data set and says what to change as edits of the original bytes.
///
/// One engine serves one thread and any number of files, one after the other: `begin`, then `process` for each
/// segment, then `report`.
public struct Engine {
    let profile: CompiledProfile
    let pseudonyms: Pseudonyms
    private var places = PlaceCache()
    private let markers: MarkerAttributes

    // What changes with the file.
    private(set) var context = FileContext()
    private var frames: [Frame] = []
    private var skipping: Skip?
    /// What the output has whatever the input has, ascending by tag; what the input has of it is replaced.
    private var insertions: [Insertion] = []
    private var nextInsertion = 0
    private(set) public var report = FileReport()
    private var shift = DateShift(days: 0)
    private var patient: [UInt8] = []
    /// A segment has been decided on: in a stream it is on its way out.
    private var hasWritten = false
    /// Set when a result cannot be written; the file is then given up.
    private var failure: ParseError?
    /// The length of the document that took the place of the original one.
    private var documentLength: Int?
    /// For the fragments of Pixel Data that stay; `nil` elsewhere.
    private var scrubber: CodestreamScrubber?
    private var isBehindOffsetTable = false

    private struct Frame {
        var place: PlaceCache.ID
        var tag: Tag
        /// The place of the length field among the edits; `nil` when the length is undefined.
        var lengthPlace: Int?
        var length: UInt32
        var growth = 0
        var isBigEndian: Bool
        var emptiness: Emptiness
    }

    /// Whether the values in a sequence are to say nothing, because its rule is `dummy`.
    private enum Emptiness {
        case none
        /// The values of content items: their text and coded values, but not the codes that name them.
        case items
        /// All text at any depth.
        case everything
    }

    private struct Insertion {
        var tag: Tag
        /// A UID; `nil` for one of the marker attributes.
        var uid: [UInt8]?
    }

    /// A sequence that goes, while its content passes.
    private struct Skip {
        var start: Int
        var depth: Int
    }

    public init(profile: CompiledProfile, pseudonyms: Pseudonyms) {
        self.profile = profile
        self.pseudonyms = pseudonyms
        markers = MarkerAttributes(profile)
    }

    /// Starts a file.
    public mutating func begin(_ context: FileContext) {
        self.context = context
        frames.removeAll(keepingCapacity: true)
        frames.append(
            Frame(
                place: places.root(forSOPClass: context.sopClassUID), tag: Tag(0), lengthPlace: nil, length: 0,
                isBigEndian: false, emptiness: .none))
        skipping = nil
        prepareInsertions()
        report = FileReport()
        failure = nil
        hasWritten = false
        documentLength = nil
        scrubber = nil
        let identity = context.identity
        patient = pseudonyms.patient(identity)
        shift = DateShift(days: pseudonyms.dateOffset(of: identity))
    }

    private mutating func prepareInsertions() {
        nextInsertion = 0
        insertions.removeAll(keepingCapacity: true)
        guard profile.profile.usesTable else { return }
        if context.lacksSOPClassUID { insertions.append(Insertion(tag: .sopClassUID, uid: context.sopClassUID)) }
        if context.lacksSOPInstanceUID {
            insertions.append(Insertion(tag: .sopInstanceUID, uid: newUID(for: context.sopInstanceUID)))
        }
        for tag in MarkerAttributes.tags { insertions.append(Insertion(tag: tag, uid: nil)) }
    }

    /// The UID that the output's SOP Instance UID becomes.
    public func newUID(for uid: [UInt8]) -> [UInt8] {
        isReplaced(.sopInstanceUID) ? pseudonyms.uid(for: uid) : uid
    }

    /// The pseudonym of the file's patient.
    public var patientPseudonym: [UInt8] { patient }

    /// A sequence or fragments are on their way out, across the end of a segment.
    var isSkipping: Bool { skipping != nil }

    private func isReplaced(_ tag: Tag) -> Bool {
        let rule = profile.find(tag).rule
        return rule == .uid || rule == .codeU
    }

    // MARK: Segments

    /// Decides on each step of a segment.
    ///
    /// - Parameters:
    ///   - isLast: the segment ends the data set: what is still to be inserted follows.
    ///   - end: offset past the segment.
    public mutating func process(
        _ elements: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource, isLast: Bool, end: Int,
        encoding: Encoding, edits: inout EditList
    ) throws(ParseError) {
        if let skip = skipping { skipping = Skip(start: elements.first?.offset ?? end, depth: skip.depth) }
        for element in elements {
            if element.kind == .fragment, skipping == nil {
                try fragment(element, reader, source, &edits)
            } else {
                step(element, reader, &edits)
            }
        }
        if let skip = skipping { drop(skip.start..<end, &edits) }
        if let failure { throw failure }
        hasWritten = true
        if isLast { insert(before: nil, at: end, encoding, &edits) }
    }

    private mutating func step(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        if skipping != nil { return skip(element, &edits) }
        switch element.kind {
        case .element, .sequence, .fragments:
            if frames.count == 1 { insert(before: element.tag, at: element.offset, element.encoding, &edits) }
            decide(element, reader, &edits)
        case .item:
            push(element, frames[frames.count - 1].place, frames[frames.count - 1].emptiness, &edits)
        case .itemEnd, .sequenceEnd:
            if element.kind == .sequenceEnd { scrubber = nil }
            pop(&edits)
        case .fragment:
            break
        case .trailing:
            drop(element.offset..<element.endOffset, &edits)
        }
    }

    private mutating func skip(_ element: Element, _ edits: inout EditList) {
        guard var skip = skipping else { return }
        switch element.kind {
        case .sequence, .item, .fragments: skip.depth += 1
        case .itemEnd, .sequenceEnd: skip.depth -= 1
        case .element, .fragment, .trailing: break
        }
        if skip.depth == 0 {
            drop(skip.start..<element.endOffset, &edits)
            skipping = nil
        } else {
            skipping = skip
        }
    }

    // MARK: Fragments

    /// Blanks what a compressed stream says besides its pixels.
    private mutating func fragment(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ edits: inout EditList
    ) throws(ParseError) {
        guard var scrubber = self.scrubber else { return }
        defer { self.scrubber = scrubber }
        guard isBehindOffsetTable else {
            isBehindOffsetTable = true
            return
        }
        scrubber.beginFragment()
        let length = Int(element.lengthField)
        var blanked = false
        if element.isResident {
            reader.buffer.withBytes(element.valuePosition..<element.valuePosition + length) { bytes in
                scrubber.scan(bytes, at: element.valueOffset) {
                    edits.blank($0)
                    blanked = true
                }
            }
        } else if source.size != nil {
            var chunk = HeaderBuffer(capacity: 64 << 10)
            var offset = element.valueOffset
            while offset < element.endOffset {
                let count = try chunk.refill(from: source, at: offset, upTo: min(64 << 10, element.endOffset - offset))
                guard count > 0 else { throw ParseError(.shrunk, at: offset, tag: element.tag) }
                chunk.withBytes(0..<count) { bytes in
                    scrubber.scan(bytes, at: offset) {
                        edits.blank($0)
                        blanked = true
                    }
                }
                offset += count
            }
        }
        // A fragment that is still in a stream is scrubbed as it passes; see `scrubPassing`.
        if blanked { report.codestreams += 1 }
    }

    /// Whether the value that comes next in the stream must go through `scrubPassing`.
    var scrubsPassing: Bool { scrubber != nil && isBehindOffsetTable }

    /// Finds what to blank in a piece of a fragment that passes through.
    ///
    /// - Returns: ranges in the piece.
    mutating func scrubPassing(_ bytes: RawSpan) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        // What a piece before has let pass cannot be called back; ranges that reach there begin here.
        scrubber?.scan(bytes, at: 0) { range in
            if range.upperBound > 0 { ranges.append(max(0, range.lowerBound)..<range.upperBound) }
        }
        if !ranges.isEmpty { report.codestreams += 1 }
        return ranges
    }

    // MARK: Nesting

    private mutating func push(
        _ element: Element, _ place: PlaceCache.ID, _ emptiness: Emptiness, _ edits: inout EditList
    ) {
        let hasLength = element.length != nil
        frames.append(
            Frame(
                place: place, tag: element.tag,
                lengthPlace: hasLength ? edits.reserveLength(at: element.valueOffset - 4) : nil,
                length: element.lengthField,
                isBigEndian: element.encoding.isBigEndian,
                emptiness: emptiness))
    }

    private mutating func pop(_ edits: inout EditList) {
        let frame = frames.removeLast()
        guard frame.growth != 0 else { return }
        if let place = frame.lengthPlace {
            let length = Int(frame.length) + frame.growth
            if length < 0 || length >= 0xFFFF_FFFF {
                failure = failure ?? ParseError(.resultTooLong, at: 0, tag: frame.tag)
                return
            }
            edits.setLength(place, to: UInt32(length), bigEndian: frame.isBigEndian)
        }
        frames[frames.count - 1].growth += frame.growth
    }

    private var path: [Tag] {
        // Items stand between sequences; each sequence is named once.
        stride(from: 1, to: frames.count, by: 2).map { frames[$0].tag }
    }

    // MARK: Edits

    private mutating func drop(_ range: Range<Int>, _ edits: inout EditList) {
        if range.isEmpty { return }
        edits.drop(range)
        frames[frames.count - 1].growth -= range.count
    }

    private mutating func replace(
        _ element: Element, _ vr: VR, with value: [UInt8], _ edits: inout EditList
    ) {
        if element.encoding.isExplicitVR, !vr.hasLongLength, value.count > 0xFFFE {
            failure = failure ?? ParseError(.resultTooLong, at: element.offset, tag: element.tag)
            return
        }
        let encoder = ElementEncoder(element.encoding)
        frames[frames.count - 1].growth += edits.replace(element.offset..<element.endOffset) {
            encoder.append(element.tag, vr, value, to: &$0)
        }
    }

    /// Inserts what comes before `tag`, all that is left when it is `nil`.
    private mutating func insert(
        before tag: Tag?, at offset: Int, _ encoding: Encoding, _ edits: inout EditList
    ) {
        let markers = self.markers
        while nextInsertion < insertions.count {
            let insertion = insertions[nextInsertion]
            if let tag, insertion.tag > tag { return }
            edits.replace(offset..<offset) { bytes in
                if let uid = insertion.uid {
                    ElementEncoder(encoding).append(insertion.tag, .ui, uid, to: &bytes)
                } else {
                    markers.element(insertion.tag, encoding, to: &bytes)
                }
            }
            nextInsertion += 1
        }
    }

    // MARK: Decisions

    private mutating func decide(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        let tag = element.tag
        if tag.isPrivate {
            if profile.privateAttributes == .keep { return keep(element, &edits) }
            report.privateAttributes += 1
            return remove(element, &edits)
        }
        if Self.neverPasses(tag) { return remove(element, &edits) }
        if frames.count == 1, insertions.contains(where: { $0.tag == tag }) { return remove(element, &edits) }
        if frames.count == 1, comesTooLate(element) {
            failure = failure ?? ParseError(.identityAfterBulk, at: element.offset, tag: tag)
        }
        if tag == Tag(0x0042_0015), let documentLength, element.kind == .element {
            report.replaced += 1
            return replace(element, .ul, with: number(documentLength, element.encoding), &edits)
        }
        let found = profile.find(tag)
        var rule = found.rule
        if found.isDefault, found.vr == .un, !DataDictionary.contains(tag) {
            if rule == .remove { report.note(path + [tag], rule, .unknownAttribute) }
        } else if profile.profile.usesTable {
            if isUnexpected(element, found.vr) || rule == .keep && hidesWords(element, found.vr, reader), rule == .keep || rule.dependsOnType && rule != .codeX {
                rule = profile.smuggledText
                report.note(path + [tag], rule, .unexpectedContent)
            } else if found.isDefault, rule == .codeX {
                report.note(path + [tag], rule, .ungovernedText)
            }
            if frames[frames.count - 1].emptiness != .none, Self.isWords(found.vr), !Self.isStructure(tag),
                rule == .keep || found.isDefault
            {
                rule = .dummy
            }
        }
        if rule.dependsOnType {
            rule = rule.resolved(places.type(of: tag, at: frames[frames.count - 1].place))
        } else {
            rule = rule.resolved(nil)
        }
        apply(rule, element, found.vr, reader, &edits)
    }

    /// Whether an element that the decisions on the file depend on is met when some of them have been carried out.
    private func comesTooLate(_ element: Element) -> Bool {
        guard hasWritten, element.lengthField > 0 else { return false }
        return switch element.tag {
        case .sopClassUID: context.lacksSOPClassUID
        case .sopInstanceUID: context.lacksSOPInstanceUID
        case .studyInstanceUID: context.studyInstanceUID.isEmpty
        case .seriesInstanceUID: context.seriesInstanceUID.isEmpty
        case .patientID: context.patientID.isEmpty
        case .issuerOfPatientID: context.issuerOfPatientID.isEmpty
        default: false
        }
    }

    private func number(_ value: Int, _ encoding: Encoding) -> [UInt8] {
        let little = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        return encoding.isBigEndian ? little.reversed() : little
    }

    private mutating func apply(
        _ rule: Rule, _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        switch element.kind {
        case .sequence: applyToSequence(rule, element, &edits)
        case .fragments:
            // Only Pixel Data is encapsulated (PS3.5 A.4); fragments elsewhere are bytes that nobody can account for.
            if rule == .keep, element.tag == .pixelData || !profile.profile.usesTable {
                keep(element, &edits)
            } else {
                remove(element, &edits)
            }
        default: applyToValue(rule, element, vr == .un ? element.vr : vr, reader, &edits)
        }
    }

    private mutating func applyToSequence(_ rule: Rule, _ element: Element, _ edits: inout EditList) {
        switch rule {
        case .remove: remove(element, &edits)
        case .empty: empty(element, &edits)
        case .keep, .dummy, .uid, .date, .pseudonym, .codeX, .codeZ, .codeD, .codeU, .codeZD, .codeXZ, .codeXD,
            .codeXZD, .codeXZU:
            report.kept += 1
            let place = places.items(of: element.tag, at: frames[frames.count - 1].place)
            push(element, place, emptiness(of: element.tag, rule), &edits)
        }
    }

    private func emptiness(of sequence: Tag, _ rule: Rule) -> Emptiness {
        let around = frames[frames.count - 1].emptiness
        if around == .everything { return .everything }
        // The value of a CODE item is its content (PS3.3 C.17.3.2.5); the codes that name items and units are not.
        if around == .items, sequence == Tag(0x0040_A168) { return .everything }
        guard rule == .dummy else { return .none }
        return sequence == Tag(0x0040_A730) ? .items : .everything  // Content Sequence
    }

    private mutating func applyToValue(
        _ rule: Rule, _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        switch rule {
        case .keep: keep(element, &edits)
        case .remove: remove(element, &edits)
        case .empty: empty(element, &edits)
        case .dummy: dummy(element, vr, reader, &edits)
        case .uid: replaceUIDs(element, reader, &edits)
        case .date: replaceDates(element, vr, reader, &edits)
        case .pseudonym:
            if element.lengthField == 0 { return keep(element, &edits) }
            report.replaced += 1
            replace(element, vr, with: patient, &edits)
        case .codeX, .codeZ, .codeD, .codeU, .codeZD, .codeXZ, .codeXD, .codeXZD, .codeXZU:
            remove(element, &edits)  // resolved before; the safe side all the same
        }
    }

    private mutating func keep(_ element: Element, _ edits: inout EditList) {
        report.kept += 1
        if element.lacksVR {
            let encoder = ElementEncoder(element.encoding)
            frames[frames.count - 1].growth += edits.replace(element.offset..<element.valueOffset) {
                encoder.appendHeader(element.tag, element.vr, length: element.lengthField, to: &$0)
            }
        }
        if element.kind == .fragments, profile.profile.scrubsCodestreams {
            scrubber = CodestreamScrubber()
            isBehindOffsetTable = false
        }
        if element.kind == .sequence || element.kind == .fragments {
            push(element, places.items(of: element.tag, at: frames[frames.count - 1].place), .none, &edits)
        }
    }

    private mutating func remove(_ element: Element, _ edits: inout EditList) {
        report.removed += 1
        if element.kind == .element {
            drop(element.offset..<element.endOffset, &edits)
        } else {
            skipping = Skip(start: element.offset, depth: 1)
        }
    }

    private mutating func empty(_ element: Element, _ edits: inout EditList) {
        report.emptied += 1
        let encoder = ElementEncoder(element.encoding)
        if element.kind == .element {
            let isNamed = element.vr.isKnown && element.vr != .un
            replace(element, isNamed ? element.vr : DataDictionary.vr(of: element.tag) ?? .un, with: [], &edits)
            return
        }
        frames[frames.count - 1].growth += edits.replace(element.offset..<element.offset) {
            encoder.appendHeader(element.tag, .sq, length: 0, to: &$0)
        }
        skipping = Skip(start: element.offset, depth: 1)
    }

    // MARK: Values

    private mutating func dummy(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        report.replaced += 1
        if element.tag == Tag(0x0042_0011) {
            let document = DummyValue.document(type: context.documentType)
            documentLength = document.count
            return replace(element, vr, with: document, &edits)
        }
        if vr == .ui { return replaceUIDs(element, reader, &edits) }
        let value = DummyValue.value(for: vr)
        if value.isEmpty { return remove(element, &edits) }
        replace(element, vr, with: value, &edits)
    }

    private mutating func replaceUIDs(
        _ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        if element.lengthField == 0 { return keep(element, &edits) }
        guard element.isResident else { return remove(element, &edits) }
        report.uids += 1
        var value: [UInt8] = []
        let parts = element.trimmedValue(reader.buffer).split(separator: 0x5C, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index > 0 { value.append(0x5C) }
            var uid = Array(part)
            while let last = uid.last, last == 0 || last == 0x20 { uid.removeLast() }
            while uid.first == 0x20 { uid.removeFirst() }
            if !uid.isEmpty { value += pseudonyms.uid(for: uid) }
        }
        replace(element, .ui, with: value, &edits)
    }

    private mutating func replaceDates(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        if element.lengthField == 0 { return keep(element, &edits) }
        guard element.isResident else { return remove(element, &edits) }
        let value = element.trimmedValue(reader.buffer)
        let moved =
            switch vr {
            case .dt: shift.shiftDT(value)
            case .tm: shift.shiftTM(value)
            default: shift.shiftDA(value)
            }
        guard let moved else {
            // No date that can be moved: nothing of it may stay.
            let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
            return apply(Rule.codeXZD.resolved(type), element, vr, reader, &edits)
        }
        report.dates += 1
        replace(element, vr, with: moved, &edits)
    }

    // MARK: Kinds of attributes

    /// Groups and elements that have no place in a stored data set (PS3.10 §7.1, PS3.5 §7.2).
    private static func neverPasses(_ tag: Tag) -> Bool {
        tag.isGroupLength || tag.group < 0x0008 || tag == .dataSetTrailingPadding
    }

    /// Whether the VR in the file makes the content something that the rule for the tag was not made for: words where
    /// PS3.6 has numbers, or a value where it has a sequence.
    private func isUnexpected(_ element: Element, _ vr: VR) -> Bool {
        if element.kind == .element, vr == .sq { return element.lengthField > 0 }
        guard element.encoding.isExplicitVR, element.vr != vr, element.kind == .element else { return false }
        if element.vr.isText { return !vr.isText && !Self.isBulk(vr) && vr != .un }
        if Self.isBulk(element.vr) { return !Self.isBulk(vr) && vr != .un }
        return !element.vr.isKnown
    }

    /// VRs of bytes and long runs of numbers, which can hold anything.
    private static func isBulk(_ vr: VR) -> Bool {
        switch vr {
        case .ob, .od, .of, .ol, .ov, .ow: true
        default: false
        }
    }

    /// Whether UN in the place of a binary number holds something else: items, or more than its one value.
    private func hidesItems(_ element: Element, _ registered: VR, _ reader: borrowing DataSetReader) -> Bool {
        if element.isResident, element.lengthField >= 8,
            reader.buffer.uint32(at: element.valuePosition, bigEndian: false) == 0xE000_FFFE
        {
            return true
        }
        let size: UInt32
        switch registered {
        case .us, .ss: size = 2
        case .at, .fl, .sl, .ul: size = 4
        case .fd, .sv, .uv: size = 8
        default: return false
        }
        if element.lengthField % size != 0 { return true }
        return element.lengthField > size && DataDictionary.entry(for: element.tag)?.vm == "1"
    }

    /// Whether a value of digits by its VR has words in it: two letters side by side, or a byte beyond ASCII.
    ///
    /// A single stray letter is a slip of the writer, and the number around it may be one that the pixels need.
    private func hidesWords(_ element: Element, _ registered: VR, _ reader: borrowing DataSetReader) -> Bool {
        guard element.kind == .element else { return false }
        if element.vr == .un, hidesItems(element, registered, reader) { return true }
        guard element.isResident else { return false }
        switch registered == .un ? element.vr : registered {
        case .ds, .is, .da, .tm, .dt, .ui:
            var isBehindLetter = false
            for position in element.valuePosition..<element.valuePosition + Int(element.lengthField) {
                switch reader.buffer[position] {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                    if isBehindLetter { return true }
                    isBehindLetter = true
                case 0x80...: return true
                default: isBehindLetter = false
                }
            }
            return false
        default: return false
        }
    }

    /// VRs in which people write.
    private static func isWords(_ vr: VR) -> Bool {
        switch vr {
        case .lo, .lt, .pn, .sh, .st, .uc, .ur, .ut: true
        default: false
        }
    }

    /// Attributes that a dummy item needs to stay an item of its kind.
    private static func isStructure(_ tag: Tag) -> Bool {
        tag == Tag(0x0008_0102)  // Coding Scheme Designator, without which a code means nothing
            || tag == .specificCharacterSet
    }
}
