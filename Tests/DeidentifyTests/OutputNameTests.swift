import DICOM
import Standard
import Testing

@testable import Deidentify

/// Names of outputs follow the rule of the UID they are made of.
@Suite struct OutputNameTests {
    @Test(arguments: [("D", "keep"), ("dummy", "uid"), ("keep", "uid"), ("uid", "keep")])
    func namesAreWhatTheDataSetSays(instance: String, study: String) throws {
        let wire = Wire.explicitLittle
        let compiled = try compiled(
            """
            {"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["SOPInstanceUID"],"action":"\(instance)"},
            {"attributes":["StudyInstanceUID","SeriesInstanceUID"],"action":"\(study)"}]}
            """)
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0020_000D, "UI", "1.2.3.5")
            + wire.element(0x0020_000E, "UI", "1.2.3.6")
        let output = try deidentify(
            MemorySource(part10(content, syntax: wire.syntax, sopClass: "1.2.840.10008.5.1.4.1.1.2")), compiled)
        let found = try Found.parse(output.dataSet, wire)
        #expect(output.identity.sopInstanceUID == found[tag: 0x0008_0018]?.text)
        #expect(output.identity.studyInstanceUID == found[tag: 0x0020_000D]?.text)
        #expect(output.identity.seriesInstanceUID == found[tag: 0x0020_000E]?.text)
        if instance != "keep" { #expect(!output.bytes.contains(Array("1.2.3.4".utf8)), "not in File Meta either") }
    }
}
