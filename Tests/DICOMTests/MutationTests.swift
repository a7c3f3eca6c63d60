import DICOM
import Standard
import Testing

/// Damaged files end in an error or a walk, never in a crash or a loop.
@Suite struct MutationTests {
    static let seed = UInt64.random(in: 0...UInt64.max)
    static let paths = Fixtures.paths(broken: true)

    @Test func damagedFixturesEnd() throws {
        print("MutationTests seed \(Self.seed)")
        var random = Seeded(Self.seed)
        var whole = 0
        for path in Self.paths {
            let original = try Fixtures.bytes(path)
            if original.isEmpty { continue }
            for _ in 0..<6 {
                var bytes = Array(original.prefix(30_000))
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<5, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: for index in place..<min(place + 4, bytes.count) { bytes[index] = 0xFF }
                    case 2:
                        bytes.removeSubrange(place..<min(place + Int.random(in: 1...9, using: &random), bytes.count))
                    case 3: bytes.insert(contentsOf: random.bytes(Int.random(in: 1...9, using: &random)), at: place)
                    default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    }
                    if bytes.isEmpty { bytes = [0] }
                }
                let fromFile = code { _ = try walkFile(MemorySource(bytes)) }
                _ = code { _ = try walkFile(TrickleSource(bytes, step: 4096)) }
                if fromFile == nil {
                    whole += 1
                    let sink = MemorySink()
                    try rewrite(MemorySource(bytes), to: sink, head: bytes)
                    let isDeflated = try DICOMInput.open(MemorySource(bytes)).meta.transferSyntax.isDeflated
                    #expect(isDeflated || sink.bytes == bytes, "\(path) seed \(Self.seed)")
                }
            }
        }
        print("MutationTests \(whole) of \(Self.paths.count * 6) still walked")
    }
}
