import DICOM
import Testing

@testable import Deidentify

/// One pseudonym for one patient, and never one for two.
@Suite struct PatientTests {
    static let wire = Wire.explicitLittle

    private func identity(_ content: [UInt8]) throws -> String {
        try deidentify(MemorySource(part10(content, syntax: Self.wire.syntax)), basicProfile).identity.patient
    }

    /// Without Patient ID: by study, else by series, else each object by itself.
    @Test func filesWithoutAPatientIDAreNotOnePatient() throws {
        let wire = Self.wire
        let one = wire.element(0x0008_0018, "UI", "1.2.3\0"), two = wire.element(0x0008_0018, "UI", "1.2.4\0")
        #expect(try identity(one) != identity(two))
        let series = wire.element(0x0020_000E, "UI", "1.2.9\0")
        #expect(try identity(one + series) == identity(two + series))
        let study = wire.element(0x0020_000D, "UI", "1.2.8\0")
        #expect(try identity(one + study) == identity(two + study + series))
    }

    /// (0010,0026): the patient stands for a group, whose members stand in items.
    @Test func patientsInItemsHaveTheirOwn() throws {
        let wire = Self.wire
        func item(_ id: String, _ name: String) -> [UInt8] {
            wire.item(wire.element(0x0010_0010, "PN", name) + wire.element(0x0010_0020, "LO", id))
        }
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3\0") + wire.element(0x0010_0010, "PN", "GROUP ")
                + wire.element(0x0010_0020, "LO", "G1")
                + wire.sequence(0x0010_0026, [item("G1", "GROUP "), item("M1", "DOE^A "), item("M2", "DOE^B ")]), wire)
        let ids = found[tag: 0x0010_0026]?.items?.map { $0[tag: 0x0010_0020]?.text ?? "" } ?? []
        #expect(ids.count == 3 && Set(ids).count == 3 && ids.allSatisfy { $0.hasPrefix("P-") })
        #expect(ids.first == found[tag: 0x0010_0020]?.text)
        let names = found[tag: 0x0010_0026]?.items?.map { $0[tag: 0x0010_0010]?.text ?? "" } ?? []
        #expect(names == [ids[0], "ANONYMIZED", "ANONYMIZED"])
    }
}
