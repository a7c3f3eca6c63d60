import Standard
import Testing

@testable import Deidentify

/// What a profile does with an attribute, and why, in words.
@Suite struct ExplanationTests {
    static let ct = "1.2.840.10008.5.1.4.1.1.2"

    private func lines(
        _ tag: Standard.Tag, _ profile: CompiledProfile = basicProfile, sop: String? = ct, path: [Standard.Tag] = []
    ) -> [String: String] {
        let lines = Explanation(profile, tag: tag, sopClassUID: sop, path: path).lines
        return Dictionary(lines.map { ($0.name, $0.text) }) { $1 }
    }

    @Test func aRowOfTheTableDecides() {
        let lines = lines(Tag(0x0008_0020))
        #expect(lines["attribute"] == "(0008,0020) StudyDate, Study Date, VR DA, VM 1")
        #expect(lines["place"] == "CT Image Storage; top level; Type 2")
        #expect(lines["action"] == "Z: emptied")
        #expect(lines["decided by"] == "PS3.15 2026d Table E.1-1, Study Date")
        #expect(lines["table"]?.hasPrefix("Z; retain-longitudinal-full-dates K") == true)
    }

    @Test func aRuleDecides() throws {
        let profile = try compiled(
            "{\"name\":\"t\",\"extends\":\"basic\",\"rules\":[\n {\"why\":\"because\",\"attributes\":[\"StudyID\"],\"action\":\"remove\"}]}"
        )
        let lines = lines(Tag(0x0020_0010), profile)
        #expect(lines["action"] == "remove")
        #expect(lines["decided by"] == "profile t (test.json), line 2, column 33: because")
    }

    @Test func anOptionDecides() throws {
        let lines = lines(Tag(0x0008_0080), try compiled([.retainInstitutionIdentity]))
        #expect(lines["action"] == "keep" && lines["decided by"]?.hasSuffix("with retain-institution-identity") == true)
    }

    @Test func whatIsAroundCounts() {
        let gone = lines(.patientID, path: [Tag(0x0040_0275)])
        #expect(gone["action"] == "goes with (0040,0275) RequestAttributesSequence, which is removed")
        let emptied = lines(
            Tag(0x0040_A160), sop: "1.2.840.10008.5.1.4.1.1.88.33", path: [Tag(0x0040_A730), Tag(0x0040_A730)])
        #expect(emptied["around"]?.contains("dummy") == true && emptied["place"]?.hasSuffix("Type 1C") == true)
    }

    @Test(arguments: [
        (UInt32(0x0009_1010), "remove", "\"private\": \"remove\""), (0x0010_9999, "remove", "\"unknown\": \"remove\""),
        (0x0028_0010, "keep", "pixels"),
        (0x0018_7016, "keep", "\"unlisted\": \"keep\""), (0x6000_3000, "remove", "60xx,xxxx"),
        (0x0002_0010, "group 0002", ""), (0x0012_0062, "dcmveil says", ""),
    ]) func everythingElseHasAReason(tag: UInt32, action: String, reason: String) {
        let lines = lines(Tag(tag))
        #expect(lines["action"]?.contains(action) == true, "\(lines)")
        if !reason.isEmpty { #expect(lines["decided by"]?.contains(reason) == true, "\(lines)") }
    }

    @Test func withoutASOPClassEveryTypeIsSaid() {
        #expect(
            lines(Tag(0x0008_0020), sop: nil)["action"]
                == "Z: Type 3 emptied; Type 2 emptied; Type 1 replaced by a dummy")
    }

    @Test func differencesAreLines() throws {
        #expect(ProfileDifference.lines(basicProfile, basicProfile).isEmpty)
        let other = try compiled(
            #"{"name":"t","extends":"basic","codestreams":"keep","rules":[{"attributes":["PatientID","StudyID","OverlayData"],"action":"remove"}]}"#
        )
        let lines = ProfileDifference.lines(basicProfile, other)
        #expect(
            lines == [
                "(0010,0020) PatientID: pseudonym -> remove", "(0020,0010) StudyID: Z -> remove",
                "codestreams: scrub -> keep",
            ])
    }
}
