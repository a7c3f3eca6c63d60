import DICOM
import Standard
import Testing

/// A file that stops anywhere inside an element is an error, never a crash and never a short data set.
@Suite struct TruncationTests {
    /// (0008,0016) UI, (0040,0275) SQ with an item, (7FE0,0010) OW.
    static func small(_ wire: Wire, undefined: Bool) -> (bytes: [UInt8], boundaries: Set<Int>) {
        let parts = [
            wire.element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2"),
            wire.sequence(
                0x0040_0275, [wire.item(wire.element(0x0040_0007, "LO", "CHEST "), undefined: undefined)],
                undefined: undefined),
            wire.element(0x7FE0_0010, "OW", [1, 2, 3, 4, 5, 6]),
        ]
        let start = part10([], syntax: wire.syntax)
        var bytes = start
        var boundaries: Set<Int> = [start.count]
        for part in parts {
            bytes += part
            boundaries.insert(bytes.count)
        }
        return (bytes, boundaries)
    }

    @Test(arguments: Wire.allCases, [false, true])
    func everyPrefixIsAnErrorOrEndsBetweenElements(wire: Wire, undefined: Bool) {
        let (bytes, boundaries) = Self.small(wire, undefined: undefined)
        let metaStart = part10([], syntax: wire.syntax).count
        for count in bytes.indices {
            let prefix = Array(bytes[..<count])
            let file = code { _ = try walkFile(MemorySource(prefix)) }
            let stream = code { _ = try walkFile(TrickleSource(prefix, step: 5)) }
            if boundaries.contains(count) {
                #expect(file == nil && stream == nil, "\(count)")
            } else if count > metaStart, !(wire.isBig && boundaries.contains(count - 1)) {
                // The first byte of most big endian tags is zero: alone it cannot be told from padding.
                #expect(file != nil && stream != nil, "\(count)")
            }
        }
    }

    /// PS3.10 §7.1: a group 0002 that is cut is no group 0002.
    @Test func everyPrefixOfGroup2IsAnError() {
        let bytes = part10([], syntax: Wire.explicitLittle.syntax)
        for count in 0..<bytes.count {
            #expect(code { _ = try walkFile(MemorySource(Array(bytes[..<count]))) } != nil, "\(count) bytes")
        }
    }

    /// Minimal: the first 1 to 7 bytes of an element after (7FE0,0010).
    @Test func aHeaderCutAfterPixelDataIsAnError() {
        let (bytes, _) = Self.small(.explicitLittle, undefined: false)
        let cut = bytes + [0xFA, 0xFF, 0xFA, 0xFF, 0x53, 0x51]
        do {
            #expect(code { _ = try walkFile(MemorySource(cut)) } == .truncatedHeader)
        }
    }

    /// Digital signatures follow Pixel Data; a cut inside their value must not pass.
    @Test func everyPrefixOfAnElementAfterPixelDataIsAnError() {
        let wire = Wire.explicitLittle
        let (bytes, _) = Self.small(wire, undefined: false)
        let signature = wire.sequence(0xFFFA_FFFA, [wire.item(wire.element(0x0400_0005, "US", [1, 0]))])
        for count in 8..<signature.count {
            #expect(code { _ = try walkFile(MemorySource(bytes + signature[..<count])) } != nil, "\(count)")
        }
    }
}
