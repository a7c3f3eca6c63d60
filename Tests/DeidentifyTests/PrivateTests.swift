import DICOM
import Standard
import Testing

@testable import Deidentify

/// PS3.15 E.1: private attributes go at every level, whatever holds them.
@Suite struct PrivateTests {
    static func content(_ wire: Wire, undefined: Bool) -> [UInt8] {
        let block = wire.element(0x0009_0010, "LO", "ACME ") + wire.element(0x0009_1001, "LO", "DOE^JANE")
        let sequence = wire.sequence(
            0x0009_1002, [wire.item(wire.element(0x0010_0010, "PN", "DOE^JANE") + wire.element(0x0028_0010, "US", [1, 0]), undefined: undefined)],
            undefined: undefined)
        let inner = wire.sequence(0x0018_9346, [wire.item(block + sequence, undefined: undefined)], undefined: undefined)
        return wire.element(0x0008_0018, "UI", "1.2.3.4") + block + sequence
            + wire.sequence(
                0x0018_9346, [wire.item(block + inner, undefined: undefined), wire.item(block, undefined: undefined)],
                undefined: undefined)
            + wire.element(0x0029_1010, "OB", [UInt8](repeating: 9, count: 70_000)) + wire.element(0x0028_0010, "US", [1, 0])
    }

    @Test(arguments: Wire.allCases, [false, true]) func noneIsLeft(wire: Wire, undefined: Bool) throws {
        let found = try deidentify(Self.content(wire, undefined: undefined), wire).flattened
        #expect(found.allSatisfy { $0.tag >> 16 & 1 == 0 })
        #expect(!found.contains { $0.value.contains(mark: Array("DOE".utf8)) })
        #expect(found.filter { $0.tag == 0x0018_9346 }.count == 2)
    }

    @Test func groupsThatMustNotExistGoToo() throws {
        let wire = Wire.explicitLittle
        for group in [UInt32(1), 3, 5, 7, 0xFFFF] {
            let found = try deidentify(
                wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(group << 16 | 0x1001, "LO", "DOE^JANE"), wire)
            #expect(found[tag: group << 16 | 0x1001] == nil)
        }
    }

    @Test func keepAllKeepsThem() throws {
        let wire = Wire.explicitBig
        let content = Self.content(wire, undefined: false)
        let output = try deidentify(
            MemorySource(part10(content, syntax: wire.syntax)), CompiledProfile(ShippedProfiles.profile(named: "keep-all")))
        #expect(output.dataSet == content)
    }
}
