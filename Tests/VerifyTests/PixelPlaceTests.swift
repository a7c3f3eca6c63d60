import Testing

@testable import Verify

/// Pixels where nobody expects them, or of which nobody can say where they end.
@Suite struct PixelPlaceTests {
    private static let letter = Array("Dear Dr. Miller, thank you for sending us Mrs. Smith, born 1950. ".utf8) + [0x0A]
    private static let noise = (0..<64).map { UInt8(truncatingIfNeeded: $0 &* 89) }

    private func item(_ sequence: UInt32, _ content: (Bytes) -> [UInt8]) -> [String] {
        ids(CleanFile.with { $0.changes[sequence] = $0.bytes.sequence(sequence, [content($0.bytes)]) })
    }

    private func square(_ bytes: Bytes, _ side: Int) -> [UInt8] {
        bytes.element(0x0028_0010, "US", bytes.uint16(side)) + bytes.element(0x0028_0011, "US", bytes.uint16(side))
            + bytes.element(0x0028_0100, "US", bytes.uint16(8))
    }

    @Test func itemsThatAreNoImageHoldNoPixels() {
        for sequence: UInt32 in [0x0040_9096, 0x0018_9346, 0x0062_0002, 0x0048_0200] {
            let letter = item(sequence) { $0.element(0x7FE0_0010, "OW", Self.letter) }
            #expect(letter.contains("DV0211"), "\(sequence)")
            let noise = item(sequence) { square($0, 8) + $0.element(0x7FE0_0010, "OB", Self.noise) }
            #expect(noise.contains("DV0519"), "\(sequence)")
        }
    }

    /// The icon goes by Table E.1-1; what is in it is judged all the same.
    @Test func anIconHasTheSizeThatItSays() {
        #expect(item(0x0088_0200) { square($0, 8) + $0.element(0x7FE0_0010, "OB", Self.noise) } == ["DV0106"])
        let longer = item(0x0088_0200) { square($0, 8) + $0.element(0x7FE0_0010, "OB", Self.noise + Self.letter) }
        #expect(longer == ["DV0106", "DV0514"])
        // Another item says nothing about this one.
        let other = ids(
            CleanFile.with {
                let bytes = $0.bytes
                $0.changes[0x0088_0200] = bytes.sequence(
                    0x0088_0200, [square(bytes, 8), bytes.element(0x7FE0_0010, "OB", Self.noise)])
            })
        #expect(other == ["DV0106", "DV0519"])
    }

    private func image(_ samples: [UInt8], _ change: (inout CleanFile) -> Void = { _ in }) -> [String] {
        ids(
            CleanFile.with {
                $0.set(0x0028_0010, "US", [8, 0])
                $0.set(0x0028_0011, "US", [8, 0])
                $0.set(0x0028_0100, "US", [8, 0])
                $0.set(0x7FE0_0010, "OB", samples)
                change(&$0)
            })
    }

    @Test func pixelsWithoutAnEndAreForReview() {
        #expect(image(Self.noise) == [])
        let changes: [(inout CleanFile) -> Void] = [
            { $0.set(0x0028_0010, "US", [0, 0]) }, { $0.set(0x0028_0010, "US", "") },
            { $0.set(0x0028_0008, "IS", "-1") },
            { $0.set(0x0028_0008, "IS", "0") }, { $0.changes[0x0028_0100] = [] },
        ]
        for change in changes {
            #expect(image(Self.noise, change) == ["DV0519"])
            #expect(image(Self.noise + Self.letter, change) == ["DV0211"])
            #expect(image([UInt8](repeating: 0, count: 64), change) == [])
        }
        // In four bytes, a number is a number still.
        #expect(image(Self.noise + Self.letter) { $0.set(0x0028_0010, "UL", [8, 0, 0, 0]) }.contains("DV0514"))
        #expect(image(Self.noise) { $0.set(0x0028_0010, "UL", [8, 0, 0, 0]) } == [])
    }

    @Test func coloursOfTwoPixelsEndEarlier() {
        func colours(_ name: String, _ samples: [UInt8]) -> [String] {
            image(samples) {
                $0.set(0x0028_0002, "US", [3, 0])
                $0.set(0x0028_0004, "CS", name)
            }
        }
        let two = Self.noise + Self.noise
        #expect(colours("YBR_FULL_422", two) == [])
        #expect(colours("YBR_FULL_422", two + Self.letter) == ["DV0514"])
        #expect(colours("YBR_FULL_422", two + Self.noise) == ["DV0519"])
        #expect(colours("YBR_FULL_422", two + Self.letter.prefix(64)) == ["DV0211"])
        #expect(colours("YBR_FULL", two + Self.noise) == [])
    }

    @Test func fragmentsInItemsThatAreNoImageAreStray() {
        let found = ids(
            CleanFile.with {
                let bytes = $0.bytes
                $0.transferSyntax = CleanFile.jpeg
                $0.changes[0x7FE0_0010] = bytes.fragments([CodestreamTests.jpeg()])
                $0.changes[0x0040_9096] = bytes.sequence(0x0040_9096, [bytes.fragments([CodestreamTests.jpeg()])])
            })
        #expect(found.contains("DV0208"))
    }
}
