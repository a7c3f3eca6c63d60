import Testing

@testable import Verify

/// Compressed streams inside encapsulated Pixel Data: JPEG, JPEG-LS, JPEG 2000, RLE.
@Suite struct CodestreamTests {
    static let jfif: [UInt8] = [0xFF, 0xE0, 0, 16] + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]
    static let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x11, 0x22, 0xFF, 0x00, 0x33]

    static func jpeg(_ segments: [UInt8] = jfif, tail: [UInt8] = [0xFF, 0xD9, 0]) -> [UInt8] {
        [0xFF, 0xD8] + segments + scan + tail
    }

    static func segment(_ marker: UInt8, _ text: String) -> [UInt8] {
        [0xFF, marker, 0, UInt8(text.utf8.count + 2)] + Array(text.utf8)
    }

    static let jpegLS = "1.2.840.10008.1.2.4.80"
    static let jpeg2000 = "1.2.840.10008.1.2.4.90"
    static let runLength = "1.2.840.10008.1.2.5"

    func found(
        _ fragments: [[UInt8]], _ transferSyntax: String = CleanFile.jpeg, table: [UInt8] = [], bits: UInt8 = 8,
        frames: Int? = nil
    ) -> [String] {
        ids(
            CleanFile.with {
                let bytes = $0.bytes
                $0.transferSyntax = transferSyntax
                $0.set(0x0028_0008, "IS", String(frames ?? fragments.count))
                $0.set(0x0028_0011, "US", [4, 0])
                $0.set(0x0028_0100, "US", [bits, 0])
                let items = fragments.flatMap { bytes.item($0.count % 2 == 0 ? $0 : $0 + [0]) }
                $0.changes[0x7FE0_0010] =
                    bytes.header(0x7FE0_0010, "OB", -1) + bytes.item(table) + items + bytes.tag(0xFFFE_E0DD)
                    + bytes.uint32(0)
            })
    }

    @Test func segmentsBehindTheFirstScanAreFound() {
        let end: [UInt8] = [0xFF, 0xD9]
        #expect(found([Self.jpeg(tail: Self.scan + end)]) == [])
        #expect(found([Self.jpeg(tail: Self.segment(0xFE, "Doe") + Self.scan + end)]) == ["DV0502"])
        #expect(found([Self.jpeg(tail: Self.segment(0xE1, "Exif\0\0") + end)]) == ["DV0503"])
        let restart: [UInt8] = [0xFF, 0xD0, 1, 2, 0xFF, 0x00, 3, 0xFF]
        #expect(found([Self.jpeg([0xFF, 0xDD, 0, 4, 0, 8], tail: restart + end)]) == [])
        // Nobody announced it, so that what is behind it is nobody's samples.
        #expect(found([Self.jpeg(tail: restart + end)]) == ["DV0505"])
        #expect(found([Self.jpeg([0xFF, 0xDD, 0, 4, 0, 0], tail: restart + end)]) == ["DV0505"])
        #expect(found([Self.jpeg(tail: [0xFF, 0x42, 1, 2] + end)]) == ["DV0505"])
    }

    @Test func segmentsHaveRoomForWhatTheyNeedOnly() {
        #expect(found([Self.jpeg([0xFF, 0xDD, 0, 4, 0, 8])]) == [])
        #expect(found([Self.jpeg([0xFF, 0xDD, 0, 10, 0, 8] + Array("Doe Ja".utf8))]) == ["DV0509"])
        let frame: [UInt8] = [8, 0, 1, 0, 4, 1, 1, 0x11, 0]
        #expect(found([Self.jpeg([0xFF, 0xC0, 0, 11] + frame)]) == [])
        #expect(found([Self.jpeg([0xFF, 0xC0, 0, 15] + frame + Array("Doe ".utf8))]) == ["DV0509"])
        let quantization = [UInt8](repeating: 1, count: 64)
        #expect(found([Self.jpeg([0xFF, 0xDB, 0, 67, 0] + quantization)]) == [])
        #expect(found([Self.jpeg([0xFF, 0xDB, 0, 71, 0] + quantization + Array("Doe ".utf8))]) == ["DV0509"])
        let huffman: [UInt8] = [0, 1] + [UInt8](repeating: 0, count: 15) + [5]
        #expect(found([Self.jpeg([0xFF, 0xC4, 0, 20] + huffman)]) == [])
        #expect(found([Self.jpeg([0xFF, 0xC4, 0, 38] + huffman + huffman)]) == [])
        #expect(found([Self.jpeg([0xFF, 0xC4, 0, 24] + huffman + Array("Doe ".utf8))]) == ["DV0509"])
        #expect(found([Self.jpeg(Self.segment(0xF0, "Doe"))]) == ["DV0509"])
        #expect(found([Self.jpeg(Self.segment(0xF0, "\0\0\0"))]) == [])
    }

    @Test(
        arguments: [
            ("Kakadu-v6.4.1", "DV0512"), ("Created by OpenJPEG version 2.5.0", "DV0512"),
            ("LEAD Technologies Inc. V1.01", "DV0512"), ("MITRA", "DV0512"), ("JasPer Version 1.900.1", "DV0512"),
            ("Created by: JJ2000 version 4.1", "DV0512"), ("Created by Grok     version 2.3.0", "DV0512"),
            ("Kdu-Layer-Info: log_2{Delta-D(MSE)/[2^16*Delta-L(bytes)]}, L(bytes)\n-192.0,  2.5e+03\n", "DV0512"),
            ("Kdu-Layer-Info: Doe\n", "DV0502"), ("Kakadu-v6.4.1 for Doe", "DV0502"),
            ("LEAD Technologies Inc. V19710203", "DV0502"),
            ("Doe Kakadu-v6.4", "DV0502"), ("\0\0\0\0", nil),
        ] as [(String, String?)])
    func signaturesOfEncodersNameNobody(comment: String, expected: String?) {
        #expect(found([Self.jpeg(Self.segment(0xFE, comment))]) == (expected.map { [$0] } ?? []))
        let stream = Self.codestream(comment: comment)
        #expect(found([stream], Self.jpeg2000) == (expected.map { [$0] } ?? []))
    }

    @Test func segmentsMayBeSplitBetweenFragments() {
        let stream = Self.jpeg(Self.jfif + Self.segment(0xFE, "Doe^Jane"))
        for cut in stride(from: 2, to: stream.count - 1, by: 2) {
            #expect(found([Array(stream[..<cut]), Array(stream[cut...])]) == ["DV0502"], "cut at \(cut)")
        }
        let long = Self.jpeg(Self.segment(0xFE, String(repeating: "\0", count: 200)))
        #expect(found([Array(long[..<100]), Array(long[100...])]) == [])
    }

    @Test func whatIsNoStreamIsFound() {
        #expect(found([[1, 2, 3, 4], [5, 6]]) == ["DV0507"])
        #expect(found([Array("Doe^Jane".utf8)]) == ["DV0507"])
        #expect(found([Self.jpeg(), Array("Doe^Jane".utf8)]) == ["DV0507"])
        #expect(found([Array("Doe^Jane".utf8) + Self.jpeg()]) == ["DV0506"])
        #expect(found([[0xFF] + Self.jpeg()]) == ["DV0506"])
        #expect(found([Self.jpeg(), [0, 0, 0, 0]]) == [])
        #expect(found([Array("Doe^Jane".utf8)], Self.jpeg2000) == ["DV0507"])
        #expect(found([Array("Doe^Jane".utf8)], Self.runLength) == ["DV0513"])
        #expect(found([Array("Doe^Jane".utf8)], "1.2.840.10008.1.2.4.102") == ["DV0508"])
        // Samples as they are: four of a frame, and what comes behind them.
        #expect(found([[1, 2, 3, 4], [5, 6, 7, 8]], "1.2.840.10008.1.2.1.98") == [])
        #expect(found([Array("Doe^Jane".utf8)], "1.2.840.10008.1.2.1.98") == ["DV0514"])
    }

    @Test func theOffsetTableHoldsOffsets() {
        let two = [Self.jpeg(), Self.jpeg()]
        let second = UInt8(8 + (Self.jpeg().count + 1) / 2 * 2)
        #expect(found(two, table: [0, 0, 0, 0, second, 0, 0, 0]) == [])
        #expect(found(two, table: Array("Doe^Jane".utf8)) == ["DV0511"])
        #expect(found(two, table: [0, 0, 0, 0, 0x44, 0x6F, 0x65, 0x20]) == ["DV0511"])
        #expect(found(two, table: [0, 0, 0, 0, 0, 0, 0, 0]) == ["DV0511"])
        #expect(found(two, table: [0, 0, 0, 0, 2, 0]) == ["DV0511"])
        #expect(found(two, table: [0, 0, 0, 0, second, 0, 0, 0, 8, 0, 0, 0]) == ["DV0511"])
    }

    /// SOC, SIZ of no more than its head, a comment, one tile-part, EOC.
    static func codestream(
        comment: String? = nil, partLength: Int = 14 + 6, data: [UInt8] = [1, 2, 0xFF, 0x7F, 3, 4],
        tail: [UInt8] = [0xFF, 0xD9]
    ) -> [UInt8] {
        var text: [UInt8] = []
        if let comment {
            text = [0xFF, 0x64, 0, UInt8(comment.utf8.count + 4), 0, 1]
            text += Array(comment.utf8)
        }
        let part: [UInt8] = [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, UInt8(partLength), 0, 1, 0xFF, 0x93]
        let head: [UInt8] = [0xFF, 0x4F, 0xFF, 0x51, 0, 4, 0, 0]
        return head + text + part + data + tail
    }

    static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, 0, UInt8(content.count + 8)] + Array(type.utf8) + content
    }

    @Test func jpeg2000IsFollowedToItsEnd() {
        #expect(found([Self.codestream()], Self.jpeg2000) == [])
        #expect(found([Self.codestream(), Self.codestream()], Self.jpeg2000) == [])
        #expect(found([Self.codestream(partLength: 0)], Self.jpeg2000) == [])
        #expect(found([Self.codestream(comment: "Doe^Jane")], Self.jpeg2000) == ["DV0502"])
        #expect(found([Self.codestream(tail: [0xFF, 0xD9] + Array("Doe ".utf8))], Self.jpeg2000) == ["DV0504"])
        #expect(found([Self.codestream(partLength: 0, tail: [0xFF, 0xD9, 0x41])], Self.jpeg2000) == ["DV0504"])
        #expect(found([Self.codestream(tail: [])], Self.jpeg2000) == ["DV0505"])
        #expect(found([Self.codestream(partLength: 18)], Self.jpeg2000) == ["DV0505"])
        let whole = Self.codestream(comment: "Doe^Jane")
        for cut in stride(from: 2, to: whole.count - 1, by: 2) {
            #expect(found([Array(whole[..<cut]), Array(whole[cut...])], Self.jpeg2000) == ["DV0502"], "cut at \(cut)")
        }
    }

    @Test func boxesAroundJPEG2000AreJudged() {
        let signature = Self.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + Self.box("ftyp", Array("jp2 \0\0\0\0jp2 ".utf8))
        let header = Self.box("ihdr", [0, 0, 0, 1, 0, 0, 0, 4, 0, 1, 7, 7, 0, 0])
        let stream = Self.box("jp2c", Self.codestream())
        func file(_ header: [UInt8], _ others: [UInt8] = []) -> [String] {
            found([signature + Self.box("jp2h", header) + others + stream], Self.jpeg2000)
        }
        #expect(file(header) == [])
        #expect(file(header + Self.box("xml ", Array("<Doe/>".utf8))) == ["DV0510"])
        #expect(file(header, Self.box("xml ", Array("<Doe/>".utf8))) == ["DV0510"])
        #expect(file(header, Self.box("uuid", [UInt8](repeating: 7, count: 20))) == ["DV0510"])
        #expect(file(header, Self.box("xml ", [UInt8](repeating: 0, count: 20))) == [])
        #expect(file(Self.box("ihdr", [UInt8](repeating: 1, count: 20))) == ["DV0510"])
        #expect(
            found([signature + Self.box("jp2c", Self.codestream(comment: "Doe"))], Self.jpeg2000) == ["DV0502"])
        #expect(found([signature + stream + Self.box("xml ", Array("<Doe/>".utf8))], Self.jpeg2000) == ["DV0510"])
    }

    /// What other parts of the standard add has no meaning where the Transfer Syntax is of Part 1.
    @Test func segmentsOfOtherPartsAreNotNeededInPartOne() {
        func file(_ code: UInt8, _ payload: [UInt8], _ number: Int) -> [String] {
            let segment = [0xFF, code, 0, UInt8(payload.count + 2)] + payload
            let stream = Self.codestream()
            return found([Array(stream[..<8]) + segment + Array(stream[8...])], "1.2.840.10008.1.2.4.\(number)")
        }
        let text = Array("Doe^Jane..".utf8)
        for code: UInt8 in 0x72...0x78 {
            #expect(
                file(code, text, 90) == ["DV0522"] && file(code, text, 201) == ["DV0522"] && file(code, text, 93) == [])
            #expect(file(code, [0, 0, 0, 0], 90) == [])
        }
        #expect(
            file(0x59, text, 90) == ["DV0522"] && file(0x59, text, 201) == ["DV0522"] && file(0x59, [0, 1], 201) == [])
        #expect(file(0x50, [0, 2, 0, 0, 0, 1], 201) == [] && file(0x50, text, 201) == ["DV0522"])
    }

    @Test func tilesHaveTheTilePartsThatTheySay() {
        func part(_ index: UInt8, of count: UInt8) -> [UInt8] {
            [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 18, index, count, 0xFF, 0x93, 1, 2, 3, 4]
        }
        func file(_ parts: [[UInt8]]) -> [String] {
            found([[0xFF, 0x4F, 0xFF, 0x51, 0, 4, 0, 0] + parts.joined() + [0xFF, 0xD9]], Self.jpeg2000)
        }
        #expect(
            file([part(0, of: 1)]) == [] && file([part(0, of: 2), part(1, of: 2)]) == []
                && file([part(0, of: 0), part(1, of: 0)]) == [])
        #expect(
            file([part(0, of: 1), part(1, of: 1)]) == ["DV0509"]
                && file([part(0, of: 1), part(1, of: 2)]) == ["DV0509"])
        #expect(file([part(0, of: 2), part(1, of: 2), part(2, of: 2), part(3, of: 2)]) == ["DV0509"])
    }

    @Test func smallBoxesHoldWhatIsRegistered() {
        func file(_ brands: String, _ colour: [UInt8]) -> [String] {
            let signature = Self.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + Self.box("ftyp", Array(brands.utf8))
            let header = Self.box(
                "jp2h", Self.box("ihdr", [0, 0, 0, 1, 0, 0, 0, 4, 0, 1, 7, 7, 0, 0]) + Self.box("colr", colour))
            return found([signature + header + Self.box("jp2c", Self.codestream())], Self.jpeg2000)
        }
        let grey: [UInt8] = [1, 0, 0, 0, 0, 0, 17]
        #expect(file("jp2 \0\0\0\0jp2 ", grey) == [])
        #expect(file("jp2 \0\0\0\0jp2 DoeJJane", grey) == ["DV0510"])
        #expect(file("jp2 \0\0\0\0jp2 ", grey + Array("Doe".utf8)) == ["DV0510"])
    }

    @Test func jpegLSStuffsBitsAndNotBytes() {
        let frame: [UInt8] = [0xFF, 0xF7, 0, 11, 8, 0, 1, 0, 4, 1, 1, 0x11, 0]
        let preset: [UInt8] = [0xFF, 0xF8, 0, 13, 1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64]
        let end: [UInt8] = [0xFF, 0x42, 1, 2, 0xFF, 0xD9]
        #expect(found([Self.jpeg(frame + preset, tail: end)], Self.jpegLS) == [])
        #expect(found([Self.jpeg(frame + Self.segment(0xFE, "Doe"), tail: end)], Self.jpegLS) == ["DV0502"])
        #expect(found([Self.jpeg(frame + Self.segment(0xE8, "Doe"), tail: end)], Self.jpegLS) == ["DV0503"])
        #expect(found([Self.jpeg(frame + Self.segment(0xE8, "mrfx\0\0"), tail: end)], Self.jpegLS) == [])
    }

    /// What another coding process would need is not needed here, whether it stands before the frame header or behind it.
    @Test func segmentsAreThoseOfTheCodingProcess() {
        let huffman: [UInt8] = [0xFF, 0xC4, 0, 20, 0, 1] + [UInt8](repeating: 0, count: 15) + [5]
        let quantization: [UInt8] = [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
        let arithmetic: [UInt8] = [0xFF, 0xCC, 0, 4, 0, 0x10]
        let preset: [UInt8] = [0xFF, 0xF8, 0, 13, 1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64]
        let lines: [UInt8] = [0xFF, 0xDC, 0, 4, 0, 1]
        func frame(_ code: UInt8) -> [UInt8] { [0xFF, code, 0, 11, 8, 0, 1, 0, 4, 1, 1, 0x11, 0] }
        func both(_ code: UInt8, _ segment: [UInt8]) -> [String] {
            let syntax = code == 0xF7 ? Self.jpegLS : CleanFile.jpeg
            let before = found([Self.jpeg(segment + frame(code))], syntax)
            #expect(found([Self.jpeg(frame(code) + segment)], syntax) == before)
            return before
        }
        #expect(both(0xC0, huffman) == [] && both(0xC3, huffman) == [] && both(0xF7, huffman) == ["DV0509"])
        #expect(
            both(0xC0, quantization) == [] && both(0xC3, quantization) == ["DV0509"]
                && both(0xF7, quantization) == ["DV0509"])
        #expect(
            both(0xC0, arithmetic) == ["DV0509"] && both(0xC9, arithmetic) == [] && both(0xF7, arithmetic) == ["DV0509"]
        )
        #expect(both(0xC0, preset) == ["DV0509"] && both(0xF7, preset) == [])
        #expect(both(0xC0, lines) == ["DV0509"])
        #expect(found([Self.jpeg(frame(0xC0), tail: lines + [0xFF, 0xD9])]) == [])
        #expect(found([Self.jpeg(Self.segment(0xF8, "\0\0\0") + frame(0xC0))]) == [])
    }

    /// Segments of the main header are held to the tile-parts that there are.
    @Test func pointersOfJPEG2000AreTrue() {
        func segment(_ code: UInt8, _ payload: [UInt8]) -> [UInt8] {
            [0xFF, code, 0, UInt8(payload.count + 2)] + payload
        }
        let size = segment(0x51, [UInt8](repeating: 0, count: 33) + [1, 0, 1, 7, 1, 1])
        func part(_ index: UInt8, _ header: [UInt8] = [], length: Int? = nil) -> [UInt8] {
            let length = length ?? 14 + header.count + 6
            return [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, UInt8(length), index, 2] + header + [
                0xFF, 0x93, 1, 2, 3, 4, 5, 6,
            ]
        }
        func stream(_ segments: [UInt8], _ header: [UInt8] = [], last: Int? = nil) -> [String] {
            found(
                [[0xFF, 0x4F] + size + segments + part(0, header) + part(1, length: last) + [0xFF, 0xD9]], Self.jpeg2000
            )
        }
        #expect(stream([]) == [])
        // TLM
        #expect(
            stream(segment(0x55, [0, 0, 0, 20, 0, 20])) == []
                && stream(segment(0x55, [0, 0x50, 0, 0, 0, 0, 20, 0, 0, 0, 0, 20])) == [])
        #expect(stream(segment(0x55, [0, 0, 0, 20, 0, 20]), last: 0) == [])
        for wrong in [
            [0, 0, 0, 20, 0, 21], [0, 0, 0, 20], [0, 0, 0, 20, 0, 20, 0, 20], [0, 0, 0, 20, 0],
            [0, 0x30, 0, 20, 0, 20],
        ] {
            #expect(stream(segment(0x55, wrong.map { UInt8($0) })) == ["DV0509"])
        }
        #expect(stream(segment(0x55, [0, 0] + Array("Doe^Jane".utf8))) == ["DV0522"])
        // Of another tile.
        #expect(stream(segment(0x55, [0, 0x50, 0, 0, 0, 0, 20, 7, 0, 0, 0, 20])) == ["DV0509"])
        // PLM, PLT: 6 bytes of data in each of two parts, one packet of 200 would be 81 48
        #expect(stream(segment(0x57, [0, 2, 2, 4, 1, 6])) == [] && stream([], segment(0x58, [0, 2, 4])) == [])
        #expect(
            stream(segment(0x57, [0, 2, 2, 4, 1, 7])) == ["DV0509"]
                && stream(segment(0x57, [0] + Self.doe)) == ["DV0522"])
        #expect(stream(segment(0x57, [0, 2, 2, 0x84])) == ["DV0509"])
        #expect(
            stream([], segment(0x58, [0] + Self.doe)) == ["DV0522"]
                && stream([], segment(0x58, [0, 6, 0x80])) == ["DV0509"])
        // PPM: two groups
        #expect(stream(segment(0x60, [0, 0, 0, 0, 2, 9, 9, 0, 0]) + segment(0x60, [1, 0, 1, 9])) == [])
        #expect(
            stream(segment(0x60, [0] + Self.doe)) == ["DV0522"]
                && stream(segment(0x60, [0, 0, 0, 0, 1, 9])) == ["DV0509"])
        // CRG: one component
        #expect(stream(segment(0x63, [0x41, 0x42, 0x43, 0x44])) == [] && stream(segment(0x63, Self.doe)) == ["DV0522"])
        // reserved
        #expect(stream(segment(0x66, Self.doe)) == ["DV0522"] && stream(segment(0x66, [0, 0, 0])) == [])
        for code in [UInt8(0x55), 0x57, 0x60, 0x63] { #expect(stream(segment(code, [0, 0, 0, 0, 0, 0, 0, 0])) == []) }
    }

    private static let doe = Array("Doe^Jane".utf8)

    @Test func runLengthFramesAddUp() {
        func frame(_ segments: [[UInt8]], header: [UInt8]? = nil) -> [UInt8] {
            var words = [segments.count]
            var offset = 64
            for segment in segments {
                words.append(offset)
                offset += segment.count
            }
            words += Array(repeating: 0, count: 16 - words.count)
            return (header ?? words.flatMap { Bytes.explicit.uint32($0) }) + segments.flatMap { $0 }
        }
        // One row of four samples.
        #expect(found([frame([[3, 1, 2, 3, 4, 0]])], Self.runLength) == [])
        #expect(
            found(
                [frame([[253, 9], [0, 1, 254, 2]]), frame([[128, 253, 9, 0], [253, 9]])], Self.runLength, bits: 16)
                == [])
        #expect(found([frame([[253, 9] + Array("Doe Jane".utf8)])], Self.runLength) == ["DV0504"])
        #expect(
            found([frame([[253, 9] + Array("Doe Jane".utf8), [253, 9]])], Self.runLength, bits: 16) == ["DV0504"])
        #expect(found([frame([[253, 9, 0, 0, 0, 0]])], Self.runLength) == [])
        #expect(found([frame([[254, 9]])], Self.runLength) == ["DV0513"])
        #expect(found([frame([[0, 9]])], Self.runLength, bits: 1) == [])
        #expect(found([frame([[250, 9]])], Self.runLength) == ["DV0513"])
        let words = [1, 64] + Array(repeating: 0, count: 12) + [0x6F44, 0x2065]
        #expect(
            found([frame([[253, 9]], header: words.flatMap { Bytes.explicit.uint32($0) })], Self.runLength) == [
                "DV0513"
            ])
    }

    @Test func manySegmentsAreCountedNotKept() {
        let comments = (0..<5000).flatMap { _ in Self.segment(0xFE, "Doe") }
        let findings = Verifier().verify(
            bytes: CleanFile.with {
                $0.transferSyntax = CleanFile.jpeg
                $0.changes[0x7FE0_0010] = $0.bytes.fragments([Self.jpeg(comments)])
            })
        #expect(findings.count == 1001 && findings.last?.count == 4000)
    }

    @Test func plainStreamsAreClean() {
        #expect(found([Self.jpeg()]) == [])
        #expect(found([Self.jpeg(), Self.jpeg()]) == [])
        #expect(found([Self.jpeg(Self.segment(0xEE, "Adobe\0d\0\0\0\0\u{1}"))]) == [])
    }

    @Test func commentsAndApplicationSegmentsAreFound() {
        #expect(found([Self.jpeg(Self.segment(0xFE, "Doe"))]) == ["DV0502"])
        #expect(found([Self.jpeg(Self.segment(0xE1, "Exif\0\0"))]) == ["DV0503"])
        #expect(found([Self.jpeg(Self.segment(0xE0, "JFIF\0 and a thumbnail"))]) == ["DV0503"])
    }

    @Test func bytesBehindTheEndAreFound() {
        #expect(found([Self.jpeg(tail: [0xFF, 0xD9] + Array("Doe".utf8))]) == ["DV0504"])
        #expect(found([Self.jpeg(tail: [0xFF, 0xD9, 0xFF, 0xFF, 0xFF])]) == [])
        #expect(
            found([Self.jpeg(tail: [0xFF, 0xD9, 0x41, 0x42] + [UInt8](repeating: 0xFF, count: 3) + [0xD9])]) == [
                "DV0504"
            ])
    }

    @Test func streamsMaySpanFragments() {
        let first = Self.jpeg(tail: [1, 2, 3])
        #expect(found([first, [4, 5, 6, 7], [8, 9, 0xFF, 0xD9]]) == [])
        #expect(found([first, [4, 5, 6, 7]]) == ["DV0505"])
        #expect(found([first, Self.jpeg()]) == ["DV0505"])
    }

    @Test func segmentsThatLieAreFound() {
        #expect(found([[0xFF, 0xD8, 0xFF, 0xFE, 0xFF, 0xFF, 1, 2, 0xFF, 0xD9]]) == ["DV0505"])
        #expect(found([[0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 1, 2, 0xFF, 0xD9]]) == ["DV0505"])
    }

    @Test func longFragmentsAreReadAtBothEndsOnly() {
        let body = [UInt8](repeating: 0x42, count: 200_000)
        #expect(found([[0xFF, 0xD8] + Self.jfif + Self.scan + body + [0xFF, 0xD9]]) == [])
        #expect(
            found([[0xFF, 0xD8] + Self.jfif + Self.scan + body + [0xFF, 0xD9] + Array("Doe ".utf8)]) == ["DV0504"])
    }

    @Test func fragmentsElsewhereAreFound() {
        #expect(ids(CleanFile.with { $0.changes[0x7FE0_0010] = $0.bytes.fragments([[1, 2]]) }) == ["DV0208"])
        #expect(
            ids(
                CleanFile.with {
                    $0.transferSyntax = CleanFile.jpeg
                    $0.changes[0x0072_0065] = $0.bytes.fragments([[0, 0]], tag: 0x0072_0065)
                }) == ["DV0208", "DV0104"])
    }
}
