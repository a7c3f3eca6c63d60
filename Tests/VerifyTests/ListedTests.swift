import Testing

@testable import Verify

/// PS3.15 Table E.1-1, each kind of action with a value that may stay and one that may not.
@Suite struct ListedTests {
    @Test(
        arguments: [
            // X: gone, or a dummy where nothing requires the attribute
            (0x0010_4000, "LT", "chosen", "DV0101"), (0x0010_4000, "LT", "", "DV0102"),
            (0x0010_4000, "LT", "ANONYMIZED", "DV0102"), (0x0008_0081, "ST", "ANONYMIZED\\x", "DV0101"),
            // X with Type 2C in this IOD: empty may stay
            (0x0010_2297, "PN", "", nil), (0x0010_2297, "PN", "Doe^Jane", "DV0101"),
            // Z
            (0x0010_0010, "PN", "Doe^Jane", "DV0103"), (0x0010_0010, "PN", "", nil),
            (0x0010_0010, "PN", "ANONYMIZED", nil), (0x0010_0010, "PN", "P-0123456789abcdef", "DV0103"),
            (0x0010_0010, "PN", "P-0123456789ABCDEFG", "DV0103"), (0x0010_0020, "LO", "4711", "DV0103"),
            (0x0008_0050, "SH", "4711", "DV0103"), (0x0010_0030, "DA", "19710203", "DV0103"),
            (0x0010_0030, "DA", "19000101", nil), (0x0008_0030, "TM", "101112", "DV0103"),
            (0x0008_0030, "TM", "000000", nil),
            // compound
            (0x0008_0022, "DA", "20200101", "DV0103"), (0x0008_1010, "SH", "CT1", "DV0103"),
            (0x0008_1010, "SH", "ANONYMIZED", nil), (0x0008_1070, "PN", "ANONYMIZED\\ANONYMIZED", nil),
            (0x0008_1070, "PN", "ANONYMIZED\\Doe", "DV0103"),
            // D
            (0x0012_0010, "LO", "Acme", "DV0104"), (0x0012_0010, "LO", "ANONYMIZED", nil),
            (0x0012_0010, "LO", "", "DV0107"), (0x0040_A123, "PN", "Doe", "DV0104"),
            (0x0072_0071, "UR", "about:blank", nil), (0x0072_0071, "UR", "https://x", "DV0104"),
            (0x0072_005F, "AS", "000Y", nil), (0x0072_005F, "AS", "091Y", "DV0104"),
            (0x0072_0063, "DT", "19000101000000", nil), (0x0072_0063, "DT", "20200101", "DV0104"),
            // U
            (0x0020_000E, "UI", "2.25.123", nil), (0x0020_000E, "UI", "1.2.840.113619.2.1", "DV0105"),
            (0x0020_000E, "UI", "2.25.340282366920938463463374607431768211456", "DV0105"),
            (0x0020_000E, "UI", "2.25.01", "DV0105"), (0x0020_000E, "UI", "1.2.840.10008.1.1", nil),
            (0x0008_0058, "UI", "2.25.1\\2.25.2", nil), (0x0008_0058, "UI", "2.25.1\\1.2.3", "DV0105"),
            // graphics
            (0x5000_3000, "OW", "curvedata ", "DV0111"), (0x6002_3000, "OW", "overlay ", "DV0111"),
            (0x6002_4000, "LT", "comment", "DV0111"),
        ] as [(UInt32, String, String, String?)])
    func valuesAreJudgedByTheirRow(tag: UInt32, vr: String, value: String, expected: String?) {
        #expect(ids(CleanFile.with { $0.set(tag, vr, value) }) == (expected.map { [$0] } ?? []))
    }

    @Test func binaryDummiesAreZeros() {
        #expect(ids(CleanFile.with { $0.set(0x0072_0065, "OB", [UInt8](repeating: 0, count: 70_000)) }) == [])
        let almost = [UInt8](repeating: 0, count: 69_998) + [1, 0]
        #expect(ids(CleanFile.with { $0.set(0x0072_0065, "OB", almost) }) == ["DV0104"])
    }

    @Test func longUIDListsAreJudgedToTheEnd() {
        let many = Array(repeating: "2.25.123456789012345678901234567890", count: 1500).joined(separator: "\\")
        #expect(ids(CleanFile.with { $0.set(0x0008_0058, "UI", many) }) == [])
        #expect(ids(CleanFile.with { $0.set(0x0008_0058, "UI", many + "\\1.2.3") }) == ["DV0105"])
    }

    @Test func modifiedDatesAreAcceptedWhereTheFileSaysSo() {
        func file(_ dates: String, _ study: String) -> [UInt8] {
            CleanFile.with {
                $0.dates = dates
                $0.set(0x0008_0020, "DA", study)
                $0.set(0x0008_0031, "TM", "101112.5")
                $0.changes[0x0040_A730] = $0.bytes.sequence(
                    0x0040_A730, [$0.bytes.element(0x0040_A120, "DT", "20200101101112+0100")])
            }
        }
        #expect(ids(file("MODIFIED", "20200101")) == [])
        #expect(ids(file("MODIFIED", "20201301")) == ["DV0103"])
        #expect(ids(file("MODIFIED", "Jan 2020")) == ["DV0103"])
        #expect(ids(file("REMOVED", "20200101")) == ["DV0103", "DV0104"])
        #expect(ids(file("UNMODIFIED", "20200101")) == ["DV0103", "DV0104"])
    }

    @Test func aBirthDateIsNeverAcceptedAsModified() {
        #expect(
            ids(
                CleanFile.with {
                    $0.dates = "MODIFIED"
                    $0.set(0x0010_0030, "DA", "19710203")
                }) == ["DV0103"])
    }

    @Test(arguments: [false, true])
    func sequencesAreJudgedByTheirItems(delimited: Bool) {
        let bytes = Bytes.explicit
        let uid = bytes.element(0x0008_1155, "UI", "2.25.9")
        func file(_ tag: UInt32, _ items: [[UInt8]]) -> [UInt8] {
            CleanFile.with { $0.changes[tag] = bytes.sequence(tag, items, delimited: delimited) }
        }
        #expect(ids(file(0x0010_1002, [uid])) == ["DV0106"])  // X
        #expect(ids(file(0x0010_1002, [])) == ["DV0102"])
        #expect(ids(file(0x0040_0513, [uid])) == ["DV0106"])  // Z
        #expect(ids(file(0x0040_0513, [])) == [])
        #expect(ids(file(0x0008_1140, [uid])) == [])  // X/Z/U*
        #expect(ids(file(0x0008_1140, [bytes.element(0x0008_1155, "UI", "1.2.3")])) == ["DV0105"])
        let name = bytes.element(0x0008_0104, "LO", "St. Elsewhere")
        #expect(ids(file(0x0008_0082, [name])) == ["DV0108"])  // X/Z/D with codes
        #expect(ids(file(0x0008_0082, [bytes.element(0x0008_0104, "LO", "ANONYMIZED")])) == [])
        #expect(ids(file(0x0008_2218, [name])) == [])
    }

    @Test func textInsideStructuredContentMustBeADummy() {
        let bytes = Bytes.explicit
        func file(_ text: String) -> [UInt8] {
            let inner = bytes.sequence(0x0040_A730, [bytes.element(0x0040_A160, "UT", text)])
            return CleanFile.with { $0.changes[0x0040_A730] = bytes.sequence(0x0040_A730, [inner]) }
        }
        #expect(ids(file("Seen by Dr. Doe.")) == ["DV0109"])
        #expect(ids(file("ANONYMIZED")) == [])
        #expect(ids(CleanFile.with { $0.set(0x0040_A160, "UT", "text") }) == ["DV0201"])
    }

    @Test func documentsMustBePlaceholders() {
        let placeholder = FileCheck.placeholder
        func file(_ value: [UInt8]) -> [UInt8] { CleanFile.with { $0.set(0x0042_0011, "OB", value) } }
        #expect(ids(file([])) == [])
        #expect(ids(file([UInt8](repeating: 0, count: 50_000))) == [])
        #expect(placeholder.count == 367 && ids(file(placeholder + [0])) == [])
        #expect(ids(file(placeholder.dropLast() + [0x20, 0])) == ["DV0110"])
        #expect(ids(file(Array("%PDF-1.4\n%dcmveil placeholder\nDear Dr. Doe".utf8))) == ["DV0110"])
        #expect(ids(file(Array("%PDF-1.4\n%another document\n\n".utf8))) == ["DV0110"])
        #expect(ids(file(placeholder + [UInt8](repeating: 32, count: 5001))) == ["DV0110"])
    }

    @Test(arguments: [0x0009_0010, 0x0009_1001, 0x5001_0010] as [UInt32])
    func privateElementsAreFound(tag: UInt32) {
        let finding = Verifier().verify(bytes: CleanFile.with { $0.set(tag, "LO", "") })
        #expect(finding.map(\.id) == ["DV0112"])
    }

    @Test func findingsNameTheirPlace() throws {
        let bytes = Bytes.explicit
        let empty = bytes.element(0x0040_0007, "LO", "")
        let name = bytes.element(0x0008_0090, "PN", "Doe")
        let findings = Verifier().verify(
            bytes: CleanFile.with {
                $0.changes[0x0054_0016] = bytes.sequence(
                    0x0054_0016, [[], bytes.sequence(0x0054_0300, [name])], delimited: true)
                $0.changes[0x0040_9096] = bytes.sequence(0x0040_9096, [empty])
            })
        #expect(findings.map(\.tagPath) == ["(0040,9096)[1].(0040,0007)", "(0054,0016)[2].(0054,0300)[1].(0008,0090)"])
        #expect(findings.last?.message == "ReferringPhysicianName: is neither empty nor a dummy")
    }
}
