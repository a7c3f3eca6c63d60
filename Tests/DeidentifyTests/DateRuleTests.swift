import DICOM
import Standard
import Testing

@testable import Deidentify

/// PS3.15 E.3.6 in files: one offset for a patient, everywhere.
@Suite struct DateRuleTests {
    @Test(arguments: Wire.allCases) func datesOfAPatientMoveTogether(wire: Wire) throws {
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "20240301")
            + wire.element(0x0008_002A, "DT", "20240302101112.5") + wire.element(0x0008_0030, "TM", "101112")
            + wire.element(0x0010_0020, "LO", "12345 ")
            + wire.sequence(0x0018_9346, [wire.item(wire.element(0x0008_0020, "DA", "20240303"))])
        let found = try deidentify(content, wire, compiled([.retainLongitudinalModifiedDates]))
        // 1,620 days before 2024-03-01, by Python's datetime.
        #expect(found[tag: 0x0008_0020]?.text == "20190924")
        #expect(found[tag: 0x0008_002A]?.text == "20190925101112.5")
        #expect(found[tag: 0x0008_0030]?.text == "101112")
        #expect(found[tag: 0x0018_9346]?.items?.first?[tag: 0x0008_0020]?.text == "20190926")
    }

    /// A profile chooses the range, the key the day in it.
    @Test func theRangeOfDaysIsTheProfiles() throws {
        let wire = Wire.explicitLittle
        let own = try compiled(#"{"name":"t","extends":"basic-modified-dates","shift":[100,160]}"#)
        var seen: Set<String> = []
        for patient in 0..<40 {
            let content =
                wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "20240101")
                + wire.element(0x0010_0020, "LO", "\(1000 + patient)")
            let date = try #require(try deidentify(content, wire, own)[tag: 0x0008_0020]?.text)
            // 100 and 160 days behind 2024-01-01, by Python's datetime.
            #expect(date >= "20240410" && date <= "20240609")
            seen.insert(date)
        }
        #expect(seen.count > 10)
    }

    @Test(arguments: [
        "[-30,-3680]", "[-30]", "[-10,10]", "[0,90]", "[-40,-30]", "[-99999,-1]", "[-90.5,-1]", "90", "[\"a\",1]",
    ])
    func rangesThatSayTooMuchAreRefused(range: String) {
        #expect(throws: ProfileError.self) {
            _ = try profile(#"{"name":"t","extends":"basic-modified-dates","shift":"# + range + "}")
        }
    }

    @Test(arguments: [
        "[1,60]", "[-60,-1]", "[-36500,36500]", "[1,59]", "[36441,36500]", "[36442,36501]", "[-36500,-1]",
    ])
    func theEdgesOfRanges(range: String) {
        let isFine = ["[1,60]", "[-60,-1]", "[36441,36500]", "[-36500,-1]"].contains(range)
        let read = try? profile(#"{"name":"t","extends":"basic-modified-dates","shift":"# + range + "}")
        #expect((read != nil) == isFine)
    }

    /// Both ends of a range are met, nothing beyond, and all days of it about equally often.
    @Test func everyDayOfARangeIsSomebodys() {
        let pseudonyms = Pseudonyms(testKey)
        var seen: [Int: Int] = [:]
        for patient in 0..<6000 {
            let identity = PatientIdentity(patientID: Array("P\(patient)".utf8), issuer: [])
            seen[pseudonyms.dateOffset(of: identity, within: -60 ... -1), default: 0] += 1
        }
        #expect(Set(seen.keys) == Set(-60 ... -1) && seen.values.allSatisfy { (50...160).contains($0) })
    }

    @Test func whatIsNoDateDoesNotPass() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "DOE JANE")
                + wire.element(0x0008_002A, "DT", "DOE^JANE"), wire, compiled([.retainLongitudinalModifiedDates]))
        #expect(!found.flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
    }

    @Test func whatIsNoTimeDoesNotPass() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0030, "TM", "DOE JANE"), wire,
            compiled([.retainLongitudinalModifiedDates]))
        #expect(!found.flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
    }

    /// Minimal: (0008,002A) DT "20240301 DOE".
    @Test(arguments: ["20240301 DOE", "2024DOE^JANE", "20240301DOE"]) func textBehindADateTimeDoesNotPass(text: String)
        throws
    {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_002A, "DT", text), wire,
            compiled([.retainLongitudinalModifiedDates]))
        do {
            #expect(!found.flattened.contains { $0.value.contains(mark: Array("DOE".utf8)) })
        }
    }
}
