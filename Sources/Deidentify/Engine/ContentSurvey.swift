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
    /// The one that was asked for last: most files name one, and a folder's the same.
    private var lastCharacterSet: (value: [UInt8], set: SpecificCharacterSet)?

    private struct Level {
        /// Of a sequence its tag, of an item the tag of its sequence.
        var tag: Tag
        var offset: Int
        var isItem: Bool
        /// Of an item like a content item its place in `contents`.
        var content: Int?
        var items = 0
        var dropped = 0
        /// Of an item: elements that are not private, and those of them that go with all their items.
        var elements = 0
        var emptied = 0
    }

    /// What a content item says of itself.
    private struct Content {
        var code: [UInt8] = []
        var scheme: [UInt8] = []
        var valueType: [UInt8] = []
        var meaning: [UInt8] = []
        /// Its text is a number of years over 89, and its concept an age.
        var isHighAge = false
    }

    /// Of the content items that are open, the outermost one first.
    private var contents: [Content] = []
    /// The character sets that are in force, each from the level of that number inwards.
    private var sets: [(level: Int, set: SpecificCharacterSet)] = []

    private static let longestIdentifier: UInt32 = 4096
    /// Specimen Preparation Sequence.
    static let preparations = Tag(0x0040_0610)
    private var personalConcepts: [[UInt8]: PersonalConcept?] = [:]

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
        levels.append(Level(tag: Tag(0), offset: 0, isItem: true))
        contents.removeAll(keepingCapacity: true)
        sets.removeAll(keepingCapacity: true)
    }

    // MARK: The walk

    /// - Parameters:
    ///   - parts: the elements to look at, and between them what others of `told` told.
    ///   - isLast: nothing of the data set comes after the segment.
    mutating func look(
        at elements: [Element], _ parts: [Precedent.Part], _ told: GatheredIdentifiers.Entries,
        _ buffer: borrowing HeaderBuffer, _ codec: TextCodec, isLast: Bool
    ) {
        verdicts.removeAll(keepingCapacity: true)
        emptied.removeAll(keepingCapacity: true)
        for part in parts {
            if part.isTold {
                gathered.add(told, part.range)
            } else {
                for place in part.range { look(at: elements[place], buffer, codec) }
            }
        }
        // What is cut off in the middle is decided by what is known of it.
        for level in levels {
            guard let content = level.content else { continue }
            verdicts[level.offset] = contents[content].code.isEmpty ? .dummy : verdict(contents[content])
        }
        if hasReferences {
            // References to content items count their places (PS3.3 C.17.3.2.5), so that none may go.
            for (offset, verdict) in verdicts where verdict == .drop { verdicts[offset] = .dummy }
            emptied.removeAll()
        }
        gathered.settle()
        gathered.isIncomplete = !isLast && (identifiers.names.isEmpty || levels.count > 1)
    }

    @inline(__always)
    mutating func look(at element: Element, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec) {
        switch element.kind {
        case .element:
            if !element.tag.isPrivate { levels[levels.count - 1].elements += 1 }
            take(element, buffer, codec)
        case .sequence, .fragments:
            if !element.tag.isPrivate { levels[levels.count - 1].elements += 1 }
            push(element, tag: element.tag, isItem: false)
        case .item:
            levels[levels.count - 1].items += 1
            push(element, tag: levels[levels.count - 1].tag, isItem: true)
        case .itemEnd, .sequenceEnd: pop()
        case .fragment, .trailing: break
        }
    }

    /// Whether an element outside of content items says more than whom the file names.
    static func isMoreThanGathered(_ tag: Tag) -> Bool {
        tag == .specificCharacterSet || tag == Tag(0x0040_DB73) || tag == .textValue
    }

    /// What has been gathered; `nil` where it was more than is held.
    var entries: GatheredIdentifiers.Entries? { gathered.entries }

    /// No content items were met, nor references to some: nothing that is decided depends on them.
    var hasNoContent: Bool { verdicts.isEmpty && emptied.isEmpty && !hasReferences }

    private mutating func push(_ element: Element, tag: Tag, isItem: Bool) {
        var level = Level(tag: tag, offset: element.offset, isItem: isItem)
        if isItem, Self.holdsContent(tag) {
            level.content = contents.count
            contents.append(Content())
        }
        levels.append(level)
    }

    private mutating func pop() {
        guard levels.count > 1 else { return }
        let level = levels.removeLast()
        while let last = sets.last, last.level >= levels.count { sets.removeLast() }
        guard Self.holdsContent(level.tag) else {
            guard level.tag == Self.preparations else { return }
            if level.isItem { return closesEmptied(level) }
            if level.items > 0, level.dropped == level.items {
                emptied.insert(level.offset)
                levels[levels.count - 1].emptied += 1
            }
            return
        }
        if level.isItem {
            guard let content = contents.popLast(), !content.code.isEmpty else { return }
            let verdict = verdict(content)
            if verdict != .clean { verdicts[level.offset] = verdict }
            if verdict == .drop { levels[levels.count - 1].dropped += 1 }
        } else if level.items > 0, level.dropped == level.items {
            emptied.insert(level.offset)
            levels[levels.count - 1].emptied += 1
        }
    }

    /// A step of Specimen Preparation Sequence that had nothing but sequences whose items all go, goes with them: it says nothing, and what is in it may be of
    /// Type 1 (Specimen Preparation Step Content Item Sequence, PS3.3 Table C.7.6.22-1).
    private mutating func closesEmptied(_ level: Level) {
        guard level.emptied > 0, level.emptied == level.elements else { return }
        verdicts[level.offset] = .drop
        levels[levels.count - 1].dropped += 1
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
            while let inner = sets.last, inner.level >= last { sets.removeLast() }
            sets.append((last, characterSet(element.trimmedValue(buffer))))
            return
        case Tag(0x0040_A040):
            if let content = levels[last].content { contents[content].valueType = element.trimmedValue(buffer) }
        case Tag(0x0008_0100), Tag(0x0008_0119), Tag(0x0008_0102), Tag(0x0008_0104):
            // The item of the concept name, in its sequence, in the content item; the first one counts.
            guard last >= 2, levels[last].tag == Tag(0x0040_A043), element.lengthField <= 128,
                let content = levels[last - 2].content
            else { return }
            if element.tag.element == 0x0104 {
                if contents[content].meaning.isEmpty { contents[content].meaning = element.trimmedValue(buffer) }
            } else if element.tag.element == 0x0102 {
                if contents[content].scheme.isEmpty { contents[content].scheme = element.trimmedValue(buffer) }
            } else if contents[content].code.isEmpty {
                contents[content].code = element.trimmedValue(buffer)
            }
            return
        case Tag(0x0040_DB73): hasReferences = true
        case .textValue:
            // Subject ID, Accession Number and their like.
            guard let content = levels[last].content, !contents[content].code.isEmpty else { break }
            let rows = StructuredContent.rows(code: contents[content].code, scheme: contents[content].scheme)
            if !rows.isEmpty, rows.allSatisfy({ !$0.options.contains(.c) }) { add(element, .value, buffer, codec) }
            if rows.isEmpty { takePersonal(element, of: content, buffer, codec) }
            return
        default: break
        }
        let kind = IdentifierKind.of(element)
        if kind != .none { add(element, kind, buffer, codec) }
    }

    /// The text behind a concept name of a site that is about a person.
    private mutating func takePersonal(
        _ element: Element, of content: Int, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec
    ) {
        switch personal(contents[content].meaning) {
        case .identifier: add(element, .sureValue, buffer, codec)
        case .telephone: add(element, .telephone, buffer, codec)
        case .address: add(element, .place, buffer, codec)
        case .person:
            // What is longer is more than a name.
            let words = element.trimmedValue(buffer).split(separator: 0x20)
            if words.count <= 4 { addNames(words, of: element, buffer, codec) }
        case .birth: break
        case nil:
            if PatientMeasure.speaksOfAge(contents[content].meaning), element.lengthField <= 64 {
                contents[content].isHighAge = PatientMeasure.holdsHighAge(element.trimmedValue(buffer))
            }
        }
    }

    /// Names, but for words of medicine that nobody is called by: behind `Administered by` also `slow bolus` stands, and the words must
    /// not vanish wherever the file has them.
    private mutating func addNames(
        _ words: [ArraySlice<UInt8>], of element: Element, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec
    ) {
        guard words.allSatisfy({ $0.allSatisfy { $0 < 0x80 } }) else { return add(element, .staff, buffer, codec) }
        let isSmall = !words.joined().contains { (0x41...0x5A).contains($0) }
        let classes = words.map { Lexicon.words.find($0.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]) }
        // In small letters all of them medicine: no name at all.
        if isSmall, classes.allSatisfy({ $0.isMedicine }) { return }
        let names = zip(words, classes).filter { !$1.isPlain || !$1.contains(.clinical) }.map(\.0)
        if names.count == words.count { return add(element, .staff, buffer, codec) }
        if !gathered.isOverfull, !names.isEmpty { gathered.add(.staff, Array(names.joined(separator: [0x20]))[...]) }
    }

    /// The same few concepts name most items of a report.
    private mutating func personal(_ meaning: [UInt8]) -> PersonalConcept? {
        if meaning.isEmpty { return nil }
        if let known = personalConcepts[meaning] { return known }
        let concept = PersonalConcept(meaning: meaning)
        if personalConcepts.count >= 256 { personalConcepts.removeAll(keepingCapacity: true) }
        personalConcepts.updateValue(concept, forKey: meaning)
        return concept
    }

    private mutating func add(
        _ element: Element, _ kind: IdentifierKind, _ buffer: borrowing HeaderBuffer, _ codec: TextCodec
    ) {
        if gathered.isOverfull { return }
        guard element.lengthField <= Self.longestIdentifier else {
            if kind != .date { gathered.giveUp() }
            return
        }
        let vr: VR = kind == .person || kind == .staff ? .pn : element.vr.isText ? element.vr : .lo
        let range = element.trimmedRange(buffer)
        // Taken from where it stands: files of a series say the same, and then nothing is made of it.
        guard buffer.isPlainASCII(range) else {
            let parts = codec.split(buffer.copy(range), as: sets.last?.set ?? .default, vr: vr)
            return parts.forEach { gathered.add(kind, Array($0.text.utf8)[...]) }
        }
        guard vr.allowsSeveralValues else { return gathered.add(kind, range, of: buffer) }
        var start = range.lowerBound
        while let position = buffer.firstIndex(of: 0x5C, in: start..<range.upperBound) {
            if position > start { gathered.add(kind, start..<position, of: buffer) }
            start = position + 1
        }
        if range.upperBound > start { gathered.add(kind, start..<range.upperBound, of: buffer) }
    }

    /// The character set that a value of (0008,0005) announces.
    mutating func characterSet(_ value: [UInt8]) -> SpecificCharacterSet {
        if value.count > SpecificCharacterSet.longestValue { return SpecificCharacterSet(value: value) }
        if let last = lastCharacterSet, last.value == value { return last.set }
        let set = set(of: value)
        lastCharacterSet = (value, set)
        return set
    }

    private mutating func set(of value: [UInt8]) -> SpecificCharacterSet {
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

    private mutating func verdict(_ content: Content) -> ContentVerdict {
        // What is below a container says itself what it is about. Words keep their place, which others may be counted by; a number or a
        // day that says nothing would be a false one.
        if !content.valueType.elementsEqual("CONTAINER".utf8),
            StructuredContent.rows(code: content.code, scheme: content.scheme).isEmpty,
            content.isHighAge || personal(content.meaning) != nil
        {
            let isText = ["TEXT", "PNAME"].contains { content.valueType.elementsEqual($0.utf8) }
            return isText ? .dummy : .drop
        }
        return Self.verdict(code: content.code, scheme: content.scheme, valueType: content.valueType, options: options)
    }

    static func verdict(
        code: [UInt8], scheme: [UInt8], valueType: [UInt8], options: [Confidentiality.Option]
    ) -> ContentVerdict {
        let rows = StructuredContent.rows(code: code, scheme: scheme)
        guard let first = rows.first else { return .clean }
        func active(_ row: StructuredContent.Row) -> [Confidentiality.ActionCode] {
            zip(Confidentiality.Option.allCases, row.options).compactMap { options.contains($0) ? $1 : nil }
        }
        let row = rows.first { $0.valueType.utf8.elementsEqual(valueType) }
        if let row {
            let codes = active(row)
            if codes.contains(.c) { return .clean }
            if codes.contains(.k) { return .keep }
        } else if isNoText(valueType), rows.contains(where: { $0.valueType == "TEXT" && active($0).contains(.c) }) {
            // Where the text of a concept is cleaned, its codes and numbers and what is below it are, as those of concepts that the
            // table does not list.
            return .clean
        }
        // Of another value type than the table's, the basic action holds, options or not.
        switch (row ?? first).basic {
        case .x: return .drop
        default: return .dummy
        }
    }

    /// Whether the value of a content item is a code, a number or other items: no words of anybody.
    private static func isNoText(_ valueType: [UInt8]) -> Bool {
        ["CODE", "NUM", "CONTAINER"].contains { $0.utf8.elementsEqual(valueType) }
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
