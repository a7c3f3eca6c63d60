import DICOM
import Standard

/// Kept values that are not what their attribute is about: the file's own identifiers, and items in the place of a value.
extension Engine {
    // MARK: Identifiers of the file

    /// Amends a value that a rule keeps and that is one of the file's own identifiers, or of its UIDs.
    ///
    /// - Returns: `false` when it may stay as it is.
    mutating func amendOwn(
        _ element: Element, _ found: CompiledProfile.Found, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        guard element.kind == .element, element.lengthField > 0, element.isResident || isStray(element) else {
            return false
        }
        let isOwn =
            switch found.vr {
            case .is, .ds: isOwnNumber(element, found, reader)
            case .cs: isNoTerm(element, reader)
            case .ui where element.tag == .uidValue && frames[frames.count - 1].keepsText: isObject(element, reader)
            case .ui: holdsReplacedUID(element, reader)
            default: isStray(element)
            }
        guard isOwn else { return false }
        let isClass = element.tag == .sopClassUID && frames.count == 1
        // One of the file's own UIDs in the place of its class is no class at all: the file is refused below.
        if found.vr == .ui, !isClass || context.newSOPClassUID != context.sopClassUID {
            if isClass { report.note([element.tag], .uid, .unexpectedContent) }
            replaceUIDs(element, reader, &edits)
            return true
        }
        let outcome = Rule.codeX.resolved(places.type(of: element.tag, at: frames[frames.count - 1].place))
        report.note(path + [element.tag], outcome, .unexpectedContent)
        if !mayBeReplaced(element, ContentForm(element: element, registered: found.vr)) {
            failure = failure ?? ParseError(.unexpectedContent, at: element.offset, tag: element.tag, path: [])
        }
        apply(outcome, element, found.vr, reader, &edits)
        return true
    }

    /// Whether the number of the patient, order or visit stands where one of the image is expected. A rule of a site that
    /// names the attribute is obeyed.
    private mutating func isOwnNumber(
        _ element: Element, _ found: CompiledProfile.Found, _ reader: borrowing DataSetReader
    ) -> Bool {
        let range = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        guard ownIdentifiers.areValues(reader.buffer, range) else { return false }
        return found.isDefault || !isNamedByStatement(element.tag)
    }

    // Apart, for they need a copy of the profile; and mutating, for the compiler lends an engine by moving all of it.
    @inline(never)
    private mutating func isNamedByStatement(_ tag: Tag) -> Bool {
        if case .statement = profile.origin(of: tag) { true } else { false }
    }

    @inline(never)
    mutating func isNamedByTable(_ tag: Tag) -> Bool {
        if case .row = profile.origin(of: tag) { true } else { false }
    }

    /// Whether a code string that the table keeps (Patient's Sex, Smoking Status) is none of the values that the standard
    /// names, where it names all; elsewhere, whether it names somebody of this file.
    private mutating func isNoTerm(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        if Self.isUsualSex(element, reader.buffer) { return false }
        guard isNamedByTable(element.tag) else { return false }
        let terms = DefinedTerms(of: element.tag)
        return KnownValues.values(element.trimmedValue(reader.buffer)).contains { value in
            if value.isEmpty || terms?.contains(value) == true { return false }
            return terms?.isEnumerated == true || ownIdentifiers.stand(in: value)
        }
    }

    /// Patient's Sex as nearly every file has it: told without a look into the tables.
    private static func isUsualSex(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        guard element.tag == Tag(0x0010_0040), element.isResident, element.lengthField == 2,
            buffer[element.valuePosition + 1] == 0x20
        else { return false }
        let letter = buffer[element.valuePosition]
        return letter == UInt8(ascii: "M") || letter == UInt8(ascii: "F") || letter == UInt8(ascii: "O")
    }

    /// Whether the UID of a content item that an option keeps is the file's own, where that becomes another one.
    private mutating func isObject(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        dependsOnRest = true
        let uid = element.trimmedValue(reader.buffer)
        return uid == context.sopInstanceUID && isReplaced(.sopInstanceUID)
            || uid == context.seriesInstanceUID && isReplaced(.seriesInstanceUID)
            || uid == context.studyInstanceUID && isReplaced(.studyInstanceUID)
    }

    /// Whether a UID that a rule keeps, as those of classes and coding schemes, is one that becomes another one elsewhere in
    /// the file.
    private mutating func holdsReplacedUID(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        let range = element.trimmedRange(reader.buffer)
        // Most are of the standard, and those of no instance are.
        let isRegistered =
            reader.buffer.holds(lastGivenOut, at: range)
            || Self.isOfStandard(reader.buffer, range) && isGivenOut(range, reader.buffer)
        if isRegistered, !couldBeOwn(range.count) { return false }
        dependsOnRest = true
        let values = KnownValues.values(reader.buffer.copy(range)).map { Array($0) }
        if RegisteredUIDs.contains(element.tag), values.contains(where: { !$0.isEmpty && !ClassUID.isOne($0) }),
            !isVouchedFor(element.tag)
        {
            return true
        }
        markReplacedUIDs(reader)
        return values.contains { replacedUIDs.contains($0) }
    }

    /// What the SOP Class UID becomes: stays, unless it looks like the UID of an instance. Then it gets a keyed one, here, in
    /// File Meta Information and wherever objects refer to it, so that they still agree.
    mutating func newClassUID(for uid: [UInt8]) -> [UInt8] {
        if lastClassUID.uid == uid { return lastClassUID.new }
        let stays = !usesTable || ClassUID.isOne(uid) || isVouchedFor(.sopClassUID)
        lastClassUID = (uid, stays ? uid : pseudonyms.uid(for: uid))
        return lastClassUID.new
    }

    func isVouchedFor(_ tag: Tag) -> Bool { profile.isVouchedFor(tag) }

    /// One UID under the root of DICOM, without a number that could be a day.
    private static func isOfStandard(_ buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Bool {
        guard range.count > UIDRegistry.root.count else { return false }
        for position in range where buffer[position] == 0x5C { return false }
        var place = range.lowerBound
        for byte in UIDRegistry.root {
            if buffer[place] != byte { return false }
            place += 1
        }
        var digits = 0
        for position in place..<range.upperBound {
            digits = buffer[position] == 0x2E ? 0 : digits + 1
            if digits >= 8 { return false }
        }
        return true
    }

    /// Whether the standard registers a UID that is under its root, or may have since: other numbers there are somebody's.
    private mutating func isGivenOut(_ range: Range<Int>, _ buffer: borrowing HeaderBuffer) -> Bool {
        if let known = givenOut.find(0, 0, range, buffer) { return known }
        let uid = buffer.copy(range)
        let found = ClassUID.isOne(uid)
        givenOut.add(found, for: 0, 0, range, buffer)
        if found { lastGivenOut = uid }
        return found
    }

    private mutating func couldBeOwn(_ count: Int) -> Bool {
        func isOfStandard(_ uid: [UInt8]) -> Bool { uid.count == count && uid.starts(with: UIDRegistry.root) }
        return isOfStandard(context.sopInstanceUID) || isOfStandard(context.seriesInstanceUID)
            || isOfStandard(context.studyInstanceUID)
    }

    /// Marks the UIDs of the segment, and of the file itself, that become other ones; once a segment.
    mutating func markReplacedUIDs(_ reader: borrowing DataSetReader) {
        if areUIDsMarked { return }
        areUIDsMarked = true
        var marks = UIDMarks()
        swap(&marks, &replacedUIDs)
        defer { swap(&marks, &replacedUIDs) }
        if isReplaced(.sopInstanceUID) { marks.add(context.sopInstanceUID) }
        if isReplaced(.seriesInstanceUID) { marks.add(context.seriesInstanceUID) }
        if isReplaced(.studyInstanceUID) { marks.add(context.studyInstanceUID) }
        for element in segment where element.kind == .element && Self.mayHoldUID(element.vr) {
            guard element.isResident, !element.tag.isPrivate, DataDictionary.vr(of: element.tag) == .ui,
                isReplaced(element.tag)
            else { continue }
            let range = element.trimmedRange(reader.buffer)
            guard reader.buffer.firstIndex(of: 0x5C, in: range) != nil else {
                reader.buffer.withBytes(range) { marks.add($0) }
                continue
            }
            for value in KnownValues.values(reader.buffer.copy(range)) { marks.add(Array(value)) }
        }
    }

    /// Whether a UID may stand under the VR, which a file may have wrong: not where all is numbers, days or times.
    @inline(__always)
    private static func mayHoldUID(_ vr: VR) -> Bool {
        switch vr {
        case .ui, .un, .lo, .sh, .st, .lt, .ut, .uc, .ur, .ae, .cs, .pn: true
        default: false
        }
    }

    /// Whether samples of a waveform stand where nothing says how they are laid out (PS3.3 C.10.9):
    /// nobody could tell them from text.
    private func isStray(_ element: Element) -> Bool {
        element.tag == Tag(0x5400_1010) && (frames.count < 3 || frames[frames.count - 2].tag != Tag(0x5400_0100))
    }

    // MARK: Items in the place of a value

    /// Whether an attribute that comes as items or fragments has values to the standard. Pixel Data may be fragments (PS3.5 §A.4).
    static func isOfValues(_ vr: VR, _ element: Element) -> Bool {
        vr != .sq && vr != .un && (element.kind == .sequence || element.tag != .pixelData)
    }

    /// An attribute of values that comes as items or fragments: nothing of these stays. What the profile says of it happens where
    /// that needs no value, and what Table E.1-1 says of X where it does; without UIDs, measurements and what decodes the pixels
    /// there is no file.
    mutating func withoutItems(_ found: CompiledProfile.Found, _ element: Element, _ edits: inout EditList) {
        let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
        var rule = found.rule.resolved(type)
        let isGone = rule == .remove
        switch rule {
        case .remove, .empty, .dummy: break
        case .pseudonym where frames.count == 1: break
        default: rule = Rule.codeX.resolved(type)
        }
        report.note(path + [element.tag], rule, .unexpectedContent)
        let form = ContentForm(element: element, registered: found.vr)
        let isNeeded =
            rule == .dummy && found.vr == .ui || frames.count == 1 && StructuralAttributes.identifies(element.tag)
        if !isGone, isNeeded || !mayBeReplaced(element, form) {
            failure = failure ?? ParseError(.unexpectedContent, at: element.offset, tag: element.tag, path: [])
        }
        var value: [UInt8] = []
        if rule == .pseudonym {
            value = patient
        } else if rule == .dummy, element.tag == Tag(0x0042_0011) {
            dependsOnRest = true
            value = DummyValue.document(type: context.documentType)
            documentLength = value.count
        } else if rule == .dummy {
            value = DummyValue.value(of: element.tag, found.vr)
        }
        if rule == .remove || value.isEmpty && rule != .empty { return remove(element, &edits) }
        if rule == .empty { report.emptied += 1 } else { report.replaced += 1 }
        let encoder = ElementEncoder(element.encoding)
        frames[frames.count - 1].growth += edits.replace(element.offset..<element.offset) {
            encoder.append(element.tag, found.vr, value, to: &$0)
        }
        skipping = Skip(start: element.offset, depth: 1)
    }
}
