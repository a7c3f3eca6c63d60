import DICOM
import Standard
import Testing

@testable import Deidentify

/// Rules that hold in some files and places only.
@Suite struct ConditionTests {
    static let wire = Wire.explicitLittle

    static func json(_ rules: String, conforms: Bool = true) -> String {
        "{\"name\":\"t\",\"extends\":\"basic\",\"conforms\":\(conforms),\"rules\":[\n\(rules)]}"
    }

    /// Series Number, which the table leaves alone, at the top and in an item of (0018,9346).
    private func run(_ rule: String, sopClass: String = "1.2.840.10008.5.1.4.1.1.2", modality: String = "CT") throws
        -> (top: Bool, inside: Bool)
    {
        let number = Self.wire.element(0x0020_0011, "IS", "7 ")
        let content =
            Self.wire.element(0x0008_0016, "UI", sopClass) + Self.wire.element(0x0008_0018, "UI", "1.2.3.4")
            + Self.wire.element(0x0008_0060, "CS", modality) + Self.wire.sequence(0x0018_9346, [Self.wire.item(number)])
            + number
        let found = try deidentify(content, Self.wire, compiled(Self.json(rule)), sopClass: sopClass)
        return (found[tag: 0x0020_0011] != nil, found[tag: 0x0018_9346]?.items?.first?[tag: 0x0020_0011] != nil)
    }

    private func remove(_ when: String) -> String {
        #"{"attributes":["SeriesNumber"],"action":"remove","when":{\#(when)}}"#
    }

    @Test func withinIsAboutTheSequencesAround() throws {
        let found = try run(remove(#""within":["CTDIPhantomTypeCodeSequence"]"#))
        #expect(found.top && !found.inside)
        let other = try run(remove(#""within":["RequestAttributesSequence"]"#))
        #expect(other.top && other.inside)
    }

    @Test(arguments: [
        ("CT", "1.2.840.10008.5.1.4.1.1.2", true), ("MR", "1.2.840.10008.5.1.4.1.1.2", false),
        ("CT", "1.2.840.10008.5.1.4.1.1.4", false),
    ])
    func filesAreTold(modality: String, sopClass: String, goes: Bool) throws {
        let found = try run(
            remove(#""modalities":["CT","US"],"sopClasses":["CTImageStorage"]"#), sopClass: sopClass, modality: modality
        )
        #expect(found.top == !goes && found.inside == !goes)
    }

    @Test func aConditionWinsAndTheLastOfThemToo() throws {
        let plain = #"{"attributes":["SeriesNumber"],"action":"keep"}"#
        #expect(try !run(remove(#""modalities":["CT"]"#) + "," + plain).top)
        let kept = #"{"attributes":["0020001x"],"action":"keep","when":{"modalities":["CT"]}}"#
        #expect(
            try !run(
                #"{"attributes":["SeriesNumber"],"action":"keep","when":{"modalities":["CT"]}},"#
                    + remove(#""modalities":["CT"]"#)
            ).top)
        let both = try compiled(Self.json(remove(#""modalities":["CT"]"#) + "," + kept, conforms: false))
        #expect(both.conditionalRules(for: Tag(0x0020_0011)).map(\.rule) == [.remove, .keep])
    }

    @Test func aWeakRuleIsWeakWhateverItsCondition() throws {
        let weak = #"{"attributes":["PatientName"],"action":"keep","when":{"modalities":["MR"]}}"#
        do {
            _ = try profile(Self.json(weak))
            Issue.record("no error")
        } catch let error as ProfileError { #expect(error.message.contains("weaker") && error.line == 2) }
        let declared = try compiled(Self.json(weak, conforms: false))
        #expect(!declared.conforms && declared.weaknessNames == ["(0010,0010) PatientName"])
        #expect(
            try compiled(
                Self.json(
                    #"{"attributes":["StudyDate"],"action":"keep","when":{"modalities":["MR"]}}"#, conforms: false)
            ).dates == .unmodified)
    }

    /// What is kept in some files thanks to an option is said of all.
    @Test func anOptionInEffectUnderAConditionIsNamed() throws {
        let rows = Confidentiality.rows.filter { $0.action(under: .retainInstitutionIdentity) != nil }
        let rules =
            rows.map { "{\"attributes\":[\"\(Tag($0.mask.value))\"],\"action\":\"remove\"}" }
            + [#"{"attributes":["InstitutionName"],"action":"keep","when":{"modalities":["MR"]}}"#]
        let json =
            #"{"name":"t","extends":"basic","options":["retain-institution-identity"],"rules":[\#(rules.joined(separator: ","))]}"#
        #expect(try compiled(json).methodCodes.map(\.value) == ["113100", "113112"])
    }

    @Test(arguments: [
        (#"{"attributes":["StudyID"],"action":"remove","when":{}}"#, "says nothing", ""),
        (#"{"attributes":["StudyID"],"action":"remove","when":[]}"#, "object", ""),
        (#"{"attributes":["StudyID"],"action":"remove","when":{"modality":["CT"]}}"#, "modality", "modalities"),
        (#"{"attributes":["StudyID"],"action":"remove","when":{"modalities":["ct"]}}"#, "capital", ""),
        (#"{"attributes":["StudyID"],"action":"remove","when":{"modalities":[]}}"#, "never true", ""),
        (
            #"{"attributes":["StudyID"],"action":"remove","when":{"sopClasses":["CTImageStorag"]}}"#, "CTImageStorag",
            "CTImageStorage"
        ),
        (#"{"attributes":["StudyID"],"action":"remove","when":{"within":["Rows"]}}"#, "no sequence", ""),
        (#"{"text":["person"],"action":"remove","when":{"modalities":["CT"]}}"#, "not kinds of text", ""),
        (#"{"attributes":["SOPInstanceUID"],"action":"uid","when":{"modalities":["CT"]}}"#, "cannot depend", ""),
        (#"{"attributes":["Rows"],"action":"remove","when":{"modalities":["CT"]}}"#, "cannot be decoded", ""),
    ]) func badConditionsAreRefused(rule: String, message: String, hint: String) throws {
        do {
            _ = try profile(Self.json(rule))
            Issue.record("no error: \(rule)")
        } catch let error as ProfileError {
            #expect(error.message.contains(message) && error.line == 2, "\(error)")
            if !hint.isEmpty { #expect(error.hint?.contains(hint) == true, "\(error)") }
        }
    }

    /// By VRs they are about what nothing else names, as without a condition.
    @Test func rulesByVRsHaveThemToo() throws {
        let rule = #"{"vrs":["IS"],"action":"remove","when":{"within":["CTDIPhantomTypeCodeSequence"]}}"#
        let found = try run(rule)
        #expect(found.top && !found.inside)
        #expect(try run(#"{"attributes":["SeriesNumber"],"action":"keep"},"# + rule).inside)
        let profile = try compiled(Self.json(rule))
        #expect(profile.conditionalRules(for: Tag(0x0020_0011)).map(\.rule) == [.remove])
        // Series Description is LO, Patient ID a row of the table, Rows what pixels are decoded by.
        #expect([0x0008_103E, 0x0010_0020, 0x0028_0010].allSatisfy { profile.conditionalRules(for: Tag($0)).isEmpty })
        #expect(
            ProfileDifference.lines(basicProfile, profile) == [
                "VR IS: remove when within CTDIPhantomTypeCodeSequence (in the second only)"
            ])
    }

    @Test func explainAndDiffKnowThem() throws {
        let profile = try compiled(
            Self.json(
                remove(#""sopClasses":["CTImageStorage"],"modalities":["CT"]"#) + ","
                    + #"{"attributes":["StudyID"],"action":"remove","when":{"within":["RequestAttributesSequence"],"sopClasses":["CTImageStorage"]}}"#
            ))
        func lines(_ tag: UInt32, _ sop: String?, _ path: [Standard.Tag] = []) -> [String: String] {
            Dictionary(
                Explanation(profile, tag: Tag(tag), sopClassUID: sop, path: path).lines.map { ($0.name, $0.text) }
            ) { $1 }
        }
        let ct = "1.2.840.10008.5.1.4.1.1.2"
        #expect(lines(0x0020_0011, ct)["action"] == "keep")
        #expect(
            lines(0x0020_0011, ct)["but"]?.hasPrefix("remove when SOP Class CTImageStorage, Modality CT: profile t")
                == true)
        #expect(lines(0x0020_0011, "1.2.840.10008.5.1.4.1.1.4")["but"] == nil)
        #expect(lines(0x0020_0010, ct)["action"] == "Z: emptied")
        #expect(
            ProfileDifference.lines(basicProfile, profile) == [
                "(0020,0011) SeriesNumber: remove when SOP Class CTImageStorage, Modality CT (in the second only)",
                "(0020,0010) StudyID: remove when SOP Class CTImageStorage, within RequestAttributesSequence (in the second only)",
            ])
    }
}

/// `paths`: rules for one exact place.
@Suite struct PathConditionTests {
    static let json = #"""
        {"name":"t","extends":"basic","rules":[
          {"attributes":["CodeMeaning"],"action":"remove","when":{"paths":["ProcedureCodeSequence"]}},
          {"attributes":["SliceThickness"],"action":"remove","when":{"paths":["."]}}]}
        """#

    @Test func theyHoldAtTheirPlaceOnly() throws {
        let wire = Wire.explicitLittle
        let code =
            wire.element(0x0008_0100, "SH", "T-D1100 ") + wire.element(0x0008_0102, "SH", "SRT ")
            + wire.element(0x0008_0104, "LO", "Head")
        let thick = wire.element(0x0018_0050, "DS", "5 ")
        func content(_ sequence: UInt32) -> [UInt8] {
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.sequence(sequence, [wire.item(code)]) + thick
        }
        let profile = try compiled(Self.json)
        let found = try deidentify(content(0x0008_1032), wire, profile)
        #expect(found[tag: 0x0018_0050] == nil)
        if let item = found[tag: 0x0008_1032]?.items?.first { #expect(item[tag: 0x0008_0104] == nil) }
        let nested = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.sequence(0x0018_9346, [wire.item(code + thick)]), wire,
            profile)
        let item = try #require(nested[tag: 0x0018_9346]?.items?.first)
        #expect(item[tag: 0x0018_0050] != nil)
    }

    @Test(arguments: ["ProcedureCodeSequenc", "", "A..B", "PatientName", "ProcedureCodeSequence."])
    func whatIsNoPathIsAnError(path: String) {
        #expect(throws: ProfileError.self) {
            try profile(
                #"{"name":"t","extends":"basic","rules":[{"attributes":["StudyID"],"action":"remove","when":{"paths":["\#(path)"]}}]}"#
            )
        }
    }
}
