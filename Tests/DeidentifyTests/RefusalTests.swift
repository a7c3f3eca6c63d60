import DICOM
import Standard
import Testing

@testable import Deidentify

/// Inputs of which nothing may be made: and then no output is opened.
@Suite struct RefusalTests {
    private func refusal(_ file: [UInt8]) -> String {
        var deidentifier = FileDeidentifier(
            profile: try! compiled(), pseudonyms: Pseudonyms(testKey), versionName: "test")
        var isOpened = false
        do throws(DeidentifyError) {
            _ = try deidentifier.run(MemorySource(file)) { _ in
                isOpened = true
                return MemorySink()
            }
        } catch {
            switch error {
            // Found on the way, when an output is under way, which the caller throws away.
            case .parse(let error): return error.code.name
            case .refused(let refusal):
                #expect(!isOpened, "an output was opened")
                return refusal.rawValue
            default: return "\(error)"
            }
        }
        return "none"
    }

    @Test func directoriesAndHalvesAreRefused() {
        let wire = Wire.explicitLittle
        let uid = wire.element(0x0008_0018, "UI", "1.2.3")
        #expect(refusal([]) == "empty-file")
        #expect(refusal(part10([], syntax: wire.syntax)) == "empty-data-set")
        #expect(refusal(part10(uid, syntax: wire.syntax, sopClass: "1.2.840.10008.1.3.10")) == "dicomdir")
        #expect(refusal(part10(uid, syntax: wire.syntax, sopClass: "")) == "missing-sop-class-uid")
        #expect(
            refusal(part10(wire.element(0x0010_0010, "PN", "A^B "), syntax: wire.syntax, sopInstance: ""))
                == "missing-sop-instance-uid")
        #expect(refusal(part10(uid + wire.header(0x0010_0010, "PN", 50), syntax: wire.syntax)) == "value-past-end")
    }

    /// The whole value would name the file, and each part be replaced by itself.
    @Test(arguments: [UInt32(0x0008_0018), 0x0020_000D, 0x0020_000E])
    func aUIDOfTwoValuesIsRefused(tag: UInt32) {
        let wire = Wire.explicitLittle
        let content =
            (tag == 0x0008_0018 ? [] : wire.element(0x0008_0018, "UI", "1.2.3\0"))
            + wire.element(tag, "UI", #"1.2.3\1.2.4"#)
        #expect(refusal(part10(content, syntax: wire.syntax)) == "ambiguous-uid")
    }

    /// As absent it would make one patient of all such files.
    @Test(arguments: [UInt32(0x0010_0020), 0x0010_0021]) func aPatientIDBeyondReadingIsRefused(tag: UInt32) {
        let wire = Wire.explicitLittle
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3\0")
            + wire.element(tag, "UT", [UInt8](repeating: 0x41, count: 70_000))
        #expect(refusal(part10(content, syntax: wire.syntax)) == "unreadable-patient-id")
    }

    @Test func changesThatCannotBeHeldAreRefused() {
        let wire = Wire.explicitLittle
        var limits = DataSetReader.Limits()
        limits.batch = 16
        limits.changedBytes = 4000
        let item = wire.item(wire.element(0x0008_1155, "UI", "1.2.3\0"))
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3\0")
            + wire.sequence(0x0040_A375, Array(repeating: item, count: 400))
        #expect(throws: DeidentifyError.self) {
            _ = try deidentify(MemorySource(part10(content, syntax: wire.syntax)), basicProfile, limits: limits)
        }
        limits.changedBytes = 1 << 20
        #expect(throws: Never.self) {
            _ = try deidentify(MemorySource(part10(content, syntax: wire.syntax)), basicProfile, limits: limits)
        }
    }

    /// Every code of `ParseError` holds a word, never a value.
    @Test(arguments: Fixtures.paths(broken: true).filter { $0.hasPrefix("broken/") })
    func brokenFixturesAreRefused(path: String) throws {
        if path == "broken/deflated-bomb.dcm" { return }  // below the limit, and whole
        #expect(refusal(try Fixtures.bytes(path)) != "none", "\(path)")
    }
}
