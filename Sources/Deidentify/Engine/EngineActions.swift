import DICOM
import Standard

/// What a rule does to an element.
extension Engine {
    mutating func apply(
        _ rule: Rule, _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        switch element.kind {
        case .sequence:
            applyToSequence(holdsForeignItems(rule, element, reader) ? withoutItems(element) : rule, element, &edits)
        case .fragments:
            // Only Pixel Data is encapsulated (PS3.5 A.4); fragments elsewhere are bytes that nobody can account for.
            if rule == .keep, element.tag == .pixelData || !usesTable {
                keep(element, &edits)
            } else {
                remove(element, &edits)
            }
        default: applyToValue(rule, element, vr == .un ? element.vr : vr, reader, &edits)
        }
    }

    mutating func applyToSequence(_ rule: Rule, _ element: Element, _ edits: inout EditList) {
        if rule == .clean || frames[frames.count - 1].isCleaned
            || element.tag == ContentSurvey.preparations && cleansSteps,
            survey.emptied.contains(element.offset)
        {
            return removeEmptied(element, &edits)
        }
        switch rule {
        case .remove: remove(element, &edits)
        case .empty: empty(element, &edits)
        case .clean: openCleaned(element, &edits)
        case .keep, .dummy, .uid, .date, .pseudonym, .hash, .known, .codeX, .codeZ, .codeD, .codeU, .codeZD, .codeXZ,
            .codeXD,
            .codeXZD, .codeXZU:
            report.kept += 1
            let place = places.items(of: element.tag, at: frames[frames.count - 1].place)
            let emptiness = emptiness(of: element.tag, rule)
            open(element, place, emptiness, &edits)
        }
    }

    // Mutating, for the compiler lends an engine by moving all of it.
    mutating func emptiness(of sequence: Tag, _ rule: Rule) -> Emptiness {
        let around = frames[frames.count - 1].emptiness
        if around == .everything { return .everything }
        // The value of a CODE item is its content (PS3.3 C.17.3.2.5); the codes that name items and units are not.
        if around == .items, sequence == Tag(0x0040_A168) { return .everything }
        guard rule == .dummy else { return .none }
        return sequence == Tag(0x0040_A730) ? .items : .everything  // Content Sequence
    }

    mutating func applyToValue(
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
            pseudonym(element, vr, reader, &edits)
        case .hash: hash(element, vr, reader, &edits)
        case .clean: clean(element, vr, reader, &edits)
        case .known, .codeX, .codeZ, .codeD, .codeU, .codeZD, .codeXZ, .codeXD, .codeXZD, .codeXZU:
            remove(element, &edits)  // resolved before; the safe side all the same
        }
    }

    mutating func keep(_ element: Element, _ edits: inout EditList) {
        report.kept += 1
        if element.kind == .sequence {
            return open(element, places.items(of: element.tag, at: frames[frames.count - 1].place), .none, &edits)
        }
        if hasOddHeader(element) {
            let encoder = ElementEncoder(element.encoding)
            frames[frames.count - 1].growth += edits.replace(element.offset..<element.valueOffset) {
                encoder.appendHeader(element.tag, element.vr, length: element.lengthField, to: &$0)
            }
        }
        if element.kind == .fragments, profile.profile.codestreams != .keep {
            beginScrubbing(element.tag == .pixelData ? pixels.layout : nil)
            isBehindOffsetTable = false
            if element.tag == .pixelData, pixels.areUnmasked { refuseOrNote(element, pixels.areWords) }
        }
        if element.kind == .element, element.tag.group == 0x7FE0 { maskSamples(element, &edits) }
        if element.kind == .fragments {
            push(element, places.items(of: element.tag, at: frames[frames.count - 1].place), .none, &edits)
        }
    }

    mutating func remove(_ element: Element, _ edits: inout EditList) {
        report.removed += 1
        lastRemoved = element.offset
        if element.kind == .element {
            drop(element.offset..<element.endOffset, &edits)
        } else {
            skipping = Skip(start: element.offset, depth: 1)
        }
    }

    /// Whether a sequence would stay of which one reader sees the items where another sees damage, or nothing.
    private mutating func holdsForeignItems(_ rule: Rule, _ sequence: Element, _ reader: borrowing DataSetReader)
        -> Bool
    {
        guard usesTable, rule != .remove, rule != .empty,
            !reader.deviations.isDisjoint(with: [.implicitItemInExplicit, .explicitItemInImplicit]),
            hasForeignItems(sequence)
        else { return false }
        report.note(path + [sequence.tag], .remove, .unexpectedContent)
        return true
    }

    /// What becomes of a sequence that may keep nothing: one without items is for Type 2 alone (PS3.5 §7.4).
    private mutating func withoutItems(_ sequence: Element) -> Rule {
        let type = places.type(of: sequence.tag, at: frames[frames.count - 1].place)
        return type == .type2 || type == .type2C ? .empty : .remove
    }

    /// An item that is not encoded as its sequence says, where the look ahead ended before it.
    mutating func dropForeign(_ item: Element, _ edits: inout EditList) {
        report.note(path, .remove, .unexpectedContent)
        report.removed += 1
        skipping = Skip(start: item.offset, depth: 1)
    }

    mutating func empty(_ element: Element, _ edits: inout EditList) {
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
}
