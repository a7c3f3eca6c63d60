import DICOM
import Standard
import Testing

@testable import Deidentify

/// Rules for sequences, in all encodings and both kinds of length.
@Suite struct SequenceRuleTests {
    static func run(_ action: String, _ wire: Wire, undefined: Bool) throws -> Found? {
        let item =
            wire.element(0x0008_0100, "SH", "CODE") + wire.element(0x0008_1155, "UI", "1.2.3.4")
            + wire.element(0x0040_0007, "LO", "DOE JANE")
            + wire.sequence(
                0x0040_0008, [wire.item(wire.element(0x0008_0104, "LO", "DOE JANE"))], undefined: !undefined)
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(0x0018_9346, [wire.item(item, undefined: undefined)], undefined: undefined)
            + wire.element(0x0028_0010, "US", [1, 0])
        let profile = try compiled(
            #"{"name":"p","extends":"basic","rules":[{"attributes":["CTDIPhantomTypeCodeSequence"],"action":"#
                + "\"\(action)\"}]}")
        let found = try deidentify(content, wire, profile)
        #expect(found[tag: 0x0028_0010]?.value == [1, 0])
        return found[tag: 0x0018_9346]
    }

    @Test(arguments: Wire.allCases, [false, true]) func removedSequencesLeaveNothing(wire: Wire, undefined: Bool) throws
    {
        #expect(try Self.run("remove", wire, undefined: undefined) == nil)
        #expect(try Self.run("X", wire, undefined: undefined) == nil)
    }

    @Test(arguments: Wire.allCases, [false, true]) func emptiedSequencesHaveNoItems(wire: Wire, undefined: Bool) throws
    {
        let found = try #require(try Self.run("empty", wire, undefined: undefined))
        #expect(found.items == [] && found.vr == "SQ")
    }

    @Test(arguments: Wire.allCases, [false, true]) func dummySequencesKeepTheirShape(wire: Wire, undefined: Bool) throws
    {
        let found = try #require(try Self.run("D", wire, undefined: undefined))
        #expect(found.items?.count == 1)
        #expect(![found].flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
        let text = found.items?.first?[tag: 0x0008_0100]?.text
        #expect(text?.isEmpty == false && text != "CODE")
    }

    @Test(arguments: Wire.allCases, ["keep", "uid", "U"]) func keptSequencesAreLookedInto(wire: Wire, action: String)
        throws
    {
        let item = try #require(try Self.run(action, wire, undefined: false)?.items?.first)
        #expect(item[tag: 0x0008_0100]?.text == "CODE")
        #expect(item[tag: 0x0008_1155]?.text == "2.25.332275734882345775319152187056061725357")
        #expect(item[tag: 0x0040_0007]?.text != "DOE JANE")
    }

    /// X/Z/U*: a sequence of references goes unless the IOD wants it; then its UIDs are replaced.
    @Test func referencesStayWhereTheIODWantsThem() throws {
        let wire = Wire.explicitLittle
        let reference = wire.item(
            wire.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2") + wire.element(0x0008_1155, "UI", "1.2.3.4"))
        let content = wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.sequence(0x0008_1140, [reference])
        #expect(try deidentify(content, wire)[tag: 0x0008_1140] == nil)
    }

    // MARK: Malformed sequences that stay

    private static let keeping =
        #"{"name":"p","extends":"basic","rules":[{"attributes":["CTDIPhantomTypeCodeSequence"],"action":"keep"}]}"#

    /// What is left of a sequence whose header and items are `bytes`, and the report.
    private func kept(_ bytes: [UInt8], _ wire: Wire) throws -> (items: [[Found]]?, report: FileReport) {
        let content = wire.element(0x0008_0018, "UI", "1.2.3.4") + bytes + wire.element(0x0028_0010, "US", [1, 0])
        let output = try deidentify(MemorySource(part10(content, syntax: wire.syntax)), try compiled(Self.keeping))
        let found = try Found.parse(output.dataSet, wire)
        #expect(found[tag: 0x0028_0010]?.value == [1, 0])
        return (found[tag: 0x0018_9346]?.items, output.report)
    }

    private func leaf(_ wire: Wire, _ text: String = "113691") -> [UInt8] { wire.element(0x0008_0100, "SH", text) }

    @Test(arguments: [false, true]) func sequencesGoThatHaveItemsWithoutVRsAmongExplicitOnes(undefined: Bool) throws {
        let wire = Wire.explicitLittle
        let foreign = Wire.implicitLittle.item(
            leaf(.implicitLittle) + Wire.implicitLittle.element(0x0008_0104, "LO", "DOE JANE"), undefined: undefined)
        let (items, report) = try kept(
            wire.sequence(
                0x0018_9346, [wire.item(leaf(wire)), foreign, wire.item(leaf(wire, "113690"))], undefined: undefined),
            wire)
        #expect(items == nil)
        #expect(report.deviations.contains("implicit-item-in-explicit"))
        #expect(
            report.notes.contains {
                $0.reason == .unexpectedContent && $0.path == [Tag(0x0018_9346)] && $0.rule == .remove
            })
    }

    @Test func sequencesInUNGoThatHaveItemsWithVRs() throws {
        let wire = Wire.explicitLittle
        let body = wire.item(leaf(wire), undefined: true) + wire.tag(0xFFFE_E0DD) + wire.u32(0)
        let (items, report) = try kept(wire.header(0x0018_9346, "UN", 0xFFFF_FFFF) + body, wire)
        #expect(items == nil)
        #expect(report.notes.contains { $0.reason == .unexpectedContent })
    }

    @Test(arguments: [Wire.explicitLittle, .implicitLittle, .explicitBig]) func delimitersBesideALengthGo(wire: Wire)
        throws
    {
        let inner = leaf(wire) + wire.tag(0xFFFE_E00D) + wire.u32(0)
        let body = wire.item(inner) + wire.tag(0xFFFE_E0DD) + wire.u32(0)
        let (items, report) = try kept(wire.header(0x0018_9346, "SQ", UInt32(body.count)) + body, wire)
        #expect(items?.count == 1)
        #expect(report.deviations.contains("delimiter-in-defined-length"))
    }
}
