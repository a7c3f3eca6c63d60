import DICOM
import Standard
import Testing

@testable import Deidentify

/// What PS3.3 wants together stays or goes together.
@Suite struct DependentTests {
    private static let wire = Wire.explicitLittle
    private static let instance = wire.element(0x0008_0018, "UI", "1.2.3.4")

    private static func profile(_ name: String) throws -> CompiledProfile {
        CompiledProfile(try ShippedProfiles.profile(named: name))
    }

    // MARK: Lists of instances

    private static let reference = wire.item(
        wire.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2")
            + wire.element(0x0008_1155, "UI", "1.2.826.0.67423.1"))

    /// Studies Containing Other Referenced Instances Sequence comes behind one kind of references, and before another one.
    @Test(arguments: ["basic", "research", "strict", "limited-data-set"], [true, false])
    func referencesToOtherStudiesStayWhereTheirListStays(name: String, hasList: Bool) throws {
        let wire = Self.wire
        let series = wire.item(
            wire.element(0x0020_000E, "UI", "1.2.826.0.67423.2") + wire.sequence(0x0008_1199, [Self.reference]))
        let list = wire.sequence(
            0x0008_1200,
            [wire.item(wire.sequence(0x0008_1115, [series]) + wire.element(0x0020_000D, "UI", "1.2.826.0.67423.3"))])
        let found = try deidentify(
            Self.instance + wire.sequence(0x0008_1140, [Self.reference]) + (hasList ? list : [])
                + wire.sequence(0x0008_2112, [Self.reference]), wire, Self.profile(name),
            sopClass: "1.2.840.10008.5.1.4.1.1.7")
        #expect((found[tag: 0x0008_1200] != nil) == hasList)
        for tag: UInt32 in [0x0008_1140, 0x0008_2112] {
            #expect((found[tag: tag]?.items?.first?[tag: 0x0008_1155] != nil) == hasList)
        }
    }

    /// What a file without a list was decided by is no precedent for one that has it.
    @Test func theNextFileOfASeriesMayHaveAList() throws {
        let wire = Self.wire
        let list = wire.sequence(0x0008_1200, [wire.item(wire.element(0x0020_000D, "UI", "1.2.826.0.67423.3"))])
        var deidentifier = FileDeidentifier(
            profile: basicProfile, pseudonyms: Pseudonyms(testKey, release: ""), versionName: "dcmveil test")
        let many = (0..<40).flatMap { wire.element(0x0018_9000 + $0, "US", wire.u16(1)) }
        for hasList in [false, false, false, true, false] {
            let content =
                Self.instance + wire.sequence(0x0008_1140, [Self.reference]) + (hasList ? list : [])
                + wire.sequence(0x0008_2112, [Self.reference]) + many
            let sink = MemorySink()
            let file = part10(content, syntax: wire.syntax, sopClass: "1.2.840.10008.5.1.4.1.1.7")
            _ = try deidentifier.run(MemorySource(file)) { _ in sink }
            let start = 144 + Int(sink.bytes[140]) + Int(sink.bytes[141]) << 8
            let found = try Found.parse(Array(sink.bytes[start...]), wire)
            for tag: UInt32 in [0x0008_1140, 0x0008_2112] {
                #expect((found[tag: tag]?.items?.first?[tag: 0x0008_1155] != nil) == hasList)
            }
        }
    }

    // MARK: Pairs

    /// Font Name Type may be there only with Font Name (PS3.3 C.10.5, 1C).
    @Test(arguments: [("Helvetica Neue Klinik Varnholt", false), ("TIMES", nil), ("", true)] as [(String, Bool?)])
    func fontNameTypeGoesWithTheName(name: String, stays: Bool?) throws {
        let wire = Self.wire
        let style = wire.item(
            wire.element(0x0070_0227, "LO", name) + wire.element(0x0070_0228, "CS", "ISO_32000")
                + wire.element(0x0070_0229, "LO", "Arial"))
        let found = try deidentify(
            Self.instance + wire.sequence(0x0070_0231, [style]), wire, Self.profile("research"),
            sopClass: "1.2.840.10008.5.1.4.1.1.11.1")
        let item = try #require(found[tag: 0x0070_0231]?.items?.first)
        #expect((item[tag: 0x0070_0228] != nil) == (item[tag: 0x0070_0227] != nil))
        if let stays { #expect((item[tag: 0x0070_0228] != nil) == stays) }
    }

    /// What is Type 3 goes under `strict`, but not where it is the condition of what stays.
    @Test(arguments: [
        ("1.2.840.10008.5.1.4.1.1.77.1.1", true), ("1.2.840.10008.5.1.4.1.1.2", true),
        // Both are Type 3 there.
        ("1.2.840.10008.5.1.4.1.1.77.1.5.1", false),
    ]) func strictKeepsConditions(sopClass: String, stay: Bool) throws {
        let wire = Self.wire
        let found = try deidentify(
            Self.instance + wire.element(0x0028_1050, "DS", "40") + wire.element(0x0028_1051, "DS", "400"), wire,
            OptionalTests.strict, sopClass: sopClass)
        #expect((found[tag: 0x0028_1050] != nil) == stay && (found[tag: 0x0028_1051] != nil) == stay)
    }

    // MARK: Items of which nothing is left

    /// Issuer of Patient ID Qualifiers Sequence is Type 3, and all that its item may have identifies an institution.
    @Test(arguments: [false, true], [0, 1, 2]) func sequencesGoOfWhichNothingIsLeft(undefined: Bool, items: Int) throws
    {
        let wire = Self.wire
        let item = wire.item(
            wire.element(0x0040_0032, "UT", "1.2.3.Varnholt") + wire.element(0x0040_0033, "CS", "ISO"),
            undefined: undefined)
        let content =
            Self.instance
            + wire.sequence(0x0010_0024, Array(repeating: item, count: items), undefined: undefined)
            + wire.element(0x0018_0060, "DS", "80")
        let profile = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["(0040,0032)","(0040,0033)"],"action":"remove"}]}"#)
        let found = try deidentify(content, wire, profile)
        // One without items was somebody's.
        #expect((found[tag: 0x0010_0024] != nil) == (items == 0))
        #expect(found[tag: 0x0018_0060]?.text == "80")
    }

    /// A sequence within one: what is left of the outer one says nothing either.
    @Test func whatHoldsThemGoesToo() throws {
        let wire = Self.wire
        let inner = wire.sequence(0x0040_0031, [wire.item(wire.element(0x0040_0032, "UT", "Varnholt"))])
        let outer = wire.sequence(0x0010_0024, [wire.item(inner)])
        let profile = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["(0040,0032)"],"action":"remove"}]}"#)
        for wire in Wire.allCases where wire == .explicitLittle {
            let found = try deidentify(Self.instance + outer + wire.element(0x0018_0060, "DS", "80"), wire, profile)
            #expect(found[tag: 0x0010_0024] == nil && found[tag: 0x0018_0060] != nil)
        }
    }

    /// Where another item holds something, and where the IOD wants the sequence, empty items keep their places.
    @Test func placesOfItemsStay() throws {
        let wire = Self.wire
        let profile = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["(0040,0032)","FrameAcquisitionDateTime"],"action":"remove"}]}"#
        )
        let gone = wire.item(wire.element(0x0040_0032, "UT", "Varnholt"))
        let left = wire.item(wire.element(0x0040_0033, "CS", "ISO"))
        let mixed = try deidentify(Self.instance + wire.sequence(0x0010_0024, [gone, left]), wire, profile)
        #expect(mixed[tag: 0x0010_0024]?.items?.count == 2)
        let frame = wire.item(
            wire.sequence(0x0020_9111, [wire.item(wire.element(0x0018_9074, "DT", "20260101"))]))
        let frames = try deidentify(
            Self.instance + wire.sequence(0x5200_9230, [frame, frame]), wire, profile,
            sopClass: "1.2.840.10008.5.1.4.1.1.4.1")
        #expect(frames[tag: 0x5200_9230]?.items?.count == 2)
    }
}
