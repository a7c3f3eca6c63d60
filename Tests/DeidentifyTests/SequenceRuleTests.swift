import DICOM
import Standard
import Testing

@testable import Deidentify

/// Rules for sequences, in all encodings and both kinds of length.
@Suite struct SequenceRuleTests {
    static func run(_ action: String, _ wire: Wire, undefined: Bool) throws -> Found? {
        let item = wire.element(0x0008_0100, "SH", "CODE") + wire.element(0x0008_1155, "UI", "1.2.3.4")
            + wire.element(0x0040_0007, "LO", "DOE JANE")
            + wire.sequence(0x0040_0008, [wire.item(wire.element(0x0008_0104, "LO", "DOE JANE"))], undefined: !undefined)
        let content = wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(0x0018_9346, [wire.item(item, undefined: undefined)], undefined: undefined)
            + wire.element(0x0028_0010, "US", [1, 0])
        let profile = try compiled(
            #"{"name":"p","extends":"basic","rules":[{"attributes":["CTDIPhantomTypeCodeSequence"],"action":"# + "\"\(action)\"}]}")
        let found = try deidentify(content, wire, profile)
        #expect(found[tag: 0x0028_0010]?.value == [1, 0])
        return found[tag: 0x0018_9346]
    }

    @Test(arguments: Wire.allCases, [false, true]) func removedSequencesLeaveNothing(wire: Wire, undefined: Bool) throws {
        #expect(try Self.run("remove", wire, undefined: undefined) == nil)
        #expect(try Self.run("X", wire, undefined: undefined) == nil)
    }

    @Test(arguments: Wire.allCases, [false, true]) func emptiedSequencesHaveNoItems(wire: Wire, undefined: Bool) throws {
        let found = try #require(try Self.run("empty", wire, undefined: undefined))
        #expect(found.items == [] && found.vr == "SQ")
    }

    @Test(arguments: Wire.allCases, [false, true]) func dummySequencesKeepTheirShape(wire: Wire, undefined: Bool) throws {
        let found = try #require(try Self.run("D", wire, undefined: undefined))
        #expect(found.items?.count == 1)
        #expect(![found].flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
        let text = found.items?.first?[tag: 0x0008_0100]?.text
        #expect(text?.isEmpty == false && text != "CODE")
    }

    @Test(arguments: Wire.allCases, ["keep", "uid", "U"]) func keptSequencesAreLookedInto(wire: Wire, action: String) throws {
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
}
