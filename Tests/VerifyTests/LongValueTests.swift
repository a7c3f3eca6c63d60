import Standard
import Testing

@testable import Verify

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Values longer than the windows through which files are seen: in memory, inflated, and out of a pipe. No length in a file
/// ends the run, or the walk through a sound file. `test_verify_lengths.py` has more of them.
@Suite struct LongValueTests {
    /// Attributes that checks of their own look at, and one of each VR that has room.
    private static let attributes: [(tag: UInt32, vr: String)] = [
        (0x0008_0005, "UN"), (0x0008_0008, "UN"), (0x0008_0016, "UN"), (0x0008_0018, "UN"), (0x0008_0020, "UN"),
        (0x0008_0030, "UN"),
        (0x0008_0100, "UC"), (0x0008_1150, "UN"), (0x0008_1155, "UN"), (0x0008_1190, "UR"), (0x0010_0010, "UN"),
        (0x0010_0020, "UT"),
        (0x0010_1010, "UN"), (0x0012_0063, "UN"), (0x0018_1030, "UT"), (0x0018_9073, "UN"), (0x0020_000D, "UN"),
        (0x0020_0013, "UN"),
        (0x0028_0008, "UN"), (0x0028_0010, "UN"), (0x0028_0303, "UN"), (0x0028_1201, "OW"), (0x0028_2000, "OB"),
        (0x0028_2000, "UT"),
        (0x0029_1010, "OB"), (0x0040_A160, "UT"), (0x0042_0011, "OB"), (0x0066_0016, "OF"), (0x0072_0073, "OD"),
        (0x0072_0082, "OV"),
        (0x0400_0520, "OB"), (0x5400_1010, "OW"), (0x5400_1010, "UT"), (0x5600_0020, "OF"), (0x7F00_0010, "OW"),
        (0x7FE0_0003, "UV"),
        (0x7FE0_0010, "OW"), (0x7FE0_0010, "UT"), (0x7FE0_0008, "OF"),
    ]

    /// Text that is looked at to its end, whatever it stands in.
    private static let content = Array("ORIGINAL\\".utf8)

    private func file(_ tag: UInt32, _ vr: String, _ length: Int) -> CleanFile {
        var file = CleanFile()
        file.set(0x0028_0011, "US", [0, 1])
        file.set(0x0028_0100, "US", [16, 0])
        file.set(0x0028_0101, "US", [12, 0])
        file.set(0x0028_0102, "US", [11, 0])
        file.set(0x003A_0005, "US", [1, 0])
        file.set(0x003A_0010, "UL", [16, 0, 0, 0])
        file.set(0x5400_1004, "US", [16, 0])
        file.set(
            tag, vr,
            Array(Array(repeating: Self.content, count: length / Self.content.count + 1).joined().prefix(length)))
        return file
    }

    /// Findings of a reader that has lost its way, or gave up.
    private func expectRead(_ found: [Finding], _ attribute: (tag: UInt32, vr: String)) {
        #expect(
            Set(found.map(\.id)).isDisjoint(with: ["DV0003", "DV0004", "DV0008", "DV0012"]),
            "\(Tag(attribute.tag)) \(attribute.vr)")
    }

    @Test(arguments: [16_386, 32_770]) func aFileIsReadToItsEnd(length: Int) {
        for attribute in Self.attributes {
            let bytes = file(attribute.tag, attribute.vr, length).file
            expectRead(Verifier().verify(bytes: bytes), attribute)
        }
    }

    /// The window of what is inflated is larger; what has left it does not come again.
    @Test func aDeflatedFileIsReadOnce() {
        var kept = Expectations()
        kept.kept = [0x0008_0020, 0x0008_0030, 0x0028_2000, 0x7F00_0010, 0x5400_1010].map {
            TagMask(value: $0, mask: .max)
        }
        for attribute in Self.attributes {
            var file = file(attribute.tag, attribute.vr, 270_000)
            file.transferSyntax = "1.2.840.10008.1.2.1.99"
            let start = file.file.count - file.dataSet.count
            let bytes = Array(file.file[..<start]) + deflated(file.dataSet)
            expectRead(Verifier(expectations: kept).verify(bytes: bytes), attribute)
        }
    }

    @Test func aPipeIsReadOnce() throws {
        for attribute in Self.attributes {
            let bytes = file(attribute.tag, attribute.vr, 200_000).file
            var name = Array("/tmp/dcmveil-XXXXXX".utf8CString)
            let descriptor = unsafe mkstemp(&name)
            try #require(descriptor >= 0)
            unsafe unlink(name)
            defer { close(descriptor) }
            let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            try #require(written == bytes.count)
            lseek(descriptor, 0, SEEK_SET)
            expectRead(try Verifier().examine(stream: StreamBytes(descriptor: descriptor)).findings, attribute)
        }
    }
}

/// What stands behind padding is no part of a short value.
@Suite struct PaddedValueTests {
    private static let tail = String(repeating: " ", count: 70) + "Kowalczyk^Agnieszka"

    @Test func aMethodCodeHasNothingBehindIt() {
        func file(_ value: String, _ scheme: String, _ meaning: String) -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    $0.changes[0x0012_0064] = bytes.sequence(
                        0x0012_0064,
                        [
                            bytes.element(0x0008_0100, "SH", value) + bytes.element(0x0008_0102, "SH", scheme)
                                + bytes.element(0x0008_0104, "LO", meaning)
                        ])
                })
        }
        let meaning = "Basic Application Confidentiality Profile"
        #expect(file("113100", "DCM", meaning) == [])
        #expect(file("113100" + Self.tail, "DCM", meaning) == ["DV0405"])
        #expect(file("113100", "DCM" + Self.tail, meaning) == ["DV0405"])
        #expect(file("113100", "DCM", meaning + Self.tail) == ["DV0405"])
    }
}
