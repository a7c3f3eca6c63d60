import DICOM
import Standard
import Testing

/// PS3.5 §7.5: sequences and items of both kinds of length.
@Suite struct SequenceTests {
    static let combinations = [(false, false), (false, true), (true, false), (true, true)]

    @Test(arguments: Wire.allCases, combinations)
    func everyKindOfLengthIsRead(wire: Wire, undefined: (sequence: Bool, item: Bool)) throws {
        let name = wire.element(0x0010_0010, "PN", "A^B ")
        let inner = wire.sequence(
            0x0040_0008, [wire.item(name, undefined: undefined.item)], undefined: undefined.sequence)
        let bytes =
            wire.sequence(
                0x0040_0275, [wire.item(inner, undefined: undefined.item), wire.item([], undefined: undefined.item)],
                undefined: undefined.sequence) + wire.element(0x0040_A30A, "DS", "1 ")
        let steps = try walk(bytes, wire.encoding)
        #expect(
            steps.map(\.kind) == [
                .sequence, .item, .sequence, .item, .element, .itemEnd, .sequenceEnd, .itemEnd, .item, .itemEnd,
                .sequenceEnd,
                .element,
            ])
        #expect(steps[4].vr == "PN" && steps.last?.tag == 0x0040_A30A)
        let lengths = steps.filter { [.sequence, .item].contains($0.kind) }.map { $0.length == 0xFFFF_FFFF }
        #expect(lengths == [undefined.sequence, undefined.item, undefined.sequence, undefined.item, undefined.item])
    }

    @Test(arguments: Wire.allCases) func emptySequencesHaveNoItems(wire: Wire) throws {
        let bytes = wire.sequence(0x0040_0275, []) + wire.sequence(0x0040_0440, [], undefined: true)
        let kinds = try walk(bytes, wire.encoding).map(\.kind)
        #expect(kinds == [.sequence, .sequenceEnd, .sequence, .sequenceEnd])
    }

    /// PS3.5 §6.2.2 note 2 (CP-246): UN of undefined length is a sequence in Implicit VR Little Endian.
    @Test(arguments: [Wire.explicitLittle, .explicitBig], [false, true])
    func undefinedUNIsImplicitLittleEndian(wire: Wire, undefinedItem: Bool) throws {
        let inner = Wire.implicitLittle
        let item = inner.item(inner.element(0x0008_0100, "SH", "CODE"), undefined: undefinedItem)
        let bytes =
            wire.header(0x0040_0008, "UN", 0xFFFF_FFFF) + item + inner.tag(0xFFFE_E0DD) + inner.u32(0)
            + wire.element(0x0040_A30A, "DS", "1 ")
        let steps = try walk(bytes, wire.encoding)
        #expect(steps.map(\.kind) == [.sequence, .item, .element, .itemEnd, .sequenceEnd, .element])
        #expect(steps[2].vr == "SH" && steps[2].length == 4)
    }

    @Test func undefinedUNInUndefinedUNStaysImplicit() throws {
        let inner = Wire.implicitLittle
        let deep = inner.sequence(0x0011_1002, [inner.item(inner.element(0x0011_1003, "UN", [1, 2]))], undefined: true)
        let bytes =
            Wire.explicitBig.header(0x0011_1001, "UN", 0xFFFF_FFFF) + inner.item(deep, undefined: true)
            + inner.tag(0xFFFE_E0DD) + inner.u32(0)
        #expect(
            try walk(bytes, .explicitBigEndian).map(\.kind) == [
                .sequence, .item, .sequence, .item, .element, .itemEnd, .sequenceEnd, .itemEnd, .sequenceEnd,
            ])
    }

    /// The text of a private creator inside it is found all the same: content in UN must not hide.
    @Test func definedUNOfAPublicSequenceIsLookedInto() throws {
        let inner = Wire.implicitLittle
        let bytes = Wire.explicitLittle.element(
            0x0040_0275, "UN", inner.item(inner.element(0x0040_0007, "LO", "CHEST ")))
        let found = try walk(bytes, .explicitLittleEndian)
        #expect(found.map(\.kind) == [.sequence, .item, .element, .itemEnd, .sequenceEnd])
    }

    @Test func definedUNWithoutItemsIsAValue() throws {
        let bytes = Wire.explicitLittle.element(0x0011_1001, "UN", [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(brief(try walk(bytes, .explicitLittleEndian)) == ["(0011,1001) UN 8"])
    }

    /// PS3.5 A.4: fragments of known length, the first one is the Basic Offset Table.
    @Test(arguments: [Wire.explicitLittle]) func fragmentsAreCounted(wire: Wire) throws {
        let bytes =
            wire.fragments(0x7FE0_0010, [[], [1, 2], [3, 4, 5, 6]]) + wire.element(0xFFFC_FFFC, "OB", [0, 0])
        #expect(
            brief(try walk(bytes, wire.encoding)) == [
                "(7FE0,0010) OB ? fragments", "fragment 0", "fragment 2", "fragment 4", "sequenceEnd",
                "(FFFC,FFFC) OB 2",
            ])
    }

    @Test func fragmentsOfUndefinedLengthAreRefused() {
        let wire = Wire.explicitLittle
        let bytes = wire.header(0x7FE0_0010, "OB", 0xFFFF_FFFF) + wire.item([1, 2], undefined: true)
        #expect(code { _ = try walk(bytes, wire.encoding) } == .undefinedLengthNotAllowed)
    }

    @Test func anItemMayNotOutgrowItsSequence() {
        let wire = Wire.explicitLittle
        let item = wire.tag(0xFFFE_E000) + wire.u32(12) + wire.element(0x0008_0100, "SH", "AB")
        let bytes = wire.header(0x0040_0008, "SQ", UInt32(item.count)) + item + [UInt8](repeating: 0, count: 40)
        #expect(code { _ = try walk(bytes, wire.encoding) } == .valuePastEnd)
    }

    @Test func aValueMayNotOutgrowItsItem() {
        let wire = Wire.explicitLittle
        let value = wire.header(0x0008_0100, "SH", 8) + [0x41, 0x42]
        let bytes = wire.sequence(0x0040_0008, [wire.item(value)]) + [UInt8](repeating: 0, count: 40)
        #expect(code { _ = try walk(bytes, wire.encoding) } == .valuePastEnd)
    }

    @Test func anElementBetweenItemsIsAnError() {
        let wire = Wire.explicitLittle
        let bytes = wire.sequence(0x0040_0008, [wire.element(0x0008_0100, "SH", "AB")], undefined: true)
        #expect(code { _ = try walk(bytes, wire.encoding) } == .notAnItem)
    }

    @Test func strayDelimitersAreErrors() {
        let wire = Wire.explicitLittle
        for tag in [UInt32(0xFFFE_E00D), 0xFFFE_E0DD, 0xFFFE_E000] {
            let bytes = wire.element(0x0008_0060, "CS", "CT") + wire.tag(tag) + wire.u32(0)
            #expect(code { _ = try walk(bytes, wire.encoding) } == .unexpectedDelimiter)
        }
    }

    @Test func errorsNameThePathToThem() throws {
        let wire = Wire.explicitLittle
        let good = wire.item(wire.element(0x0008_0100, "SH", "AB"))
        let bad = wire.item(wire.header(0x0008_0104, "LO", 99) + [0x41])
        let bytes = wire.sequence(0x0040_0275, [good, bad])
        do {
            _ = try walk(bytes, wire.encoding)
            Issue.record("no error")
        } catch {
            #expect(error.code == .valuePastEnd && error.tag == Tag(0x0008_0104))
            #expect(error.path == [.init(tag: Tag(0x0040_0275), item: 2)])
            #expect(error.offset == 12 + good.count + 8)
        }
    }

    @Test(arguments: Wire.allCases, [false, true]) func nestingHasALimit(wire: Wire, undefined: Bool) throws {
        func nested(_ depth: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<depth {
                bytes = wire.sequence(0x0040_A730, [wire.item(bytes, undefined: undefined)], undefined: undefined)
            }
            return bytes
        }
        #expect(throws: Never.self) { _ = try walk(nested(100), wire.encoding) }
        #expect(code { _ = try walk(nested(2000), wire.encoding) } == .nestedTooDeep)
    }

    @Test func elementsHaveALimit() throws {
        var limits = DataSetReader.Limits()
        limits.elements = 10
        let elements = (0..<11).flatMap { Wire.explicitLittle.element(0x0020_4000 + UInt32($0), "LT", "A ") }
        let file = part10(elements, syntax: Wire.explicitLittle.syntax)
        #expect(code { _ = try walkFile(MemorySource(file), limits: limits) } == .tooManyElements)
    }
}
