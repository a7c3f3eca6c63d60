import DICOM
import Standard
import Testing

@testable import Deidentify

/// What a file says of itself is true whatever the profile says (PS3.15 E.1.1, E.3).
@Suite struct ConformanceTests {
    static func json(_ rules: String, conforms: Bool? = nil, options: String = "", extra: String = "") -> String {
        #"{"name":"t","extends":"basic","# + (conforms.map { #""conforms":\#($0),"# } ?? "") + extra
            + #""options":[\#(options)],"rules":[\#(rules)]}"#
    }

    static func rule(_ attribute: String, _ action: String) -> String {
        #"{"attributes":["\#(attribute)"],"action":"\#(action)"}"#
    }

    static let weak: [(attribute: String, action: String)] = [
        ("PatientName", "keep"), ("(0010,0030)", "keep"), ("StudyDate", "date"), ("InstitutionName", "keep"),
        ("StudyInstanceUID", "keep"), ("InstitutionAddress", "empty"), ("0010xxxx", "keep"), ("60xx3000", "keep"),
        ("(6002,3000)", "keep"), ("(5004,2000)", "keep"), ("PatientComments", "dummy"), ("SourceImageSequence", "keep"),
        ("DeviceSerialNumber", "keep"), ("PatientAge", "keep"),
    ]

    @Test(arguments: weak.indices) func weakRulesAreRefusedAtTheirPlace(index: Int) throws {
        let (attribute, action) = Self.weak[index]
        do {
            _ = try profile("{\"name\":\"t\",\"extends\":\"basic\",\"rules\":[\n" + Self.rule(attribute, action) + "]}")
            Issue.record("no error: \(attribute) \(action)")
        } catch let error as ProfileError {
            #expect(error.line == 2 && error.column == 16, "\(error)")
            #expect(error.message.contains("weaker than PS3.15 Table E.1-1"), "\(error.message)")
            #expect(error.hint?.contains("\"conforms\": false") == true)
        }
    }

    @Test(arguments: weak.indices) func declaredOnesMakeNoClaim(index: Int) throws {
        let (attribute, action) = Self.weak[index]
        let wire = Wire.explicitLittle
        let compiled = try compiled(Self.json(Self.rule(attribute, action), conforms: false))
        #expect(!compiled.conforms && !compiled.weaknessNames.isEmpty)
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0012_0062, "CS", "YES")
                + wire.sequence(0x0012_0064, [wire.item(wire.element(0x0008_0100, "SH", "113100"))]), wire, compiled)
        #expect(found[tag: 0x0012_0062]?.text == "NO")
        #expect(found[tag: 0x0012_0063]?.text.contains("not conforming") == true)
        #expect(found[tag: 0x0012_0064] == nil)
    }

    @Test(arguments: [
        ("retain-institution-identity", "InstitutionName", "113112"),
        ("retain-device-identity", "DeviceSerialNumber", "113109"),
        ("retain-patient-characteristics", "PatientAge", "113108"), ("retain-uids", "StudyInstanceUID", "113110"),
    ]) func anOptionAllowsWhatItsColumnSays(option: String, attribute: String, code: String) throws {
        let compiled = try compiled(Self.json(Self.rule(attribute, "keep"), options: "\"\(option)\""))
        #expect(compiled.conforms && compiled.methodCodes.map(\.value) == ["113100", code])
        #expect(throws: ProfileError.self) {
            _ = try profile(Self.json(Self.rule("PatientName", "keep"), options: "\"\(option)\""))
        }
    }

    @Test func stricterRulesConform() throws {
        let rules = [
            ("PatientName", "remove"), ("PatientID", "empty"), ("PatientSex", "dummy"), ("SeriesInstanceUID", "uid"),
            ("AcquisitionDate", "X"), ("Modality", "dummy"),
        ].map { Self.rule($0.0, $0.1) }.joined(separator: ",")
        #expect(try compiled(Self.json(rules)).methodCodes.map(\.value) == ["113100"])
    }

    /// An option of which rules leave nothing is not in force.
    @Test func anOptionWithoutEffectIsNotNamed() throws {
        let rows = Confidentiality.rows.filter { $0.action(under: .retainInstitutionIdentity) != nil }
        let rules = rows.map { Self.rule(Tag($0.mask.value).description, "remove") }.joined(separator: ",")
        #expect(
            try compiled(Self.json(rules, options: "\"retain-institution-identity\"")).methodCodes.map(\.value) == [
                "113100"
            ])
    }

    /// A mask that a later rule for the same or more hides does no harm.
    @Test func whatALaterRuleHidesIsNotWeak() throws {
        for last in ["60xx3000", "60xxxxxx"] {
            let rules = Self.rule("60xx3000", "keep") + "," + Self.rule(last, "remove")
            #expect(try compiled(Self.json(rules)).conforms)
        }
        #expect(throws: ProfileError.self) {
            _ = try profile(Self.json(Self.rule("60xx3000", "keep") + "," + Self.rule("60003000", "remove")))
        }
    }

    @Test(arguments: ["private", "unknown"]) func keepingWhatNobodyKnowsMakesNoClaim(key: String) throws {
        #expect(throws: ProfileError.self) { _ = try profile(Self.json("", extra: "\"\(key)\":\"keep\",")) }
        #expect(try !compiled(Self.json("", conforms: false, extra: "\"\(key)\":\"keep\",")).conforms)
    }

    @Test(arguments: [
        ("StudyDate", "keep", CompiledProfile.Dates.unmodified), ("StudyDate", "date", .modified),
        ("PatientName", "keep", .removed),
        ("StudyUpdateDateTime", "keep", .unmodified),
    ]) func theFateOfDatesIsTheRealOne(attribute: String, action: String, dates: CompiledProfile.Dates) throws {
        #expect(try compiled(Self.json(Self.rule(attribute, action), conforms: false)).dates == dates)
    }

    @Test func aProfileWithoutTheTableSaysNothing() throws {
        let plain = try compiled(#"{"name":"t","unlisted":"keep"}"#)
        #expect(!plain.conforms && plain.methodCodes.isEmpty)
        #expect(throws: ProfileError.self) { _ = try profile(#"{"name":"t","unlisted":"keep","conforms":true}"#) }
    }

    @Test func unlistedAttributesGoWhereAProfileSaysSo() throws {
        let compiled = try compiled(
            #"{"name":"t","unlisted":"remove","rules":[{"attributes":["SliceThickness"],"action":"keep"}]}"#)
        #expect(compiled.find(Tag(0x0018_0050)).rule == .keep && compiled.find(Tag(0x0018_0060)).rule == .remove)
        #expect(compiled.find(Tag(0x6000_0010)).rule == .remove)
        #expect(compiled.find(Tag(0x0028_0010)).rule == .keep, "without Rows there are no pixels")
    }
}
