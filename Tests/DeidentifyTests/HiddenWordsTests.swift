import DICOM
import Testing

@testable import Deidentify

/// Words where nobody looks for them.
@Suite struct HiddenWordsTests {
    /// Lettering of a drawing stands between codes of the plotter.
    @Test func drawingsOfImplantsGo() throws {
        let wire = Wire.explicitLittle
        let drawing = wire.element(0x0068_6300, "OB", "\u{1B}%-1BIN;SP1;LBDR DOE HAMBURG\u{3}PU300,300;")
        for profile in ["basic", "research", "limited-data-set"] {
            let found = try deidentify(
                wire.element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.43.1") + wire.element(0x0008_0018, "UI", "1.2.3.4")
                    + wire.sequence(0x0068_62C0, [wire.item(wire.element(0x0068_62D0, "US", wire.u16(1)) + drawing)]),
                wire, CompiledProfile(ShippedProfiles.profile(named: profile)))
            let left = found.flattened.filter { $0.tag == 0x0068_6300 }
            #expect(left.allSatisfy { $0.text.hasPrefix("IN;") && $0.value.count == 4 })
        }
    }

    /// Behind bytes that are no text, the file's own identifiers are found all the same.
    @Test(arguments: ["Varnholt", "VARNHOLT", "73915528"]) func ownIdentifiersAmongBytesGo(identifier: String) throws {
        let wire = Wire.explicitLittle
        for prefix: [UInt8] in [[0, 0, 0x20, 0], [UInt8](0...255), [0xFE, 0x41, 0x42, 0x43]] {
            let value = prefix + Array(identifier.utf8) + [0, 0]
            let content =
                wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0010_0010, "PN", "VARNHOLT^A")
                + wire.element(0x0010_0020, "LO", "73915528")
            let found = try deidentify(content + wire.element(0x0066_0016, "OF", value + [0, 0]), wire)
            #expect(found[tag: 0x0066_0016]?.value.firstRange(of: Array(identifier.utf8)) == nil)
            let other = try deidentify(content + wire.element(0x0066_0016, "OF", prefix + [1, 2, 3, 4]), wire)
            #expect(other[tag: 0x0066_0016]?.value == prefix + [1, 2, 3, 4])
        }
    }

    /// Sex Parameters for Clinical Use Category Reference: where parameters are defined, and not somebody's record.
    @Test func addressesOfRecordsGo() throws {
        let wire = Wire.explicitLittle
        for (address, stays) in [
            ("http://example.org/sex-parameters/female", true),
            ("https://ehr.example/fhir/Observation?patient=12", false),
            ("https://ehr.example/Patient/555777123", false), ("https://ehr.example/Doe/record", false),
        ] {
            let found = try deidentify(
                wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0010_0010, "PN", "DOE^JANE")
                    + wire.element(0x0010_0047, "UR", address.utf8.count % 2 == 0 ? address : address + " "),
                wire, CompiledProfile(ShippedProfiles.profile(named: "research")))
            #expect((found[tag: 0x0010_0047] != nil) == stays, "\(address)")
        }
    }
}
