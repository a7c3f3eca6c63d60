import DICOM
import Foundation
import Testing

@testable import Deidentify

/// Files one after the other in the same hands come out as each does by itself, however much of them is the same.
@Suite struct SeriesTests {
    static let profiles: [String: CompiledProfile] = Dictionary(
        uniqueKeysWithValues: ["basic", "research", "strict", "limited-data-set"].map {
            ($0, CompiledProfile(try! ShippedProfiles.profile(named: $0)))
        })

    static let conditional = try! compiled(
        #"""
        {"name": "test", "extends": "research", "rules": [
          {"attributes": ["StudyDescription"], "action": "remove", "when": {"modalities": ["MR"]}}]}
        """#)

    // MARK: Data sets

    /// By attribute, what may stand there: each is of a kind that what is decided on other elements may hang on.
    private static func pieces(_ wire: Wire) -> [[[UInt8]]] {
        func texts(_ tag: UInt32, _ vr: String, _ values: [String]) -> [[UInt8]] {
            values.map { wire.element(tag, vr, $0) }
        }
        func reference(_ uid: String, _ code: String) -> [UInt8] {
            let purpose = wire.sequence(
                0x0040_A170,
                [
                    wire.item(
                        wire.element(0x0008_0100, "SH", code) + wire.element(0x0008_0102, "SH", "DCM")
                            + wire.element(0x0008_0104, "LO", "Localizer"))
                ])
            return wire.item(
                wire.element(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2") + wire.element(0x0008_1155, "UI", uid)
                    + purpose)
        }
        func claim(_ status: String) -> [UInt8] {
            wire.sequence(
                0x0008_0300,
                [
                    wire.item(
                        wire.element(0x0008_0301, "US", wire.u16(0x0019))
                            + wire.element(0x0008_0302, "LO", "SIEMENS MR HEADER")
                            + wire.element(0x0008_0303, "CS", status))
                ])
        }
        let structure = wire.sequence(
            0x3006_0020,
            [
                wire.item(wire.element(0x3006_0022, "IS", "1") + wire.element(0x3006_0026, "LO", "PTV Miller")),
                wire.item(wire.element(0x3006_0022, "IS", "2") + wire.element(0x3006_0026, "LO", "PTV Chest")),
            ])
        let content = wire.sequence(
            0x0040_A730,
            [
                wire.item(
                    wire.element(0x0040_A040, "CS", "TEXT")
                        + wire.sequence(
                            0x0040_A043,
                            [
                                wire.item(
                                    wire.element(0x0008_0100, "SH", "121106") + wire.element(0x0008_0102, "SH", "DCM")
                                        + wire.element(0x0008_0104, "LO", "Comment"))
                            ]) + wire.element(0x0040_A160, "UT", "Chest, seen by Miller"))
            ])
        let list = wire.sequence(
            0x0008_1115,
            [
                wire.item(
                    wire.sequence(0x0008_1199, [reference("1.2.3.77", "121311")])
                        + wire.element(0x0020_000E, "UI", "1.2.3.78"))
            ])
        let creator = wire.element(0x0019_0010, "LO", "SIEMENS MR HEADER")
        let document = wire.element(0x0042_0011, "OB", [UInt8](repeating: 0x20, count: 40))
        let notes = (0..<UInt32(230)).map { wire.element(0x0018_A001 + $0, "LO", "Miller") }.flatMap(\.self)
        return [
            texts(0x0008_0005, "CS", ["ISO_IR 100", "ISO_IR 192"]) + [[]],
            texts(0x0008_0008, "CS", ["ORIGINAL\\PRIMARY\\AXIAL", "ORIGINAL\\PRIMARY\\MILLER"]),
            texts(0x0008_0016, "UI", ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"]) + [[]],
            texts(0x0008_0018, "UI", ["1.2.3.4", "1.2.3.5", "1.2.3.6.7", "1.2.840.10008.1.2.3", "1.2.840.113619.2.1"]),
            texts(0x0008_0020, "DA", ["20240102", "20010101", "20990101"]),
            texts(0x0008_0023, "DA", ["20240103", "20010101"]) + [[]],
            texts(0x0008_0050, "SH", ["A1234567", "CHEST", "20240102"]) + [[]],
            texts(0x0008_0060, "CS", ["CT", "MR"]),
            texts(0x0008_0080, "LO", ["General Hospital", "Chest Clinic"]) + [[]],
            texts(0x0008_0090, "PN", ["Axial^Rita", "Referrer^Rita"]),
            texts(0x0008_010C, "UI", ["1.2.3.5", "1.2.840.113619.2.1"]) + [[]],
            [claim("SAFE"), claim("UNSAFE"), [], [], []],
            texts(0x0008_1030, "LO", ["CT CHEST Miller", "MR HEAD 20240102", "Chest 1.2.3.5 see", "Köpf"]),
            texts(0x0008_103E, "LO", ["AX 1.0 Axial", "A1234567 Rita"]),
            [list, [], [], []],
            [
                wire.sequence(0x0008_1140, [reference("1.2.3.4", "121311")]),
                wire.sequence(0x0008_1140, [reference("1.2.3.9", "MILLER"), reference("1.2.3.4", "121311")]), [],
            ],
            texts(0x0008_1190, "UR", ["http://pacs/PID000001/1.2.3.4", "http://pacs/x"]) + [[], []],
            texts(0x0010_0010, "PN", ["Miller^John", "Chest^Axial", "Doe^Jane"]),
            texts(0x0010_0020, "LO", ["PID000001", "000002", "CHEST"]) + [[]],
            texts(0x0010_0030, "DA", ["19310203", "20010101"]) + [[]],
            texts(0x0010_1010, "AS", ["045Y", "093Y", "45Y"]),
            texts(0x0010_21B0, "LT", ["Miller fell on 2024-01-02", "none"]) + [[]],
            texts(0x0018_0015, "CS", ["CHEST", "MILLER"]),
            texts(0x0018_0050, "DS", ["1.0", "000002", "2.50"]),
            texts(0x0018_1030, "LO", ["Chest routine", "Miller routine"]) + [[]],
            [wire.sequence(0x0018_9301, [wire.item(document)]), [], []], [notes, [], [], [], []],
            [
                creator + wire.element(0x0019_1008, "CS", "IMAGE NUM 4") + wire.element(0x0019_100A, "US", [1, 0]),
                creator + wire.element(0x0019_1008, "CS", "IMAGE NUM 4") + wire.element(0x0019_100A, "US", [1, 0])
                    + wire.element(0x0019_100B, "DS", "12.5"),
                wire.element(0x0019_0010, "LO", "ACME CT") + wire.element(0x0019_1008, "CS", "IMAGE NUM 4"),
                wire.element(0x0019_0009, "LO", "X ") + creator + wire.element(0x0019_1008, "CS", "IMAGE NUM 4"), [],
            ],
            texts(0x0020_000D, "UI", ["1.2.3.1", "1.2.3.5"]),
            texts(0x0020_000E, "UI", ["1.2.3.2", "1.2.840.113619.2.1"]),
            texts(0x0020_0010, "SH", ["7", "CHEST"]),
            texts(0x0020_0013, "IS", ["1", "2", "12", "000002"]),
            texts(0x0020_4000, "LT", ["Axial, Dr. Miller", "ok"]) + [[]],
            [wire.element(0x0028_0002, "US", [1, 0])], texts(0x0028_0004, "CS", ["MONOCHROME2", "RGB"]),
            [wire.element(0x0028_0010, "US", wire.u16(2))], [wire.element(0x0028_0011, "US", wire.u16(2))],
            [wire.element(0x0028_0100, "US", wire.u16(16))],
            [wire.element(0x0028_0101, "US", wire.u16(12)), wire.element(0x0028_0101, "US", wire.u16(16))],
            [wire.element(0x0028_0102, "US", wire.u16(11)), wire.element(0x0028_0102, "US", wire.u16(15))],
            texts(0x0032_1060, "LO", ["CT Miller", "CT CHEST"]) + [[]],
            [content, [], [], [], [], []], texts(0x0042_0012, "LO", ["application/pdf", "text/xml"]) + [[], []],
            [wire.element(0x0042_0015, "UL", wire.u32(40)), [], []], [structure, [], []],
            [wire.element(0x7FE0_0010, "OW", [1, 2, 3, 4, 5, 6, 7, 0xF8])],
        ]
    }

    @Test(
        arguments: [Wire.explicitLittle, .implicitLittle], ["basic", "research", "strict", "limited-data-set", "if"])
    func eachComesOutAsByItself(wire: Wire, name: String) throws {
        let profile = Self.profiles[name] ?? Self.conditional
        let pieces = Self.pieces(wire)
        var dice = SplitMix(state: 20_261_128)
        var repeated = 0
        for _ in 0..<6 {
            var together = deidentifier(profile)
            var choice = pieces.map { Int.random(in: $0.indices, using: &dice) }
            for number in 0..<40 {
                let file = part10(zip(pieces, choice).flatMap { $0[$1] }, syntax: wire.syntax)
                var alone = deidentifier(profile)
                let (expected, met) = (outcome(of: file, &alone), outcome(of: file, &together))
                if met != expected {
                    Issue.record("file \(number) of \(choice): \(met.notes) and not \(expected.notes)")
                }
                repeated += together.repeatedSteps
                for _ in 0..<Int.random(in: 0...3, using: &dice) {
                    let place = Int.random(in: pieces.indices, using: &dice)
                    choice[place] = Int.random(in: pieces[place].indices, using: &dice)
                }
            }
        }
        // Else this would say nothing of what is repeated.
        #expect(repeated > 500)
    }

    /// Small files of others, each followed by copies in which bytes are changed, and by itself again.
    @Test(.enabled(if: !folders.isEmpty), arguments: ["basic", "research"])
    func copiesWithChangedBytes(name: String) throws {
        let profile = try #require(Self.profiles[name])
        var dice = SplitMix(state: 7)
        var (files, repeated) = (0, 0)
        var together = deidentifier(profile)
        for folder in Self.folders {
            for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }).sorted() ?? [] {
                let whole = URL(filePath: folder).appending(path: path)
                guard let bytes = try? [UInt8](Data(contentsOf: whole)), (400..<20_000).contains(bytes.count) else {
                    continue
                }
                files += 1
                for number in 0..<5 {
                    var copy = bytes
                    for _ in 0..<(number % 4) {
                        let place = Int.random(in: 300..<min(copy.count, 4000), using: &dice)
                        copy[place] = UInt8.random(in: 0x20...0x7E, using: &dice)
                    }
                    var alone = deidentifier(profile)
                    let (expected, met) = (outcome(of: copy, &alone), outcome(of: copy, &together))
                    if met != expected { Issue.record("\(path), copy \(number)") }
                    repeated += together.repeatedSteps
                }
            }
        }
        #expect(files > 0 && repeated > 1000)
    }

    static let folders = (ProcessInfo.processInfo.environment["DCMVEIL_FILES"] ?? "").split(separator: ":").map(
        String.init)
}
