import Standard
import Testing

@testable import Verify

/// Recordings of voices, and ages as numbers of content items.
@Suite struct VoiceTests {
    private let bytes = Bytes.explicit

    private func code(_ value: String, _ scheme: String = "DCM", _ meaning: String = "") -> [UInt8] {
        bytes.element(0x0008_0100, "SH", value) + bytes.element(0x0008_0102, "SH", scheme)
            + (meaning.isEmpty ? [] : bytes.element(0x0008_0104, "LO", meaning))
    }

    private func ids(_ sopClass: String, _ channels: [String?], _ change: (inout Expectations) -> Void = { _ in })
        -> [String]
    {
        var file = CleanFile()
        let definitions = channels.map { $0.map { bytes.sequence(0x003A_0208, [code($0)]) } ?? [] }
        let group =
            bytes.element(0x003A_0005, "US", bytes.uint16(1)) + bytes.sequence(0x003A_0200, definitions)
            + bytes.element(0x5400_1010, "OB", [7, 9, 7, 9])
        file.sopClass = sopClass
        file.set(0x0008_0016, "UI", sopClass)
        file.changes[0x5400_0100] = bytes.sequence(0x5400_0100, [group])
        var expectations = Expectations()
        change(&expectations)
        return Verifier(expectations: expectations).verify(bytes: file.file).map(\.id).filter { $0 == "DV0523" }
    }

    @Test func voicesAreTold() {
        let (voice, audio) = ("1.2.840.10008.5.1.4.1.1.9.4.1", "1.2.840.10008.5.1.4.1.1.9.4.2")
        let ecg = "1.2.840.10008.5.1.4.1.1.9.1.1"
        #expect(ids(voice, [nil]) == ["DV0523"] && ids(voice, ["109114"]) == ["DV0523"])
        #expect(ids(audio, []) == ["DV0523"] && ids(audio, [nil]) == ["DV0523"] && ids(audio, ["109110"]) == ["DV0523"])
        #expect(ids(audio, ["109114"]) == [] && ids(audio, ["109113", "109115"]) == [])
        #expect(ids(audio, ["109113", "109112"]) == ["DV0523"])
        #expect(ids(ecg, [nil]) == [] && ids(ecg, ["2:1"]) == [] && ids(ecg, ["2:1", "109111"]) == ["DV0523"])
        #expect(ids(voice, [nil]) { $0.keepsVoices = true } == [])
    }

    @Test(
        arguments: [
            ("121033", "Subject Age", "94", "a", ["DV0222"]), ("121033", "Subject Age", "90", "a", []),
            ("121033", "Subject Age", "89", "a", []), ("121033", "Subject Age", "1130", "mo", ["DV0222"]),
            ("18185-9", "Gestational Age", "280", "d", []), ("X1", "Patient age", "34500", "d", ["DV0222"]),
            ("122322", "Calibration Factor", "94", "a", []),
        ] as [(String, String, String, String, [String])])
    func agesInNumbers(concept: String, meaning: String, value: String, unit: String, expected: [String]) {
        let measured =
            bytes.sequence(0x0040_08EA, [code(unit, "UCUM", "time")]) + bytes.element(0x0040_A30A, "DS", value)
        let item =
            bytes.sequence(0x0040_A043, [code(concept, "LN", meaning)]) + bytes.sequence(0x0040_A300, [measured])
        let file = CleanFile.with { $0.changes[0x0040_A730] = bytes.sequence(0x0040_A730, [item, item]) }
        let found = Verifier().verify(bytes: file).map(\.id).filter { $0 == "DV0222" }
        #expect(found == expected + expected)
        let beside =
            bytes.sequence(0x0040_08EA, [code(unit, "UCUM", "time")])
            + bytes.sequence(0x0040_A043, [code(concept, "LN", meaning)]) + bytes.element(0x0040_A30A, "DS", value)
        let annotated = CleanFile.with { $0.changes[0x0040_B020] = bytes.sequence(0x0040_B020, [beside]) }
        #expect(Verifier().verify(bytes: annotated).map(\.id).filter { $0 == "DV0222" } == expected)
    }

    @Test(arguments: [
        "<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>\n", "# dcmveil placeholder\n",
    ])
    func placeholdersOfTexts(text: String) {
        func found(_ text: String) -> [String] {
            Verifier().verify(bytes: CleanFile.with { $0.set(0x0042_0011, "OB", text) }).map(\.id)
        }
        #expect(found(text) == [])
        #expect(found(text + "DOE JANE") == ["DV0110"])
    }
}
