import DICOM
import Standard

/// Private data elements that the profile says something of one by one (PS3.15 E.3.10, PS3.5 §7.8).
extension Engine {
    mutating func decidePrivate(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        if Self.neverPasses(element.tag) { return removePrivate(element, &edits) }
        if element.tag.isPrivateCreator { return creator(element, reader, &edits) }
        guard element.tag.element >= 0x1000 else { return decideOther(element, &edits) }
        let place = privateBlocks.place(of: element.tag, depth: frames.count)
        let block = place.map { privateBlocks[$0] }
        // What nobody reserved is nobody's (PS3.5 §7.8.1).
        guard let place, let block, let rules = block.rules else { return decideOther(element, &edits) }
        let found = privateRule(element.tag, rules)
        let removedBefore = report.removed
        // What is inside a sequence that stays belongs to other levels.
        let level = frames.count - 1
        if block.stays || block.droppedAt != nil, frames[level].emptiness == .none,
            !claims.names(element.tag, rules)
        {
            applyPrivate(found, element, reader, &edits)
        } else {
            remove(element, &edits)
        }
        guard report.removed == removedBefore else {
            report.privateAttributes += 1
            return
        }
        guard !block.stays, let dropped = block.droppedAt else { return }
        edits.restore(dropped)
        frames[level].growth += block.size
        privateBlocks[place].stays = true
        privateBlocks[place].droppedAt = nil
        report.kept += 1
        report.removed -= 1
        report.privateAttributes -= 1
    }

    /// A Private Creator: it goes, unless something of its block stays.
    private mutating func creator(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        let isCreator =
            element.kind == .element && element.isResident && !hasOddHeader(element) && element.lengthField <= 128
            && (element.vr == .lo || element.vr == .un || element.vr == .sh)
        let rules =
            isCreator
            ? profile.privateRules.block(group: element.tag.group, creator: element.trimmedValue(reader.buffer)) : nil
        let isKept = profile.privateAttributes == .keep
        var block = PrivateBlocks.Block(
            depth: frames.count, group: element.tag.group, number: UInt8(truncatingIfNeeded: element.tag.element),
            rules: rules, size: element.endOffset - element.offset, stays: isKept)
        guard !isKept else {
            _ = privateBlocks.open(block)
            return keep(element, &edits)
        }
        guard rules != nil else {
            _ = privateBlocks.open(block)
            return removePrivate(element, &edits)
        }
        report.removed += 1
        report.privateAttributes += 1
        frames[frames.count - 1].growth -= block.size
        block.droppedAt = edits.dropForNow(element.offset..<element.endOffset)
        _ = privateBlocks.open(block)
    }

    /// What `private` of the profile says of all that no rule names.
    private mutating func decideOther(_ element: Element, _ edits: inout EditList) {
        profile.privateAttributes == .keep ? keep(element, &edits) : removePrivate(element, &edits)
    }

    mutating func removePrivate(_ element: Element, _ edits: inout EditList) {
        report.privateAttributes += 1
        remove(element, &edits)
    }

    /// The rule for an element of a block, conditions included.
    private func privateRule(_ tag: Tag, _ block: Int) -> PrivateRules.Found {
        let low = UInt8(truncatingIfNeeded: tag.element)
        let rules = profile.privateRules
        for conditional in rules.blocks[block].conditionals.reversed()
        where conditional.attribute.element == nil || conditional.attribute.element == low {
            if context.conditions[conditional.statement], conditional.condition.isTrue(at: { path }) {
                return conditional.found
            }
        }
        return rules.find(low, in: block)
    }

    /// What was decided on is about to be written, with more of the data set to come: nothing of it can be taken back then.
    ///
    /// - Parameter last: the step decided on last.
    mutating func settleEdits(before last: Tag?, _ edits: inout EditList) { privateBlocks.settle(last, &edits) }

    // MARK: Content

    /// Does what the rule says, to what is of the form that the rule was made for; anything else goes.
    private mutating func applyPrivate(
        _ found: PrivateRules.Found, _ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        guard usesTable else {
            return apply(found.rule.resolved(nil), element, found.vr ?? element.vr, reader, &edits)
        }
        let isNamed = element.encoding.isExplicitVR && element.vr.isKnown && element.vr != .un
        var rule = found.rule.resolved(nil)
        if case .safe = found.origin, found.vr == nil {
            rule = isNamed || element.kind != .element ? PrivateRules.safeRule(element.vr, profile.profile) : .remove
        }
        if rule == .remove { return apply(rule, element, found.vr ?? element.vr, reader, &edits) }
        let vr = found.vr ?? (isNamed ? element.vr : .un)
        switch element.kind {
        case .sequence:
            // Items where something else was expected are not what the rule is about.
            if found.vr == nil || found.vr == .sq, !hasForeignItems(element) {
                return apply(rule, element, .sq, reader, &edits)
            }
        case .fragments: break
        default:
            if element.lengthField == 0, vr != .sq || !isNamed { return keep(element, &edits) }
            let form = ContentForm(element: element, registered: vr)
            // Bytes in the place of numbers are no values that anybody could check.
            let isBytes = isNamed && ContentForm.isBulk(element.vr) && found.vr.map { !ContentForm.isBulk($0) } == true
            if !isBytes, !form.hasForeignVR, !form.hidesWords(reader.buffer, beginning: beginning),
                !form.exceeds(found.vm, reader.buffer)
            {
                return applyToPrivateValue(rule, element, vr, reader, &edits)
            }
        }
        report.note(path + [element.tag], .remove, .unexpectedContent)
        remove(element, &edits)
    }

    private mutating func applyToPrivateValue(
        _ rule: Rule, _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        switch rule {
        case .keep where vr == .as && isHighAge(element, reader):
            report.replaced += 1
            replace(element, .as, with: Array("090Y".utf8), &edits)
        case .keep where (vr == .is || vr == .ds) && isOwnNumber(element, reader),
            .known where !isKnownAndNobodys(element, vr, reader):
            report.note(path + [element.tag], .remove, .unknownWords)
            remove(element, &edits)
        case .known: keep(element, &edits)
        // What a device writes are words of devices more often than of medicine.
        case .clean where isKnownAndNobodys(element, vr, reader): keep(element, &edits)
        case .clean:
            let removedBefore = report.removed
            clean(element, vr, reader, &edits)
            if report.removed != removedBefore { report.note(path + [element.tag], .remove, .unknownWords) }
        default: applyToValue(rule, element, vr, reader, &edits)
        }
    }

    /// Whether an item is not encoded as the sequence says (PS3.5 §6.2.2, §7.5): readers are of several minds about such a one.
    func hasForeignItems(_ sequence: Element) -> Bool {
        let expected = sequence.vr == .un ? Encoding.implicitLittleEndian : sequence.encoding
        var depth = 0
        for element in segment[place...] {
            switch element.kind {
            case .sequence, .fragments: depth += 1
            case .item:
                if depth == 1, element.encoding != expected { return true }
                depth += 1
            case .itemEnd, .sequenceEnd:
                depth -= 1
                if depth == 0 { return false }
            case .element, .fragment, .trailing: break
            }
        }
        return false
    }

    /// Whether all values are known words, and none of them names somebody or something of this file.
    private mutating func isKnownAndNobodys(_ element: Element, _ vr: VR, _ reader: borrowing DataSetReader) -> Bool {
        guard element.isResident,
            knownValues.areKnown(element, vr == .cs ? .general : .technical, ownIdentifiers, reader.buffer)
        else { return false }
        let range = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        return !KnownValues.values(reader.buffer.copy(range)).contains { cleaner.findsOwn($0, survey.identifiers) }
    }

    /// Whether a number is one of the patient, order or visit; of fewer than six digits that is chance.
    private func isOwnNumber(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard element.isResident else { return true }
        return element.trimmedValue(reader.buffer).split(separator: 0x5C).contains { value in
            value.count(where: ASCII.isDigit) >= 6 && ownIdentifiers.stand(in: value)
        }
    }
}

extension ContentForm {
    /// Whether there are more values than the attribute has.
    ///
    /// - Parameter vm: as PS3.6 writes it; `nil` where nobody knows.
    func exceeds(_ vm: String?, _ buffer: borrowing HeaderBuffer) -> Bool {
        guard let vm, let largest = Int(vm.split(separator: "-").last ?? "") else { return false }
        let isBinary = Self.width(of: element.vr) != nil && (registered == .ds || registered == .is)
        if let width = Self.width(of: isBinary ? element.vr : registered) {
            return Int(element.lengthField) > Int(width) * largest || element.lengthField % width != 0
        }
        guard registered.isText, registered.allowsSeveralValues, element.isResident else { return false }
        var values = 1
        for position in element.valuePosition..<element.valuePosition + Int(element.lengthField)
        where buffer[position] == 0x5C {
            values += 1
        }
        return values > largest
    }
}

extension TextCleaner {
    /// Whether the file's own names, places or numbers stand in a text, or a UID.
    mutating func findsOwn(_ text: ArraySlice<UInt8>, _ identifiers: FileIdentifiers) -> Bool {
        if identifiers.isOverfull || identifiers.isIncomplete { return true }
        tokens.cut(text)
        if tokens.list.indices.contains(where: { uid(at: $0) != nil }) { return true }
        if identifiers.isEmpty { return false }
        if !identifiers.values(in: tokens).isEmpty { return true }
        return tokens.list.contains { token in
            token.kind == .word
                && (identifiers.names.contains(token.hash) || identifiers.places.contains(token.hash)
                    || identifiers.isShortName(token.hash))
        }
    }
}
