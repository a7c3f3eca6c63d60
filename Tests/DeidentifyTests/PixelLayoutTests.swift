import DICOM
import Standard
import Testing

@testable import Deidentify

/// Native pixels in items, and those of which the file does not say where they end.
@Suite struct PixelLayoutTests {
    static let w = Wire.explicitLittle
    static let letter = Array("Smith^John MRN 471147 born 1950 ".utf8)

    /// The attributes of an image of bytes, 16 columns wide, each of which `changes` may have in another form.
    static func layout(_ changes: [UInt32: [UInt8]] = [:], rows: UInt8 = 4) -> [UInt8] {
        let usual: [(UInt32, [UInt8])] = [
            (0x0028_0002, w.element(0x0028_0002, "US", [1, 0])),
            (0x0028_0004, w.element(0x0028_0004, "CS", "MONOCHROME2 ")),
            (0x0028_0008, [UInt8]()), (0x0028_0010, w.element(0x0028_0010, "US", [rows, 0])),
            (0x0028_0011, w.element(0x0028_0011, "US", [16, 0])),
            (0x0028_0100, w.element(0x0028_0100, "US", [8, 0])), (0x0028_0101, w.element(0x0028_0101, "US", [8, 0])),
            (0x0028_0102, w.element(0x0028_0102, "US", [7, 0])), (0x0028_0103, w.element(0x0028_0103, "US", [0, 0])),
        ]
        return usual.flatMap { (tag, element) -> [UInt8] in changes[tag] ?? element }
    }

    static func image(_ changes: [UInt32: [UInt8]], _ samples: [UInt8]) -> [UInt8] {
        part10(
            w.element(0x0008_0018, "UI", "1.2.3\0") + layout(changes) + w.element(0x7FE0_0010, "OB", samples),
            syntax: w.syntax)
    }

    static let samples = (0..<64).map { UInt8($0 * 4) }

    /// In an item there are pixels of an icon, and no others.
    @Test func pixelsInItemsGo() throws {
        let kinds: [(UInt32, String)] = [
            (0x7FE0_0010, "OB"), (0x7FE0_0008, "OF"), (0x7FE0_0009, "OD"), (0x7FE0_0001, "OV"), (0x7FE0_0020, "OW"),
        ]
        for (tag, vr) in kinds {
            let item = Self.w.item(
                Self.layout() + Self.w.element(tag, vr, Self.samples + Self.letter), undefined: false)
            let found = try deidentify(
                Self.w.element(0x0008_0018, "UI", "1.2.3\0") + Self.w.sequence(0x0018_9346, [item], undefined: false),
                Self.w)
            let left = try #require(found[tag: 0x0018_9346]?.items?.first)
            #expect(left[tag: tag] == nil && left[tag: 0x0028_0010] != nil)
        }
    }

    /// Those of an icon end where its own layout says.
    @Test(arguments: [false, true]) func iconsLoseWhatIsBehindThem(undefined: Bool) throws {
        let keeping = try compiled(
            #"{"name":"i","extends":"basic","conforms":false,"rules":[{"attributes":["IconImageSequence"],"action":"keep"}]}"#
        )
        let nested = Self.w.sequence(
            0x0028_3010, [Self.w.item(Self.w.element(0x0028_0010, "US", [9, 0]), undefined: undefined)],
            undefined: undefined)
        let icon = Self.w.item(
            Self.layout() + nested + Self.w.element(0x7FE0_0010, "OB", Self.samples + Self.letter), undefined: undefined
        )
        let found = try deidentify(
            Self.w.element(0x0008_0018, "UI", "1.2.3\0") + Self.layout(rows: 1)
                + Self.w.sequence(0x0088_0200, [icon], undefined: undefined), Self.w,
            keeping)
        let left = try #require(found[tag: 0x0088_0200]?.items?.first)
        #expect(left[tag: 0x7FE0_0010]?.value == Self.samples + [UInt8](repeating: 0, count: Self.letter.count))
    }

    @Test func besidePixelsNothingOfTheGroupIsExempt() throws {
        for vr in ["OW", "OB", "UN", "US", "FD"] {
            let found = try deidentify(
                Self.w.element(0x0008_0018, "UI", "1.2.3\0") + Self.w.element(0x7FE0_0020, vr, Self.letter), Self.w)
            #expect(found[tag: 0x7FE0_0020] == nil, "\(vr)")
        }
        let values: [([UInt8], Bool)] = [
            ([0, 1, 0, 0, 0, 0, 0, 0], true), (Array("QZ123456".utf8), false), (Self.letter, false),
        ]
        for (value, stays) in values {
            let found = try deidentify(
                Self.w.element(0x0008_0018, "UI", "1.2.3\0") + Self.w.element(0x7FE0_0003, "UV", value), Self.w)
            #expect((found[tag: 0x7FE0_0003] != nil) == stays)
        }
    }

    /// Of waveforms and spectra, too: in a CT image there are none.
    @Test func samplesWhereTheStandardHasNoneAreLookedAt() throws {
        let noise = (0..<128).map { UInt8(truncatingIfNeeded: $0 &* 89) }
        let places: [(UInt32, UInt32)] = [
            (0x5400_0100, 0x5400_1010), (0x0018_9346, 0x5600_0020), (0x0018_9346, 0x5400_1010),
        ]
        for (sequence, tag) in places {
            // Outside Waveform Sequence there is no waveform.
            let isWaveform = tag == 0x5600_0020 || sequence == 0x5400_0100
            for (value, stays) in [(noise, isWaveform), (Self.letter, false)] {
                let item = Self.w.item(Self.w.element(tag, tag == 0x5600_0020 ? "OF" : "OW", value), undefined: false)
                let found = try deidentify(
                    Self.w.element(0x0008_0018, "UI", "1.2.3\0") + Self.w.sequence(sequence, [item], undefined: false),
                    Self.w)
                #expect((found[tag: sequence]?.items?.first?[tag: tag] != nil) == stays)
            }
        }
    }

    /// Where a waveform belongs, one that is text from end to end is none: without it there is no such object.
    @Test func aWaveformOfTextRefusesTheFile() throws {
        var cases: [(samples: [UInt8], stays: Bool)] = [(Self.letter, false), (Array("SMITH^JOHN 471".utf8), true)]
        let wide: [UInt8] = Array("Smith John born".utf8).flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
        cases.append((wide, false))
        // Sound in 8 bits that crosses the middle, and small numbers of 16 bits, some of them below zero.
        let voice: [UInt8] = (0..<64).map { (place: Int) -> UInt8 in UInt8(0x78 + place % 16) }
        cases.append((voice, true))
        var pulse: [UInt8] = []
        for place in 0..<64 { pulse += [UInt8(0x41 + place), place % 8 == 7 ? 0xFF : 0] }
        cases.append((pulse, true))
        for (samples, stays) in cases {
            let item = Self.w.item(Self.w.element(0x5400_1010, "OW", samples), undefined: false)
            var content = Self.w.element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.9.1.1\0")
            content += Self.w.element(0x0008_0018, "UI", "1.2.3\0")
            content += Self.w.sequence(0x5400_0100, [item], undefined: false)
            if stays {
                #expect(
                    try deidentify(content, Self.w)[tag: 0x5400_0100]?.items?.first?[tag: 0x5400_1010]?.value == samples
                )
            } else {
                #expect(throws: DeidentifyError.self) { try deidentify(content, Self.w) }
            }
        }
    }

    /// Rows in another VR are rows.
    @Test func aNumberInAnotherVRIsANumber() throws {
        for rows in [Self.w.element(0x0028_0010, "UL", [4, 0, 0, 0]), Self.w.element(0x0028_0010, "UN", [4, 0])] {
            let output = try deidentify(
                MemorySource(Self.image([0x0028_0010: rows], Self.samples + Self.letter)), basicProfile)
            #expect(output.bytes.suffix(96) == Self.samples + [UInt8](repeating: 0, count: 32))
        }
    }

    static let unknown: [[UInt32: [UInt8]]] = [
        [0x0028_0010: []], [0x0028_0010: w.element(0x0028_0010, "US", [0, 0])],
        [0x0028_0008: w.element(0x0028_0008, "IS", "-1")],
        [0x0028_0100: w.element(0x0028_0100, "US", [12, 0])],
    ]

    /// Where nobody can say what is pixel, words make the file be refused, and their absence is said.
    @Test(arguments: unknown) func wordsInPixelsWithoutALayoutRefuseTheFile(changes: [UInt32: [UInt8]]) throws {
        let wide = Array("Smith John born 1950 Main Street".utf8).flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
        let texts: [[UInt8]] = [Self.letter, wide, [UInt8(0)] + wide]
        for text in texts {
            let file = Self.image(changes, Self.samples + [0] + text + [0])
            #expect(throws: DeidentifyError.self) { try deidentify(MemorySource(file), basicProfile) }
            let large = Self.image(changes, [UInt8](repeating: 0, count: 100_000) + text)
            #expect(throws: DeidentifyError.self) { try deidentify(MemorySource(large), basicProfile) }
            for step in [1001, 65536] {
                #expect(throws: DeidentifyError.self) { try deidentify(TrickleSource(large, step: step), basicProfile) }
            }
        }
        let noise = (0..<64).map { UInt8(truncatingIfNeeded: $0 &* 89) }
        let output = try deidentify(MemorySource(Self.image(changes, noise)), basicProfile)
        #expect(output.bytes.suffix(64) == noise)
        #expect(output.report.notes.contains { $0.reason == .unknownLayout })
    }

    /// Two samples a pixel; three are another Photometric Interpretation, and cutting them would cut the image.
    @Test func coloursThatArePairedEndEarlier() throws {
        let changes: [UInt32: [UInt8]] = [
            0x0028_0002: Self.w.element(0x0028_0002, "US", [3, 0]),
            0x0028_0004: Self.w.element(0x0028_0004, "CS", "YBR_FULL_422"),
        ]
        let samples = Self.samples + Self.samples
        let clean = try deidentify(MemorySource(Self.image(changes, samples)), basicProfile)
        #expect(clean.bytes.suffix(128) == samples)
        let output = try deidentify(MemorySource(Self.image(changes, samples + Self.letter)), basicProfile)
        #expect(output.bytes.suffix(160) == samples + [UInt8](repeating: 0, count: 32))
        #expect(throws: DeidentifyError.self) {
            try deidentify(MemorySource(Self.image(changes, samples + Self.letter + Self.letter)), basicProfile)
        }
    }
}
