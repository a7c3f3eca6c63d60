import Testing

@testable import Verify

/// The ids found in a file, in order, each once.
func ids(_ bytes: [UInt8]) -> [String] {
    var ids: [String] = []
    for finding in Verifier().verify(bytes: bytes) where !ids.contains(finding.id) { ids.append(finding.id) }
    return ids
}

@Suite struct CleanFileTests {
    @Test func aCleanFileHasNoFindings() {
        #expect(Verifier().verify(bytes: CleanFile().file) == [])
    }

    @Test func aCleanFileIsCleanInEveryByteOrder() {
        #expect(
            ids(
                CleanFile.with {
                    $0.bytes = .implicit
                    $0.transferSyntax = "1.2.840.10008.1.2"
                }) == [])
        #expect(
            ids(
                CleanFile.with {
                    $0.bytes = .bigEndian
                    $0.transferSyntax = "1.2.840.10008.1.2.2"
                }) == [])
    }

    @Test func aCleanDeflatedFileHasNoFindings() {
        let plain = CleanFile(transferSyntax: "1.2.840.10008.1.2.1.99")
        let head = plain.preamble + Array("DICM".utf8) + plain.meta
        let stream = deflated(plain.dataSet)
        #expect(ids(head + stream) == [])
        #expect(ids(head + stream + [0]) == [])
        #expect(ids(head + stream + [1]) == ["DV0010"])
        #expect(ids(head + stream + [0, 0]) == ["DV0010"])
        #expect(ids(head + Array(stream.dropLast(4))) == ["DV0003"])
        var broken = stream
        broken[0] |= 6  // block type 3 does not exist
        #expect(ids(head + broken) == ["DV0008"])
    }

    @Test func aDeflatedValueLongerThanTheWindowIsJudged() {
        var plain = CleanFile(transferSyntax: "1.2.840.10008.1.2.1.99")
        plain.changes[0x0072_0065] = plain.bytes.element(0x0072_0065, "OB", [UInt8](repeating: 0, count: 100_000))
        plain.set(0x0028_0010, "US", [2, 0])
        plain.set(0x0028_0011, "US", [0x50, 0xC3])
        plain.set(0x0028_0100, "US", [16, 0])
        plain.set(0x7FE0_0010, "OW", [UInt8](repeating: 3, count: 200_000))
        let head = plain.preamble + Array("DICM".utf8) + plain.meta
        #expect(ids(head + deflated(plain.dataSet)) == [])
        plain.set(0x4010_0099, "LO", "x")
        plain.set(0x0010_4000, "LT", String(repeating: " ", count: 40_000) + "x")
        #expect(ids(head + deflated(plain.dataSet)) == ["DV0101", "DV0203"])
    }

    @Test func aDeflateBombIsStopped() {
        var plain = CleanFile(transferSyntax: "1.2.840.10008.1.2.1.99")
        plain.set(0x7FE0_0010, "OW", [UInt8](repeating: 0, count: 1_000_000))
        var options = VerifierOptions()
        options.maximumInflatedBytes = 100_000
        let file = plain.preamble + Array("DICM".utf8) + plain.meta + deflated(plain.dataSet)
        #expect(Verifier(options: options).verify(bytes: file).map(\.id) == ["DV0009"])
        options.maximumInflatedBytes = .max
        options.inflationThreshold = 500_000
        #expect(Verifier(options: options).verify(bytes: file).map(\.id) == ["DV0009"])
        options.maximumInflation = 1100  // more than deflate can do
        #expect(Verifier(options: options).verify(bytes: file) == [])
    }

    @Test func bareDataSetsAreReadByTheirLook() {
        let codes = ["DV0303"]
        #expect(ids(CleanFile().dataSet) == codes)
        #expect(ids(CleanFile(bytes: .implicit).dataSet) == codes)
        #expect(ids(CleanFile(bytes: .bigEndian).dataSet) == codes)
        #expect(ids(CleanFile().meta + CleanFile().dataSet) == ["DV0302"])
        #expect(ids(Array("DICM".utf8) + CleanFile().meta + CleanFile().dataSet) == ["DV0302"])
    }

    @Test func whatIsNotDICOMIsAFinding() {
        #expect(ids([]) == ["DV0002"])
        #expect(ids(Array("Dear doctor, this is a letter.\n".utf8)) == ["DV0001"])
        #expect(ids([UInt8](repeating: 0, count: 5000)) == ["DV0001"])
        #expect(ids([UInt8](repeating: 0, count: 128) + Array("DICM".utf8)).contains("DV0003"))
    }
}
