import DICOM
import Standard

/// The action `known`: terms, codes and technical text stay where they are known to be about no person.
extension Engine {
    mutating func known(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        if element.lengthField == 0 { return keep(element, &edits) }
        if CodeItem.hasPart(element.tag), element.isResident { return codePart(element, reader, &edits) }
        let use: KnownText.Use = vr == .cs ? .general : .technical
        if element.isResident, knownValues.areKnown(element, use, ownIdentifiers, reader.buffer) {
            return keep(element, &edits)
        }
        let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
        let outcome = Rule.codeX.resolved(type)
        if element.isResident, Self.isReference(element.tag) {
            report.note(path + [element.tag], .dummy, .unknownWords)
            report.replaced += 1
            return replace(element, vr, with: pseudonyms.label(for: element.trimmedValue(reader.buffer)), &edits)
        }
        guard vr == .cs, element.isResident else {
            report.note(path + [element.tag], outcome, .unknownWords)
            return apply(outcome, element, vr, reader, &edits)
        }
        terms(element, outcome, reader, &edits)
    }

    /// Code strings of which some are not known.
    private mutating func terms(
        _ element: Element, _ outcome: Rule, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        let terms = DefinedTerms(of: element.tag)
        let values = KnownValues.values(value(of: element, reader))
        var result: [[UInt8]] = []
        // What a value means may depend on its place among the others.
        let isOrdered = outcome == .dummy || element.tag == Tag(0x0008_0008) || element.tag == Tag(0x0008_9007)
        for value in values {
            if KnownValues.isKnown(value, .general, terms, ownIdentifiers) {
                result.append(Array(value))
            } else if isOrdered {
                guard let other = replacement(of: value, terms, element.tag) else {
                    failure = failure ?? ParseError(.unexpectedContent, at: element.offset, tag: element.tag, path: [])
                    return
                }
                result.append(other)
            }
        }
        let isGone = result.allSatisfy(\.isEmpty)
        if isGone {
            report.note(path + [element.tag], outcome, .unknownWords)
            return apply(outcome, element, .cs, reader, &edits)
        }
        report.note(path + [element.tag], .dummy, .unknownWords)
        report.replaced += 1
        replace(element, .cs, with: Array(result.joined(separator: [0x5C])), &edits)
    }

    /// A term in the place of one that is not known: one that says nothing, else a label. Where the standard names all that
    /// there are, and none says nothing, another one would be a lie.
    private func replacement(of value: ArraySlice<UInt8>, _ terms: DefinedTerms?, _ tag: Tag) -> [UInt8]? {
        if StructuralAttributes.contains(tag) { return nil }
        if let neutral = terms?.neutral { return neutral }
        return terms?.isEnumerated == true ? nil : pseudonyms.label(for: Array(value))
    }

    /// Names that one part of an object calls another by: alike in all places.
    private static func isReference(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_010F, 0x0020_9056, 0x0040_DB00, 0x0048_0106, 0x0048_0207, 0x0070_0002, 0x0070_0310: true
        default: false
        }
    }

    private func value(of element: Element, _ reader: borrowing DataSetReader) -> [UInt8] {
        reader.buffer.copy(element.valuePosition..<element.valuePosition + Int(element.lengthField))
    }

    // MARK: Codes

    private mutating func codeState(_ reader: borrowing DataSetReader) -> CodeState {
        if let parts = knownCodes.stay(segment, from: place, pseudonyms, ownIdentifiers, reader.buffer) {
            return .staying(parts)
        }
        return .changing(CodeItem(segment[place...], reader.buffer))
    }

    /// One of the attributes that make a code (PS3.3 Table 8.8-1).
    private mutating func codePart(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        var state = code ?? codeState(reader)
        if case .staying(let parts) = state, !parts.contains(place) {
            // Behind something else: nobody has looked at it.
            state = .changing(CodeItem(segment[parts], reader.buffer))
        }
        code = state
        guard case .changing(let item) = state else { return keep(element, &edits) }
        let new = item.result(for: element.tag, element.trimmedValue(reader.buffer), pseudonyms, ownIdentifiers)
        guard let new else { return keep(element, &edits) }
        let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
        report.note(path + [element.tag], new.isEmpty ? Rule.codeX.resolved(type) : .dummy, .unknownWords)
        let vr = DataDictionary.vr(of: element.tag) ?? element.vr
        if new.isEmpty { return apply(Rule.codeX.resolved(type), element, vr, reader, &edits) }
        report.replaced += 1
        replace(element, vr, with: new, &edits)
    }
}
