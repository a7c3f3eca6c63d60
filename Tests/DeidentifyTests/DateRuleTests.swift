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

    /// Whoever knows the day that stood there would know the offset: versions of context groups are in PS3.16, the day of manufacture is
    /// on the plate of the device.
    @Test(arguments: [
        UInt32(0x0008_0106), 0x0008_0107, 0x0018_1204, 0x0018_1205, 0x0040_DB06, 0x0040_DB07, 0x0068_6226, 0x0068_6270,
        0x0072_000A,
    ]) func publishedDatesDoNotMove(tag: UInt32) throws {
        let wire = Wire.explicitLittle
        for name in ["basic-modified-dates", "research"] {
            let profile = CompiledProfile(try ShippedProfiles.profile(named: name))
            let vr = try #require(DataDictionary.vr(of: Tag(tag))).description
            let inside = wire.sequence(0x0018_9346, [wire.item(wire.element(tag, vr, "20041119"))])
            let content =
                wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "20240301")
                + wire.element(0x0010_0020, "LO", "12345 ") + inside
            let found = try deidentify(content, wire, profile)
            #expect(found[tag: 0x0008_0020]?.text == "20190924")
            let text = found[tag: 0x0018_9346]?.items?.first?[tag: tag]?.text ?? ""
            #expect(text.isEmpty || text.hasPrefix("19000101"), "\(text)")
        }
    }

    /// What devices write where nothing was set is known to everybody, and so is how far it was moved.
    @Test(
        arguments: [
            ("19000101", nil), ("18991230", nil), ("19700101", nil), ("19691231", nil), ("99991231", nil),
            ("19800106", nil), ("20000101", nil), ("20380119", nil), ("20990101", nil), ("19470504", nil),
            ("20100101", nil), ("20240101", "20190726"), ("20240102", "20190727"), ("19510304", "19460926"),
            ("20270301", "20220923"), ("20351231", "20310725"), ("20351230", "20310724"), ("20101231", nil),
            ("00010101", nil),
        ] as [(String, String?)])
    func unsetDaysDoNotMove(day: String, expected: String?) throws {
        let wire = Wire.explicitLittle
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "20240301")
            + wire.element(0x0008_002A, "DT", day + "101112") + wire.element(0x0010_0020, "LO", "12345 ")
            + wire.element(0x0018_1012, "DA", day)
        let found = try deidentify(content, wire, compiled([.retainLongitudinalModifiedDates]))
        #expect(found[tag: 0x0018_1012]?.text == expected)
        #expect(found[tag: 0x0008_002A]?.text == expected.map { $0 + "101112" })
    }

    /// By Type: nothing where the IOD lets it go, no value where it does not, a dummy where it wants one.
    @Test func unsetDaysGoByType() throws {
        let wire = Wire.explicitLittle
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "19700101")
            + wire.element(0x0008_0021, "DA", "20240301")
        let found = try deidentify(content, wire, compiled([.retainLongitudinalModifiedDates]))
        #expect(found[tag: 0x0008_0020]?.text.isEmpty == true)
        #expect(found[tag: 0x0008_0021]?.text.count == 8)
    }

    /// The clock that was set tells which days are far away.
    @Test func theLatestOfTheFilesOwnDaysCounts() throws {
        let wire = Wire.explicitLittle
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "20030101")
            + wire.element(0x0008_0022, "DA", "20240301") + wire.element(0x0010_0020, "LO", "12345 ")
        let found = try deidentify(content, wire, compiled([.retainLongitudinalModifiedDates]))
        #expect(found[tag: 0x0008_0020]?.text.isEmpty == true)
        #expect(found[tag: 0x0008_0022]?.text == "20190924")
    }

    /// In texts as well.
    @Test(arguments: [("on 2024-03-05", "on 2019-09-28"), ("on 1970-01-01", "on"), ("on 9999-12-31", "on 9999-12-31")])
    func unsetDaysOfTexts(text: String, expected: String) throws {
        let wire = Wire.explicitLittle
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0020, "DA", "20240301")
            + wire.element(0x0008_1030, "LO", "Chest " + text) + wire.element(0x0010_0020, "LO", "12345 ")
        let profile = CompiledProfile(try ShippedProfiles.profile(named: "research"))
        let found = try #require(try deidentify(content, wire, profile)[tag: 0x0008_1030]?.text)
        // 9999 is no year of a date there: what is left of it is no day that moved.
        #expect(text.contains("9999") ? !found.contains("1228") : found.hasPrefix("Chest") && !found.contains("1965"))
        if text.contains("2024") { #expect(found == "Chest " + expected) }
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
