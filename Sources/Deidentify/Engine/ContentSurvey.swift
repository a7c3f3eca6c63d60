import DICOM
import Standard

/// What becomes of a content item whose concept Table E.3.4-1 lists, or not.
enum ContentVerdict: Sendable {
    /// It goes with all below it.
    case drop
    /// It keeps its place, and its values say nothing.
    case dummy
    /// A retain option keeps its text.
    case keep
    /// Its text is cleaned; so is that of concepts that the table does not list.
    case clean
}

/// What is gathered from a segment of a data set before it is decided on: whom it names, and what its content items are about.
struct ContentSurvey {
    private var gathered = GatheredIdentifiers()
    /// By the offset of the item; what is not there is cleaned.
    private(set) var verdicts: [Int: ContentVerdict] = [:]
    /// Offsets of sequences all of whose items go.
    private(set) var emptied: Set<Int> = []
    private var levels: [Level] = []
    private var hasReferences = false
    private let options: [Confidentiality.Option]
    private var characterSets: [[UInt8]: SpecificCharacterSet] = [:]

    private struct Level {
        /// Of a sequence its tag, of an item the tag of its sequence.
        var tag: Tag
        var offset: Int
        var isItem: Bool
        var characterSet: SpecificCharacterSet
        var code: [UInt8] = []
        var scheme: [UInt8] = []
        var valueType: [UInt8] = []
        var items = 0
        var dropped = 0
    }

    private static let longestIdentifier: UInt32 = 4096

    init(options: [Confidentiality.Option]) { self.options = options }

    /// Whom and what the data set names, as far as it has been looked at.
    var identifiers: FileIdentifiers { gathered.identifiers }
    /// Changes with `identifiers`, within a process.
    var mark: Int { gathered.mark }

    mutating func begin() {
        gathered.begin()
        verdicts.removeAll(keepingCapacity: true)
        emptied.removeAll(keepingCapacity: true)
        hasReferences = false
        levels.removeAll(keepingCapacity: true)
        levels.append(Level(tag: Tag(0), offset: 0, isItem: true, characterSet: .default))
    }

    // MARK: The walk

    /// - Parameter isLast: nothing of the data set comes after the segment.
    mutating func look(at elements: [Element], _ buffer: borrowing HeaderBuffer, _ codec: TextCodec, isLast: Bool) {
        verdicts.removeAll(keepingCapacity: true)
        emptied.removeAll(keepingCapacity: true)
        for element in elements {
            switch element.kind {
            case .element: take(element, buffer, codec)
            case .sequence, .fragments: push(element, tag: element.tag, isItem: false)
            case .item:
                levels[levels.count - 1].items += 1
                push(element, tag: levels[levels.count - 1].tag, isItem: true)
            case .itemEnd, .sequenceEnd: pop()
            case .fragment, .trailing: break
            }
        }
        // What is cut off in the middle is decided by what is known of it.
        for level in levels where level.isItem && Self.holdsContent(level.tag) {
            verdicts[level.offset] = level.code.isEmpty ? .dummy : verdict(level)
        }
        if hasReferences {
            // References to content items count their places (PS3.3 C.17.3.2.5), so that none may go.
            for (offset, verdict) in verdicts where verdict == .drop { verdicts[offset] = .dummy }
            emptied.removeAll()
        }
        gathered.settle()
        gathered.settle(isIncomplete: !isLast && (identifiers.names.isEmpty || levels.count > 1))
    }

    private mutating func push(_ element: Element, tag: Tag, isItem: Bool) {
        levels.append(
            Level(tag: tag, offset: element.offset, isItem: isItem, characterSet: levels[levels.count - 1].characterSet)
        )
    }

    private mutating func pop() {
        guard levels.count > 1 else { return }
        let level = levels.removeLast()
        guard Self.holdsContent(level.tag) else { return }
        if level.isItem {
            if level.code.isEmpty { return }
            let verdict = verdict(level)
            if verdict != .clean { verdicts[level.offset] = verdict }
            if verdict == .drop { levels[levels.count - 1].dropped += 1 }
        } else if level.items > 0, level.dropped == level.items {
            emptied.insert(level.offset)
        }
    }

    private mutating func take(_ element: Element, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec) {
        if element.lengthField == 0 { return }
        guard element.isResident else {
            // What identifies somebody and is too long to be held cannot be looked for.
            if ![.none, .date].contains(IdentifierKind.of(element)) { gathered.giveUp() }
            return
        }
        let last = levels.count - 1
        switch element.tag {
        case .specificCharacterSet:
            levels[last].characterSet = characterSet(element.trimmedValue(buffer))
            return
        case Tag(0x0040_A040): levels[last].valueType = element.trimmedValue(buffer)
        case Tag(0x0008_0100), Tag(0x0008_0119), Tag(0x0008_0102):
            // The item of the concept name, in its sequence, in the content item; the first one counts.
            guard last >= 2, levels[last].tag == Tag(0x0040_A043), element.lengthField <= 128 else { return }
            if element.tag.element == 0x0102 {
                if levels[last - 2].scheme.isEmpty { levels[last - 2].scheme = element.trimmedValue(buffer) }
            } else if levels[last - 2].code.isEmpty {
                levels[last - 2].code = element.trimmedValue(buffer)
            }
            return
        case Tag(0x0040_DB73): hasReferences = true
        case .textValue where Self.holdsContent(levels[last].tag) && !levels[last].code.isEmpty:
            // Subject ID, Accession Number and their like.
            let rows = StructuredContent.rows(code: levels[last].code, scheme: levels[last].scheme)
            if !rows.isEmpty, rows.allSatisfy({ !$0.options.contains(.c) }) { add(element, .value, buffer, codec) }
            return
        default: break
        }
        let kind = IdentifierKind.of(element)
        if kind != .none { add(element, kind, buffer, codec) }
    }

    private mutating func add(
        _ element: Element, _ kind: IdentifierKind, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec
    ) {
        if identifiers.isOverfull { return }
        guard element.lengthField <= Self.longestIdentifier else {
            if kind != .date { gathered.giveUp() }
            return
        }
        let value = element.trimmedValue(buffer)
        let vr: VR = kind == .person ? .pn : element.vr.isText ? element.vr : .lo
        let parts: [ArraySlice<UInt8>]
        if value.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) {
            parts = vr.allowsSeveralValues && value.contains(0x5C) ? value.split(separator: 0x5C) : [value[...]]
        } else {
            parts = codec.split(value, as: levels[levels.count - 1].characterSet, vr: vr).map { Array($0.text.utf8)[...] }
        }
        for part in parts { gathered.add(kind, part) }
    }

    /// The character set that a value of (0008,0005) announces.
    mutating func characterSet(_ value: [UInt8]) -> SpecificCharacterSet {
        if let known = characterSets[value] { return known }
        let set = SpecificCharacterSet(value: value)
        if characterSets.count >= 64 { characterSets.removeAll(keepingCapacity: true) }
        characterSets[value] = set
        return set
    }

    // MARK: Content items

    /// Whether the items of a sequence are content items, or like them.
    static func holdsContent(_ tag: Tag) -> Bool {
        switch tag {
        case Tag(0x0040_A730), Tag(0x0040_0555), Tag(0x0040_0612), Tag(0x0040_B020): true
        default: false
        }
    }

    private func verdict(_ level: Level) -> ContentVerdict {
        Self.verdict(code: level.code, scheme: level.scheme, valueType: level.valueType, options: options)
    }

    static func verdict(
        code: [UInt8], scheme: [UInt8], valueType: [UInt8], options: [Confidentiality.Option]
    ) -> ContentVerdict {
        let rows = StructuredContent.rows(code: code, scheme: scheme)
        guard let first = rows.first else { return .clean }
        // Of another value type than the table's, the basic action holds, options or not.
        let row = rows.first { $0.valueType.utf8.elementsEqual(valueType) }
        if let row {
            let codes = zip(Confidentiality.Option.allCases, row.options).compactMap { options.contains($0) ? $1 : nil }
            if codes.contains(.c) { return .clean }
            if codes.contains(.k) { return .keep }
        }
        switch (row ?? first).basic {
        case .x: return .drop
        default: return .dummy
        }
    }

    /// Whether a Code Value is written as codes are: a digit, no space, no small letters beside capitals.
    static func isCode(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        guard element.tag == Tag(0x0008_0100) || element.tag == Tag(0x0008_0119), element.lengthField <= 64,
            element.isResident
        else {
            return false
        }
        let value = element.trimmedValue(buffer)
        return value.contains(where: ASCII.isDigit)
            && value.allSatisfy {
                ASCII.isDigit($0) || (0x41...0x5A).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            }
    }
}
