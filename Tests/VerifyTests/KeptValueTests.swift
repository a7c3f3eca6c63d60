import Standard
import Testing

@testable import Verify

/// What a profile lets stay is looked at all the same: its form, and whether it leads to a person.
@Suite struct KeptValueTests {
    private func ids(_ tag: UInt32, _ vr: String, _ value: [UInt8], terms: Bool = false, mask: UInt32 = .max)
        -> [String]
    {
        var expectations = Expectations()
        expectations.kept = [TagMask(value: tag, mask: mask)]
        if terms { expectations.keptTerms = expectations.kept }
        let file = CleanFile.with { $0.set(tag, vr, value) }
        return Verifier(expectations: expectations).verify(bytes: file).map(\.id)
    }

    private func ids(_ tag: UInt32, _ vr: String, _ text: String, terms: Bool = false, mask: UInt32 = .max) -> [String]
    {
        ids(tag, vr, Array((text.utf8.count % 2 == 0 ? text : text + " ").utf8), terms: terms, mask: mask)
    }

    @Test(
        arguments: [
            (0x0008_0020, "DA", "20200229", []), (0x0008_0020, "DA", "2020.02.29", []), (0x0008_0020, "DA", "", []),
            (0x0008_0020, "DA", "A12345678", ["DV0206"]), (0x0008_0020, "DA", "555-123-4567", ["DV0212", "DV0220"]),
            (0x0008_0020, "DA", "20201399", ["DV0212"]),
            (0x0008_0020, "DA", "Smith^John QZ123456 Main Street", ["DV0206", "DV0214"]),
            (0x0008_0020, "DA", String(repeating: "1", count: 90), ["DV0206"]),
            (0x0008_0030, "TM", "101112.123456", []), (0x0008_0030, "TM", "10:11:12.5", []),
            (0x0008_0030, "TM", "10", []),
            (0x0008_0030, "TM", "471147", ["DV0212"]), (0x0008_0030, "TM", "S-M-I-T-H", ["DV0206"]),
            (0x0008_002A, "DT", "20200315101112.5+0100", []), (0x0008_002A, "DT", "S-M-I-T-H 123456789", ["DV0206"]),
        ] as [(UInt32, String, String, [String])])
    func daysAndTimesAreSuch(tag: UInt32, vr: String, value: String, expected: [String]) {
        #expect(ids(tag, vr, value) == expected)
    }

    /// Patient's Sex has three values, Smoking Status three; Image Type any that a maker thinks of.
    @Test func whereTheStandardNamesAllTermsThereAreNoOthers() {
        #expect(
            ids(0x0010_0040, "CS", "F", terms: true) == [] && ids(0x0010_0040, "CS", "SMITH", terms: true) == ["DV0225"]
        )
        #expect(
            ids(0x0010_0040, "CS", "", terms: true) == []
                && ids(0x0010_0040, "CS", "O\\A1234567", terms: true) == ["DV0225"])
        #expect(
            ids(0x0010_21A0, "CS", "YES", terms: true) == []
                && ids(0x0010_21A0, "CS", "HEAD", terms: true) == ["DV0225"])
        #expect(
            ids(0x5400_1006, "CS", "SS", terms: true) == []
                && ids(0x5400_1006, "CS", "MUELLER", terms: true) == ["DV0225"])
        #expect(ids(0x0008_0008, "CS", "ORIGINAL\\QWRTZ", terms: true) == [])
    }

    /// Source Image IDs (0020,31xx) are known terms, or for a person to look at.
    @Test func codeStringsOfRepeatingGroupsAreTerms() {
        #expect(ids(0x0020_3100, "CS", "IMAGE", mask: 0xFFFF_FF00) == [])
        #expect(ids(0x0020_3100, "CS", "MUELLER", mask: 0xFFFF_FF00) == ["DV0225"])
        #expect(ids(0x0020_3100, "CS", "471147", mask: 0xFFFF_FF00) == ["DV0225"])
    }

    @Test func textIsNoNumber() {
        let text = Array("Smith^John, Main Street 5 ".utf8)
        #expect(ids(0x7F00_0010, "OB", text, mask: 0xFF00_FFFF) == ["DV0211"])
        #expect(ids(0x7F00_0010, "OW", [1, 2, 3, 4, 5, 6, 7, 8], mask: 0xFF00_FFFF) == [])
        #expect(ids(0x0010_21C0, "US", text).contains("DV0211"))
        // Fewer than 16 characters in what is kept may be numbers that came out so.
        #expect(ids(0x7F00_0010, "OB", Array("PHI111338x".utf8), mask: 0xFF00_FFFF) == ["DV0212"])
        #expect(ids(0x7FE0_0020, "OW", text) == ["DV0211"])
        // What is a text by its nature may be kept as one.
        #expect(ids(0x0042_0011, "OB", text) == [])
    }

    /// A name is none of a code string's business, whatever VR it claims.
    @Test func textInThePlaceOfCodesIsJudgedAsOne() {
        #expect(ids(0x0008_0064, "PN", "Smith^John^Q") == ["DV0205", "DV0214", "DV0213"])
        #expect(ids(0x0008_0064, "LO", "Smith John") == ["DV0206"])
        #expect(ids(0x0008_0064, "LO", "WSD") == [])
        #expect(ids(0x0018_1030, "PN", "Smith^John^Q").contains("DV0205"))
        // Kept by name, a name is what was asked for.
        #expect(ids(0x0008_0090, "PN", "Smith^John^Q") == [])
    }

    /// The names of classes and code systems stay in every profile.
    @Test(
        arguments: [
            (0x0008_0117, "1.2.840.10008.6.1.307", []), (0x0008_0117, "1.2.276.0.7230010.3.0.0.1", []),
            (0x0008_0117, "1.2.3.4.5.77", ["DV0226"]), (0x0008_0117, "4711471147114711", ["DV0226"]),
            (0x0008_010C, "1.3.12.2.1107.5.2", []), (0x0008_010C, "1.2.840.113619.2.55.3.2831868886.112", ["DV0226"]),
            (0x0008_0062, "12345", ["DV0216"]), (0x0008_0062, "1.3.46.670589.11.0.0.12.2", ["DV0216"]),
            (0x0008_0062, "1.2.276.0.7230010.3.1.19500607.4711", ["DV0226"]),
            (0x0008_0062, "1.3.6.1.4.1.14519.5.2.1.7009.2403.334240657131972136850343327463", ["DV0226"]),
        ] as [(UInt32, String, [String])])
    func namesOfClassesAreThoseOfSomebody(tag: UInt32, uid: String, expected: [String]) {
        var file = CleanFile()
        file.set(tag, "UI", uid)
        #expect(VerifyTests.ids(file.file) == expected)
        #expect(ids(tag, "UI", Array(uid.utf8) + (uid.utf8.count % 2 == 0 ? [] : [0])) == expected)
    }

    @Test func aVersionMayBeADayInPublishedSchemesOnly() {
        let bytes = Bytes.explicit
        func file(_ scheme: String) -> [String] {
            VerifyTests.ids(
                CleanFile.with {
                    let code = bytes.element(0x0008_0100, "SH", "T-D1100") + bytes.element(0x0008_0102, "SH", scheme)
                    $0.changes[0x0008_2218] = bytes.sequence(
                        0x0008_2218,
                        [code + bytes.element(0x0008_0103, "SH", "19930203") + bytes.element(0x0008_0104, "LO", "Head")]
                    )
                })
        }
        #expect(file("SRT") == [])
        #expect(file("99LOCAL").contains("DV0221") && file("DCM").contains("DV0221"))
    }
}
