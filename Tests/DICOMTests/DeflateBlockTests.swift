@testable import DICOM
import Testing

/// Blocks of the input's deflate stream that are taken over (RFC 1951): what comes out is what went in, but for the edits.
@Suite struct DeflateBlockTests {
    /// Bytes that compress by half or so, and refer far back.
    static func data(_ count: Int, _ random: inout Seeded) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if bytes.count > 40_000, Int.random(in: 0..<3, using: &random) == 0 {
                let start = bytes.count - 1 - Int.random(in: 0..<32_768, using: &random)
                bytes += bytes[start..<min(bytes.count, start + 3 + Int.random(in: 0..<300, using: &random))]
            } else {
                bytes += (0..<1 + Int.random(in: 0..<40, using: &random)).map { _ in
                    UInt8(Int.random(in: 0..<20, using: &random))
                }
            }
        }
        return Array(bytes[..<count])
    }

    static func deflated(_ bytes: [UInt8], level: Int32) throws -> [UInt8] {
        let sink = MemorySink()
        let deflate = DeflateSink(to: sink, level: level)
        try deflate.write(bytes.span.bytes)
        try deflate.finish()
        return sink.bytes
    }

    static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let source = try InflateSource(MemorySource(bytes), at: 0)
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 30_000)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try source.read(at: out.count, into: $0) }
            if count == 0 { return out }
            out += chunk[..<count]
        }
    }

    @Test(arguments: 0..<48) func editsAnywhere(number: Int) throws {
        let level: Int32 = [0, 1, 6, 9][number % 4]
        let seed = number / 4
        var random = Seeded(UInt64(number))
        let value = Self.data(200_000 + Int.random(in: 0..<400_000, using: &random), &random)
        let origin = try InflateSource(MemorySource(try Self.deflated(value, level: level)), at: 0)
        let sink = MemorySink()
        let deflate = DeflateSink(to: sink, keepingBlocksOf: origin)
        var expected: [UInt8] = []
        var offset = 0
        while true {
            var chunk = [UInt8](
                repeating: 0, count: 1 + Int.random(in: 0..<(seed % 2 == 0 ? 5_000 : 90_000), using: &random))
            let count = try chunk.withUnsafeMutableBytes { try origin.read(at: offset, into: $0) }
            if count == 0 { break }
            chunk.removeLast(chunk.count - count)
            switch Int.random(in: 0..<(seed < 6 ? 12 : 100), using: &random) {
            case 0:  // dropped
                break
            case 1:  // something else
                let other = random.bytes(Int.random(in: 0..<100, using: &random))
                expected += other
                try deflate.write(other.span.bytes)
            default:
                expected += chunk
                try deflate.write(chunk.span.bytes, keptFrom: offset)
            }
            offset += count
        }
        if seed % 3 == 0 {
            let more = random.bytes(77)
            expected += more
            try deflate.write(more.span.bytes)
        }
        try deflate.finish()
        #expect(sink.bytes.count % 2 == 0)
        #expect(try Self.inflated(sink.bytes) == expected)
    }

    /// Stored blocks stay stored: nothing but the beginning is deflated anew.
    @Test func whatIsUnchangedIsNotDeflatedAgain() throws {
        var random = Seeded(5)
        let value = Self.data(1_000_000, &random)
        let origin = try InflateSource(MemorySource(try Self.deflated(value, level: 0)), at: 0)
        let sink = MemorySink()
        let deflate = DeflateSink(to: sink, keepingBlocksOf: origin)
        var chunk = [UInt8](repeating: 0, count: 50_000)
        var offset = 0
        while true {
            let count = try chunk.withUnsafeMutableBytes { try origin.read(at: offset, into: $0) }
            if count == 0 { break }
            let piece = Array(chunk[..<count])
            try deflate.write(piece.span.bytes, keptFrom: offset)
            offset += count
        }
        try deflate.finish()
        #expect(sink.bytes.count > 850_000)
        #expect(try Self.inflated(sink.bytes) == value)
    }
}
