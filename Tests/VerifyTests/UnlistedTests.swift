import Standard
import Testing

@testable import Verify

@Suite struct UnlistedTests {
    @Test(
        arguments: [
            (0x0070_0081, "LO", "for Doe", "DV0201"), (0x0070_0081, "LO", "ANONYMIZED", nil),
            (0x0070_0081, "LO", "", nil), (0x0018_0024, "SH", "*tfl3d", nil),
            (0x0040_A067, "PN", "Doe", "DV0201"),
            (0x0008_0025 + 0x0040_0000, "DA", "20200101", "DV0203"),
            (0x0010_0099, "LO", "x", "DV0203"), (0x6000_0022, "LO", "x", "DV0201"),
            (0x0018_0050, "DS", "Doe", "DV0206"), (0x0020_0013, "IS", "12", nil),
            (0x0008_1150, "UI", "1.2.x", "DV0206"),
            (0x0018_0050, "LO", "Doe", "DV0205"), (0x0028_0010, "LO", "Doe", "DV0205"),
            (0x0018_0050, "ZZ", "Doe?", "DV0207,DV0205"),
        ] as [(UInt32, String, String, String?)])
    func valuesWithoutARowAreJudged(tag: UInt32, vr: String, value: String, expected: String?) {
        let found = ids(CleanFile.with { $0.set(tag, vr, value) }).joined(separator: ",")
        #expect(found == expected ?? "")
    }

    @Test(
        arguments: [
            // codes
            (0x0008_0008, "CS", "ORIGINAL\\PRIMARY", nil), (0x0008_0008, "CS", "A-1", "DV0206"),
            (0x0008_0008, "CS", "Axial", "DV0206"), (0x0008_0008, "CS", "AXIAL\\DOE^JANE", "DV0213"),
            (0x0008_0008, "CS", "A\u{1B}B ", "DV0206"), (0x0008_0008, "CS", "ABCDEFGHIJKLMNOPQ", "DV0212"),
            (0x0008_0008, "CS", "ABCDEFGHIJKLMNOP", "DV0225"), (0x0008_0008, "CS", "ORIGINAL\\ADA", "DV0225"),
            (0x0008_0008, "CS", "XC0DEC0DEC0DEC0D", nil), (0x0008_0008, "CS", "PHASE_12", nil),
            (0x0008_0008, "CS", "PHASE_123456", "DV0225"),
            (0x0008_0008, "CS", String(repeating: "A", count: 100), "DV0212"),
            (0x0008_0008, "CS", String(repeating: "A", count: 100) + "\\DOE^JANE", "DV0213"),
            // numbers in digits
            (0x0018_0050, "DS", "-1.5E-3", nil), (0x0018_0050, "DS", "+.5", nil), (0x0018_0050, "DS", " 1. ", nil),
            (0x0018_0050, "DS", "0.12345678901234567", "DV0215"), (0x0018_0050, "DS", "1971-02-03", "DV0212"),
            (0x0018_0050, "DS", "1.2.3", "DV0212"), (0x0018_0050, "DS", "-", "DV0212"),
            (0x0018_0050, "DS", "1E", "DV0212"), (0x0018_0050, "DS", "1,5", "DV0206"),
            (0x0020_0013, "IS", "-12", nil), (0x0020_0013, "IS", "555-1234", "DV0212"),
            (0x0020_0013, "IS", "12 34", "DV0206"), (0x0020_0013, "IS", "1234567890123", "DV0212"),
            // times, UIDs
            (0x0008_010C, "UI", "2.16.840.1.113883.6.96", nil), (0x0008_010C, "UI", "1.2.840.10008.2.16.4", nil),
            (0x0008_010C, "UI", "1.2.840.10008.2.16.555.1234", "DV0216"),
            (0x0008_010C, "UI", "Doe", "DV0206"), (0x0008_010C, "UI", ".1.2", "DV0212"),
            (0x0008_010C, "UI", "1." + String(repeating: "1", count: 64), "DV0212"),
            (0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2", nil), (0x0008_1150, "UI", "1.2.40.4", "DV0216"),
            // technical text
            (0x0008_0070, "LO", "Doe^Jane", "DV0214"), (0x0018_0031, "LO", "Fluorodeoxyglucose F^18^", nil),
            (0x0018_0024, "SH", "*tfl3d", nil),
        ] as [(UInt32, String, String, String?)])
    func valuesHaveTheFormOfTheirVR(tag: UInt32, vr: String, value: String, expected: String?) {
        let found = ids(CleanFile.with { $0.set(tag, vr, value) })
        #expect(found == (expected.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            (0x0028_0010, "US", [1, 0], nil), (0x0028_0010, "US", [1, 0, 2, 0], "DV0210"),
            (0x0028_0010, "US", [1, 0, 2], "DV0313,DV0210"),
            (0x0028_0010, "UN", Array("DoeJane!".utf8), "DV0210,DV0211"),
            (0x0018_9073, "FD", [0, 0, 0, 0, 0, 0, 0, 0], nil), (0x0018_9073, "FD", [0, 0, 0, 0], "DV0210"),
            (0x0018_9073, "FD", Array("Doe Jane".utf8), "DV0211"),
            (0x0018_9073, "UN", Array("Doe Jane".utf8), "DV0211"),
            (0x0028_0009, "AT", Array("Doe Jane".utf8), "DV0211"), (0x0028_3002, "US", [1, 0, 2, 0, 3, 0], nil),
            (0x0028_3002, "US", [1, 0, 2, 0], "DV0210"), (0x0028_1201, "OW", Array("patient Doe\0".utf8), "DV0211"),
            (0x0028_1201, "OW", [1, 2, 3, 4], nil), (0x0028_1201, "OW", Array("@@@@@@@@".utf8), nil),
            (0x0028_1201, "OW", Array("01234567".utf8), nil), (0x0072_0078, "US", [1, 0, 2, 0, 3, 0], nil),
            // measured values whose bytes happen to be printable
            (0x0018_9352, "FL", [0x71, 0x3D, 0x4A, 0x3F, 0x7D, 0x3F, 0x55, 0x3F, 0x64, 0x3B, 0x5F, 0x3F], nil),
            (0x0018_602C, "FD", [0x67, 0x66, 0x66, 0x66, 0x3A, 0x3B, 0x79, 0x3F], nil),
            (0x0018_9352, "FL", Array("JANE MARY DO".utf8), "DV0211"),
            (0x7FE0_0010, "OW", Array("PPPQPPPQ".utf8), nil),
        ] as [(UInt32, String, [UInt8], String?)])
    func numbersAreNumbers(tag: UInt32, vr: String, value: [UInt8], expected: String?) {
        #expect(ids(CleanFile.with { $0.set(tag, vr, value) }).joined(separator: ",") == expected ?? "")
    }

    /// Wide characters, lines, and padding do not hide words; numbers that look like letters are numbers.
    @Test(
        arguments: [
            ("DOE^JANE MARIA", 2, false, "DV0211"), ("DOE^JANE MARIA", 2, true, "DV0211"),
            ("DOE^JANE MARIA", 4, false, "DV0211"),
            ("DOE^JANE MARIA", 4, true, "DV0211"), ("Doe, Jane\nMain Street", 2, false, "DV0211"),
            ("DOE", 2, false, nil),
            ("HKGPJKQTHKGPJKQTHKGP", 2, false, nil), ("EEEEEEEEEEEE", 2, false, nil),
            ("QEWRTZUPASDFGHJKLYXCVBNMQWERTZUP", 2, false, nil),
            ("aBcDeFgHiJkLmNoP", 2, false, nil), ("1234567890", 2, false, nil),
        ] as [(String, Int, Bool, String?)])
    func wideTextIsText(text: String, width: Int, isBigEndian: Bool, expected: String?) {
        let zeros = [UInt8](repeating: 0, count: width - 1)
        let bytes = text.utf8.flatMap { isBigEndian ? zeros + [$0] : [$0] + zeros }
        for value in [bytes, bytes + [UInt8](repeating: 0, count: 64)] {
            #expect(ids(CleanFile.with { $0.set(0x0028_1201, "OW", value) }).joined(separator: ",") == expected ?? "")
        }
        let known: [String: Int] = ["FD": 8, "UL": 4]
        for (vr, size) in known where bytes.count % size == 0 && expected != nil {
            #expect(
                ids(CleanFile.with { $0.set(vr == "FD" ? 0x0018_9322 : 0x0028_1052, vr, bytes) }).contains("DV0211"))
        }
    }

    /// A byte order mark and a letter with an accent hide no words.
    @Test(
        arguments: [
            "Doe^Jane Maria", "M\u{FC}ller^J\u{FC}rgen Peter", "\u{FEFF}Doe^Jane Maria",
            "\u{FEFF}M\u{FC}ller^J\u{FC}rgen Peter",
            "\u{C9}milie Lef\u{E8}vre, n\u{E9}e Dupont",
        ])
    func lettersBeyondASCIIAreLetters(text: String) {
        let scalars = text.unicodeScalars.map(\.value)
        var wide: [[UInt8]] = []
        for width in [2, 4] {
            let little = scalars.map { value in (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) } }
            wide += [Array(little.joined()), Array(little.map { Array($0.reversed()) }.joined())]
        }
        let latin = scalars.filter { $0 < 0x100 }.map { UInt8($0) }
        for var bytes in wide + [latin, Array(text.utf8)] {
            if bytes.count % 2 != 0 { bytes.append(0x20) }
            #expect(ids(CleanFile.with { $0.set(0x0028_1201, "OW", bytes) }) == ["DV0211"], "\(bytes)")
        }
    }

    @Test func numbersBeyondASCIIAreNumbers() {
        let ramp = (0..<512).flatMap { (value: Int) -> [UInt8] in [UInt8(truncatingIfNeeded: value + 0xA0), 0] }
        let noise: [UInt8] = [
            0x41, 0xE3, 0x52, 0xA9, 0xC4, 0x63, 0xF0, 0x47, 0xB1, 0x6A, 0x55, 0xD2, 0xE8, 0x70, 0x4B, 0xCC,
        ]
        for bytes in [
            ramp, noise, [UInt8](repeating: 0xE4, count: 64), [0xFF, 0xFE] + [UInt8](repeating: 0, count: 30),
        ] {
            #expect(ids(CleanFile.with { $0.set(0x0028_1201, "OW", bytes) }) == [], "\(bytes)")
        }
    }

    @Test(
        arguments: [
            ("DOE\nJANE\n19710203\nMAIN STREET\n", "DV0211"), ("DOE^JANE^MARIA\r\n", "DV0211"), ("A\tB\nC\t", nil),
            ("DOE^JANE^MARIA" + String(repeating: "\0", count: 4082), "DV0211"),
            ("DOE^JN" + String(repeating: "\0", count: 4090), nil),
            ("DOE^JANE^MARIA\0\0\0\0\0\0\0\0\0\0A\0", nil), (String(repeating: "\0", count: 32), nil),
        ] as [(String, String?)])
    func linesAndPaddingHideNothing(text: String, expected: String?) {
        #expect(
            ids(CleanFile.with { $0.set(0x0028_1201, "OW", Array(text.utf8)) }).joined(separator: ",") == expected ?? ""
        )
    }

    @Test func longTextIsJudgedInOnePassOfADeflatedFile() {
        var plain = CleanFile(transferSyntax: "1.2.840.10008.1.2.1.99")
        let codes = Array(repeating: "ORIGINAL", count: 60_000).joined(separator: "\\")
        plain.changes[0x0008_0008] = plain.bytes.element(0x0008_0008, "UN", Array((codes + " \\a").utf8))
        plain.changes[0x0028_1201] = plain.bytes.element(
            0x0028_1201, "OW", [UInt8](repeating: 0x41, count: 400_000) + [0x42, 0x42])
        let head = plain.preamble + Array("DICM".utf8) + plain.meta
        #expect(ids(head + deflated(plain.dataSet)) == ["DV0206", "DV0211"])
    }

    @Test func datesOfUnlistedElementsFollowTheStatement() {
        func file(_ dates: String, _ value: String) -> [UInt8] {
            CleanFile.with {
                $0.dates = dates
                $0.set(0x0014_4078, "DA", value)
            }
        }
        #expect(ids(file("REMOVED", "20200101")) == ["DV0202"])
        #expect(ids(file("REMOVED", "19000101")) == [])
        #expect(ids(file("MODIFIED", "20200101")) == [])
        #expect(ids(file("MODIFIED", "yesterday ")) == ["DV0202"])
    }

    @Test func unknownVRValuesOfKnownSequencesAreReadAsItems() {
        let inner = Bytes.implicit.item(Bytes.implicit.element(0x0008_0090, "PN", "Doe "))
        func file(_ value: [UInt8]) -> [UInt8] {
            CleanFile.with {
                $0.set(0x0054_0016, "UN", value)
                $0.set(0x0054_0081, "US", [1, 0])
            }
        }
        #expect(ids(file(inner)) == ["DV0103"])
        #expect(ids(file(Array("opaque bytes".utf8))) == ["DV0204"])
        #expect(ids(file(Array(inner.dropLast(2)))) == ["DV0204"])
        #expect(ids(file(inner + [1, 2, 3, 4])) == ["DV0103", "DV0204"])
        #expect(ids(file([])) == [])
        #expect(ids(CleanFile.with { $0.set(0x0054_0016, "OB", [1, 2]) }) == ["DV0204"])
    }

    @Test func unknownVRValuesOfKnownTextAreJudgedAsText() {
        #expect(ids(CleanFile.with { $0.set(0x0008_0090, "UN", Array("Doe ".utf8)) }) == ["DV0103"])
        #expect(ids(CleanFile.with { $0.set(0x0008_0090, "UN", Array("ANONYMIZED".utf8)) }) == [])
    }

    @Test func undefinedLengthUnknownIsImplicitLittleEndian() {
        for bytes in [Bytes.explicit, .bigEndian] {
            let implicit = Bytes.implicit
            let content = implicit.item(implicit.element(0x0008_0090, "PN", "Doe "), delimited: true)
            let syntax = bytes.isBigEndian ? "1.2.840.10008.1.2.2" : CleanFile.explicitLittle
            let file = CleanFile.with {
                $0.bytes = bytes
                $0.transferSyntax = syntax
                $0.changes[0x0009_1001] =
                    bytes.header(0x0009_1001, "UN", -1) + content + implicit.tag(0xFFFE_E0DD) + [0, 0, 0, 0]
            }
            #expect(ids(file) == ["DV0112", "DV0103"])
        }
    }

    @Test func everyVRThatADictionaryEntryAllowsIsOfOneKind() {
        var mixed: [String] = []
        DataDictionary.forEachKeyword { keyword in
            guard let pattern = DataDictionary.pattern(forKeyword: keyword),
                let tag = Tag(hexadecimal: pattern.replacing("x", with: "0")),
                let entry = DataDictionary.entry(for: tag), let first = entry.vrs.first
            else { return }
            if entry.vrs.contains(where: { VRKind($0) != VRKind(first) }) { mixed.append(keyword) }
        }
        #expect(mixed == [])
    }

    /// Text in an attribute for text is read as such, whatever VR it is written with.
    @Test(
        arguments: [
            (0x0008_1090, "AE", "KOWALCZYK", "DV0229"), (0x0018_1020, "UR", "Kowalczyk Agnieszka", "DV0229"),
            (0x0018_0024, "UR", "Dr. Kowalczyk", "DV0227"), (0x0018_1210, "UR", "mailto:anna@kowalczyk.pl", "DV0218"),
            (0x0008_1090, "UR", "http://kowalczyk.pl/pat/471112", "DV0219"), (0x0018_0024, "AE", "tfl3d", nil),
            // Published schemes are known words.
            (0x0008_010E, "UR", "http://snomed.info/sct", nil), (0x0008_010E, "UR", "http://www.radlex.org", nil),
            (0x0008_010E, "UR", "Kowalczyk Agnieszka", "DV0229"), (0x0008_010E, "UR", "Dr. Kowalczyk", "DV0227"),
            (0x0008_010E, "UR", "mailto:anna@kowalczyk.pl", "DV0218"),
            (0x0008_010E, "UR", "http://kowalczyk.pl/patients/4711123", "DV0229"),
        ] as [(UInt32, String, String, String?)])
    func textIsReadWhateverItsVR(tag: UInt32, vr: String, value: String, expected: String?) {
        let found = ids(CleanFile.with { $0.set(tag, vr, value) })
        #expect(found == (expected.map { [$0] } ?? []))
    }

    @Test func theReviewedListNamesOnlyTextThatPS315DoesNotList() {
        for tag in ReviewedText.tags {
            #expect(DataDictionary.contains(Tag(tag)))
            #expect(RuleTable.basicProfile.rule(for: Tag(tag)).demand == .none)
            #expect(UngovernedText.entries.contains { $0.mask.matches(Tag(tag)) }, "\(Tag(tag))")
        }
    }
}
