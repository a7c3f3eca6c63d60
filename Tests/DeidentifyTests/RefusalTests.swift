import DICOM
import Standard
import Testing

@testable import Deidentify

/// Inputs of which nothing may be made: and then no output is opened.
@Suite struct RefusalTests {
    private func refusal(_ file: [UInt8]) -> String {
        var deidentifier = FileDeidentifier(
            profile: try! compiled(), pseudonyms: Pseudonyms(testKey), versionName: "test")
        do throws(DeidentifyError) {
            _ = try deidentifier.run(MemorySource(file)) { _ in
                Issue.record("an output was opened")
                return MemorySink()
            }
        } catch {
            switch error {
            case .parse(let error): return error.code.name
            case .refused(let refusal): return refusal.rawValue
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
        #expect(refusal(part10(wire.element(0x0010_0010, "PN", "A^B "), syntax: wire.syntax, sopInstance: "")) == "missing-sop-instance-uid")
        #expect(refusal(part10(uid + wire.header(0x0010_0010, "PN", 50), syntax: wire.syntax)) == "value-past-end")
    }

    /// Every code of `ParseError` holds a word, never a value.
    @Test(arguments: Fixtures.paths(broken: true).filter { $0.hasPrefix("broken/") })
    func brokenFixturesAreRefused(path: String) throws {
        if path == "broken/deflated-bomb.dcm" { return }  // below the limit, and whole
        #expect(refusal(try Fixtures.bytes(path)) != "none", "\(path)")
    }
}
