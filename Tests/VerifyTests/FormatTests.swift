import Testing

@testable import Verify

/// Preamble, File Meta Information, groups, order, lengths, the statement of de-identification.
@Suite struct FormatTests {
    @Test func thePreambleIsZero() {
        #expect(ids(CleanFile.with { $0.preamble[127] = 1 }) == ["DV0301"])
    }

    @Test(arguments: [0x0002_0016, 0x0002_0017, 0x0002_0018, 0x0002_0026, 0x0002_0100, 0x0002_0102] as [UInt32])
    func fileMetaHoldsNothingOfTheSource(tag: UInt32) {
        #expect(ids(CleanFile.with { $0.extraMeta = Bytes.explicit.element(tag, "AE", "PACS") }) == ["DV0304"])
    }

    @Test(
        arguments: [
            ("dcmveil 0.1.0", nil), ("OFFIS_DCMTK_367", nil), ("GDCM 3.0.22", nil), ("", nil),
            ("MR_VA50A", "DV0317"), ("dcmveil 0.1.0 x", "DV0317"), ("Doe^Jane", "DV0318"), ("4711987", "DV0318"),
            ("GDCM 19710203.1", "DV0318"), ("Mrs Doe of Elm Street 7", "DV0318"), ("1.2.1971", "DV0318"),
        ] as [(String, String?)])
    func theImplementationVersionNameIsThatOfAProgram(name: String, expected: String?) {
        let file = CleanFile.with { $0.extraMeta = Bytes.explicit.element(0x0002_0013, "SH", name) }
        #expect(ids(file) == (expected.map { [$0] } ?? []))
    }

    @Test func fileMetaValuesAreWhatTheyMustBe() {
        let plain = Bytes.explicit
        func file(_ changes: [[UInt8]]) -> [UInt8] {
            let group = changes.flatMap { $0 }
            let meta = plain.element(0x0002_0000, "UL", plain.uint32(group.count)) + group
            return CleanFile().preamble + Array("DICM".utf8) + meta + CleanFile().dataSet
        }
        let version = plain.element(0x0002_0001, "OB", [0, 1])
        let sopClass = plain.element(0x0002_0002, "UI", CleanFile.ctImage)
        let syntax = plain.element(0x0002_0010, "UI", CleanFile.explicitLittle)
        let implementation = plain.element(0x0002_0012, "UI", "1.2.276.0.7230010.3.0.3.6.7")
        #expect(ids(file([version, sopClass, syntax, implementation])) == [])
        let long = plain.element(0x0002_0001, "OB", [0, 1] + Array("Doe^Jane".utf8))
        #expect(ids(file([long, sopClass, syntax, implementation])) == ["DV0315"])
        #expect(ids(file([plain.element(0x0002_0001, "OB", [1, 0]), sopClass, syntax])) == ["DV0212"])
        #expect(ids(file([version, sopClass, syntax, plain.element(0x0002_0012, "UI", "Doe Jane")])) == ["DV0316"])
        let wrongClass = plain.element(0x0002_0002, "UI", "1.2.40.4")
        #expect(ids(file([version, wrongClass, syntax])) == ["DV0216", "DV0306"])
        // A sequence is no hiding place for what would be allowed outside.
        let nested = plain.sequence(0x0002_0011, [plain.element(0x0002_0013, "SH", "OFFIS_DCMTK_367")])
        #expect(ids(file([version, sopClass, syntax, nested])).contains("DV0304"))
    }

    @Test func theGroupLengthOfFileMetaIsRight() {
        var file = CleanFile().file
        file[140] &+= 2
        #expect(ids(file) == ["DV0305"])
        var meta = CleanFile().meta
        meta.removeFirst(12)
        let bare = CleanFile()
        #expect(ids(bare.preamble + Array("DICM".utf8) + meta + bare.dataSet) == ["DV0305"])
    }

    @Test func fileMetaAndDataSetAgree() {
        #expect(ids(CleanFile.with { $0.mediaInstance = "2.25.5" }) == ["DV0307"])
        #expect(ids(CleanFile.with { $0.mediaInstance = "1.2.3.4" }) == ["DV0105", "DV0307"])
        #expect(ids(CleanFile.with { $0.set(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4") }) == ["DV0306"])
        #expect(ids(CleanFile.with { $0.changes[0x0008_0018] = [] }) == ["DV0307"])
    }

    @Test func transferSyntaxesAreKnown() {
        #expect(ids(CleanFile.with { $0.transferSyntax = "1.2.3.4" }) == ["DV0006"])
        #expect(ids(CleanFile.with { $0.transferSyntax = "" }) == ["DV0007"])
    }

    @Test(
        arguments: [
            (0x0000_0110, "US", "DV0308"), (0x0002_0013, "SH", "DV0308"), (0x0004_1500, "CS", "DV0308"),
            (0x0008_0000, "UL", "DV0309"), (0x0010_0000, "UL", "DV0309"), (0xFFFC_FFFC, "OB", "DV0310"),
        ] as [(UInt32, String, String)])
    func foreignElementsAreFound(tag: UInt32, vr: String, expected: String) {
        // The lowest group would be taken for File Meta Information, so it stands behind an item instead.
        let bytes = Bytes.explicit
        let element = bytes.element(tag, vr, [0, 0, 0, 0].dropLast(vr == "US" ? 2 : 0).map { $0 })
        if tag >> 16 < 8 {
            let file = CleanFile.with { $0.changes[0x0054_0016] = bytes.sequence(0x0054_0016, [element]) }
            #expect(ids(file) == [expected])
        } else {
            #expect(ids(CleanFile.with { $0.changes[tag] = element }) == [expected])
        }
    }

    @Test func bytesBehindTheDataSetAreFound() {
        #expect(ids(CleanFile.with { $0.tail = Array("Doe^Jane was here".utf8) }) == ["DV0010"])
        #expect(ids(CleanFile.with { $0.tail = [UInt8](repeating: 0, count: 100) }) == ["DV0010"])
        #expect(ids(CleanFile.with { $0.tail = [0x20] }) == ["DV0010"])
        #expect(
            ids(
                CleanFile.with {
                    $0.bytes = .implicit
                    $0.transferSyntax = "1.2.840.10008.1.2"
                    $0.tail = [UInt8](repeating: 0, count: 100)
                }) == ["DV0010"])
        #expect(ids(CleanFile.with { $0.tail = CleanFile().file }).contains("DV0010"))
    }

    @Test func elementsBehindPixelDataAreJudgedLikeAllOthers() {
        #expect(ids(CleanFile.with { $0.tail = Bytes.explicit.element(0xFFFA_FFFA, "OB", [1, 2]) }).contains("DV0101"))
        #expect(
            ids(CleanFile.with { $0.tail = Bytes.explicit.element(0x0010_0010, "PN", "Doe ") }) == ["DV0312", "DV0103"])
    }

    @Test func flawsOfTheEncodingAreFound() {
        let bytes = Bytes.explicit
        #expect(ids(CleanFile.with { $0.set(0x0018_0050, "DS", Array("1.5".utf8)) }) == ["DV0313"])
        var long = bytes.element(0x0072_0065, "OB", [0, 0])
        long[6] = 1
        #expect(ids(CleanFile.with { $0.changes[0x0072_0065] = long }) == ["DV0314"])
        var sequence = bytes.sequence(0x0054_0016, [[]], delimited: true)
        sequence[sequence.count - 1] = 1
        #expect(ids(CleanFile.with { $0.changes[0x0054_0016] = sequence }) == ["DV0314"])
        let swapped = bytes.element(0x0018_0060, "DS", "1 ") + bytes.element(0x0018_0050, "DS", "1 ")
        #expect(ids(CleanFile.with { $0.changes[0x0018_0050] = swapped }) == ["DV0312"])
        let twice = bytes.element(0x0018_0050, "DS", "1 ") + bytes.element(0x0018_0050, "DS", "1 ")
        #expect(ids(CleanFile.with { $0.changes[0x0018_0050] = twice }) == ["DV0312"])
        #expect(ids(CleanFile.with { $0.changes[0x0018_0050] = bytes.tag(0x0018_0050) + [1, 2, 0, 0] }) == ["DV0004"])
        #expect(ids(CleanFile.with { $0.changes[0x0018_0050] = bytes.header(0x0018_0050, "UT", -1) }) == ["DV0004"])
    }

    @Test func lengthsThatReachBeyondTheirSequenceAreFound() {
        let bytes = Bytes.explicit
        let item = bytes.item(bytes.header(0x0008_0090, "PN", 20) + [0x41, 0x42])
        let sequence = bytes.header(0x0054_0016, "SQ", item.count) + item
        #expect(ids(CleanFile.with { $0.changes[0x0054_0016] = sequence }) == ["DV0004"])
        let greedy = bytes.header(0x0054_0016, "SQ", 8) + bytes.tag(0xFFFE_E000) + bytes.uint32(40)
        #expect(ids(CleanFile.with { $0.changes[0x0054_0016] = greedy }) == ["DV0004"])
    }

    @Test func directoriesAreFound() {
        let found = ids(
            CleanFile.with {
                $0.sopClass = "1.2.840.10008.1.3.10"
                $0.set(0x0004_1130, "CS", "EXPORT")
            })
        #expect(found == ["DV0311"])
    }

    @Test func theStatementOfDeidentificationIsWhole() {
        #expect(ids(CleanFile.with { $0.set(0x0012_0062, "CS", "NO") }) == ["DV0401"])
        #expect(ids(CleanFile.with { $0.changes[0x0012_0062] = [] }) == ["DV0401"])
        #expect(ids(CleanFile.with { $0.changes[0x0012_0063] = [] }) == ["DV0402"])
        #expect(
            ids(
                CleanFile.with {
                    $0.changes[0x0012_0063] = []
                    $0.changes[0x0012_0064] = $0.bytes.sequence(
                        0x0012_0064, [$0.bytes.element(0x0008_0100, "SH", "113100")])
                }) == [])
        #expect(ids(CleanFile.with { $0.dates = "SHIFTED" }) == ["DV0403"])
        #expect(ids(CleanFile.with { $0.changes[0x0028_0303] = [] }) == ["DV0403"])
    }

    @Test(
        arguments: [
            ("dcmveil\\PS3.15 2026d\\profile basic\\sha256:0123456789abcdef0123456789abcdef0123456789abcdef", nil),
            ("profile my-basic.2", nil), ("profile for Jane Doe", "DV0404"), ("profile doe-19710203", "DV0405"),
            ("PS3.15 2026d and more", "DV0404"), ("sha256:01", "DV0404"), ("Per DICOM PS 3.15 AnnexE", "DV0404"),
            ("Per DICOM PS 3.15 AnnexE. Details in 0012,0064", nil), ("Orthanc 0.8.3 - PS 3.15-2008 Table E.1-1", nil),
            ("113100\\113101", "DV0404"), ("Doe^Jane", "DV0405"), ("removed for MRN 4711987", "DV0405"),
            ("on 2024-02-01", "DV0405"), ("on 1/2/1971", "DV0405"), ("jane@example.org", "DV0405"),
            ("dcmveil\\Doe^Jane", "DV0405"), ("made by hand\\Doe^Jane", "DV0405"),
            (String(repeating: "a", count: 65), "DV0405"),
        ] as [(String, String?)])
    func theMethodIsOfAKnownForm(method: String, expected: String?) {
        let found = ids(CleanFile.with { $0.set(0x0012_0063, "LO", method) })
        #expect(found == (expected.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            ("113100", "DCM", "Basic Application Confidentiality Profile", nil),
            ("113107", "DCM", "Retain Longitudinal Temporal Information Modified Dates Option", nil),
            ("113100", "99ACME", "Basic Application Confidentiality Profile", "DV0406"),
            ("T-D0010", "DCM", "Basic Application Confidentiality Profile", "DV0406"),
            ("113100", "DCM", "Basic profile", "DV0406"), ("113100", "DCM", "Doe^Jane", "DV0405"),
            ("210005", "DCM", "Basic Application Confidentiality Profile", "DV0406"),
            ("4711987", "DCM", "Basic Application Confidentiality Profile", "DV0405"),
        ] as [(String, String, String, String?)])
    func methodCodesAreThoseOfTheStandard(value: String, scheme: String, meaning: String, expected: String?) {
        let found = ids(
            CleanFile.with {
                $0.changes[0x0012_0064] = $0.bytes.sequence(
                    0x0012_0064,
                    [
                        $0.bytes.element(0x0008_0100, "SH", value) + $0.bytes.element(0x0008_0102, "SH", scheme)
                            + $0.bytes.element(0x0008_0104, "LO", meaning)
                    ])
            })
        #expect(found == (expected.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            ("ISO_IR 100", nil), ("ISO 2022 IR 6\\ISO 2022 IR 87", nil), ("\\ISO 2022 IR 149", nil), ("", nil),
            ("Doe^Jane", "DV0209"), ("ISO_IR 100\\Doe", "DV0209"), ("ISO IR 100", "DV0209"),
            (String(repeating: "A", count: 70), "DV0209"),
        ] as [(String, String?)])
    func characterSetsAreDefinedTerms(terms: String, expected: String?) {
        let found = ids(CleanFile.with { $0.set(0x0008_0005, "CS", terms) })
        #expect(found == (expected.map { [$0] } ?? []))
    }

    @Test func anImageHasPixels() {
        #expect(ids(CleanFile.with { $0.changes[0x7FE0_0010] = [] }) == ["DV0013"])
        #expect(
            ids(
                CleanFile.with {
                    $0.changes[0x7FE0_0010] = []
                    $0.changes[0x0028_0010] = []
                }) == [])
    }

    @Test func burnedInAnnotationIsForReview() {
        #expect(ids(CleanFile.with { $0.set(0x0028_0301, "CS", "YES") }) == ["DV0501"])
        #expect(ids(CleanFile.with { $0.set(0x0028_0301, "CS", "NO") }) == [])
    }
}
