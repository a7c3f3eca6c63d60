import DICOM
import Standard

/// New values.
extension Engine {
    mutating func dummy(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        report.replaced += 1
        if element.tag == Tag(0x0042_0011) {
            dependsOnRest = true
            let document = DummyValue.document(type: context.documentType)
            documentLength = document.count
            return replace(element, vr, with: document, &edits)
        }
        if vr == .ui { return replaceUIDs(element, reader, &edits) }
        let value = DummyValue.value(of: element.tag, vr)
        if value.isEmpty { return remove(element, &edits) }
        replace(element, vr, with: value, &edits)
    }

    mutating func replaceUIDs(
        _ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        if element.lengthField == 0 { return keep(element, &edits) }
        guard element.isResident else { return remove(element, &edits) }
        report.uids += 1
        let range = element.trimmedRange(reader.buffer)
        if reader.buffer.firstIndex(of: 0x5C, in: range) == nil {
            // One UID, as nearly all are.
            let uid = reader.buffer.copy(range)
            return replace(element, .ui, with: uid.isEmpty ? uid : pseudonyms.uid(for: uid), &edits)
        }
        var value: [UInt8] = []
        let end = element.valuePosition + Int(element.lengthField)
        var start = element.valuePosition
        while start <= end {
            var stop = start
            while stop < end, reader.buffer[stop] != 0x5C { stop += 1 }
            var uid = reader.buffer.copy(start..<stop)
            while let last = uid.last, last == 0 || last == 0x20 { uid.removeLast() }
            while uid.first == 0x20 { uid.removeFirst() }
            if !uid.isEmpty { value += pseudonyms.uid(for: uid) }
            if stop < end { value.append(0x5C) }
            // Longer than the field of any UI; working the rest out would only take memory.
            if value.count > 1 << 20 {
                failure = failure ?? ParseError(.resultTooLong, at: element.offset, tag: element.tag)
                return
            }
            start = stop + 1
        }
        replace(element, .ui, with: value, &edits)
    }

    /// The file's patient; another one where an item names somebody else, as the members of a group.
    mutating func pseudonym(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        report.replaced += 1
        var value = patient
        if frames.count > 1, element.isResident {
            let own = element.trimmedValue(reader.buffer)
            switch element.tag {
            case .patientID:
                let text = PatientText.normalized(own, as: characterSets.last?.set ?? .default, codec) ?? own
                if text != context.patientText { value = otherPatient(text) }
            // The ID that it belongs to is not known yet.
            case .patientName where own != context.patientName: value = DummyValue.value(for: vr)
            default: break
            }
        }
        replace(element, vr, with: value, &edits)
    }

    /// Somebody else than the file's patient. Without a code of the site it is a pseudonym: that names nobody either.
    private func otherPatient(_ patientID: [UInt8]) -> [UInt8] {
        subjects?.code(patientID: patientID, issuer: context.issuerText)
            ?? pseudonyms.patient(PatientIdentity(patientID: patientID, issuer: context.issuerText))
    }

    /// A keyed name of the value. Without leading and trailing spaces, which say nothing.
    mutating func hash(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        if element.lengthField == 0 { return keep(element, &edits) }
        guard element.isResident else { return remove(element, &edits) }
        report.replaced += 1
        replace(element, vr, with: pseudonyms.name(of: element.trimmedValue(reader.buffer)), &edits)
    }

    mutating func replaceDates(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        if element.lengthField == 0 { return keep(element, &edits) }
        guard element.isResident else { return remove(element, &edits) }
        let wire = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        if vr == .da, wire.count == 8, let moved = shift.shiftDay(reader.buffer.uint64(at: wire.lowerBound)) {
            // One day, as nearly all are.
            report.dates += 1
            return replace(element, .da, length: 8, &edits) { bytes in
                for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: moved >> UInt64(8 * place))) }
            }
        }
        if vr == .tm, isUsualTime(element, reader.buffer) {
            report.dates += 1
            return
        }
        let value = element.trimmedValue(reader.buffer)
        let moved =
            switch vr {
            case .dt: shift.shiftDT(value)
            case .tm: shift.shiftTM(value)
            default: shift.shiftDA(value)
            }
        guard let moved else {
            // No date that can be moved: nothing of it may stay, and what the table says without options is done.
            let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
            return apply(BasicActions.rule(for: element.tag).resolved(type), element, vr, reader, &edits)
        }
        report.dates += 1
        replace(element, vr, with: moved, &edits)
    }

    /// Whether days move nothing of a time, and it is written as it would be written anew.
    private mutating func isUsualTime(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        let range = element.trimmedRange(buffer)
        let padding = Int(element.lengthField) - range.count
        guard element.vr == .tm, !hasOddHeader(element), range.lowerBound == element.valuePosition,
            padding == range.count % 2,
            padding == 0 || buffer[range.upperBound] == VR.tm.paddingByte
        else { return false }
        return DateShift.isPlainTime(range.count) { buffer[range.lowerBound + $0] }
    }

    /// Specific Character Set in the terms of PS3.3 C.12.1.1.2: nothing else may stand there, and the text means the same.
    mutating func characterSet(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        guard element.isResident else { return remove(element, &edits) }
        let value = element.trimmedValue(reader.buffer)
        guard let terms = characterSetTerms.terms(for: value) else { return keep(element, &edits) }
        report.replaced += 1
        if terms.isEmpty { return remove(element, &edits) }
        replace(element, .cs, with: terms, &edits)
    }
}
