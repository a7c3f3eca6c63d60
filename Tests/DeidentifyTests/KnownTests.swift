import DICOM
import Standard
import Testing

@testable import Deidentify

/// The action `known` on terms, codes and names that one part of an object calls another by.
@Suite struct KnownTests {
    static let w = Wire.explicitLittle
    static let start = w.element(0x0008_0018, "UI", "1.2.3.4")

    static func code(_ value: String, _ scheme: String, _ meaning: String) -> [UInt8] {
        w.item(
            w.element(0x0008_0100, "SH", value) + w.element(0x0008_0102, "SH", scheme)
                + w.element(0x0008_0104, "LO", meaning))
    }

    static func codes(_ items: [UInt8]...) throws -> [[String?]] {
        let found = try deidentify(start + w.sequence(0x0008_1032, items), w)
        return (found[tag: 0x0008_1032]?.items ?? []).map { item in
            [0x0008_0100, 0x0008_0102, 0x0008_0104].map { item[tag: $0]?.text }
        }
    }

    @Test func codesOfTheStandardStay() throws {
        #expect(try Self.codes(Self.code("69695003", "SCT", "Stomach")) == [["69695003", "SCT", "Stomach"]])
    }

    @Test func peopleInMeaningsYieldToTheStandardsMeaning() throws {
        let found = try Self.codes(Self.code("121327", "DCM", "Full image of Jane Doe"))
        #expect(found == [["121327", "DCM", "Full fidelity image"]])
    }

    /// Parts that other things part: what comes behind them is looked at, too.
    @Test func partsOfCodesStandApart() throws {
        let w = Wire.explicitLittle
        let code = w.element(0x0008_0100, "SH", "T-12345 ") + w.element(0x0008_0102, "SH", "SRT ")
        let meaning = w.element(0x0008_0104, "LO", "Miller John 19310203")
        let between = [
            w.sequence(0x0008_0103, [w.item(w.element(0x0008_0060, "CS", "CT"))]),
            w.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2"),
            w.sequence(0x0008_0101, [w.item(w.element(0x0008_0060, "CS", "CT"))]),
        ]
        for other in between {
            let found = try deidentify(
                w.element(0x0008_0018, "UI", "1.2.3.4")
                    + w.sequence(0x0008_1032, [w.item(code + other + meaning)]), w)
            let item = try #require(found[tag: 0x0008_1032]?.items?.first)
            #expect(item[tag: 0x0008_0102]?.text == "SRT")
            #expect(item[tag: 0x0008_0104]?.text.contains("Miller") != true)
        }
        let found = try deidentify(w.element(0x0008_0018, "UI", "1.2.3.4") + code + between[1] + meaning, w)
        #expect(found[tag: 0x0008_0104]?.text.contains("Miller") != true)
    }

    @Test func codesOfTheHouseBecomeLabelsThatAreAlike() throws {
        let found = try Self.codes(
            Self.code("SMITHJ", "99STMARYS", "Jane's scan"), Self.code("SMITHJ", "99STMARYS", "Scan"),
            Self.code("DOE", "99STMARYS", "Scan"))
        #expect(found[0][0] == found[1][0] && found[0][0] != found[2][0])
        #expect(found[0][1] == found[2][1] && found[0][1]?.hasPrefix("99") == true)
        #expect(found[0][2] == found[0][0] && found[1][2] == "Scan")
        #expect(!found.joined().contains { $0?.contains("SMITH") == true || $0?.contains("MARYS") == true })
    }

    @Test func unknownTermsGoByType() throws {
        // Type 3, an open list: the known ones stay. Type 1 in CT: a label keeps the place.
        let found = try deidentify(
            Self.start + Self.w.element(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\SMITH")
                + Self.w.element(0x0018_0015, "CS", "SMITHJOHN")
                + Self.w.element(0x0018_0022, "CS", "HELICAL MODE\\SMITH"),
            Self.w)
        #expect(found[tag: 0x0018_0015] == nil)
        #expect(found[tag: 0x0018_0022]?.text == "HELICAL MODE")
        let type = try #require(found[tag: 0x0008_0008]?.text.split(separator: "\\"))
        #expect(type.count == 3 && type[..<2] == ["ORIGINAL", "PRIMARY"] && type[2] != "SMITH")
    }

    /// Words and numbers that would stay, were they not this file's patient.
    @Test(
        arguments: [
            (0x0010_0020, "LO", "SCAN 4711"), (0x0010_1000, "LO", "1\\4711"), (0x0008_0050, "SH", "4711"),
            (0x0010_0010, "PN", "Scan^Ms"),
            (0x0008_0090, "PN", "Dr^SCAN"), (0x0020_0010, "SH", "SCAN"),
        ] as [(UInt32, String, String)]) func identifiersOfTheFileAreNoKnownWords(
            tag: UInt32, vr: String, value: String
        ) throws
    {
        let mode = Self.w.element(0x0018_7008, "LT", "SCAN 4711")
        let free = try deidentify(Self.start + mode, Self.w)
        #expect(free[tag: 0x0018_7008]?.text == "SCAN 4711")
        let own = Self.w.element(tag, vr, value)
        let data =
            tag < 0x0008_0018
            ? own + Self.start + mode : tag < 0x0018_7008 ? Self.start + own + mode : Self.start + mode + own
        #expect(try deidentify(data, Self.w)[tag: 0x0018_7008] == nil)
    }

    @Test func identifiersInItemsCountAndTermsStay() throws {
        let other = Self.w.sequence(0x0010_1002, [Self.w.item(Self.w.element(0x0010_0020, "LO", "HEAD-4711"))])
        let found = try deidentify(
            Self.start + other + Self.w.element(0x0018_0015, "CS", "HEAD")
                + Self.w.element(0x0018_7008, "LT", "HEAD 4711"), Self.w)
        #expect(found[tag: 0x0018_0015]?.text == "HEAD")
        #expect(found[tag: 0x0018_7008] == nil)
    }

    @Test func termsThatPixelsNeedAreRefused() throws {
        #expect(throws: DeidentifyError.self) {
            try deidentify(Self.start + Self.w.element(0x0028_0004, "CS", "SMITHJOHN"), Self.w)
        }
        let kept = try deidentify(Self.start + Self.w.element(0x0028_0004, "CS", "monochrome2"), Self.w)
        #expect(kept[tag: 0x0028_0004]?.text == "monochrome2")
    }

    @Test func layersKeepTheirReferences() throws {
        let layer = { (tag: UInt32) in
            Self.w.sequence(tag, [Self.w.item(Self.w.element(0x0070_0002, "CS", "SMITHS LAYER"))])
        }
        let found = try deidentify(
            Self.start + layer(0x0070_0001) + layer(0x0070_0060), Self.w, sopClass: "1.2.840.10008.5.1.4.1.1.11.1")
        let names = [0x0070_0001, 0x0070_0060].map { found[tag: UInt32($0)]?.items?.first?[tag: 0x0070_0002]?.text }
        #expect(names[0] == names[1] && names[0]?.contains("SMITH") == false && names[0]?.isEmpty == false)
    }

    @Test func makersStayAndPeopleDoNot() throws {
        let found = try deidentify(
            Self.start + Self.w.element(0x0008_0070, "LO", "SIEMENS")
                + Self.w.element(0x0008_1090, "LO", "Smith's scanner"), Self.w)
        #expect(found[tag: 0x0008_0070]?.text == "SIEMENS" && found[tag: 0x0008_1090] == nil)
    }
}
