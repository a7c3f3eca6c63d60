import DICOM
import Standard
import Testing

/// A stream that passes once gives the steps of a file that can be read anywhere.
@Suite struct StreamTests {
    @Test(arguments: Fixtures.paths(), [7, 4096]) func aStreamGivesTheElementsOfTheFile(path: String, step: Int) throws
    {
        let bytes = try Fixtures.bytes(path)
        let file = Result { try walkFile(MemorySource(bytes)) }
        let stream = Result { try walkFile(TrickleSource(bytes, step: step)) }
        switch (file, stream) {
        case (.success(let file), .success(let stream)):
            #expect(file.steps == stream.steps)
            #expect(file.deviations == stream.deviations)
        case (.failure(let file), .failure(let stream)):
            #expect((file as? ParseError)?.code == (stream as? ParseError)?.code)
        default: Issue.record("\(path): one of them fails: \(file) \(stream)")
        }
    }

    @Test func oneByteAReadIsEnough() throws {
        let bytes = try Fixtures.bytes("quirks/nested-five-deep.dcm")
        let fromFile = try walkFile(MemorySource(bytes)).steps
        #expect(try walkFile(TrickleSource(bytes, step: 1)).steps == fromFile)
    }

    /// `ByteSource.read`: "a stream is only ever asked for the offset at which it stands".
    @Test(arguments: ["ct/slice-1.dcm", "us/multiframe-rle.dcm", "quirks/bare-implicit.dcm"])
    func aStreamIsAskedInOrder(path: String) throws {
        let source = TrickleSource(try Fixtures.bytes(path), step: 512)
        _ = try walkFile(source)
        #expect(!source.wasAskedOutOfOrder)
    }

    @Test func aDeflatedStreamIsAskedInOrder() throws {
        let source = TrickleSource(try Fixtures.bytes("syntax/deflated.dcm"), step: 64)
        _ = try walkFile(source)
        do {
            #expect(!source.wasAskedOutOfOrder)
        }
    }

    /// Sizes on both sides of the thresholds at which values are skipped, passed through or held.
    @Test(arguments: [2047, 2048, 2049, 65535, 65536, 65537, 1 << 20, 1 << 20 + 1, 5 << 20], [4096, 1 << 20])
    func bigValuesAreMetAlike(size: Int, step: Int) throws {
        let wire = Wire.explicitLittle
        let value = [UInt8](repeating: 7, count: size)
        let file = part10(
            wire.element(0x0008_0016, "UI", "1.2") + wire.element(0x0009_1010, "OB", value)
                + wire.sequence(0x0040_0275, [wire.item(wire.element(0x0009_1010, "UT", value))])
                + wire.element(0x7FE0_0010, "OW", value) + wire.element(0xFFFC_FFFC, "OB", [0, 0]),
            syntax: wire.syntax)
        let fromFile = try walkFile(MemorySource(file)).steps
        #expect(try walkFile(TrickleSource(file, step: step)).steps == fromFile)
    }

    /// A UN of undefined length whose item is, against CP-246, explicit: what it is must not depend on the kind of source.
    @Test func anExplicitItemInUNIsReadAlike() throws {
        let wire = Wire.explicitLittle
        let un = wire.sequence(
            0x0011_1001, [wire.item(wire.element(0x0011_1002, "LO", "SMITH "), undefined: true)], undefined: true,
            vr: "UN")
        let file = part10(wire.element(0x0008_0016, "UI", "1.2") + un, syntax: wire.syntax)
        let fromFile = try walkFile(MemorySource(file)).steps
        let fromStream = try? walkFile(TrickleSource(file, step: 4096)).steps
        do {
            #expect(fromStream == fromFile)
        }
    }
}

extension StreamTests {
    /// A first VR that is none, in front of bytes that read as an implicit length beyond the end. Found by fuzzing.
    @Test func theEncodingOfAStreamIsJudgedLikeThatOfAFile() throws {
        let wire = Wire.explicitLittle
        var content = wire.element(0x0020_0013, "IS", "1 ") + wire.element(0x0028_0002, "US", [1, 0])
        content.replaceSubrange(4..<6, with: Array("I[".utf8))
        let file = part10(content, syntax: wire.syntax)
        let fromFile = try? walkFile(MemorySource(file)).steps
        #expect(fromFile != nil)
        #expect(try walkFile(TrickleSource(file, step: 4096)).steps == fromFile)
    }
}
