import DICOM
import Standard

/// Which rule holds for an element.
extension Engine {
    mutating func decide(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        let tag = element.tag
        if hasWritten, frames.count == 1, asked.contains(where: { $0.begins(at: tag) }) {
            failure = failure ?? ParseError(.identityAfterBulk, at: element.offset, tag: tag)
        }
        if tag.isPrivate {
            if !profile.privateRules.isEmpty { return decidePrivate(element, reader, &edits) }
            if profile.privateAttributes == .keep { return keep(element, &edits) }
            report.privateAttributes += 1
            return remove(element, &edits)
        }
        if Self.neverPasses(tag) { return remove(element, &edits) }
        if frames.count == 1, isInserted(tag) { return remove(element, &edits) }
        if frames.count == 1, comesTooLate(element) {
            failure = failure ?? ParseError(.identityAfterBulk, at: element.offset, tag: tag)
        }
        if tag == Tag(0x0042_0015) { dependsOnRest = true }
        if tag == Tag(0x0042_0015), let documentLength, element.kind == .element {
            report.replaced += 1
            return replace(element, .ul, with: number(documentLength, element.encoding), &edits)
        }
        if tag.group == 0x0028, frames.count == 1 { layout.note(element, reader.buffer) }
        if tag.group == 0x7FE0, frames.count > 1, usesTable, !arePixelsOfItem(element) {
            report.note(path + [tag], .remove, .unexpectedContent)
            return remove(element, &edits)
        }
        let found = rule(for: tag)
        if profile.profile.removesOptional, isOptional(tag, found) {
            if found.isDefault { report.note(path + [tag], .remove, .notNeeded) }
            return remove(element, &edits)
        }
        if isSettled(found, element, reader) {
            if found.rule == .remove { return remove(element, &edits) }
            report.kept += 1
            return
        }
        if isSettledSequence(found, element, reader) {
            report.kept += 1
            return open(element, places.items(of: tag, at: frames[frames.count - 1].place), .none, &edits)
        }
        if usesTable, let condition = DependentAttributes.condition(of: tag), hasLostCondition(element, condition) {
            if found.isDefault { report.note(path + [tag], .remove, .notNeeded) }
            return remove(element, &edits)
        }
        var rule = found.rule
        if tag == Tag(0x0008_0100), frames.count > 2, frames[frames.count - 2].tag == RecordedVoice.channelSource,
            isVoice(element, reader)
        {
            failure = failure ?? ParseError(.recordedVoice, at: element.offset, tag: RecordedVoice.channelSource)
        }
        if tag == .specificCharacterSet { noteCharacterSet(element, reader) }
        if element.kind != .element, usesTable, Self.isOfValues(found.vr, element) {
            return withoutItems(found, element, &edits)
        }
        if cleansText {
            if frames[frames.count - 1].isCleaned, frames[frames.count - 1].emptiness == .none {
                rule = ruleInCleaned(found, element, reader)
            }
        }
        if found.isDefault, found.vr == .un, !DataDictionary.contains(tag) {
            if rule == .remove { report.note(path + [tag], rule, .unknownAttribute) }
        } else if usesTable {
            let form = ContentForm(
                element: element, registered: found.vr, isMisplaced: isMisplaced(tag))
            // Without these terms pixels and waveforms cannot be decoded, so that no rule takes them: they are known ones.
            if tag == Tag(0x0028_0004) || tag == Tag(0x5400_1006) { rule = .known }
            // A drawing with lettering, which nobody looks into.
            if tag == DummyValue.drawing, rule == .keep, found.isDefault { rule = .codeX }
            // Of terms the known ones pass; that is stricter than what their form can tell.
            let mayHide = rule == .keep || rule == .known && found.vr != .cs
            if rule == .keep || rule == .known || rule == .clean || rule.dependsOnType && rule != .codeX,
                form.hasForeignVR
                    || mayHide
                        && (form.hidesWords(reader.buffer, beginning: beginning)
                            || form.holdsOwn(ownIdentifiers, reader.buffer, beginning: beginning))
            {
                rule = profile.smuggledText
                report.note(path + [tag], rule, .unexpectedContent)
                if !mayBeReplaced(element, form) {
                    failure = failure ?? ParseError(.unexpectedContent, at: element.offset, tag: tag, path: [])
                }
            } else if found.isDefault, rule == .codeX {
                report.note(path + [tag], rule, .ungovernedText)
            } else if found.isDefault, rule == .remove {
                report.note(path + [tag], rule, .unlisted)
            }
            if frames[frames.count - 1].emptiness != .none, Self.isWords(found.vr), !Self.isStructure(tag),
                rule == .keep || rule == .known || rule == .clean || found.isDefault
            {
                rule = .dummy
            }
        }
        if rule == .known, element.kind == .element { return known(element, found.vr, reader, &edits) }
        if rule == .codeXZU, frames.count == 1, listsReferences {
            rule = .uid
        } else if rule.dependsOnType {
            rule = rule.resolved(places.type(of: tag, at: frames[frames.count - 1].place))
        } else {
            rule = rule.resolved(nil)
        }
        if tag == .specificCharacterSet, rule == .keep, usesTable, element.kind == .element {
            return characterSet(element, reader, &edits)
        }
        if tag.group == 0x0040, rule == .keep, usesTable, found.isDefault, Self.mayMeasurePatient(tag),
            frames.count > 1,
            amendMeasure(element, found.vr, reader, &edits)
        {
            return
        }
        if rule == .keep, usesTable, amendOwn(element, found, reader, &edits) { return }
        if rule == .keep, usesTable,
            let mended = NumberMending(element: element, registered: found.vr).mended(reader.buffer)
        {
            report.replaced += 1
            if tag == Tag(0x0028_0008), frames.count == 1 { layout.note(frames: mended) }
            return replace(element, element.vr, with: mended, &edits)
        }
        if tag == .privateCreatorReference, describedBlocks != nil, isReferenceThatStays(element, reader) {
            return keep(element, &edits)
        }
        if tag == .privateDataElementCharacteristics, rule == .keep, element.kind == .sequence,
            usesTable, profile.privateAttributes == .remove
        {
            return characteristics(element, reader, &edits)
        }
        if tag == Tag(0x0028_2000), rule == .keep, element.kind == .element, profile.profile.codestreams != .keep {
            return colourProfile(element, reader, &edits)
        }
        if rule == .keep, usesTable, amendKept(element, found.vr, reader, &edits) { return }
        if tag == Tag(0x0008_1115), rule == .keep, frames.count == 1 { hasInstanceList = true }
        apply(rule, element, found.vr, reader, &edits)
    }

    /// Whether the code of a channel says that people are heard on it, and nobody has vouched for the samples.
    private mutating func isVoice(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard usesTable, element.isResident, element.lengthField <= 64,
            RecordedVoice.isVoice(element.trimmedValue(reader.buffer))
        else { return false }
        return !isVouchedFor(RecordedVoice.waveformData)
    }

    /// Whether the IOD does without the attribute, and no rule of the profile asks for it to be kept.
    mutating func isOptional(_ tag: Tag, _ found: CompiledProfile.Found) -> Bool {
        let place = frames[frames.count - 1].place
        // In items that the tables of the standard do not describe, the rules alone decide.
        if place == PlaceCache.nowhere || StructuralAttributes.contains(tag) { return false }
        if frames.count == 1, StructuralAttributes.identifies(tag) { return false }
        if found.rule == .keep, !found.isDefault { return false }
        // Where the list of instances stays, what is in it must be referred to.
        if found.rule == .codeXZU || tag == .referencedInstances, frames.count == 1, listsReferences { return false }
        if ConditionAttributes.contains(tag) { return false }
        if let dependent = ConditionAttributes.dependent(on: tag), let type = places.type(of: dependent, at: place),
            type != .type3
        {
            return false
        }
        let type = places.type(of: tag, at: place)
        return type == nil || type == .type3
    }

    /// Whether something else may take the place of a value that is not what it should be: not of one without which
    /// pixels cannot be decoded, nor of a measurement that the IOD demands, where a dummy would be believed.
    func mayBeReplaced(_ element: Element, _ form: ContentForm) -> Bool {
        if StructuralAttributes.contains(element.tag) || ContentForm.isPixels(element.tag) { return false }
        guard form.isMeasurement else { return true }
        return profile.smuggledText.resolved(places.peek(element.tag, at: frames[frames.count - 1].place)) != .dummy
    }

    /// Whether an element that the decisions on the file depend on is met when some of them have been carried out.
    func comesTooLate(_ element: Element) -> Bool {
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

    func number(_ value: Int, _ encoding: Encoding) -> [UInt8] {
        let little = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        return encoding.isBigEndian ? little.reversed() : little
    }

    /// Groups and elements that have no place in a stored data set (PS3.10 §7.1, PS3.5 §7.2).
    static func neverPasses(_ tag: Tag) -> Bool {
        tag.isGroupLength || tag.group < 0x0008 || tag == .dataSetTrailingPadding
    }

    /// VRs in which people write.
    static func isWords(_ vr: VR) -> Bool {
        switch vr {
        case .lo, .lt, .pn, .sh, .st, .uc, .ur, .ut: true
        default: false
        }
    }

    /// Attributes that a dummy item needs to stay an item of its kind.
    static func isStructure(_ tag: Tag) -> Bool {
        tag == Tag(0x0008_0102)  // Coding Scheme Designator, without which a code means nothing
            || tag == .specificCharacterSet
    }
}
