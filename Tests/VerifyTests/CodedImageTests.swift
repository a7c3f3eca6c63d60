import Testing

@testable import Verify

/// Places in compressed streams that no decoder asks for: in headers and tables, in further frames, in boxes.
@Suite struct CodedImageTests {
    private let streams = CodestreamTests()
    private static let doe = Array("Doe, Jane 4711 Elm Street".utf8)

    /// One row of four pixels: SIZ, COD without a level, QCD with one step, then more segments, and one tile-part.
    private static func stream(
        size: [UInt8] = size, style: [UInt8] = style, steps: [UInt8] = [0x40, 0x40], more: [UInt8] = [],
        inPart: [UInt8] = []
    ) -> [UInt8] {
        let part: [UInt8] = [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, UInt8(14 + inPart.count + 4), 0, 1]
        return [0xFF, 0x4F] + segment(0x51, size) + segment(0x52, style) + segment(0x5C, steps) + more + part + inPart
            + [0xFF, 0x93, 1, 2, 3, 4, 0xFF, 0xD9]
    }

    private static let size: [UInt8] =
        [0, 0] + [4, 1, 0, 0, 4, 1, 0, 0].flatMap { [0, 0, 0, UInt8($0)] } + [0, 1, 7, 1, 1]
    private static let style: [UInt8] = [0, 0, 0, 1, 0, 0, 4, 4, 0, 1]

    private static func segment(_ code: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xFF, code, 0, UInt8(payload.count + 2)] + payload
    }

    private func found(_ stream: [UInt8]) -> [String] { streams.found([stream], CodestreamTests.jpeg2000) }

    @Test func segmentsOfJPEG2000HoldWhatTheyAreFor() {
        #expect(found(Self.stream()) == [])
        #expect(found(Self.stream(size: Self.size + Self.doe)) == ["DV0522"])
        #expect(found(Self.stream(style: Self.style + Self.doe)) == ["DV0522"])
        #expect(found(Self.stream(steps: [0x40, 0x40] + Self.doe)) == ["DV0522"])
        // With precincts, and with more steps than there are sub-bands.
        #expect(found(Self.stream(style: [1] + Self.style.dropFirst() + [0x88])) == [])
        #expect(found(Self.stream(steps: [0x42, 0x44, 0x6F, 0x65, 0x4A, 0x61, 0x6E, 0x65, 0x41])) == ["DV0522"])
        for (code, payload) in [
            (0x53, [0, 0, 0, 4, 4, 0, 1]), (0x5D, [0, 0x40, 0x48]), (0x5E, [0, 0, 3]), (0x5F, [0, 0, 0, 1, 1, 1, 2]),
        ] as [(UInt8, [UInt8])] {
            let segment = Self.segment(code, payload)
            #expect(found(Self.stream(more: segment)) == [], "\(code)")
            #expect(found(Self.stream(more: segment + segment)) == ["DV0509"], "\(code) twice")
            #expect(found(Self.stream(more: Self.segment(code, payload + Self.doe))) == ["DV0522"], "\(code)")
            #expect(found(Self.stream(more: Self.segment(code, [0] + Array("Jane.".utf8)))) == ["DV0522"], "\(code)")
            #expect(found(Self.stream(more: Self.segment(code, [0, 0, 0, 0]))) == [], "\(code) blanked")
        }
        for code: UInt8 in [0x51, 0x52, 0x5C] {
            let payload = code == 0x51 ? Self.size : code == 0x52 ? Self.style : [0x40, 0x40]
            #expect(found(Self.stream(more: Self.segment(code, payload))) == ["DV0509"], "\(code) twice")
        }
    }

    /// As deid leaves them.
    @Test func zerosBehindWhatASegmentHoldsAreNothing() {
        let zeros = [UInt8](repeating: 0, count: 8)
        #expect(
            found(Self.stream(size: Self.size + zeros)) == [] && found(Self.stream(style: Self.style + zeros)) == [])
        #expect(found(Self.stream(steps: [0x40, 0x40] + zeros)) == [])
        for (code, payload) in [
            (0x53, [0, 0, 0, 4, 4, 0, 1]), (0x5D, [0, 0x40, 0x48]), (0x5E, [0, 0, 3]), (0x5F, [0, 0, 0, 1, 1, 1, 2]),
            (0x63, [0, 1, 0, 1]),
        ] as [(UInt8, [UInt8])] {
            #expect(found(Self.stream(more: Self.segment(code, payload + zeros.prefix(6)))) == [], "\(code)")
        }
    }

    @Test func segmentsStandInTheirHeader() {
        #expect(found(Self.stream(inPart: Self.segment(0x58, [0, 4]))) == [])
        #expect(found(Self.stream(more: Self.segment(0x58, [0] + Self.doe))) == ["DV0522"])
        #expect(found(Self.stream(more: Self.segment(0x61, [0] + Self.doe))) == ["DV0522"])
        #expect(found(Self.stream(inPart: Self.segment(0x63, [0, 1, 0, 1]))) == ["DV0509"])
        #expect(found(Self.stream(inPart: Self.segment(0x52, Self.style))) == [])
    }

    private static func file(_ header: [UInt8], _ others: [UInt8] = [], stream: [UInt8] = stream()) -> [UInt8] {
        let box = CodestreamTests.box
        return box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + box("ftyp", Array("jp2 \0\0\0\0jp2 ".utf8)) + box("jp2h", header)
            + others
            + box("jp2c", stream)
    }

    private static let header: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 4, 0, 1, 7, 7, 0, 0]

    @Test func boxesSayWhatTheCodestreamIs() {
        let box = CodestreamTests.box
        let usual = box("ihdr", Self.header)
        #expect(found(Self.file(usual)) == [])
        for other in [
            box("ihdr", Array("DOE^JANE 1971.".utf8)), usual + usual,
            box("ihdr", [0, 0, 0, 2] + Self.header.dropFirst(4)),
            usual + box("jP  ", Array("Jane".utf8)), usual + box("bpcc", Self.doe), usual + box("cmap", Self.doe),
            usual + box("cdef", Self.doe), usual + box("pclr", Self.doe),
            usual + box("res ", box("resc", Array("DOE^JANE71".utf8))),
            usual + box("colr", [1, 0, 0] + Array("Jane".utf8)), usual + box("colr", Array("2JD".utf8)),
            usual + box("Jane", []),
            usual + box("colr", [1, 0, 0, 0, 0, 0, 14] + Array("Doe, Jane, 4711 Elm Street..".utf8)),
        ] {
            #expect(found(Self.file(other)) == ["DV0510"], "\(other)")
        }
        for fine in [
            box("bpcc", [7]), box("cmap", [0, 0, 1, 0]), box("cdef", [0, 1, 0, 0, 0, 0, 0, 1]),
            box("pclr", [0, 2, 1, 7, 0x41, 0x42]),
            box("res ", box("resc", [0, 72, 0, 1, 0, 72, 0, 1, 2, 2])), box("colr", [1, 0, 0, 0, 0, 0, 17]),
            box("uuid", [0, 0]),
        ] {
            #expect(found(Self.file(usual + fine)) == [], "\(fine)")
        }
        // Of two codestreams the second has a header again.
        #expect(found(Self.file(usual, box("jp2c", Self.stream()))) == ["DV0510", "DV0509"])
    }

    @Test func profilesInBoxesAreLookedAt() {
        let box = CodestreamTests.box
        func colour(_ profile: [UInt8]) -> [String] {
            found(Self.file(box("ihdr", Self.header) + box("colr", [2, 0, 0] + profile)))
        }
        #expect(colour(Self.doe) == ["DV0517"])
        // Of a profile that has been blanked its method is left.
        #expect(colour([UInt8](repeating: 0, count: 60)) == [])
        var profile = [UInt8](repeating: 0, count: 132)
        profile.replaceSubrange(36..<40, with: Array("acsp".utf8))
        #expect(colour(profile) == [])
        profile.replaceSubrange(48..<52, with: Array("Doe ".utf8))
        #expect(colour(profile) == ["DV0517"])
    }

    @Test func streamsAreAsLargeAsTheImage() {
        var size = Self.size
        size[9] = 3
        #expect(found(Self.stream(size: size)) == ["DV0520"])
        func frame(_ rows: UInt8, _ columns: UInt8) -> [String] {
            streams.found([CodestreamTests.jpeg([0xFF, 0xC0, 0, 11, 8, 0, rows, 0, columns, 1, 1, 0x11, 0])])
        }
        #expect(frame(1, 4) == [] && frame(0, 4) == [])
        #expect(frame(2, 4) == ["DV0520"] && frame(1, 5) == ["DV0520"])
    }

    @Test func framesAreCounted() {
        let jpeg = CodestreamTests.jpeg()
        #expect(streams.found([jpeg, jpeg], frames: 2) == [])
        #expect(streams.found([jpeg, jpeg], frames: 1) == ["DV0521"])
        #expect(streams.found([jpeg, jpeg, jpeg], frames: 1) == ["DV0521"])
        #expect(streams.found([Array(jpeg[..<30]), Array(jpeg[30...])], frames: 1) == [])
        #expect(streams.found([Self.stream(), Self.stream()], CodestreamTests.jpeg2000, frames: 1) == ["DV0521"])
        #expect(streams.found([[1, 2, 3, 4], [5, 6, 7, 8]], "1.2.840.10008.1.2.1.98", frames: 1) == ["DV0521"])
        let runs = Self.runs([[253, 9]])
        #expect(streams.found([runs, runs], CodestreamTests.runLength, frames: 1) == ["DV0521"])
    }

    private static func runs(_ segments: [[UInt8]]) -> [UInt8] {
        var (words, offset) = ([segments.count], 64)
        for segment in segments {
            words.append(offset)
            offset += segment.count
        }
        return (words + Array(repeating: 0, count: 16 - words.count)).flatMap { Bytes.explicit.uint32($0) }
            + segments.flatMap { $0 }
    }

    @Test func runLengthSegmentsAreBytesOfPixels() {
        func frame(_ segments: [[UInt8]], bits: UInt8 = 8) -> [String] {
            streams.found([Self.runs(segments)], CodestreamTests.runLength, bits: bits)
        }
        #expect(frame([[253, 9], [253, 9]]) == ["DV0504"] && frame([[253, 9], [253, 9]], bits: 16) == [])
        #expect(frame([[253, 9]], bits: 16) == ["DV0513"])
        // As deid leaves them: a further segment of zeros, and zeros in a run that is too long.
        #expect(frame([[253, 9], [0, 0]]) == [] && frame([[5, 1, 2, 3, 4, 0, 0, 0]]) == [])
        #expect(frame([[5, 1, 2, 3, 4, 0x4A, 0x44, 0]]) == ["DV0504"])
    }

    /// Four samples of 12 of 16 bits: the high byte has room for half a letter.
    @Test func bitsOutsideBitsStoredAreZeroInRLEToo() {
        func image(_ high: [UInt8], isSigned: Bool = false) -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    $0.transferSyntax = CodestreamTests.runLength
                    for (tag, value) in [(0x0028_0011, 4), (0x0028_0100, 16), (0x0028_0101, 12), (0x0028_0102, 11)] {
                        $0.set(UInt32(tag), "US", bytes.uint16(value))
                    }
                    $0.set(0x0028_0103, "US", bytes.uint16(isSigned ? 1 : 0))
                    $0.changes[0x7FE0_0010] = bytes.fragments([Self.runs([high, [3, 1, 2, 3, 4, 0]])])
                })
        }
        #expect(image([3, 1, 2, 15, 0, 0]) == [])
        #expect(image([3, 1, 2, 0x4F, 0, 0]) == ["DV0515"] && image([253, 0x10]) == ["DV0515"])
        #expect(
            image([3, 0xF8, 7, 0xFF, 0, 0], isSigned: true) == []
                && image([3, 0xF7, 7, 0, 0, 0], isSigned: true) == ["DV0515"])
    }

    @Test func tablesOfJPEGAreTables() {
        func table(_ code: UInt8, _ payload: [UInt8]) -> [String] {
            streams.found([CodestreamTests.jpeg(Self.segment(code, payload))])
        }
        let counts = [UInt8](repeating: 0, count: 7) + [25] + [UInt8](repeating: 0, count: 8)
        #expect(table(0xC4, [0x10] + counts + (1...25)) == [])
        #expect(table(0xC4, [0x10] + counts + Self.doe) == ["DV0522"])  // symbols twice
        #expect(table(0xC4, [0x00] + counts + (41...65)) == ["DV0509"])  // of more bits than samples have
        #expect(table(0xC4, [0x4A] + counts + (1...25)) == ["DV0509"])
        #expect(table(0xC4, [0x10, 25] + [UInt8](repeating: 0, count: 15) + (1...25)) == ["DV0509"])  // of one bit each
        #expect(table(0xDB, [4] + [UInt8](repeating: 1, count: 64)) == ["DV0509"])
    }

    /// A table that no component of the scans behind it asks for.
    @Test func tablesOfJPEGAreUsed() {
        let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 4, 1, 1, 0x11, 0]
        func file(_ tables: [UInt8], _ behind: [UInt8] = []) -> [String] {
            streams.found([CodestreamTests.jpeg(tables + frame, tail: behind + [0xFF, 0xD9])])
        }
        func quantization(_ number: UInt8) -> [UInt8] {
            Self.segment(0xDB, [number] + [UInt8](repeating: 0x44, count: 64))
        }
        func codes(_ number: UInt8) -> [UInt8] {
            Self.segment(0xC4, [number, 1] + [UInt8](repeating: 0, count: 15) + [5])
        }
        #expect(file(quantization(0) + codes(0) + codes(0x10)) == [])
        #expect(file(quantization(1)) == ["DV0509"] && file(codes(1)) == ["DV0509"] && file(codes(0x11)) == ["DV0509"])
        #expect(file(quantization(0) + quantization(0)) == ["DV0509"])
        #expect(file(codes(0), codes(0)) == ["DV0509"])
        // A second scan of a component, which only the progressive process has.
        let again = codes(0) + CodestreamTests.scan
        #expect(file(codes(0), again) == ["DV0509"])
        let progressive = codes(0) + [0xFF, 0xC2] + frame.dropFirst(2)
        #expect(streams.found([CodestreamTests.jpeg(progressive, tail: again + [0xFF, 0xD9])]) == [])
        // An interval, and a table of another process.
        let interval: [UInt8] = [0xFF, 0xDD, 0, 4, 0, 8]
        #expect(file(interval) == [] && file(interval + interval) == ["DV0509"])
    }

    @Test func applicationSegmentsHoldWhatTheyAreFor() {
        func jfif(_ rest: [UInt8]) -> [String] {
            streams.found([CodestreamTests.jpeg(Self.segment(0xE0, Array("JFIF\0".utf8) + rest))])
        }
        #expect(jfif([1, 2, 1, 0, 72, 0, 72, 0, 0]) == [])
        #expect(
            jfif(Array("Doe^Jane\0".utf8)) == ["DV0503"]
                && jfif([1, 1, 0] + Array("Jane".utf8) + [0, 0]) == ["DV0503"])
        #expect(streams.found([CodestreamTests.jpeg(CodestreamTests.jfif + CodestreamTests.jfif)]) == ["DV0503"])
        #expect(streams.found([CodestreamTests.jpeg(CodestreamTests.segment(0xEE, "AdobeDoeJane"))]) == ["DV0503"])
        let frame: [UInt8] = [0xFF, 0xF7, 0, 11, 8, 0, 1, 0, 4, 1, 1, 0x11, 0]
        let interval = Self.segment(0xDD, Array("Jane".utf8))
        #expect(streams.found([CodestreamTests.jpeg(interval + frame)], CodestreamTests.jpegLS) == [])
        #expect(streams.found([CodestreamTests.jpeg(interval + [0xFF, 0xC0] + frame.dropFirst(2))]) == ["DV0522"])
    }

    @Test func offsetsAreThoseOfFragments() {
        let two = [CodestreamTests.jpeg(), CodestreamTests.jpeg()]
        #expect(streams.found(two, table: [0, 0, 0, 0, 0x4A, 0, 0, 0]) == ["DV0511"])
        #expect(streams.found(two, table: [0, 0, 0, 0]) == [])
    }

    @Test func extendedOffsetsLieInTheFile() {
        func file(_ lengths: [UInt8], _ syntax: String = CleanFile.jpeg) -> [String] {
            ids(
                CleanFile.with {
                    $0.transferSyntax = syntax
                    $0.changes[0x7FE0_0010] = $0.bytes.fragments([CodestreamTests.jpeg()])
                    $0.set(0x7FE0_0001, "OV", [0, 0, 0, 0, 0, 0, 0, 0])
                    $0.set(0x7FE0_0002, "OV", lengths)
                })
        }
        #expect(file([40, 0, 0, 0, 0, 0, 0, 0]) == [])
        #expect(file(Array("Jane\0\0\0\0".utf8)) == ["DV0511"] && file(Array("DoeJane.".utf8)) == ["DV0511"])
    }

    /// PS3.3 C.7.6.24: float pixel data stand in the place of pixel data.
    @Test func oneAttributeHasThePixels() {
        let text = Array("Doe Jane".utf8)
        #expect(ids(CleanFile.with { $0.set(0x7FE0_0008, "OF", text) }) == ["DV0519"])
        let alone = CleanFile.with {
            $0.set(0x7FE0_0008, "OF", text)
            $0.set(0x7FE0_0010, "OW", [])
        }
        #expect(ids(alone) == [])
    }

    @Test func programsAreNotNumberedByTheDay() {
        func program(_ uid: String) -> [String] {
            let file = CleanFile.with { _ in }
            let old = Bytes.explicit.element(0x0002_0012, "UI", "2.25.1")
            let new = Bytes.explicit.element(0x0002_0012, "UI", uid)
            var bytes = file
            let start = (0..<file.count - old.count).first { file[$0..<$0 + old.count].elementsEqual(old) }!
            bytes.replaceSubrange(start..<start + old.count, with: new)
            bytes[140] = UInt8(Int(bytes[140]) + new.count - old.count)
            return ids(bytes)
        }
        #expect(program("1.2.276.0.7230010.3.0.3.6.7") == [])
        #expect(program("1.2.826.0.1.3680043.2.1143.107.104.103.115.2.8.4") == [])
        #expect(
            program("1.2.840.113619.19710203.4711") == ["DV0217"] && program("1.2.840.113619.123456789") == ["DV0217"])
        #expect(program("Jane") == ["DV0316"])
    }
}
