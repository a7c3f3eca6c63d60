import DICOM
import Testing

@testable import Deidentify

/// Specific Character Set holds defined terms (PS3.3 C.12.1.1.2) in every output, and its text means the same.
@Suite struct CharacterSetTests {
    @Test(arguments: [
        ("ISO_IR 100", "ISO_IR 100"), ("ISO_IR 192 ", "ISO_IR 192"), ("ISO_IR 6", nil), ("ISO_IR 999", "ISO_IR 100"),
        ("DOE JANE", "ISO_IR 100"), (#"ISO 2022 IR 6\ISO 2022 IR 87"#, #"ISO 2022 IR 6\ISO 2022 IR 87"#),
        (#"\ISO 2022 IR 87"#, #"\ISO 2022 IR 87"#),
        (#"ISO 2022 IR 100\DOE\ISO 2022 IR 87"#, #"ISO 2022 IR 100\ISO 2022 IR 87"#),
        ("UTF8", "ISO_IR 192"), ("SHIFT_JIS", "ISO_IR 13"), ("iso-8859-1", "ISO_IR 100"),
    ])
    func termsAreThoseOfTheStandard(value: String, expected: String?) throws {
        let wire = Wire.explicitLittle
        let content = wire.element(0x0008_0005, "CS", value) + wire.element(0x0008_0018, "UI", "1.2.3\0")
        let item = wire.item(wire.element(0x0008_0005, "CS", value))
        let found = try deidentify(content + wire.sequence(0x0040_A730, [item]), wire)
        #expect(found[tag: 0x0008_0005]?.text == expected)
        #expect(found[tag: 0x0040_A730]?.items?.first?[tag: 0x0008_0005]?.text == expected)
    }
}
