import Testing

@testable import DICOM

/// Text in what JPEG 2000 and RLE streams have room for and decoders pass over.
@Suite struct CodestreamPartTests {
    static let part2Syntax = "1.2.840.10008.1.2.4.92"
    static let rleSyntax = "1.2.840.10008.1.2.5"
    typealias Streams = CodestreamScrubberTests
    static let secret = Streams.secret

    private func zeroed(_ bytes: [UInt8]) -> [UInt8] { [UInt8](repeating: 0, count: bytes.count) }

    /// VMS, DFS, ADS, NLT and ATK; CPF of Part 15 becomes a comment.
    @Test(arguments: [0x72, 0x73, 0x76, 0x79, 0x59] as [UInt8]) func segmentsOfPart2AreBlankedInPart1(code: UInt8) {
        let secret = Self.secret + Self.secret
        let stream = Streams.jpeg2000(Streams.segment(code, secret))
        let clean = Streams.jpeg2000(Streams.segment(code == 0x59 ? 0x64 : code, zeroed(secret)))
        let result = Streams.scrub([stream], Streams.jpeg2000Syntax)
        #expect(result.fragments == [clean] && result.failure == nil)
        #expect(Streams.scrub([stream], Self.part2Syntax).fragments == [code == 0x59 ? clean : stream])
    }

    /// MCT, MCC, MCO and CBD take part in decoding where a decoder knows them.
    @Test(arguments: [0x74, 0x75, 0x77, 0x78] as [UInt8]) func transformsOfPart2AreNoPart1(code: UInt8) {
        let stream = Streams.jpeg2000(Streams.segment(code, Self.secret))
        #expect(Streams.scrub([stream], Streams.jpeg2000Syntax).failure == .broken)
        #expect(Streams.scrub([stream], Self.part2Syntax).failure == nil)
    }

    static func tilePart(_ tile: UInt8, part: UInt8, of count: UInt8, _ data: [UInt8] = [1, 2, 3, 4]) -> [UInt8] {
        [0xFF, 0x90, 0, 10, 0, tile, 0, 0, 0, UInt8(14 + data.count), part, count, 0xFF, 0x93] + data
    }

    @Test func tilePartsBeyondThoseOfATileAreFailures() {
        func failure(_ parts: [[UInt8]]) -> CodestreamScrubber.Failure? {
            let stream = [0xFF, 0x4F] + Streams.siz + parts.flatMap { $0 } + Streams.end
            return Streams.scrub([stream], Streams.jpeg2000Syntax).failure
        }
        #expect(
            failure([
                Self.tilePart(0, part: 0, of: 2), Self.tilePart(1, part: 0, of: 1), Self.tilePart(0, part: 1, of: 0),
            ]) == nil)
        #expect(failure([Self.tilePart(0, part: 0, of: 0), Self.tilePart(0, part: 1, of: 2)]) == nil)
        // One less than there are, as some encoders count.
        #expect(failure((0..<3).map { Self.tilePart(0, part: $0, of: 2) }) == nil)
        #expect(failure((0..<4).map { Self.tilePart(0, part: $0, of: 2) }) == .broken)
        #expect(failure([Self.tilePart(0, part: 0, of: 1), Self.tilePart(0, part: 1, of: 2, Self.secret)]) == .broken)
        #expect(failure([Self.tilePart(0, part: 0, of: 1), Self.tilePart(0, part: 1, of: 1, Self.secret)]) == .broken)
        #expect(failure([Self.tilePart(0, part: 0, of: 1), Self.tilePart(0, part: 1, of: 0, Self.secret)]) == .broken)
        #expect(failure([Self.tilePart(0, part: 0, of: 1), Self.tilePart(0, part: 0, of: 1, Self.secret)]) == .broken)
        #expect(failure([Self.tilePart(0, part: 0, of: 0), Self.tilePart(0, part: 2, of: 0, Self.secret)]) == .broken)
    }

    @Test func boxesHaveNoRoomForWords() {
        let brands = Array("jp2 ".utf8) + [0, 0, 0, 0] + Array("jp2 ".utf8)
        let header = Streams.box("ihdr", Streams.imageHeader)
        let channels: [UInt8] = [0, 4] + [0, 1, 2, 3].flatMap { [0, $0, 0, 0, 0, $0 + 1] as [UInt8] }
        func file(_ secret: [UInt8]) -> [UInt8] {
            Streams.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + Streams.box("ftyp", brands + secret)
                + Streams.box(
                    "jp2h",
                    header + Streams.box("colr", [2, 0, 0] + secret)
                        + Streams.box("cdef", channels + secret)
                        + Streams.box(
                            "res ", Streams.box("resc", [UInt8](repeating: 1, count: 10)) + Streams.box("xml ", secret))
                )
                + Streams.box("jp2c", Streams.jpeg2000([]))
        }
        for step in [64, 65, 1000] {
            let result = Streams.scrub([file(Self.secret)], Streams.jpeg2000Syntax, step: step)
            // The version of the file type, and brands, are zeros where they are not known.
            #expect(result.fragments == [file(zeroed(Self.secret))] && result.failure == nil)
        }
        // A box that reaches out of the one around it would take what follows with it.
        let long: [UInt8] = [0, 0, 1, 0] + Array("xml ".utf8)
        let broken =
            Streams.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + Streams.box("jp2h", header + long)
            + Streams.box("jp2c", Streams.jpeg2000([]))
        #expect(Streams.scrub([broken], Streams.jpeg2000Syntax).failure == .broken)
        // Boxes stand two deep in each other; what goes on and on is no image.
        let inner = (0..<3).reduce([UInt8]()) { inner, _ in Streams.box("jp2h", inner) }
        let nested = Streams.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + inner + Streams.box("jp2c", Streams.jpeg2000([]))
        #expect(Streams.scrub([nested], Streams.jpeg2000Syntax).failure == .broken)
    }

    /// A palette that nothing maps to, and bytes behind the entries of one; boxes that do not say what the image is.
    @Test func boxesSayWhatTheImageIs() {
        let size: [UInt8] = [0, 0] + [4, 1, 0, 0, 4, 1, 0, 0].flatMap { [0, 0, 0, UInt8($0)] } + [0, 1, 7, 1, 1]
        let image: [UInt8] =
            [0xFF, 0x4F] + Streams.segment(0x51, size) + [
                0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 18, 0, 1, 0xFF, 0x93, 1, 2, 3, 4,
            ]
            + Streams.end
        func file(_ boxes: [UInt8], header: [UInt8] = Streams.imageHeader) -> [UInt8] {
            Streams.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A])
                + Streams.box(
                    "jp2h", Streams.box("ihdr", header) + Streams.box("colr", [1, 0, 0, 0, 0, 0, 17]) + boxes)
                + Streams.box("jp2c", image)
        }
        func scrub(_ bytes: [UInt8]) -> [UInt8]? {
            let results = [64, 65, 70, 1000].map { Streams.scrub([bytes], Streams.jpeg2000Syntax, step: $0) }
            #expect(results.allSatisfy { $0.fragments == results[0].fragments })
            return results[0].failure == nil ? results[0].fragments[0] : nil
        }
        let palette: [UInt8] = [0, 8, 1, 7]
        let mapping = Streams.box("cmap", [0, 0, 1, 0])
        #expect(scrub(file([])) == file([]))
        #expect(
            scrub(file(Streams.box("pclr", palette + Self.secret)))
                == file(Streams.box("pclr", palette + zeroed(Self.secret))))
        let used = Streams.box("pclr", palette + Self.secret)
        #expect(scrub(file(used + mapping)) == file(used + mapping))
        #expect(scrub(file(mapping + used)) == file(mapping + used))
        let long = Streams.box("pclr", palette + Self.secret + Self.secret)
        #expect(
            scrub(file(long + mapping))
                == file(Streams.box("pclr", palette + Self.secret + zeroed(Self.secret)) + mapping))
        let other = Array(Self.secret) + Streams.imageHeader.dropFirst(8)
        #expect(scrub(file([], header: other)) == nil)
        #expect(
            scrub(file(Streams.box("cmap", Self.secret))) == nil && scrub(file(Streams.box("cdef", Self.secret))) == nil
        )
        let resolution = Streams.box("res ", Streams.box("resc", Self.secret + [1, 1]))
        #expect(
            scrub(file(resolution)) == file(Streams.box("res ", Streams.box("resc", zeroed(Self.secret + [1, 1])))))
    }

    /// 16 pixels of one sample of two bytes: two segments, and a third that is none.
    @Test func segmentsBeyondTheBytesOfAPixelAreBlanked() {
        var layout = SampleMask.Layout()
        (layout.rows, layout.columns, layout.bitsAllocated) = (4, 4, 16)
        let segment: [UInt8] = [15] + [UInt8](repeating: 7, count: 16) + [0]
        let numbers: [UInt8] = [3, 64, 82, 100]
        func frame(_ last: [UInt8]) -> [UInt8] {
            numbers.flatMap { [$0, 0, 0, 0] } + [UInt8](repeating: 0, count: 48) + segment + segment + last
        }
        let text = [UInt8(Self.secret.count - 1)] + Self.secret
        func scrubbed(_ layout: SampleMask.Layout) -> [UInt8] {
            let scrubber = CodestreamScrubber(transferSyntaxUID: Self.rleSyntax, layout: layout)
            var bytes = frame(text)
            scrubber.beginFragment()
            let copy = bytes
            scrubber.scan(copy.span.bytes, at: 0) { for index in $0 { bytes[index] = $1 } }
            return bytes
        }
        #expect(scrubbed(layout) == frame(zeroed(text)))
        layout.samplesPerPixel = 3
        #expect(scrubbed(layout) == frame(text))
    }

    /// Where a Transfer Syntax has no fragments they have to be streams all the same.
    @Test func fragmentsOfAnUncompressedSyntaxAreStreams() {
        #expect(Streams.scrub([Self.secret], "1.2.840.10008.1.2.1").failure == .unknown)
        #expect(Streams.scrub([Streams.jpeg([])], "1.2.840.10008.1.2.1").failure == nil)
    }
}
