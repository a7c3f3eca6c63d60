import Testing

@testable import DICOM
@testable import Deidentify

/// Items that say again what others said come out as if each was decided on by itself.
@Suite struct RepeatedSequencesTests {
    /// By attribute, what may stand in an item.
    private static func pieces(_ wire: Wire) -> [[[UInt8]]] {
        func sequence(_ tag: UInt32, _ versions: [[[UInt8]]], undefined: Bool = false) -> [[UInt8]] {
            versions.map { wire.sequence(tag, $0.map { wire.item($0, undefined: undefined) }, undefined: undefined) }
        }
        func code(_ value: String, _ meaning: String) -> [UInt8] {
            wire.element(0x0008_0100, "SH", value) + wire.element(0x0008_0102, "SH", "DCM")
                + wire.element(0x0008_0104, "LO", meaning)
        }
        func content(_ text: String) -> [UInt8] {
            wire.element(0x0040_A040, "CS", "TEXT")
                + wire.sequence(0x0040_A043, [wire.item(code("121106", "Comment"))])
                + wire.element(0x0040_A160, "UT", text)
        }
        let creator = wire.element(0x0019_0010, "LO", "SIEMENS MR HEADER")
        let isPrivate = wire.sequence(0x0019_1099, [wire.item(wire.element(0x0008_0104, "LO", "Miller"))], vr: "SQ")
        let purpose = wire.sequence(0x0040_A170, [wire.item(code("121311", "Localizer"))])
        return [
            [[], [], wire.element(0x0008_0005, "CS", "ISO_IR 192")],
            sequence(
                0x0008_1140,
                [
                    [wire.element(0x0008_1155, "UI", "1.2.3.4") + purpose],
                    [wire.element(0x0008_1155, "UI", "1.2.3.99") + purpose], [],
                ]) + [[]],
            sequence(
                0x0008_2218, [[code("69536005", "Head")], [code("69536005", "Miller")], [code("Miller", "Head")]]),
            sequence(0x0008_9092, [[wire.element(0x0008_1150, "UI", "1.2.840.113619.2.1")], []]) + [[], []],
            [[], wire.element(0x0010_0010, "PN", "Other^Rita")],
            sequence(
                0x0010_1002, [[wire.element(0x0010_0020, "LO", "PID000001")], [wire.element(0x0010_0020, "LO", "77")]])
                + [[], []],
            sequence(
                0x0018_9006,
                [
                    [wire.element(0x0018_9098, "FD", [UInt8](repeating: 0, count: 8))],
                    [wire.element(0x0018_9098, "FD", [UInt8](repeating: 0, count: 16))],
                ]),
            sequence(
                0x0018_9042, [[wire.element(0x0018_1250, "SH", "Miller")], [wire.element(0x0018_1250, "SH", "HEAD")]])
                + [[]],
            [[], [], creator + isPrivate],
            sequence(
                0x0020_9111,
                ["20240102101112", "20010101000000", ""].map {
                    [
                        wire.element(0x0018_9074, "DT", $0) + wire.element(0x0020_9158, "LT", "AX Miller")
                            + wire.element(0x0020_9157, "UL", wire.u32(1))
                    ]
                }, undefined: true),
            sequence(
                0x0020_9113,
                [[wire.element(0x0020_0032, "DS", "1\\2\\3")], [wire.element(0x0020_0032, "DS", "000001\\2\\3")]]),
            sequence(
                0x0020_9221,
                [[wire.element(0x0020_9164, "UI", "1.2.3.7")], [wire.element(0x0020_9164, "UI", "1.2.3.2")]])
                + [[]],
            sequence(
                0x0028_9110,
                [[wire.element(0x0028_0030, "DS", "1\\1")], [wire.element(0x0028_0030, "DS", "0.50\\0.50")]]),
            sequence(0x0040_0555, [[content("Miller")], [content("Chest")]]) + [[], [], []],
            sequence(0x0040_A730, [[content("Miller")], [content("Chest")]]) + [[], [], []],
            sequence(
                0x0062_000B,
                [[wire.element(0x0062_0005, "LO", "PTV Miller")], [wire.element(0x0062_0005, "LO", "Lung")]])
                + [[]],
            sequence(0x0088_0200, [[wire.element(0x7FE0_0010, "OW", [1, 2])]]) + [[], [], []],
            [[], [], wire.element(0x0020_000E, "UI", "1.2.3.66")],
            [[], [], wire.element(0x0088_0904, "LO", "Miller")],
        ]
    }

    /// What is asked of a file stands in front of such a sequence and behind it, and in its items as well.
    private static func header(_ wire: Wire, _ items: [[UInt8]]) -> [UInt8] {
        let texts: [(UInt32, String, String)] = [
            (0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4.1"), (0x0008_0018, "UI", "1.2.3.4"),
            (0x0008_0020, "DA", "20240102"),
            (0x0008_0060, "CS", "MR"), (0x0010_0010, "PN", "Miller^John"), (0x0010_0020, "LO", "PID000001"),
            (0x0010_0030, "DA", "19310203"), (0x0020_000D, "UI", "1.2.3.1"), (0x0020_000E, "UI", "1.2.3.2"),
        ]
        return texts[..<4].flatMap { wire.element($0, $1, $2) } + wire.sequence(0x0008_1111, items)
            + texts[4...].flatMap { wire.element($0, $1, $2) }
    }

    @Test(
        arguments: [Wire.explicitLittle, .implicitLittle, .explicitBig],
        ["basic", "research", "strict", "limited-data-set"])
    func itemsComeOutAsByThemselves(wire: Wire, name: String) throws {
        let profile = try #require(SeriesTests.profiles[name])
        let pieces = Self.pieces(wire)
        var dice = SplitMix(state: 4)
        var limits = DataSetReader.Limits()
        limits.takesRepeats = false
        var (repeated, compared) = (0, 0)
        for number in 0..<60 {
            // Some kinds of pieces that nothing is decided again beside are in few of the files.
            let present = pieces.map { _ in number % 3 == 0 || Int.random(in: 0..<3, using: &dice) > 0 }
            func items() -> [[UInt8]] {
                (0..<Int.random(in: 2...24, using: &dice)).map { _ in
                    wire.item(zip(pieces, present).flatMap { $1 ? $0.randomElement(using: &dice)! : [] })
                }
            }
            let tags: [UInt32] = [0x0040_0275, 0x5200_9230].filter { _ in Bool.random(using: &dice) }
            let file = part10(
                Self.header(wire, items())
                    + tags.flatMap { wire.sequence($0, items(), undefined: Bool.random(using: &dice)) },
                syntax: wire.syntax)
            var plain = deidentifier(profile, limits: limits)
            var taking = deidentifier(profile)
            let (expected, met) = (outcome(of: file, &plain), outcome(of: file, &taking))
            if met != expected { Issue.record("file \(number): \(met.notes) and not \(expected.notes)") }
            if expected.error == nil { compared += 1 }
            repeated += taking.repeatedSteps
        }
        // Else this would say nothing of what comes again.
        #expect(compared > 20)
        #expect(repeated > (name == "strict" ? 0 : 20))
    }
}
