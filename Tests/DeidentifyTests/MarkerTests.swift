import DICOM
import Standard
import Testing

@testable import Deidentify

/// PS3.15 E.1.1: what was done is said in (0012,0062), (0012,0063), (0012,0064) and (0028,0303).
@Suite struct MarkerTests {
    static let tags: [UInt32] = [0x0012_0062, 0x0012_0063, 0x0012_0064, 0x0028_0303]
    static let contents: [[UInt32]] = [
        [], [0x0010_0010], [0x0018_0050], [0x0020_0013, 0x0028_0010], [0x0028_0303], [0x0012_0062, 0x0012_0063],
        [0x0012_0063, 0x0012_0064, 0x0028_0010, 0x0028_0303, 0x0028_0304], [0x7FE0_0010],
    ]

    @Test(arguments: Wire.allCases, contents) func markersStandInOrderAndOnce(wire: Wire, tags: [UInt32]) throws {
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4")
            + tags.flatMap { tag -> [UInt8] in
                let vr = DataDictionary.vr(of: Tag(tag))!.description
                return vr == "SQ"
                    ? wire.sequence(tag, [wire.item([])], undefined: true)
                    : wire.element(tag, vr, vr == "US" ? "1 " : "NO")
            }
        let found = try deidentify(content, wire)
        #expect(found.map(\.tag) == found.map(\.tag).sorted())
        for tag in Self.tags { #expect(found.filter { $0.tag == tag }.count == 1, "\(Tag(tag))") }
        #expect(found[tag: 0x0012_0062]?.text == "YES")
        #expect(found[tag: 0x0012_0063]?.text.split(separator: "\\").allSatisfy { $0.count <= 64 } == true)
        #expect(found[tag: 0x0028_0303]?.text == "REMOVED")
        let code = found[tag: 0x0012_0064]?.items?.first
        #expect(code?[tag: 0x0008_0100]?.text == "113100" && code?[tag: 0x0008_0102]?.text == "DCM")
        #expect(code?[tag: 0x0008_0104]?.text == "Basic Application Confidentiality Profile")
    }

    /// PS3.16 CID 7050.
    @Test(arguments: [
        (Confidentiality.Option.retainUIDs, "113110", "REMOVED"), (.retainDeviceIdentity, "113109", "REMOVED"),
        (.retainInstitutionIdentity, "113112", "REMOVED"), (.retainPatientCharacteristics, "113108", "REMOVED"),
        (.retainLongitudinalFullDates, "113106", "UNMODIFIED"),
        (.retainLongitudinalModifiedDates, "113107", "MODIFIED"),
    ]) func optionsAreNamed(option: Confidentiality.Option, code: String, temporal: String) throws {
        let wire = Wire.implicitLittle
        let found = try deidentify(wire.element(0x0008_0018, "UI", "1.2.3.4"), wire, compiled([option]))
        #expect(found[tag: 0x0012_0064]?.items?.map { $0[tag: 0x0008_0100]?.text } == ["113100", code])
        #expect(found[tag: 0x0028_0303]?.text == temporal)
    }
}
