import DICOM
import Standard
import Testing

@testable import Deidentify

/// Compressed Pixel Data in files and streams.
@Suite struct FragmentTests {
    static let wire = Wire.explicitLittle
    static let syntax = "1.2.840.10008.1.2.4.50"
    static let jpeg: [UInt8] = [
        0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x11, 0x22,
        0xFF, 0xD9,
    ]

    static func file(_ fragments: [[UInt8]], before: [UInt8] = []) -> [UInt8] {
        part10(
            wire.element(0x0008_0018, "UI", "1.2.3\0") + before + wire.header(0x7FE0_0010, "OB", 0xFFFF_FFFF)
                + fragments.flatMap { wire.item($0) } + wire.tag(0xFFFE_E0DD) + wire.u32(0), syntax: syntax)
    }

    @Test func anOffsetTableThatIsNoneGoes() throws {
        let good = Self.wire.u32(0) + Self.wire.u32(40)
        for (table, stays) in [
            (good, true), ([], true), (Array("DOE^JANE".utf8), false), (Self.wire.u32(0) + Array("DOEJ".utf8), false),
            (Self.wire.u32(0) + Self.wire.u32(4), false),
            (good + [1, 2], false), (Self.wire.u32(0) + Self.wire.u32(0), false), (Self.wire.u32(4), false),
        ] {
            let output = try deidentify(MemorySource(Self.file([table, Self.jpeg, Self.jpeg])), basicProfile)
            let expected = Self.wire.item(stays ? table : []) + Self.wire.item(Self.jpeg)
            #expect(output.bytes.contains(mark: expected), "\(table)")
        }
    }

    /// Offsets and lengths of 64 bits (PS3.3 C.7.6.3); of text neither stays.
    @Test func anExtendedOffsetTableThatIsNoneGoes() throws {
        func number(_ value: UInt32) -> [UInt8] { Self.wire.u32(value) + Self.wire.u32(0) }
        for (offsets, lengths, stays) in [
            (number(0) + number(40), number(32) + number(32), true),
            (Array("DOE^JANEJANE^DOE".utf8), number(32) + number(32), false),
        ] {
            let file = Self.file(
                [[], Self.jpeg, Self.jpeg],
                before: Self.wire.element(0x7FE0_0001, "OV", offsets) + Self.wire.element(0x7FE0_0002, "OV", lengths))
            let output = try deidentify(MemorySource(file), basicProfile)
            #expect(output.bytes.contains(mark: offsets) == stays && output.bytes.contains(mark: lengths) == stays)
            #expect(try deidentify(TrickleSource(file, step: 100), basicProfile).bytes == output.bytes)
        }
    }

    @Test func aStreamThatIsNoneIsRefused() {
        #expect(throws: DeidentifyError.self) {
            try deidentify(MemorySource(Self.file([[], Array("DOE^JANE".utf8)])), basicProfile)
        }
        #expect(throws: Never.self) {
            let keeping = try compiled(#"{"name":"keep","extends":"basic","codestreams":"keep"}"#)
            let output = try deidentify(MemorySource(Self.file([[], Array("DOE^JANE".utf8)])), keeping)
            #expect(output.bytes.contains(mark: Array("DOE^JANE".utf8)))
        }
    }

    /// Beyond what is held of a fragment, a stream is scrubbed in pieces, with the same result.
    @Test(arguments: ["DOE^JANE", "Kakadu-v7.3"]) func aHugeFragmentIsTheSameFromAStream(text: String) throws {
        // The progressive process, which may scan a component more than once.
        let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC2] + Self.jpeg[4...]
        var body: [UInt8] = start.dropLast(2) + [UInt8](repeating: 0x55, count: 17 << 20)
        let comment: [UInt8] = [0xFF, 0xFE, 0, UInt8(text.utf8.count + 2)] + Array(text.utf8)
        // Scans behind a comment each, at every distance from the borders of the pieces.
        for index in 0..<3000 {
            body += [UInt8](repeating: 0xFF, count: index % 61) + comment + Self.jpeg[15..<27]
        }
        let file = Self.file([[], body + [0xFF, 0xD9] + (body.count % 2 == 0 ? [] : [0])])
        let whole = try deidentify(MemorySource(file), basicProfile)
        #expect(whole.bytes.contains(mark: Array(text.utf8)) == text.hasPrefix("Kakadu"))
        let isSame = try deidentify(TrickleSource(file, step: 10_007), basicProfile).bytes == whole.bytes
        #expect(isSame)
    }
}
