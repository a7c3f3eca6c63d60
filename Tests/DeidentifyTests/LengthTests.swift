import DICOM
import Standard
import Testing

@testable import Deidentify

/// PS3.5 §7.5: lengths of all that is around an edit follow it.
@Suite struct LengthTests {
    /// Grows (name, UID), shrinks (description), loses (private) at each of four levels.
    static func nested(_ depth: Int, _ wire: Wire, _ undefined: (Int) -> Bool) -> [UInt8] {
        if depth == 4 { return [] }
        let item =
            wire.element(0x0008_1030, "LO", "A LONG DESCRIPTION") + wire.element(0x0008_1155, "UI", "1.2.9")
            + wire.element(0x0009_0010, "LO", "ACME") + wire.element(0x0010_0010, "PN", "A^")
            + nested(depth + 1, wire, undefined) + wire.element(0x0028_0010, "US", [2, 2])
        return wire.sequence(
            0x0018_9346,
            [wire.item(item, undefined: undefined(2 * depth)), wire.item([], undefined: undefined(2 * depth + 1))],
            undefined: undefined(2 * depth + 1))
    }

    @Test(arguments: Wire.allCases, [0, 0xFF, 0x55, 0xAA, 0x3C, 0x81])
    func everyLevelFollows(wire: Wire, pattern: Int) throws {
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + Self.nested(0, wire) { pattern >> $0 & 1 == 1 }
            + wire.element(0x7FE0_0010, "OW", [1, 2])
        var level = try deidentify(content, wire)
        #expect(level.last?.tag == 0x7FE0_0010)
        for depth in 0..<4 {
            let sequence = try #require(level[tag: 0x0018_9346])
            #expect(sequence.items?.count == 2)
            level = try #require(sequence.items?.first)
            #expect(level.map(\.tag) == [0x0008_1155, 0x0010_0010] + (depth < 3 ? [0x0018_9346] : []) + [0x0028_0010])
        }
    }

    /// CP-246: items in a UN of undefined length are little endian, and so are their lengths.
    @Test func itemsInUNKeepLittleEndianLengths() throws {
        let big = Wire.explicitBig
        let little = Wire.implicitLittle
        let item = little.item(little.element(0x0008_1155, "UI", "1.2.9") + little.element(0x0028_0010, "US", [1, 0]))
        let content =
            big.element(0x0008_0018, "UI", "1.2.3.4") + big.header(0x0018_9346, "UN", 0xFFFF_FFFF) + item
            + little.tag(0xFFFE_E0DD) + little.u32(0)
        do {
            let found = try deidentify(content, big)
            #expect(found[tag: 0x0018_9346]?.items?.first?[tag: 0x0028_0010]?.value == [1, 0])
        }
    }

    @Test func aDefinedUNSequenceInLittleEndianFollows() throws {
        let wire = Wire.explicitLittle
        let inner = Wire.implicitLittle
        let item = inner.item(inner.element(0x0010_0010, "PN", "DOE^JANE") + inner.element(0x0028_0010, "US", [1, 0]))
        let content = wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0018_9346, "UN", item)
        let found = try deidentify(content, wire)
        let un = try #require(found[tag: 0x0018_9346])
        let unItem = try Found.parse(un.items == nil ? Array(un.value.dropFirst(8)) : [], inner)
        #expect(unItem.map(\.tag) == [0x0010_0010, 0x0028_0010] && !un.value.contains(mark: Array("DOE".utf8)))
    }
}
