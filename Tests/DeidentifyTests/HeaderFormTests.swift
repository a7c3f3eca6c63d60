import DICOM
import Testing

@testable import Deidentify

/// Headers that are not what PS3.5 §7.1.2 says are written anew, and what is in them is whole.
@Suite struct HeaderFormTests {
    static let wire = Wire.explicitLittle
    static let uid = wire.element(0x0020_000E, "UI", "1.2.9\0")

    private func output(_ sequence: [UInt8]) throws -> (found: [Found], bytes: [UInt8]) {
        let content =
            Self.wire.element(0x0008_0018, "UI", "1.2.3\0") + sequence + Self.wire.element(0x0028_0002, "US", [1, 0])
        let output = try deidentify(MemorySource(part10(content, syntax: Self.wire.syntax)), basicProfile)
        return (try Found.parse(output.dataSet, Self.wire), output.bytes)
    }

    /// Referenced Series Sequence with blanks for a VR and a length of 16 bits, at the top and in an item.
    @Test(arguments: [false, true]) func sequencesWithoutAVR(isNested: Bool) throws {
        let wire = Self.wire
        let items = wire.item(Self.uid)
        var sequence = wire.tag(0x0008_1115) + Array("  ".utf8) + [UInt8(items.count), 0] + items
        if isNested { sequence = wire.sequence(0x0040_A730, [wire.item(sequence)]) }
        var found = try output(sequence).found
        if isNested { found = found[tag: 0x0040_A730]?.items?.first ?? [] }
        #expect(found[tag: 0x0008_1115]?.vr == "SQ")
        #expect(found[tag: 0x0008_1115]?.items?.first?[tag: 0x0020_000E]?.text.hasPrefix("2.25.") == true)
    }

    @Test(arguments: ["SQ", "UN"], [false, true]) func reservedBytesOfSequences(vr: String, isUndefined: Bool) throws {
        let wire = Self.wire
        let item =
            vr == "UN"
            ? Wire.implicitLittle.item(Wire.implicitLittle.element(0x0020_000E, "UI", "1.2.9\0")) : wire.item(Self.uid)
        var sequence = wire.sequence(0x0008_1115, [item], undefined: isUndefined, vr: vr)
        sequence.replaceSubrange(6..<8, with: Array("JD".utf8))
        let (found, bytes) = try output(sequence)
        #expect(!bytes.contains(mark: Array("\(vr)JD".utf8)))
        #expect(found[tag: 0x0008_1115]?.items?.count == 1 && found[tag: 0x0028_0002]?.value == [1, 0])
    }
}
