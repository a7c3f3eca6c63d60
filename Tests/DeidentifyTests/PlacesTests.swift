import DICOM
import Standard
import Testing

@testable import Deidentify

/// What has no place in an output at any level, and what nobody knows.
@Suite struct PlacesTests {
    /// PS3.5 §7.2, PS3.10 §7.1: group lengths, and groups 0000 to 0006.
    @Test(arguments: Wire.allCases) func groupLengthsAndLowGroupsGo(wire: Wire) throws {
        let low =
            wire.element(0x0008_0000, "UL", wire.u32(99)) + wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.element(0x0010_0000, "UL", wire.u32(1))
        let nested = wire.element(0x0002_0013, "SH", "DOE ") + wire.element(0x0004_1500, "CS", "DOE ") + low
        let found = try deidentify(
            low + wire.sequence(0x0018_9346, [wire.item(nested)]) + wire.element(0x0028_0000, "UL", wire.u32(7)), wire)
        #expect(found.flattened.allSatisfy { $0.tag & 0xFFFF != 0 && $0.tag >> 16 >= 8 })
        #expect(found[tag: 0x0018_9346]?.items?.first?.count == 1)
    }

    @Test func trailingPaddingGoes() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(0xFFFC_FFFC, "OB", "DOE "), wire)
        #expect(found[tag: 0xFFFC_FFFC] == nil)
    }

    @Test(arguments: Wire.allCases) func unknownAttributesGoAndAreReported(wire: Wire) throws {
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(0x0018_9346, [wire.item(wire.element(0x0018_FFF1, "LO", "DOE "))])
            + wire.element(0x0020_FFF1, "OB", "DOE ") + wire.sequence(0x0022_FFF1, [wire.item([])], undefined: true)
        let output = try deidentify(MemorySource(part10(content, syntax: wire.syntax)), compiled())
        let tags = try Found.parse(output.dataSet, wire).flattened.map { $0.tag & 0xFFFF }
        #expect(!tags.contains(0xFFF1))
        #expect(output.report.notes.filter { $0.reason == .unknownAttribute }.count == 3)
    }

    @Test func whatAFileCallsUNIsWhatTheDictionarySays() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UN", "1.2.3.4") + wire.element(0x0008_0020, "UN", "19670423")
                + wire.element(0x0008_1030, "UN", "DOE JANE") + wire.element(0x0010_0010, "UN", "DOE^JANE"), wire)
        #expect(found[tag: 0x0008_0018]?.vr == "UI" && found[tag: 0x0008_0018]?.text.hasPrefix("2.25.") == true)
        #expect(found[tag: 0x0010_0010]?.vr == "PN" && found[tag: 0x0010_0010]?.text.hasPrefix("P-") == true)
        #expect(found[tag: 0x0008_1030] == nil && found[tag: 0x0008_0020]?.value != Array("19670423".utf8))
    }

    /// Whatever VR the file claims for a number, words do not pass in it.
    @Test(arguments: HeaderVRs.words) func wordsInPlaceOfANumberGo(vr: String) throws {
        try expectGone(vr)
    }

    @Test(arguments: HeaderVRs.others) func otherVRsInPlaceOfANumberGo(vr: String) throws {
        try expectGone(vr)
    }

    private func expectGone(_ vr: String) throws {
        let wire = Wire.explicitLittle
        // Rows: without them the pixels are lost, so that nothing may take their place.
        #expect(throws: DeidentifyError.self) {
            try deidentify(wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0028_0010, vr, "DOE^JANE"), wire)
        }
        // A number that no IOD of the object demands goes alone.
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0028_0106, vr, "DOE^JANE"), wire)
        #expect(!found.flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
    }

    /// Words spelled in binary numbers, in digits, and in terms of closed lists; neighbours of the same form stay.
    @Test(arguments: [
        (UInt32(0x0018_9073), "FD", "DOE^JANE", false), (0x0018_9073, "FD", "\0\0\0\0\0\0Y@", true),
        (0x0018_6020, "SL", "DOE JANE OF HOPE", false), (0x0018_6020, "SL", "\u{1}\0\0\0", true),
        (0x0028_0030, "DS", "DOE JANE", false), (0x0020_0013, "IS", "123-45-6789", false),
        (0x0020_0013, "IS", "P.H.I.D.O.E", false), (0x0020_0013, "IS", "4711081512345678901", false),
        (0x0020_0013, "IS", "12", true), (0x0028_1052, "DS", "NaN ", true), (0x0028_1052, "DS", "-1.5e-07", true),
        (0x0028_1052, "US", "\u{1}\0", true),
        (0x0028_1052, "UL", "DOE JANE AND MORE", false), (0x0028_1052, "DS", "0.12345678901234567890", true),
        (0x0028_0106, "US", "DOE^JOHN", false), (0x0018_9079, "FD", "Doe, John: 1960.", false),
        (0x0028_0106, "US", "DOE JOHN 1960", false),
        (0x0070_0022, "FL", "John Doe, born 04.05.1960 ", false), (0x0008_041B, "OB", "RECORD-OF-DOE-JOHN", false),
        (0x0008_041B, "OB", "19510203 77123-4A 47", false), (0x0008_041B, "OB", "77123A 19\0\0\0\0\0\0\0", false),
        (0x0008_041B, "OB", "1951020377123447", true),
        (0x0028_0030, "DS", #"0.5\0.5 "#, true),
        (0x0028_0030, "DA", "19710203", false), (0x0028_0030, "AS", "4711", false),
        (0x0028_0030, "CS", "DOE JANE", false), (0x0028_0030, "LO", "DOE JANE", false),
        (0x0018_5100, "CS", "DOE^JANE", false), (0x0018_5100, "CS", "Doe Jane", false),
        (0x0018_5100, "CS", "HFS ", true),
        (0x0018_5100, "LO", "DOE@HOME", false), (0x0018_5100, "CS", "hfs ", true),
    ])
    func wordsInTheFormOfOtherThingsGo(tag: UInt32, vr: String, value: String, stays: Bool) throws {
        let wire = Wire.explicitLittle
        let bytes = Array(value.utf8)
        let found = try? deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3\0") + wire.element(tag, vr, bytes), wire)
        // Of measurements that the IOD demands the file is refused: a dummy would be believed.
        #expect(found?.contains { $0.value == bytes } ?? false == stays)
        #expect(found != nil || tag == 0x0028_0030 || tag == 0x0028_1052)
    }

    /// Text that fills thousands of bytes, wide characters and lines; numbers in the same places stay, in files and in streams.
    @Test(arguments: [
        (UInt32(0x0018_9073), "FD", "long", false), (0x0028_3006, "OW", "long", false),
        (0x0028_3006, "OW", "padded", false),
        (0x0028_3006, "OW", "wide", false), (0x0018_9073, "FD", "wide", false), (0x0028_3006, "OW", "wider", false),
        (0x0028_3006, "OW", "lines", false), (0x0028_3006, "OW", "ramp", true), (0x0028_3006, "OW", "wide ramp", true),
    ]) func textAsNumbersOfAnyLengthGoes(tag: UInt32, vr: String, kind: String, stays: Bool) throws {
        let name = Array("ZQXMARK^JANE^MARIA ".utf8)
        let bytes: [UInt8] =
            switch kind {
            case "long": Array(repeatElement(name, count: 240).joined().prefix(4096))
            case "padded": name.prefix(16) + [UInt8](repeating: 0, count: 4080)
            case "wide": Array(name.prefix(16).flatMap { [$0, 0] })
            case "wider": Array(name.prefix(16).flatMap { [0, 0, 0, $0] })
            case "lines": Array("ZQXMARK\nJANE\n19710203\nMAIN ST\r\n\n\n".utf8.prefix(32))
            case "ramp": (0..<4096).map { UInt8(truncatingIfNeeded: $0 / 16) }
            default: (0..<256).flatMap { [UInt8($0), 0] }
            }
        let wire = Wire.explicitLittle
        let data = wire.element(0x0008_0018, "UI", "1.2.3\0") + wire.element(tag, vr, bytes)
        let file = part10(data, syntax: wire.syntax)
        for source in [MemorySource(file), TrickleSource(file, step: 1 << 16)] as [any ByteSource] {
            let found = try? Found.parse(try deidentify(source, basicProfile).dataSet, wire)
            #expect(found?.contains { $0.value == bytes } ?? false == stays)
        }
    }

    /// Two bytes behind a VR of 32-bit length say nothing (PS3.5 §7.1.2), and are zero in the output.
    @Test func reservedBytesAreMadeZero() throws {
        let wire = Wire.explicitLittle
        var pixels = wire.element(0x7FE0_0010, "OW", [1, 2, 3, 4])
        pixels.replaceSubrange(6..<8, with: Array("XY".utf8))
        let file = part10(wire.element(0x0008_0018, "UI", "1.2.3\0") + pixels, syntax: wire.syntax)
        let output = try deidentify(MemorySource(file), basicProfile)
        #expect(!output.bytes.contains(mark: Array("XY".utf8)))
        #expect(try Found.parse(output.dataSet, wire)[tag: 0x7FE0_0010]?.value == [1, 2, 3, 4])
        #expect(output.report.deviations == ["reserved-bytes"])
    }

    /// (0008,0016) goes into File Meta as it is.
    @Test func aSOPClassUIDThatIsNoneIsRefused() {
        let wire = Wire.explicitLittle
        #expect(throws: DeidentifyError.self) {
            _ = try deidentify(
                wire.element(0x0008_0016, "UI", "1.2.DOE") + wire.element(0x0008_0018, "UI", "1.2.3.4"), wire)
        }
    }

    /// UIDs that name classes and code systems stay: what is no UID names somebody.
    @Test(arguments: [UInt32(0x0008_001A), 0x0008_010C])
    func keptUIDsAreUIDs(tag: UInt32) throws {
        let wire = Wire.explicitLittle
        let parts = [
            (UInt32(0x0008_0018), wire.element(0x0008_0018, "UI", "1.2.3.4")),
            (tag, wire.element(tag, "UI", "DOE^JANE")),
        ]
        let found = try deidentify(parts.sorted { $0.0 < $1.0 }.flatMap(\.1), wire)
        #expect(!found.flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
    }
}

enum HeaderVRs {
    static let words = ["LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT", "DA", "DS", "DT", "IS", "TM", "UI"]
    /// Not UN: that is a number whose VR got lost on the way, and the image needs it.
    static let others = ["AE", "CS", "AS", "OB", "OW"]
}
