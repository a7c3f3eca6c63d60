import DICOM
import Standard
import Testing

@testable import Deidentify

/// Lengths at the edge of 32 bits, and damage, end in an error or an output: never in a trap.
@Suite struct LimitTests {
    static let seed = UInt64.random(in: 0...UInt64.max)

    /// A sequence of nearly 4 GiB of known length, whose content grows beyond what its length field holds.
    static func growBeyond32Bits() throws {
        let wire = Wire.explicitLittle
        let head = part10(wire.element(0x0008_0018, "UI", "1.2.3.4"), syntax: wire.syntax)
        let uid = wire.element(0x0008_1155, "UI", "1.2.9")
        let total = UInt32(0xFFFF_FFFE)
        let bulk = total - 8 - UInt32(uid.count) - 12
        let source = SparseSource(
            head: head + wire.header(0x0018_9346, "SQ", total) + wire.tag(0xFFFE_E000) + wire.u32(total - 8) + uid
                + wire.header(0x0028_1201, "OW", bulk),
            hole: Int(bulk), tail: wire.element(0x0028_2110, "CS", "00"))
        var deidentifier = FileDeidentifier(
            profile: basicProfile, pseudonyms: Pseudonyms(testKey), versionName: "test")
        _ = try deidentifier.run(source) { _ in CountingSink() }
    }

    @Test func growthBeyond32BitsIsAnError() async {
        do {
            await #expect(processExitsWith: .success) { try? LimitTests.growBeyond32Bits() }
        }
    }

    @Test func damagedFixturesEnd() throws {
        print("LimitTests seed \(Self.seed)")
        var random = Seeded(Self.seed)
        let dates = try compiled([.retainLongitudinalModifiedDates, .retainDeviceIdentity])
        for path in Fixtures.paths() {
            let original = Array(try Fixtures.bytes(path).prefix(30_000))
            for round in 0..<3 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 132..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: for index in place..<min(place + 4, bytes.count) { bytes[index] = 0xFF }
                    case 2: bytes.removeSubrange(place..<min(place + 4, bytes.count))
                    default: bytes.insert(contentsOf: random.bytes(4), at: place)
                    }
                }
                _ = try? deidentify(MemorySource(bytes), round == 0 ? dates : basicProfile)
                _ = try? deidentify(TrickleSource(bytes, step: 4096), basicProfile)
            }
        }
    }
}
