import DICOM
import Standard
import Testing

@testable import Deidentify

/// One UID, one replacement, wherever it stands.
@Suite struct UIDTests {
    @Test(arguments: Wire.allCases) func referencesFollow(wire: Wire) throws {
        let image = wire.sequence(
            0x0008_2112,
            [
                wire.item(
                    wire.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2")
                        + wire.element(0x0008_1155, "UI", "1.2.3.4"))
            ])
        let content =
            wire.element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2") + wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(0x0018_9346, [wire.item(image)]) + wire.element(0x0020_000D, "UI", "1.2.5")
        let output = try deidentify(
            MemorySource(part10(content, syntax: wire.syntax)), compiled([.retainDeviceIdentity]))
        let found = try Found.parse(output.dataSet, wire)
        let new = "2.25.332275734882345775319152187056061725357"
        #expect(found[tag: 0x0008_0018]?.text == new && output.identity.sopInstanceUID == new)
        #expect(found[tag: 0x0008_0016]?.text == "1.2.840.10008.5.1.4.1.1.2")
        let meta = try Found.parse(Array(output.bytes[132..<output.start]), .explicitLittle)
        #expect(meta[tag: 0x0002_0003]?.text == new && meta[tag: 0x0002_0010]?.text == wire.syntax)
        #expect(output.identity.studyInstanceUID == found[tag: 0x0020_000D]?.text)
    }

    /// UIDs under the root of the standard that it never gave out: where classes and code systems are named, too.
    @Test(
        arguments: [
            (0x0008_0117, "1.2.840.10008.6.1.308", true), (0x0008_0117, "1.2.840.10008.6.1.555.1234", false),
            (0x0008_0117, "1.2.840.10008.6.1.40217", false), (0x0008_0118, "1.2.840.10008.8.1.1", true),
            (0x0008_0118, "1.2.840.10008.8.1.5551234", false), (0x0008_010C, "1.2.840.10008.2.16.4", true),
            (0x0008_010C, "1.2.840.10008.2.16.555.1234", false), (0x0008_010C, "2.16.840.1.113883.6.96", true),
            (0x0008_1150, "1.2.840.10008.5.1.4.1.1.2", true), (0x0008_1150, "1.2.840.10008.5.1.4.1.1.555.1234", false),
            // One of a later edition.
            (0x0008_1150, "1.2.840.10008.5.1.4.1.1.481.99", true), (0x0008_1150, "1.2.840.10008.9.12", false),
            (0x0008_1150, "1.2.840.10008.5.1.4.1.1.2\\1.2.840.10008.9.5551234", false),
        ] as [(UInt32, String, Bool)]) func uidsThatNobodyRegisteredGo(tag: UInt32, uid: String, stays: Bool) throws
    {
        let wire = Wire.explicitLittle
        let code =
            wire.element(0x0008_0100, "SH", "T-D4000") + wire.element(0x0008_0102, "SH", "SRT")
            + wire.element(0x0008_0104, "LO", "Abdomen")
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(0x0018_9346, [wire.item((tag < 0x0008_1150 ? code : []) + wire.element(tag, "UI", uid))])
        for name in ["basic", "research", "limited-data-set"] {
            let found = try deidentify(content, wire, CompiledProfile(ShippedProfiles.profile(named: name)))
            let left = try #require(found[tag: 0x0018_9346]?.items?.first?[tag: tag])
            #expect((left.text == uid) == stays, "\(name)")
            if !stays {
                #expect(
                    left.text.hasSuffix(Array(uid.utf8).contains(0x5C) ? left.text : "") && left.text.contains("2.25."))
            }
        }
    }

    /// A class that looks like an instance: a keyed one, alike in File Meta and in references, and told of.
    @Test(arguments: [
        ("1.2.840.10008.5.1.4.1.1.2", false), ("1.2.840.113619.4.26", false), ("1.3.46.670588.11.0.0.12.1", false),
        ("1.2.840.113619.4.20240229.113059", true), ("1.2.826.0.1.3680043.8.498.71634567890123", true),
    ]) func classesThatLookLikeInstances(uid: String, isReplaced: Bool) throws {
        let wire = Wire.explicitLittle
        let image = wire.item(wire.element(0x0008_1150, "UI", uid) + wire.element(0x0008_1155, "UI", "1.2.3.9"))
        let content =
            wire.element(0x0008_0016, "UI", uid) + wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(0x0018_9346, [image])
        func run(_ profile: CompiledProfile) throws -> (meta: String?, own: String?, other: String?, notes: Int) {
            let output = try deidentify(MemorySource(part10(content, syntax: wire.syntax, sopClass: uid)), profile)
            let found = try Found.parse(output.dataSet, wire)
            let meta = try Found.parse(Array(output.bytes[132..<output.start]), .explicitLittle)
            let notes = output.report.notes.count { $0.path == [.sopClassUID] && $0.rule == .uid }
            return (
                meta[tag: 0x0002_0002]?.text, found[tag: 0x0008_0016]?.text,
                found[tag: 0x0018_9346]?.items?.first?[tag: 0x0008_1150]?.text, notes
            )
        }
        let usual = try run(basicProfile)
        #expect(usual.meta == usual.own && usual.own == usual.other)
        #expect((usual.own != uid) == isReplaced && usual.notes == (isReplaced ? 1 : 0))
        // A site that knows the class says so.
        let site = try run(
            compiled(
                #"{"name":"site","extends":"basic","rules":[{"attributes":["SOPClassUID","ReferencedSOPClassUID"],"action":"keep"}]}"#
            ))
        #expect(site.meta == uid && site.own == uid && site.other == uid && site.notes == 0)
    }

    @Test func everyValueOfSeveralIsReplaced() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4")
                + wire.element(0x0008_3001, "UI", "x")
                + wire.element(0x0020_0052, "UI", "1.2.3.4\\\\1.2.840.10008.1.4.1.1\\1.2.3.4 "),
            wire)
        let new = "2.25.332275734882345775319152187056061725357"
        #expect(found[tag: 0x0020_0052]?.text == "\(new)\\\\1.2.840.10008.1.4.1.1\\\(new)")
    }

    /// PS3.5 §6.2: UI is padded with NUL; a space is wrong and common. Both are the same UID.
    @Test(arguments: ["1.2.3\0", "1.2.3 ", "1.2.3", " 1.2.3", "1.2.3\0\0\0"]) func paddingDoesNotCount(text: String)
        throws
    {
        let wire = Wire.explicitLittle
        let found = try deidentify(wire.element(0x0008_0018, "UI", Array(text.utf8)), wire)
        let plain = try deidentify(wire.element(0x0008_0018, "UI", "1.2.3"), wire)
        #expect(found[tag: 0x0008_0018] == plain[tag: 0x0008_0018])
    }

    @Test func emptyUIDsStayEmpty() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(0x0020_0052, "UI", ""), wire)
        #expect(found[tag: 0x0020_0052]?.value == [])
    }

    /// 3,000 short UIDs become 132,000 bytes, which a 16-bit length cannot say (PS3.5 §7.1.2).
    static func manyUIDs(_ wire: Wire) throws -> [Found] {
        let many = (0..<3000).map { "1.2.\($0)" }.joined(separator: "\\")
        return try deidentify(wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(0x0020_0052, "UI", many), wire)
    }

    @Test func manyUIDsAreReplacedInImplicitVR() throws {
        #expect(try Self.manyUIDs(.implicitLittle)[tag: 0x0020_0052]?.text.split(separator: "\\").count == 3000)
    }

    @Test func manyUIDsDoNotEndTheProcess() async {
        do {
            await #expect(processExitsWith: .success) { _ = try? UIDTests.manyUIDs(.explicitLittle) }
        }
    }
}
