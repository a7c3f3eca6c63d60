import Standard
import Testing

@testable import Deidentify

/// What profiles do, attribute by attribute, and how two of them differ.
@Suite struct ProfileActionsTests {
    private static let strict = CompiledProfile(try! ShippedProfiles.profile(named: "strict"))
    private static let ct = "1.2.840.10008.5.1.4.1.1.2"

    @Test func aTextSaysTheSame() throws {
        let json =
            #"{"name":"t","extends":"basic","options":["retain-safe-private"],"rules":[{"attributes":["60xx3000","StudyID"],"action":"remove","when":{"modalities":["CT"]}},"#
            + #"{"private":[{"creator":"ACME","group":"0019","elements":["0C"]}],"action":"remove"}]}"#
        for profile in [basicProfile, Self.strict, try compiled(json)] {
            let actions = ProfileActions(profile)
            let again = try ProfileActions(text: actions.text)
            #expect(again.text == actions.text && again.edition == "2026d")
            #expect(ProfileDifference.lines(actions, again) == [])
        }
    }

    @Test(arguments: ["", "x", "# dcmveil actions: t\nattribute\tx\tkeep\n", "# dcmveil actions: t\nnothing\n"])
    func whatIsNoListIsAnError(text: String) {
        #expect(throws: ProfileActions.Malformed.self) { try ProfileActions(text: text) }
    }

    /// As a program with tables of another edition would have written it.
    @Test func anotherEditionIsToldAsSuch() throws {
        var lines = ProfileActions(basicProfile).text.split(separator: "\n").map(String.init)
        lines[0] = lines[0].replacing("2026d", with: "2031a")
        lines.removeAll { $0.hasPrefix("attribute\t(0010,0010)") }
        let place = try #require(lines.firstIndex { $0.hasPrefix("attribute\t(0010,0020)") })
        lines[place] = "attribute\t(0010,0020) PatientID\tX"
        lines.insert("attribute\t(0010,F0F0) NewInThatEdition\tX", at: place + 1)
        let other = try ProfileActions(text: lines.joined(separator: "\n"))
        #expect(
            ProfileDifference.lines(other, ProfileActions(basicProfile)) == [
                "(0010,0010) PatientName: not in 2031a -> pseudonym", "(0010,0020) PatientID: X -> pseudonym",
                "(0010,F0F0): X -> not in 2026d",
            ])
    }

    /// `"optional": "remove"` is about most attributes, and each of them is told of.
    @Test func whatAnIODNeedsIsToldAttributeByAttribute() throws {
        let lines = ProfileDifference.lines(basicProfile, Self.strict)
        #expect(lines.count > 2000)
        #expect(lines.contains("(0018,0050) SliceThickness: keep -> keep if needed"))
        // What goes from Type 3 by the table goes there anyway, and what the IOD cannot do without is no difference.
        #expect(
            !lines.contains { $0.contains("(0008,1030)") || $0.contains("(0028,0010)") || $0.contains("(0008,0018)") })
        let ct = ProfileDifference.lines(basicProfile, Self.strict, sopClassUID: Self.ct)
        // Type 2 in CT Image, Type 3, not in it.
        #expect(
            !ct.contains { $0.contains("SliceThickness") }
                && ct.contains("(0018,1100) ReconstructionDiameter: keep -> remove"))
        #expect(ct.contains { $0.hasSuffix(" attributes that the IOD does not have: keep -> remove") })
        #expect(!ct.contains { $0.contains("EchoTime") })
    }
}
