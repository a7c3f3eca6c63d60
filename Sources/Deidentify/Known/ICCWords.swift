/// Words in the place of the numbers of an ICC profile: what no curve, colour or matrix spells.
enum ICCWords {
    /// Characters in a row that are looked at together: of one byte, and of two.
    private static let window = (narrow: 10, wide: 8)

    /// Whether letters follow each other in numbers of four bytes: each would be larger than 8,191.
    static func areSpelled(byNumbers bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(whereSeparator: { !isCharacter($0) }).contains { run in
            windows(run, window.wide).contains { areLetters($0) }
        }
    }

    /// Whether entries of a curve (ISO 15076-1 §10.6) that follow each other are letters. A curve climbs or falls; letters do both, by
    /// leaps.
    static func areSpelled(byCurve bytes: ArraySlice<UInt8>) -> Bool {
        let entries = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        let narrow = entries.split(whereSeparator: {
            !isCharacter(UInt8($0 >> 8)) || !isCharacter(UInt8(truncatingIfNeeded: $0))
        })
        let areNarrow = narrow.contains { run in
            windows(run, window.narrow / 2).contains { isSaw($0, leap: 0x400) && areLetters(characters(of: $0)) }
        }
        if areNarrow { return true }
        // A character in the higher or in the lower byte.
        let wide = entries.split(whereSeparator: { $0 & 0xFF != 0 && $0 >> 8 != 0 || !isCharacter(character(of: $0)) })
        return wide.contains { run in
            windows(run.map { UInt16(character(of: $0)) }[...], window.wide).contains {
                isSaw($0, leap: 4) && areLetters($0.map { UInt8($0) })
            }
        }
    }

    private static func windows<Number>(_ run: ArraySlice<Number>, _ count: Int) -> some Sequence<ArraySlice<Number>> {
        stride(from: run.startIndex, through: run.endIndex - count, by: 1).lazy.map { run[$0..<$0 + count] }
    }

    private static func characters(of entries: ArraySlice<UInt16>) -> [UInt8] {
        entries.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    private static func character(of entry: UInt16) -> UInt8 { UInt8(truncatingIfNeeded: entry | entry >> 8) }

    private static func areLetters(_ run: some Collection<UInt8>) -> Bool {
        run.count { (0x41...0x5A).contains($0 & 0xDF) } * 10 >= run.count * 6
    }

    private static func isSaw(_ values: ArraySlice<UInt16>, leap: Int) -> Bool {
        let steps = zip(values.dropFirst(), values).map { Int($0) - Int($1) }
        return steps.contains { $0 > leap } && steps.contains { $0 < -leap }
    }

    private static func isCharacter(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }
}
