import DICOM
import Standard

/// Values that a rule keeps and that are looked at all the same, for what they hold is not what the standard means by them.
extension Engine {
    /// What is done instead of keeping the value.
    ///
    /// - Returns: `false` when it may stay as it is.
    mutating func amendKept(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        guard element.kind == .element, element.lengthField > 0 else { return false }
        switch element.tag {
        case Tag(0x0008_0201):
            if element.isResident, Self.isTimezone(element.trimmedValue(reader.buffer)) { return false }
            removeUnexpected(element, vr, reader, &edits)
            return true
        case Tag(0x0034_0007), Tag(0x0400_0310):
            // Bytes that the table keeps with the dates; a rule of a site that names them is obeyed.
            guard isNamedByTable(element.tag) else { return false }
            if element.tag == Tag(0x0034_0007), element.isResident,
                Self.isOriginTimestamp(element, reader.buffer)
            {
                return false
            }
            // A Certified Timestamp is about a signature, and its certificate about an institution: both have gone.
            removeUnexpected(element, vr, reader, &edits)
            return true
        case Tag(0x0010_0047):
            // The address of a definition, not of somebody's record.
            guard isNamedByTable(element.tag) else { return false }
            if element.isResident, isPlainReference(element.trimmedValue(reader.buffer)) { return false }
            removeUnexpected(element, vr, reader, &edits)
            return true
        case Tag(0x0010_2160), Tag(0x0010_2162):
            // The table keeps it with the characteristics of patients; a rule of a site that names it is obeyed.
            guard isNamedByTable(element.tag) else { return false }
            if element.isResident, EthnicWords.cover(element.trimmedValue(reader.buffer)),
                !ownIdentifiers.stand(in: element.trimmedValue(reader.buffer)[...])
            {
                return false
            }
            removeUnexpected(element, vr, reader, &edits)
            return true
        default: break
        }
        switch vr {
        case .as: return amendAge(element, reader, &edits)
        case .cs: return capitalizeTerm(element, reader, &edits)
        default: return EmbeddedUIDs.standIn(vr) && amendUIDs(element, vr, reader, &edits)
        }
    }

    /// An address without a question, a number of more than four digits, or anybody of this file.
    private mutating func isPlainReference(_ address: [UInt8]) -> Bool {
        let digits = address.split { !ASCII.isDigit($0) }.map(\.count).max() ?? 0
        return !address.contains(UInt8(ascii: "?")) && !address.contains(UInt8(ascii: "@")) && digits < 5
            && !ownIdentifiers.stand(in: address[...])
    }

    /// A code string of which the standard names all values (Patient's Sex) in capitals: small letters are a slip of the
    /// writer. What is none of the values has gone before (`amendOwn`); what is too long to be looked at goes. A rule of a
    /// site that names it is obeyed.
    private mutating func capitalizeTerm(
        _ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        // Nearly all are in capitals, and need no look into the tables.
        let range = element.isResident ? element.trimmedRange(reader.buffer) : nil
        if let range, !range.contains(where: { Self.isSmall(reader.buffer[$0]) }) { return false }
        guard DefinedTerms(of: element.tag)?.isEnumerated ?? false, isNamedByTable(element.tag) else { return false }
        guard let range else {
            removeUnexpected(element, .cs, reader, &edits)
            return true
        }
        report.replaced += 1
        replace(element, .cs, with: reader.buffer.copy(range).map { Self.isSmall($0) ? $0 & 0xDF : $0 }, &edits)
        return true
    }

    private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    /// Offset from UTC as `&ZZXX` (PS3.3 C.12.1.1.8, PS3.5 §6.2 on DT), and nothing else.
    static func isTimezone(_ value: [UInt8]) -> Bool {
        guard value.count == 5, value[0] == UInt8(ascii: "+") || value[0] == UInt8(ascii: "-"),
            let number = Int(String(decoding: value.dropFirst(), as: UTF8.self)),
            value.dropFirst().allSatisfy({ ASCII.isDigit($0) })
        else { return false }
        return number % 100 < 60 && number <= (value[0] == UInt8(ascii: "+") ? 1400 : 1200)
    }

    /// Frame Origin Timestamp as the Precision Time Protocol has it (IEEE 1588; PS3.22): 48 bits of seconds since 1970 and 32
    /// bits of nanoseconds, big-endian. Until the year 2106 the seconds begin with two zeros, as no text does.
    ///
    /// All ten bytes count: at a whole second the last ones are zeros, and no padding.
    private static func isOriginTimestamp(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        let start = element.valuePosition
        return element.lengthField == 10 && buffer.uint16(at: start, bigEndian: true) == 0
            && buffer.uint32(at: start + 6, bigEndian: true) < 1_000_000_000
    }

    mutating func removeUnexpected(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        let outcome = Rule.codeX.resolved(places.type(of: element.tag, at: frames[frames.count - 1].place))
        report.note(path + [element.tag], outcome, .unexpectedContent)
        apply(outcome, element, vr, reader, &edits)
    }

    private static func hasPoints(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        var points = 0
        for position in element.valuePosition..<element.valuePosition + Int(element.lengthField)
        where buffer[position] == 0x2E {
            points += 1
            if points == 2 { return true }
        }
        return false
    }

    /// Characters of LO. Longer ones are compared at every place of an address, as long as both may be.
    private static let longestIDInAddress = 64

    /// Whether a Patient ID that is longer than an LO may be begins in an address.
    private func holdsLongPatientID(_ value: [UInt8]) -> Bool {
        guard context.patientID.count > Self.longestIDInAddress else { return false }
        let beginning = context.patientID.prefix(Self.longestIDInAddress)
        return value.count >= beginning.count
            && (0...value.count - beginning.count).contains { value[$0...].starts(with: beginning) }
    }

    /// UIDs within text that is kept name the new instances.
    private mutating func amendUIDs(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        // Most text has not the two points of the shortest UID.
        guard element.isResident, element.lengthField >= 5, vr == .ur || Self.hasPoints(element, reader.buffer),
            isReplaced(.sopInstanceUID)
        else { return false }
        dependsOnRest = true
        let value = element.trimmedValue(reader.buffer)
        var uids = EmbeddedUIDs([context.sopInstanceUID, context.seriesInstanceUID, context.studyInstanceUID])
        if vr == .ur, (3...Self.longestIDInAddress).contains(context.patientID.count) {
            uids.patient = (context.patientID, patient)
        } else if vr == .ur, holdsLongPatientID(value) {
            removeUnexpected(element, vr, reader, &edits)
            return true
        }
        let pseudonyms = pseudonyms
        guard let new = uids.replaced(in: value, by: { pseudonyms.uid(for: $0) }) else { return false }
        if vr == .lo && new.count > 64 || vr == .sh && new.count > 16 || vr == .st && new.count > 1024 {
            removeUnexpected(element, vr, reader, &edits)
            return true
        }
        report.uids += 1
        replace(element, vr, with: new, &edits)
        return true
    }
}
