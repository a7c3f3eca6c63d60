import DICOM
import Testing

@testable import Deidentify

/// Numbers that stay, but not all that stands beside them.
@Suite struct NumberMendingTests {
    @Test(
        arguments: [
            // A letter behind the number: readers stop there.
            (UInt32(0x0028_0008), "IS", Array("1A".utf8), Array("1 ".utf8)),
            (0x0028_1052, "DS", Array("-1.5x ".utf8), Array("-1.5".utf8)),
            (0x0028_1050, "DS", Array(#"40\50Q"#.utf8), Array(#"40\50 "#.utf8)),
            // Integers with a fraction of zeros, but no others.
            (0x0028_0034, "IS", Array(#"4.000000\3.000000 "#.utf8), Array(#"4\3 "#.utf8)),
            (0x0028_0034, "IS", Array(#"4.5\3 "#.utf8), Array(#"4.5\3 "#.utf8)),
            // Nothing else is touched.
            (0x0028_0030, "DS", Array(#"0.500\.5"#.utf8), Array(#"0.500\.5"#.utf8)),
            (0x0028_0030, "DS", Array(#" 1 \2  "#.utf8), Array(#" 1 \2  "#.utf8)),
            // More numbers than PS3.6 has room for, and bytes that make no whole one.
            (0x0028_0106, "SS", [1, 0, 2, 0, 3, 0, 4, 0], [1, 0]),
            (0x0028_0010, "US", [1, 0, 2, 0], [1, 0]),
            (0x0028_0009, "AT", [0x18, 0], []),
            (
                0x0028_0009, "AT", [0x18, 0, 0x63, 0x10, 0x18, 0, 0x65, 0x10],
                [0x18, 0, 0x63, 0x10, 0x18, 0, 0x65, 0x10]
            ),
            (0x0028_1101, "US", [0, 1, 0, 0, 8, 0], [0, 1, 0, 0, 8, 0]),
        ] as [(UInt32, String, [UInt8], [UInt8])])
    func what(tag: UInt32, vr: String, value: [UInt8], becomes: [UInt8]) throws {
        for wire in [Wire.explicitLittle, .implicitLittle] {
            let found = try deidentify(
                wire.element(0x0008_0018, "UI", "1.2.3\0") + wire.element(tag, vr, value), wire)
            #expect(found[tag: tag]?.value == becomes)
        }
    }

    /// A profile that keeps everything keeps these, too.
    @Test func keepAllMendsNothing() throws {
        let wire = Wire.explicitLittle
        let bytes = wire.element(0x0008_0018, "UI", "1.2.3\0") + wire.element(0x0028_0106, "SS", [1, 0, 2, 0])
        let keepAll = try CompiledProfile(ShippedProfiles.profile(named: "keep-all"))
        let output = try deidentify(MemorySource(part10(bytes, syntax: wire.syntax)), keepAll)
        #expect(output.dataSet == bytes)
    }
}
