import DICOM
import Standard
import Testing

@testable import Deidentify

/// Native samples and colour profiles, in files and streams.
@Suite struct BesidePixelsTests {
    static let w = Wire.explicitLittle

    static func image(_ samples: [UInt8], rows: UInt8) -> [UInt8] {
        part10(
            w.element(0x0008_0018, "UI", "1.2.3\0") + w.element(0x0028_0002, "US", [1, 0])
                + w.element(0x0028_0010, "US", [rows, 0])
                + w.element(0x0028_0011, "US", [0, 1]) + w.element(0x0028_0100, "US", [16, 0])
                + w.element(0x0028_0101, "US", [12, 0])
                + w.element(0x0028_0102, "US", [11, 0]) + w.element(0x0028_0103, "US", [0, 0])
                + w.element(0x7FE0_0010, "OW", samples),
            syntax: w.syntax)
    }

    /// 256 columns: small, held; large, passed through.
    @Test(arguments: [1, 100] as [UInt8]) func unusedBitsAndExcessAreCleared(rows: UInt8) throws {
        let count = Int(rows) * 512
        let samples = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        let clean = samples.enumerated().map { $0.offset % 2 == 1 ? $0.element & 0x0F : $0.element }
        let secret = Array("DOE^JANE".utf8)
        let output = try deidentify(MemorySource(Self.image(samples + secret, rows: rows)), basicProfile)
        #expect(output.bytes.suffix(count + 8) == clean + [UInt8](repeating: 0, count: 8))
        for step in [1001, 4096, 65536] {
            let streamed = try deidentify(
                TrickleSource(Self.image(samples + secret, rows: rows), step: step), basicProfile)
            #expect(streamed.bytes == output.bytes)
        }
        let keeping = try compiled(#"{"name":"k","extends":"basic","codestreams":"keep"}"#)
        #expect(
            try deidentify(MemorySource(Self.image(samples + secret, rows: rows)), keeping).bytes.suffix(count + 8)
                == samples + secret)
        let reporting = try compiled(#"{"name":"r","extends":"basic","codestreams":"report"}"#)
        let reported = try deidentify(MemorySource(Self.image(samples + secret, rows: rows)), reporting)
        #expect(reported.bytes.suffix(count + 8) == samples + secret)
        #expect(reported.report.notes.contains { $0.reason == .besidePixels })
    }

    @Test func aColourProfileThatIsNoneGoes() throws {
        let found = try deidentify(
            Self.w.element(0x0008_0018, "UI", "1.2.3.4") + Self.w.element(0x0028_2000, "OB", Array("DOE^JANE".utf8)),
            Self.w)
        #expect(found[tag: 0x0028_2000] == nil)
    }

    /// Sizes, counts and offsets of everything; none may lead out of the profile.
    @Test func brokenColourProfilesAreNone() {
        var profile = [UInt8](repeating: 0, count: 200)
        (profile[3], profile[131]) = (200, 1)
        profile.replaceSubrange(36..<40, with: Array("acsp".utf8))
        profile.replaceSubrange(132..<136, with: Array("desc".utf8))
        (profile[139], profile[143]) = (144, 56)
        profile.replaceSubrange(144..<148, with: Array("mluc".utf8))
        #expect(ICCProfile.scrubbed(profile) != nil)
        for index in 0..<200 {
            for value in [1, 0x7F, 0xFF] as [UInt8] {
                var broken = profile
                broken[index] = value
                let result = ICCProfile.scrubbed(broken)
                #expect(result == nil || result?.count == 200)
            }
        }
        for length in 0..<200 { #expect(ICCProfile.scrubbed(Array(profile.prefix(length))) == nil) }
    }
}
