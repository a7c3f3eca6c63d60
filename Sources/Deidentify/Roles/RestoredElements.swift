import DICOM
import Standard

/// What comes back into a data set, ascending by tag, encoded as the data set is.
struct RestoredElements {
    struct Restored {
        var tag: Tag
        /// In `bytes`.
        var range: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    private(set) var elements: [Restored] = []
    /// What goes whether something takes its place or not.
    private(set) var dropped: Set<Tag> = []
    /// Roles whose items were opened, and elements that came back, each counted once.
    private(set) var roles: [String] = []
    private(set) var count = 0
    private(set) var isEverything = false
    /// That which comes back; `nil` if none does, or an empty one.
    private(set) var sopInstanceUID: [UInt8]?
    /// Likewise, where it looked like that of an instance.
    private(set) var sopClassUID: [UInt8]?
    /// What would come back as SOP Instance UID is none.
    private(set) var hasBadUID = false
    /// (0008,0005) of the original, where a value needs it.
    private(set) var characterSet: [UInt8]?
    private(set) var hasForeignText = false
    private let transcriber: ElementTranscriber
    private var indexes: [Tag: Int] = [:]
    /// Elements for items, each in the encoding of the data set, ascending by tag.
    private var nested: [[ParseError.PathStep]: [(tag: Tag, bytes: [UInt8])]] = [:]
    /// Bytes of a sequence that is written anew for the sake of some elements in it.
    private static let longestSequence = 64 << 20

    init(_ encoding: Encoding) { transcriber = ElementTranscriber(to: encoding) }

    /// Adds what an opened item holds and another has not brought.
    ///
    /// - Throws: for content that is no data set, or holds what never comes back.
    mutating func add(_ opened: RoleContent.Opened) throws(ParseError) {
        let source = MemorySource(opened.bytes)
        var limits = DataSetReader.Limits()
        limits.bufferedBytes = max(limits.bufferedBytes, opened.bytes.count * 2)
        var reader = DataSetReader(source, at: 0, encoding: .explicitLittleEndian, limits: limits)
        var depth = StepDepth()
        var current: (tag: Tag, start: Int)?
        let known = Set(elements.map(\.tag))
        while let element = try reader.next() {
            let place = depth.step(element)
            // The sequence and its only item stand around.
            if place >= 2 {
                if place == 2, element.kind != .itemEnd, element.kind != .sequenceEnd {
                    let isNew = RemovedElements.isKept(element.tag) && !known.contains(element.tag)
                    current = isNew ? (element.tag, bytes.count) : nil
                    if isNew, element.tag == .sopInstanceUID { sopInstanceUID = uid(element, reader) }
                    if isNew, element.tag == .sopClassUID { sopClassUID = uid(element, reader) }
                    if element.tag == .specificCharacterSet { noteCharacterSet(element, reader) }
                }
                if current != nil {
                    if element.kind == .element { hasForeignText = hasForeignText || Self.isForeign(element, reader) }
                    try transcriber.append(element, reader, source, to: &bytes)
                }
                if place == 2, let ended = current, ends(element) {
                    elements.append(Restored(tag: ended.tag, range: ended.start..<bytes.count))
                    count += 1
                    current = nil
                }
            }
        }
        for group in opened.nested { try addNested(group.elements, at: group.path) }
        if !opened.role.isEmpty, !roles.contains(opened.role) { roles.append(opened.role) }
        isEverything = isEverything || opened.isEverything
        elements.sort { $0.tag < $1.tag }
    }

    private mutating func addNested(_ content: [UInt8], at path: [ParseError.PathStep]) throws(ParseError) {
        let source = MemorySource(content)
        var reader = DataSetReader(source, at: 0, encoding: .explicitLittleEndian)
        var added = nested[path] ?? []
        while let element = try reader.next() {
            guard element.kind == .element, !element.tag.isPrivate, element.tag.group >= 8, element.tag.group != 0xFFFE,
                !added.contains(where: { $0.tag == element.tag })
            else { continue }
            hasForeignText = hasForeignText || Self.isForeign(element, reader)
            var bytes: [UInt8] = []
            try transcriber.append(element, reader, source, to: &bytes)
            added.append((element.tag, bytes))
        }
        nested[path] = added.sorted { $0.tag < $1.tag }
    }

    /// Writes the sequences of the top level anew that elements come back into, unless they come back themselves.
    mutating func addNestedSequences(
        _ steps: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource
    ) throws(ParseError) {
        if nested.isEmpty { return }
        let wanted = Set(nested.keys.compactMap { $0.first?.tag }).subtracting(elements.map(\.tag))
        var place = 0
        var depth = StepDepth()
        while place < steps.count {
            let element = steps[place]
            if depth.isAtTop, element.kind == .sequence, wanted.contains(element.tag) {
                place = try addSequence(steps, from: place, reader, source)
                continue
            }
            _ = depth.step(element)
            place += 1
        }
        elements.sort { $0.tag < $1.tag }
    }

    /// - Returns: the place behind its end.
    private mutating func addSequence(
        _ steps: [Element], from first: Int, _ reader: borrowing DataSetReader, _ source: any ByteSource
    ) throws(ParseError) -> Int {
        let start = bytes.count
        var walk = PathWalk()
        var place = first
        /// What is still to come into each of the open items.
        var waiting: [ArraySlice<(tag: Tag, bytes: [UInt8])>] = []
        /// In a sequence that a value takes the place of; its steps are passed over.
        var skipped = StepDepth()
        var restored = 0
        func insert(before tag: Tag?, _ bytes: inout [UInt8]) {
            while let next = waiting.last?.first, tag.map({ next.tag < $0 }) ?? true {
                bytes.append(contentsOf: next.bytes)
                waiting[waiting.count - 1].removeFirst()
                restored += 1
            }
        }
        while place < steps.count {
            let element = steps[place]
            place += 1
            if !skipped.isAtTop {
                _ = skipped.step(element)
                continue
            }
            switch element.kind {
            case .itemEnd:
                insert(before: nil, &bytes)
                waiting.removeLast()
            case .element, .sequence, .fragments:
                insert(before: element.tag, &bytes)
                if let next = waiting.last?.first, next.tag == element.tag {
                    bytes.append(contentsOf: next.bytes)
                    waiting[waiting.count - 1].removeFirst()
                    restored += 1
                    _ = skipped.step(element)
                    continue
                }
            case .item, .sequenceEnd, .fragment, .trailing: break
            }
            walk.step(element)
            if element.kind == .item { waiting.append((nested[walk.path] ?? [])[...]) }
            guard bytes.count - start + ElementTranscriber.size(of: element) <= Self.longestSequence else {
                throw ParseError(.tooMuchToKeep, at: element.offset, tag: element.tag)
            }
            try transcriber.append(element, reader, source, to: &bytes)
            if element.kind == .sequenceEnd, walk.isAtTop { break }
        }
        if restored > 0 {
            elements.append(Restored(tag: steps[first].tag, range: start..<bytes.count))
            count += restored
        } else {
            bytes.removeLast(bytes.count - start)
        }
        return place
    }

    private func ends(_ element: Element) -> Bool {
        switch element.kind {
        case .element, .sequenceEnd: true
        default: false
        }
    }

    /// What goes into File Meta Information, too.
    private mutating func uid(_ element: Element, _ reader: borrowing DataSetReader) -> [UInt8]? {
        guard element.kind == .element, element.isResident else {
            hasBadUID = true
            return nil
        }
        let value = element.trimmedValue(reader.buffer)
        if value.isEmpty { return nil }
        if UIDForm.isMet(by: value) { return value }
        hasBadUID = true
        return nil
    }

    private mutating func noteCharacterSet(_ element: Element, _ reader: borrowing DataSetReader) {
        guard element.kind == .element, element.isResident, characterSet == nil else { return }
        characterSet = element.trimmedValue(reader.buffer)
    }

    /// Whether text has characters that are not alike in every character set: none of ASCII, or escape sequences.
    private static func isForeign(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard element.vr.isText else { return false }
        guard element.isResident else { return true }
        let start = element.valuePosition
        return reader.buffer.withBytes(start..<start + Int(element.lengthField)) { bytes in
            for index in 0..<bytes.byteCount {
                let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                if byte >= 0x80 || byte == 0x1B { return true }
            }
            return false
        }
    }

    /// The place of what takes the place of `tag`; to be asked when everything has been added.
    func index(of tag: Tag) -> Int? { indexes[tag] }

    /// The statements of E.1.2: the identity is no longer removed, and no method has removed it.
    mutating func addStatements() {
        let start = bytes.count
        transcriber.encoder.append(.patientIdentityRemoved, .cs, Array("NO".utf8), to: &bytes)
        elements.append(Restored(tag: .patientIdentityRemoved, range: start..<bytes.count))
        elements.sort { $0.tag < $1.tag }
        dropped = [.deidentificationMethod, .deidentificationMethodCodeSequence, .encryptedAttributesSequence]
        if isEverything { dropped.insert(.longitudinalTemporalInformationModified) }
        for (index, element) in elements.enumerated() { indexes[element.tag] = index }
    }
}
