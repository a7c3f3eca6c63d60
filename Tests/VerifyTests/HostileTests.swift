import Glibc
import Testing

@testable import Verify

/// Input that nobody wrote by accident.
@Suite struct HostileTests {
    /// A small file with sequences of both codings, an icon, fragments.
    static let varied: [UInt8] = CleanFile.with {
        let bytes = $0.bytes
        $0.transferSyntax = CleanFile.jpeg
        $0.changes[0x0008_1140] = bytes.sequence(0x0008_1140, [bytes.element(0x0008_1155, "UI", "2.25.9")])
        $0.changes[0x0054_0016] = bytes.sequence(
            0x0054_0016, [bytes.sequence(0x0054_0300, [[]], delimited: true)], delimited: true)
        $0.set(0x0040_0555, "UN", [])
        $0.changes[0x7FE0_0010] = bytes.fragments([CodestreamTests.jpeg()])
    }

    @Test func theVariedFileIsClean() { #expect(ids(Self.varied) == []) }

    @Test func everyPrefixIsAFinding() {
        for count in 0..<Self.varied.count {
            #expect(!Verifier().verify(bytes: Array(Self.varied[..<count])).isEmpty, "\(count) bytes")
        }
    }

    @Test func everyPrefixOfADeflatedFileIsAFinding() {
        let plain = CleanFile(transferSyntax: "1.2.840.10008.1.2.1.99")
        let file = plain.preamble + Array("DICM".utf8) + plain.meta + deflated(plain.dataSet)
        for count in 0..<file.count {
            #expect(!Verifier().verify(bytes: Array(file[..<count])).isEmpty, "\(count) bytes")
        }
    }

    @Test func randomChangesNeverCrash() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix(state: seed)
        print("HostileTests seed: \(seed)")
        let plain = CleanFile(transferSyntax: "1.2.840.10008.1.2.1.99")
        let implicit = CleanFile.with {
            $0.bytes = .implicit
            $0.transferSyntax = "1.2.840.10008.1.2"
        }
        let boxed = CleanFile.with {
            let codestream = CodestreamTests.codestream(comment: "Kakadu-v6.4.1")
            $0.transferSyntax = CodestreamTests.jpeg2000
            $0.changes[0x7FE0_0010] = $0.bytes.fragments([
                codestream + [0, 0].prefix(codestream.count % 2),
                CodestreamTests.box("jP  ", [13, 10, 0x87, 10]) + CodestreamTests.box("jp2c", codestream)
                    + [0, 0].prefix(codestream.count % 2),
            ])
        }
        let runLength = CleanFile.with {
            $0.transferSyntax = CodestreamTests.runLength
            $0.set(0x0028_0011, "US", [4, 0])
            $0.set(0x0028_0100, "US", [8, 0])
            $0.changes[0x7FE0_0010] = $0.bytes.fragments([
                $0.bytes.uint32(1) + $0.bytes.uint32(64) + [UInt8](repeating: 0, count: 56) + [253, 7]
            ])
        }
        let files = [
            Self.varied, boxed, runLength, implicit,
            plain.preamble + Array("DICM".utf8) + plain.meta + deflated(plain.dataSet),
            CleanFile(bytes: .bigEndian).dataSet,
        ]
        for round in 0..<6000 {
            var file = files[round % files.count]
            for _ in 0..<Int(random.next() % 4 + 1) {
                let offset = Int(random.next() % UInt64(file.count))
                switch random.next() % 4 {
                case 0: file[offset] = UInt8(truncatingIfNeeded: random.next())
                case 1: file[offset] = [0, 0xFF, 0xFE, 0x7F][Int(random.next() % 4)]
                case 2: file.remove(at: offset)
                default: file.insert(UInt8(truncatingIfNeeded: random.next()), at: offset)
                }
            }
            _ = Verifier().verify(bytes: file)
        }
    }

    @Test(arguments: [true, false])
    func deepNestingIsFollowedToTheLimit(delimited: Bool) {
        func nested(_ depth: Int) -> [UInt8] {
            let bytes = Bytes.explicit
            var content = bytes.element(0x0010_0010, "PN", "Doe ")
            for _ in 0..<depth { content = bytes.sequence(0x0054_0016, [content], delimited: delimited) }
            return CleanFile.with { $0.changes[0x0054_0016] = content }
        }
        #expect(ids(nested(120)) == ["DV0103"])
        #expect(ids(nested(256)) == ["DV0103"])
        #expect(ids(nested(257)) == ["DV0005"])
        #expect(ids(nested(3000)) == ["DV0005"])
    }

    @Test func findingsAreBounded() {
        var options = VerifierOptions()
        options.maximumFindingsPerCheck = 5
        let bytes = Bytes.explicit
        let names = (0..<100).flatMap { bytes.element(0x0009_1000 + $0, "LO", "x ") }
        let findings = Verifier(options: options).verify(bytes: CleanFile.with { $0.changes[0x0009_1000] = names })
        #expect(findings.map(\.id) == ["DV0112", "DV0112", "DV0112", "DV0112", "DV0112", "DV0112"])
        #expect(findings.map(\.count) == [1, 1, 1, 1, 1, 95])
        #expect(findings.last?.message == "private element: 95 more, the first of them here")
        var summary = Summary()
        summary.add(findings)
        #expect(summary.errors == 100)
        options.maximumFindings = 3
        #expect(Verifier(options: options).verify(bytes: CleanFile.with { $0.changes[0x0009_1000] = names }).count == 4)
    }

    @Test(arguments: [("MODIFIED", 0), ("REMOVED", 100)])
    func datesBeyondTheBoundAreSettledToo(dates: String, expected: Int) {
        var options = VerifierOptions()
        options.maximumFindingsPerCheck = 5
        let bytes = Bytes.explicit
        let items = [[UInt8]](repeating: bytes.element(0x0008_0020, "DA", "20200101"), count: 100)
        let findings = Verifier(options: options).verify(
            bytes: CleanFile.with {
                $0.dates = dates
                $0.changes[0x0008_1140] = bytes.sequence(0x0008_1140, items)
            })
        #expect(findings.reduce(0) { $0 + $1.count } == expected)
        #expect(findings.count == (expected == 0 ? 0 : 6))
    }

    @Test func largeFilesOfTinyThingsTakeNoMoreThanTheirDue() {
        let bytes = Bytes.explicit
        let uid = (0..<30_000).map { bytes.item(bytes.element(0x0008_1155, "UI", "1.2.3.\($0)")) }.flatMap { $0 }
        let classes = (0..<60_000).map { bytes.item(bytes.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.\($0)")) }
            .flatMap { $0 }
        let names = (0..<100_000).flatMap { _ in bytes.element(0x0010_0010, "PN", "") }
        let files = [
            CleanFile.with { $0.changes[0x0008_1140] = bytes.header(0x0008_1140, "SQ", uid.count) + uid },
            CleanFile.with { $0.changes[0x0010_0010] = names },
            CleanFile.with { $0.changes[0x0008_1140] = bytes.header(0x0008_1140, "SQ", classes.count) + classes },
        ]
        for file in files {
            let start = ContinuousClock().now
            let findings = Verifier().verify(bytes: file)
            #expect(findings.count >= 1001 && findings.count < 1010)
            // Many times what it takes, also with AddressSanitizer on a busy machine; a path for each finding takes longer by far.
            #expect(start.duration(to: ContinuousClock().now) < .seconds(120))
        }
    }

    @Test func filesAreReadThroughTheirDescriptor() throws {
        var name = Array("/tmp/dcmveil-verify-XXXXXX".utf8CString)
        let descriptor = name.withUnsafeMutableBufferPointer { unsafe mkstemp($0.baseAddress!) }
        #expect(descriptor >= 0)
        _ = name.withUnsafeBufferPointer { unsafe unlink($0.baseAddress!) }
        defer { close(descriptor) }
        // 3 GiB of pixels that are never read: the file is sparse.
        let head = CleanFile.with {
            $0.set(0x0028_0010, "US", [0, 0x80])
            $0.set(0x0028_0011, "US", [0, 0xC0])
            $0.set(0x0028_0100, "US", [16, 0])
            $0.changes[0x7FE0_0010] = $0.bytes.header(0x7FE0_0010, "OW", 3 << 30)
        }
        let padding = Bytes.explicit.element(0xFFFC_FFFC, "OB", [1, 2])
        let start = head.count
        let end = start + (3 << 30) + padding.count
        head.withUnsafeBytes { _ = unsafe pwrite(descriptor, $0.baseAddress, start, 0) }
        padding.withUnsafeBytes {
            _ = unsafe pwrite(descriptor, $0.baseAddress, padding.count, off_t(start + (3 << 30)))
        }
        let findings = try Verifier().verify(fileDescriptor: descriptor, size: end)
        #expect(findings.map(\Finding.id) == ["DV0310"])
        #expect(findings.first?.offset == start + (3 << 30))
        let longer = try Verifier().verify(fileDescriptor: descriptor, size: end + 1)
        #expect(longer.map(\.id) == ["DV0310", "DV0003"])
    }

    @Test func aFailedReadIsThrown() {
        #expect(throws: VerifyError.read(errno: EBADF)) { try Verifier().verify(fileDescriptor: -1, size: 1000) }
    }
}

/// A small generator with a seed that can be printed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
