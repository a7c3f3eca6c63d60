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

    @Test func theReviewedListNamesOnlyTextThatPS315DoesNotList() {
        for tag in ReviewedText.tags {
            #expect(DataDictionary.contains(Tag(tag)))
            #expect(RuleTable.basicProfile.rule(for: Tag(tag)).demand == .none)
            #expect(UngovernedText.entries.contains { $0.mask.matches(Tag(tag)) }, "\(Tag(tag))")
        }
    }
}
