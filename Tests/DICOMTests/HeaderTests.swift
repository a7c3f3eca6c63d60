import DICOM
import Standard
import Testing

/// PS3.5 §7.1.2 and §7.1.3: the form of a data element header.
@Suite struct HeaderTests {
    static let vrs = [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW",
        "PN",
        "SH", "SL", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
    ]

    @Test(arguments: vrs, [Wire.explicitLittle, .explicitBig])
    func everyVRHasItsHeader(vr: String, wire: Wire) throws {
        let bytes = wire.element(0x0020_4000, vr, [0x31, 0x20, 0x31, 0x20]) + wire.element(0x0028_0010, "US", [0, 1])
        let steps = try walk(bytes, wire.encoding)
        #expect(brief(steps) == ["(0020,4000) \(vr) 4", "(0028,0010) US 2"])
        #expect(steps[1].offset == (Wire.shortVRs.contains(vr) ? 12 : 16))
    }

    /// PS3.5 §7.1.2: a VR of a later edition has the long form.
    @Test func aVROfTheFutureHasALongHeader() throws {
        let bytes = Wire.explicitLittle.element(0x0020_4000, "ZQ", [1, 2, 3, 4])
        #expect(brief(try walk(bytes, .explicitLittleEndian)) == ["(0020,4000) ZQ 4"])
    }

    /// PS3.5 A.1: in implicit VR the dictionary tells, what it does not know is UN, a private creator is LO (§7.8.1).
    @Test(arguments: [
        (UInt32(0x0010_0010), "PN"), (0x0028_0010, "US"), (0x0008_1140, "SQ"), (0x6002_3000, "OB"), (0x0011_0010, "LO"),
        (0x0011_1001, "UN"), (0x0020_5555, "UN"), (0x0018_0000, "UL"), (0x0011_0000, "UL"),
    ])
    func implicitVRsComeFromTheDictionary(tag: UInt32, vr: String) throws {
        let bytes = Wire.implicitLittle.element(tag, "??", [])
        let step = try #require(try walk(bytes, .implicitLittleEndian).first)
        #expect(step.vr == vr && step.length == 0)
    }

    @Test func lengthsOf16BitsReachTo65534() throws {
        let bytes = Wire.explicitBig.element(0x0020_4000, "LT", [UInt8](repeating: 0x41, count: 65534))
        #expect(brief(try walk(bytes, .explicitBigEndian)) == ["(0020,4000) LT 65534"])
    }

    /// PS3.5 §7.1.1: lengths are even. Odd ones are read, and said.
    @Test func anOddLengthIsReadAndNamed() throws {
        let file = part10(
            Wire.explicitLittle.element(0x0010_0010, "PN", Array("Doe".utf8)), syntax: "1.2.840.10008.1.2.1")
        let found = try walkFile(MemorySource(file))
        #expect(brief(found.steps) == ["(0010,0010) PN 3"])
        #expect(found.deviations == [.oddLength])
    }

    @Test(arguments: [UInt32(0xFFFF_FFFE), 0xFFFF_FFF0, 0x8000_0000, 0x7FFF_FFFF, 7], Wire.allCases)
    func aLengthBeyondTheEndIsAnError(length: UInt32, wire: Wire) {
        let bytes = wire.header(0x7FE0_0010, "OW", length) + [1, 2, 3, 4, 5, 6]
        #expect(code { _ = try walk(bytes, wire.encoding) } == .valuePastEnd)
    }

    /// PS3.5 Table 7.1-1: undefined length is for SQ, UN, and OB and OW that are encapsulated.
    @Test(arguments: ["UT", "OD", "OF", "UC", "UR", "OV"])
    func undefinedLengthIsOnlyForSequences(vr: String) {
        let bytes = Wire.explicitLittle.header(0x0020_4000, vr, 0xFFFF_FFFF) + [1, 2, 3, 4, 5, 6, 7, 8]
        #expect(code { _ = try walk(bytes, .explicitLittleEndian) } == .undefinedLengthNotAllowed)
    }

    /// A 16-bit 0xFFFF is a length of 65,535, never undefined.
    @Test func ashortUndefinedLengthDoesNotExist() {
        let bytes = Wire.explicitLittle.header(0x0010_0010, "PN", 0xFFFF) + [1, 2]
        #expect(code { _ = try walk(bytes, .explicitLittleEndian) } == .valuePastEnd)
    }
}
