import DICOM
import Standard
import Testing

@testable import Deidentify

/// PS3.15 E.1: private attributes go at every level, whatever holds them.
@Suite struct PrivateTests {
    static func content(_ wire: Wire, undefined: Bool) -> [UInt8] {
        let block = wire.element(0x0009_0010, "LO", "ACME ") + wire.element(0x0009_1001, "LO", "DOE^JANE")
        let sequence = wire.sequence(
            0x0009_1002,
            [
                wire.item(
                    wire.element(0x0010_0010, "PN", "DOE^JANE") + wire.element(0x0028_0010, "US", [1, 0]),
                    undefined: undefined)
            ],
            undefined: undefined)
        // An item of which nothing is left may go with its sequence.
        let rest = wire.element(0x0028_0011, "US", [1, 0])
        let inner = wire.sequence(
            0x0018_9346, [wire.item(block + sequence + rest, undefined: undefined)], undefined: undefined)
        return wire.element(0x0008_0018, "UI", "1.2.3.4") + block + sequence
            + wire.sequence(
                0x0018_9346, [wire.item(block + inner, undefined: undefined), wire.item(block, undefined: undefined)],
                undefined: undefined)
            + wire.element(0x0029_1010, "OB", [UInt8](repeating: 9, count: 70_000))
            + wire.element(0x0028_0010, "US", [1, 0])
    }

    @Test(arguments: Wire.allCases, [false, true]) func noneIsLeft(wire: Wire, undefined: Bool) throws {
        let found = try deidentify(Self.content(wire, undefined: undefined), wire).flattened
        #expect(found.allSatisfy { $0.tag >> 16 & 1 == 0 })
        #expect(!found.contains { $0.value.contains(mark: Array("DOE".utf8)) })
        #expect(found.filter { $0.tag == 0x0018_9346 }.count == 2)
    }

    @Test func groupsThatMustNotExistGoToo() throws {
        let wire = Wire.explicitLittle
        for group in [UInt32(1), 3, 5, 7, 0xFFFF] {
            let found = try deidentify(
                wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(group << 16 | 0x1001, "LO", "DOE^JANE"), wire)
            #expect(found[tag: group << 16 | 0x1001] == nil)
        }
    }

    @Test func keepAllKeepsThem() throws {
        let wire = Wire.explicitBig
        let content = Self.content(wire, undefined: false)
        let output = try deidentify(
            MemorySource(part10(content, syntax: wire.syntax)),
            CompiledProfile(ShippedProfiles.profile(named: "keep-all")))
        #expect(output.dataSet == content)
    }

    // MARK: Safe private elements (PS3.15 E.3.10)

    static let safe = try! compiled([.retainSafePrivate])

    /// A block of a creator of Table E.3.10-1, and one of nobody's.
    static func safeBlock(_ wire: Wire, _ block: UInt32) -> [UInt8] {
        let base = 0x0019_0000 | block << 8
        return wire.element(0x0019_0000 | block, "LO", "SIEMENS MR HEADER ")
            + wire.element(0x0019_0000 | block + 1, "LO", "ACME")
            + wire.element(base | 0x0B, "LO", "DOE^JANE") + wire.element(base | 0x0C, "IS", "1000")
            + wire.element(base | 0x0D, "CS", "DOE ") + wire.element(base + 0x100 | 0x0C, "IS", "10")
    }

    @Test(arguments: Wire.allCases, [false, true]) func safeOnesStayAtEveryLevel(wire: Wire, undefined: Bool) throws {
        let inner = wire.sequence(
            0x0018_9346, [wire.item(Self.safeBlock(wire, 0x7F), undefined: undefined)], undefined: undefined)
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.sequence(
                0x0018_9346,
                [
                    wire.item(inner + Self.safeBlock(wire, 0x20), undefined: undefined),
                    // The creators of another item are none of this one's.
                    wire.item(wire.element(0x0019_200C, "IS", "20"), undefined: undefined),
                ], undefined: undefined) + Self.safeBlock(wire, 0x10) + wire.element(0x0028_0010, "US", [1, 0])
        let found = try deidentify(content, wire, Self.safe).flattened
        let left = found.filter { $0.tag >> 16 & 1 == 1 }.map(\.tag)
        #expect(left.sorted() == [0x0019_0010, 0x0019_0020, 0x0019_007F, 0x0019_100C, 0x0019_200C, 0x0019_7F0C])
        #expect(
            !found.contains {
                $0.value.contains(mark: Array("DOE".utf8)) || $0.value.contains(mark: Array("ACME".utf8))
            })
    }

    /// In a stream, bulk between a creator and the first of its elements that stays is written before that is met.
    @Test func aCreatorStaysWithWhatComesBehindBulk() throws {
        let wire = Wire.explicitLittle
        let bulk = [UInt8](repeating: 7, count: 3 << 20)
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x7FD1_0010, "LO", "ACME")
            + wire.element(0x7FD1_1010, "OB", bulk) + wire.element(0x7FD1_1020, "US", [1, 2])
            + wire.element(0x7FE1_0010, "LO", "ACME")
        let profile = try compiled(
            """
            {"name":"t","extends":"basic","options":["retain-safe-private"],"rules":[
              {"private":[{"creator":"ACME","group":"7FD1","elements":["20"],"vr":"US"}],"action":"keep"}]}
            """)
        let file = part10(content, syntax: wire.syntax)
        let fromFile = try deidentify(MemorySource(file), profile)
        let fromStream = try deidentify(TrickleSource(file, step: 64 << 10), profile)
        #expect(fromFile.bytes == fromStream.bytes)
        let left = try Found.parse(fromStream.dataSet, wire).filter { $0.tag >> 16 & 1 == 1 }.map(\.tag)
        #expect(left == [0x7FD1_0010, 0x7FD1_1020])
    }

    /// Everything that the table lists has a rule, and bytes of unknown form never stay.
    @Test func everyRowHasItsRule() {
        for entry in SafePrivate.entries {
            let found = Self.safe.privateRules.find(entry.attribute)
            guard case .safe = found.origin else {
                Issue.record("\(entry.attribute)")
                continue
            }
            switch entry.vr {
            case .ob?, .ow?: #expect(found.rule == .remove)
            case .ui?: #expect(found.rule == .uid)
            case .cs?: #expect(found.rule == .known)
            case .lo?, .lt?, .sh?, .st?: #expect(found.rule == .clean)
            default: #expect(found.rule == .keep)
            }
        }
        #expect(Self.safe.methodCodes.map(\.value) == ["113100", "113111"])
    }
}
