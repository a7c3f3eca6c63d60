import DICOM
import Standard
import Testing

/// PS3.5 A.5: everything after group 0002 is one raw deflate stream (RFC 1951), padded to even length.
@Suite struct DeflateTests {
    static let syntax = "1.2.840.10008.1.2.1.99"
    /// A stored block with (0010,0010) PN "A^B " in it.
    static let stored: [UInt8] = [1, 12, 0, 0xF3, 0xFF, 0x10, 0, 0x10, 0, 0x50, 0x4E, 4, 0, 0x41, 0x5E, 0x42, 0x20]

    static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let sink = MemorySink()
        let deflate = DeflateSink(to: sink)
        try deflate.write(bytes.span.bytes)
        try deflate.finish()
        return sink.bytes
    }

    @Test(arguments: [0, 1, 2, 65535, 65536, 65537, 3_000_000]) func whatIsDeflatedInflates(size: Int) throws {
        var random = Seeded(UInt64(size))
        let value = size > 100_000 ? (0..<size).map { UInt8($0 / 7 & 0xFF) } : random.bytes(size)
        let deflated = try Self.deflated(value)
        #expect(deflated.count % 2 == 0)
        let source = try InflateSource(MemorySource(deflated), at: 0)
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 10_000)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try source.read(at: out.count, into: $0) }
            if count == 0 { break }
            out += chunk[..<count]
        }
        #expect(out == value && !source.hasTrailingBytes)
    }

    @Test func aStreamOfAnotherWriterInflates() throws {
        let found = try walkFile(MemorySource(part10(Self.stored, syntax: Self.syntax)))
        #expect(brief(found.steps) == ["(0010,0010) PN 4"])
    }

    @Test func everyPrefixOfTheStreamIsAnError() {
        let file = part10(Self.stored, syntax: Self.syntax)
        for count in file.count - Self.stored.count..<file.count {
            #expect(code { _ = try walkFile(MemorySource(Array(file[..<count]))) } == .badDeflateStream, "\(count)")
            #expect(
                code { _ = try walkFile(TrickleSource(Array(file[..<count]), step: 3)) } == .badDeflateStream,
                "\(count)")
        }
    }

    /// One byte is padding; more is something that nobody asked for and that a report must name.
    @Test func bytesAfterTheStreamAreNamed() throws {
        let padded = try walkFile(MemorySource(part10(Self.stored + [0], syntax: Self.syntax)))
        #expect(padded.deviations == [])
        do {
            let found = try walkFile(MemorySource(part10(Self.stored + Array("DOE JANE".utf8), syntax: Self.syntax)))
            #expect(found.deviations.contains(.trailingBytes))
        }
    }

    @Test func aBombIsRefused() throws {
        let size = 96 << 20
        let wire = Wire.explicitLittle
        let head = wire.element(0x0008_0016, "UI", "1.2") + wire.header(0x0009_1010, "OB", UInt32(size))
        let bomb = try Self.deflated(head + [UInt8](repeating: 0, count: size))
        #expect(code { _ = try walkFile(MemorySource(part10(bomb, syntax: Self.syntax))) } == .inflatedTooLarge)
    }

    /// Zlib's wrapper (RFC 1950) is not allowed by A.5, and no deflate stream.
    @Test func zlibHeadersAreRefused() {
        let file = part10([0x78, 0x9C] + Self.stored, syntax: Self.syntax)
        #expect(code { _ = try walkFile(MemorySource(file)) } == .badDeflateStream)
    }
}
