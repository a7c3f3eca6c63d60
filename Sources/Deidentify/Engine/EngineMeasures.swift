import DICOM
import Standard

/// Numbers of content items that say how old, tall or heavy somebody is: as Patient's Age, Size and Weight they go, or are kept with
/// ages over 89 as 90 (PS3.15 Tables E.1-1 and E.3.4-1).
extension Engine {
    /// Numeric Value, Floating Point Value, Rational Numerator and Denominator Value, and the sequence of a measured one.
    @inline(__always)
    static func mayMeasurePatient(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0040_A30A, 0x0040_A161, 0x0040_A162, 0x0040_A163, 0x0040_A300: true
        default: false
        }
    }

    /// - Returns: `false` when it may stay as it is.
    mutating func amendMeasure(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        dependsOnRest = true
        let isInMeasuredValue = frames.count > 2 && frames[frames.count - 2].tag == Tag(0x0040_A300)
        let found = ConceptOfNumber(segment, around: place, isMeasuredValue: isInMeasuredValue)
        let code = value(found.concept.value, reader.buffer)
        guard !code.isEmpty else {
            // Of what cannot be told, a time is taken for an age.
            guard found.isCut, element.kind == .element,
                let limit = AgeUnit.limit(of: value(found.unit.value, reader.buffer))
            else { return false }
            return capAge(element, vr, limit, reader, &edits)
        }
        let scheme = value(found.concept.scheme, reader.buffer)
        let measure = PatientMeasure(code: code, scheme: scheme)
        let meaning = value(found.concept.meaning, reader.buffer)
        let isListed = measure != nil || !StructuredContent.rows(code: code, scheme: scheme).isEmpty
        // The year of a birth, a number of the patient.
        if goes(code, scheme, measure) || !isListed && PersonalConcept(meaning: meaning) != nil {
            removeMeasure(element, vr, reader, &edits)
            return true
        }
        if element.kind == .sequence || measure == .build { return false }
        let unit = value(found.unit.value, reader.buffer)
        var limit = AgeUnit.limit(of: unit)
        if measure == .age {
            limit = limit ?? AgeUnit.years
        } else if limit != nil || AgeUnit.isNone(unit) {
            guard PatientMeasure.speaksOfAge(meaning) else { return false }
            limit = limit ?? AgeUnit.years
        }
        guard let limit else { return false }
        return capAge(element, vr, limit, reader, &edits)
    }

    /// Whether a number may not stay under the options, nor anything in its place.
    private func goes(_ code: [UInt8], _ scheme: [UInt8], _ measure: PatientMeasure?) -> Bool {
        let options = profile.profile.options
        if measure != nil { return !options.contains(.retainPatientCharacteristics) }
        let row = StructuredContent.rows(code: code, scheme: scheme).first { $0.valueType == "NUM" }
        guard let row else { return false }
        return !zip(Confidentiality.Option.allCases, row.options).contains { $1 == .k && options.contains($0) }
    }

    private mutating func removeMeasure(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        // Without an item the sequence says that there is no value (PS3.3 Table C.18.1-1, Type 2).
        if element.kind == .sequence { return empty(element, &edits) }
        let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
        apply(Rule.codeX.resolved(type), element, vr, reader, &edits)
    }

    /// - Parameter limit: the number with which somebody is 90 years old.
    private mutating func capAge(
        _ element: Element, _ vr: VR, _ limit: Int, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        guard element.isResident, element.lengthField <= 4096 else {
            removeMeasure(element, vr, reader, &edits)
            return true
        }
        switch vr {
        case .ds where element.vr.isText || element.vr == .un:
            let values = element.trimmedValue(reader.buffer).split(separator: 0x5C, omittingEmptySubsequences: false)
            let isHigh = values.map { part in
                let text = NumberForm.trimmed(part)
                return !text.isEmpty && (Double(String(decoding: text, as: UTF8.self)) ?? .infinity) >= Double(limit)
            }
            guard isHigh.contains(true) else { return false }
            let capped = zip(values, isHigh).map { $1 ? Array(String(limit).utf8) : Array($0) }
            report.replaced += 1
            replace(element, .ds, with: Array(capped.joined(separator: [0x5C])), &edits)
        case .fd where element.lengthField % 8 == 0:
            let isBigEndian = element.encoding.isBigEndian
            var bytes: [UInt8] = []
            var isHigh = false
            for start in stride(
                from: element.valuePosition, to: element.valuePosition + Int(element.lengthField), by: 8)
            {
                let part = reader.buffer.copy(start..<start + 8)
                let bits = (isBigEndian ? part : part.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                let number = Double(bitPattern: bits)
                if number < Double(limit) {
                    bytes += part
                    continue
                }
                isHigh = true
                let capped = Double(limit).bitPattern
                let big = (0..<8).map { UInt8(truncatingIfNeeded: capped >> UInt64(56 - 8 * $0)) }
                bytes += isBigEndian ? big : big.reversed()
            }
            guard isHigh else { return false }
            report.replaced += 1
            replace(element, .fd, with: bytes, &edits)
        // Two numbers that make one, or not what the attribute holds: Numeric Value says the same.
        default: removeMeasure(element, vr, reader, &edits)
        }
        return true
    }

    private func value(_ index: Int?, _ buffer: borrowing HeaderBuffer) -> [UInt8] {
        index.map { segment[$0].trimmedValue(buffer) } ?? []
    }
}
