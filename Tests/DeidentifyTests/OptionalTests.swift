import Standard
import Testing

@testable import Deidentify

/// `"optional": "remove"`: nothing stays but what the IOD needs.
@Suite struct OptionalTests {
    static let strict = CompiledProfile(try! ShippedProfiles.profile(named: "strict"))

    @Test func itConformsAndSaysSo() {
        #expect(Self.strict.conforms)
        #expect(Self.strict.methodCodes.map(\.value) == ["113100"])
    }

    /// Every attribute of PS3.6, planted alone: it stays only where the CT IOD has it as Type 1 or 2.
    @Test func nothingStaysThatTheIODDoesWithout() throws {
        let wire = Wire.explicitLittle
        let sopClass = "1.2.840.10008.5.1.4.1.1.2"
        let top = try #require(AttributeTypes.place(forSOPClass: Array(sopClass.utf8)))
        var wrong: [String] = []
        var stayed = 0
        for position in 0..<DataDictionary.count {
            let tag = DataDictionary.tag(at: position)
            let vr = DataDictionary.vr(at: position)
            guard tag.group > 8, vr.isKnown, tag.group < 0x7FE0, tag.rawValue != 0x0020_000D,
                !MarkerAttributes.tags.contains(tag)
            else { continue }
            let planted = Plant.element(tag.rawValue, vr.description, wire)
            guard let found = try? deidentify(wire.element(0x0008_0018, "UI", "1.2.3.4") + planted, wire, Self.strict)
            else { continue }
            guard found[tag: tag.rawValue] != nil else { continue }
            stayed += 1
            let type = AttributeTypes.type(of: tag, at: top)
            if type == nil || type == .type3, !StructuralAttributes.contains(tag), !StructuralAttributes.identifies(tag)
            {
                // UIDs of classes, which basic keeps by name
                if profileKeeps(tag) || ConditionAttributes.contains(tag) { continue }
                if ConditionAttributes.dependent(on: tag) != nil { continue }
                wrong.append("\(tag)")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(20))")
        #expect(stayed > 60)
    }

    private func profileKeeps(_ tag: Standard.Tag) -> Bool {
        let found = Self.strict.find(tag)
        return found.rule == .keep && !found.isDefault
    }

    /// A rule that names an attribute to be kept is an allow-list.
    @Test func whatARuleKeepsStays() throws {
        let wire = Wire.explicitLittle
        let profile = try compiled(
            #"{"name":"t","extends":"strict","rules":[{"attributes":["KVP","GantryDetectorTilt"],"action":"keep"}]}"#)
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0018_1120, "DS", "0")
            + wire.element(0x0018_1130, "DS", "7")
        let found = try deidentify(content, wire, profile)
        #expect(found[tag: 0x0018_1120] != nil && found[tag: 0x0018_1130] == nil)
    }

    @Test func itNeedsTheTable() {
        #expect(throws: ProfileError.self) {
            try profile(#"{"name":"t","unlisted":"keep","optional":"remove"}"#)
        }
    }

    /// Ages over 89 that an option keeps become one class.
    @Test(arguments: [("089Y", "089Y"), ("090Y", "090Y"), ("094Y", "090Y"), ("120Y", "090Y"), ("011M", "011M")])
    func agesAreCapped(age: String, expected: String) throws {
        let wire = Wire.explicitLittle
        let profile = try compiled([.retainPatientCharacteristics])
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0010_1010, "AS", age), wire, profile)
        #expect(found[tag: 0x0010_1010]?.text == expected)
    }

    /// What the Common Instance Reference Module names is still referred to.
    @Test(arguments: [true, false]) func referencesStayWhereTheirListStays(hasList: Bool) throws {
        let wire = Wire.explicitLittle
        let reference = wire.item(
            wire.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2")
                + wire.element(0x0008_1155, "UI", "1.2.826.0.67423.1"))
        let list = wire.sequence(
            0x0008_1115,
            [wire.item(wire.sequence(0x0008_114A, [reference]) + wire.element(0x0020_000E, "UI", "1.2.826.0.67423.2"))])
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + (hasList ? list : [])
                + wire.sequence(0x0008_2112, [reference]), wire,
            sopClass: "1.2.840.10008.5.1.4.1.1.30")
        let uid = found[tag: 0x0008_2112]?.items?.first?[tag: 0x0008_1155]?.text
        #expect((uid != nil) == hasList)
        #expect(
            uid == nil
                || uid
                    == found[tag: 0x0008_1115]?.items?.first?[tag: 0x0008_114A]?.items?.first?[tag: 0x0008_1155]?.text
        )
    }
}

/// `hash`: a keyed name.
@Suite struct HashTests {
    @Test func theSameValueHasTheSameNameUnderOneKeyAndRelease() throws {
        let wire = Wire.explicitLittle
        let profile = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["AccessionNumber","StudyID","PatientName"],"action":"hash"}]}"#
        )
        #expect(profile.conforms)
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0008_0050, "SH", "A 47")
            + wire.element(0x0010_0010, "PN", "DOE^JANE") + wire.element(0x0020_0010, "SH", " A 47 ")
        let file = part10(content, syntax: wire.syntax)
        func names(_ release: String) throws -> [String] {
            let output = try deidentify(MemorySource(file), profile, release: release)
            let found = try Found.parse(output.dataSet, wire)
            return [UInt32(0x0008_0050), 0x0010_0010, 0x0020_0010].map { found[tag: $0]?.text ?? "" }
        }
        let first = try names("")
        #expect(first[0] == first[2] && first[0] != first[1])
        #expect(first.allSatisfy { $0.utf8.count == 16 && $0.first == "H" })
        #expect(try names("") == first)
        #expect(Set(try names("other")).isDisjoint(with: first))
    }

    @Test(arguments: ["PatientBirthDate", "StudyInstanceUID", "ReferencedStudySequence", "Rows"])
    func whatHoldsNoTextHasNoName(keyword: String) {
        #expect(throws: ProfileError.self) {
            try profile(#"{"name":"t","extends":"basic","rules":[{"attributes":["\#(keyword)"],"action":"hash"}]}"#)
        }
    }

    /// Where the table says X, a name is more than it allows.
    @Test func itIsWeakerThanX() {
        #expect(throws: ProfileError.self) {
            try profile(
                #"{"name":"t","extends":"basic","rules":[{"attributes":["StudyDescription"],"action":"hash"}]}"#)
        }
    }
}
