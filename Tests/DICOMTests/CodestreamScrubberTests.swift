import Testing

@testable import DICOM

/// What is blanked in compressed streams, byte by byte, and what cannot be vouched for.
@Suite struct CodestreamScrubberTests {
    static let jpegSyntax = "1.2.840.10008.1.2.4.50"
    static let jpeg2000Syntax = "1.2.840.10008.1.2.4.90"
    static let secret = Array("DOE^JANE".utf8)

    static func segment(_ code: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, code, UInt8(length >> 8), UInt8(length & 0xFF)] + content
    }

    static let jfif = segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
    static let tables =
        segment(0xDB, [0] + [UInt8](repeating: 16, count: 64)) + segment(0xDD, [0, 1])
        + segment(0xC0, [8, 0, 4, 0, 4, 1, 1, 0x11, 0])
    static let scan = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD0, 0x33]
    static let end: [UInt8] = [0xFF, 0xD9]

    static func jpeg(_ segments: [UInt8], end: [UInt8] = end) -> [UInt8] {
        [0xFF, 0xD8] + segments + tables + scan + end
    }

    /// Decoders skip what is behind a reserved code, or a restart that nobody announced, as they like: nobody can vouch for it.
    @Test(arguments: [0x01, 0x02, 0x4F, 0x7F, 0xBF] as [UInt8])
    func reservedCodesAreNoCodedData(code: UInt8) {
        let stream = [0xFF, 0xD8] + Self.tables + Self.scan + Self.segment(code, Self.secret) + Self.end
        #expect(Self.scrub([stream], Self.jpegSyntax).failure != nil)
    }

    @Test func restartsAreAnnounced() {
        let tables =
            Self.segment(0xDB, [0] + [UInt8](repeating: 16, count: 64))
            + Self.segment(0xC0, [8, 0, 4, 0, 4, 1, 1, 0x11, 0])
        let stream = [0xFF, 0xD8] + tables + Self.scan + Self.end
        #expect(Self.scrub([stream], Self.jpegSyntax).failure != nil)
        let announced = [0xFF, 0xD8] + Self.segment(0xDD, [0, 1]) + tables + Self.scan + Self.end
        #expect(Self.scrub([announced], Self.jpegSyntax).failure == nil)
        // What is behind the two bytes is no interval.
        let none = [0xFF, 0xD8] + Self.segment(0xDD, [0, 0, 1, 1]) + tables + Self.scan + Self.end
        #expect(Self.scrub([none], Self.jpegSyntax).failure != nil)
    }

    static let siz = segment(0x51, [UInt8](repeating: 0, count: 39))
    /// One tile-part with four bytes of data.
    static func jpeg2000(_ segments: [UInt8], size: UInt8 = 18, end: [UInt8] = end) -> [UInt8] {
        [0xFF, 0x4F] + siz + segments + [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, size, 0, 1, 0xFF, 0x93, 1, 2, 3, 4] + end
    }

    /// One row of four columns, one component of 8 bits.
    static let imageHeader: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 4, 0, 1, 7, 7, 0, 0]

    static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, 0, UInt8(content.count + 8)] + Array(type.utf8) + content
    }

    /// The fragments with what is to be blanked made zero, in pieces of `step` bytes.
    static func scrub(
        _ fragments: [[UInt8]], _ syntax: String, step: Int = .max
    ) -> (fragments: [[UInt8]], failure: CodestreamScrubber.Failure?) {
        let scrubber = CodestreamScrubber(transferSyntaxUID: syntax)
        var bytes = fragments.flatMap { $0 }
        var offset = 0
        for fragment in fragments {
            scrubber.beginFragment()
            var taken = 0
            while taken < fragment.count {
                let piece = Array(fragment[taken..<min(fragment.count, taken + min(step, fragment.count))])
                scrubber.scan(piece.span.bytes, at: offset + taken) { for index in $0 { bytes[index] = $1 } }
                taken += piece.count
            }
            offset += fragment.count
        }
        var results: [[UInt8]] = []
        for fragment in fragments {
            results.append(Array(bytes.prefix(fragment.count)))
            bytes.removeFirst(fragment.count)
        }
        return (results, scrubber.failure)
    }

    private func zeroed(_ bytes: [UInt8]) -> [UInt8] { [UInt8](repeating: 0, count: bytes.count) }

    @Test func whatDecodersNeedStays() {
        let adobe = Self.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1])
        let colour = Self.segment(0xE8, Array("mrfx".utf8) + [1])
        let stream = Self.jpeg(Self.jfif + adobe + colour)
        for fill in [[], [0], [0xFF], [0xFF, 0xFF, 0xFF]] as [[UInt8]] {
            let result = Self.scrub([stream + fill], Self.jpegSyntax)
            #expect(result.fragments == [stream + fill] && result.failure == nil)
        }
    }

    /// Comments, application segments of other kinds, thumbnails, reserved codes and extensions without a meaning.
    @Test(arguments: [UInt8](0xE0...0xEF) + [0xFE, 0x02, 0x7F, 0xBF, 0xC8, 0xDE, 0xDF, 0xF0, 0xF6, 0xF9, 0xFD])
    func segmentsThatNoDecoderNeedsAreBlanked(code: UInt8) {
        let stream = Self.jpeg(Self.segment(code, Self.secret))
        let clean = Self.jpeg(Self.segment(code, zeroed(Self.secret)))
        for step in [CodestreamScrubber.headLength, 65, 71, 1000] {
            #expect(Self.scrub([stream], Self.jpegSyntax, step: step).fragments == [clean])
        }
    }

    /// Words in the fields of the segments that may stay.
    @Test func namesAloneDoNotKeepASegment() {
        let jfif = Self.segment(0xE0, Array("JFIF\0DOE^JANE!".utf8))
        #expect(
            Self.scrub([Self.jpeg(jfif)], Self.jpegSyntax).fragments
                == [Self.jpeg(Array(jfif[..<4]) + zeroed(Array(jfif[4...])))])
        // The colour transform of a segment whose other fields are words decides still.
        let adobe = Self.segment(0xEE, Array("AdobeDOEJAN".utf8) + [1])
        #expect(
            Self.scrub([Self.jpeg(adobe)], Self.jpegSyntax).fragments
                == [Self.jpeg(Self.segment(0xEE, Array("Adobe".utf8) + zeroed(Array("DOEJAN".utf8)) + [1]))])
        // A second one is none that decides anything.
        let twice = Self.scrub([Self.jpeg(Self.jfif + Self.jfif)], Self.jpegSyntax)
        #expect(twice.fragments == [Self.jpeg(Self.jfif + Self.jfif[..<4] + zeroed(Array(Self.jfif[4...])))])
    }

    /// What only looks like an image behind the image: a scan without a frame, a scan header that is longer than its components.
    @Test func imagesThatAreNoneAreFailures() {
        #expect(
            Self.scrub([Self.jpeg([]) + [0xFF, 0xD8, 0xFF, 0xDA, 0, 2] + Self.secret], Self.jpegSyntax).failure
                == .broken)
        let long = Self.segment(0xDA, [1, 1, 0, 0, 63, 0] + Self.secret)
        #expect(Self.scrub([[0xFF, 0xD8] + Self.tables + long + Self.end], Self.jpegSyntax).failure == .broken)
        let frame = Self.segment(0xF7, [8, 0, 4, 0, 4, 1, 1, 0x11, 0])
        #expect(Self.scrub([Self.jpeg(frame)], Self.jpegSyntax).failure == .broken)
    }

    /// PS3.5 §G.5: one to fifteen segments, and zeros for those that are not there.
    @Test func framesOfRLEHaveAHeader() {
        func header(_ numbers: [UInt32]) -> [UInt8] {
            (numbers + [UInt32](repeating: 0, count: 16 - numbers.count)).flatMap { number in
                (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
            }
        }
        let syntax = "1.2.840.10008.1.2.5"
        for good in [header([1, 64]), header([2, 64, 90])] {
            #expect(Self.scrub([good + Self.secret], syntax).failure == nil)
        }
        for bad in [header([1, 63]), header([16, 64]), header([2, 64, 60]), header([1, 64, 1_000]), Self.secret] {
            #expect(Self.scrub([bad], syntax).failure == .unknown)
        }
    }

    @Test func signaturesOfEncodersStayToTheLastByte() {
        for (text, stays) in [
            ("Kakadu-v7.3.3", true), ("Kakadu-2.2", true), ("Created by OpenJPEG version 2.5.2", true),
            ("Creator: JasPer Version 1.701.0", true), ("OpenJPH Ver 0.27.4.", true), ("Kakadu-v7.3.3 Doe", false),
            ("Kakadu-v20210304", false), ("Kakadu", false), ("Created by Jane Doe", false),
            ("Kakadu-v1.2.3.4.5", false),
            ("Kakadu-v1.19670423", false),
        ] {
            let comment = Array(text.utf8)
            let stream = Self.jpeg2000(Self.segment(0x64, [0, 1] + comment))
            let clean = stays ? stream : Self.jpeg2000(Self.segment(0x64, zeroed([0, 1] + comment)))
            #expect(Self.scrub([stream], Self.jpeg2000Syntax).fragments == [clean], "\(text)")
            let jpeg = Self.jpeg(Self.segment(0xFE, comment))
            #expect((Self.scrub([jpeg], Self.jpegSyntax).fragments == [jpeg]) == stays, "\(text)")
        }
    }

    @Test func whatFollowsTheImageIsBlanked() {
        let result = Self.scrub([Self.jpeg([]) + Self.secret, Self.jpeg2000([]) + Self.secret], Self.jpegSyntax)
        #expect(result.fragments == [Self.jpeg([]) + zeroed(Self.secret), Self.jpeg2000([]) + zeroed(Self.secret)])
    }

    /// An image without its end, and the next one, in the same fragment or in another.
    @Test func aMissingEndHidesNothing() {
        let open = Self.jpeg([], end: [])
        let next = Self.jpeg(Self.segment(0xFE, Self.secret))
        let clean = Self.jpeg(Self.segment(0xFE, zeroed(Self.secret)))
        #expect(Self.scrub([open, next], Self.jpegSyntax).fragments == [open, clean])
        #expect(Self.scrub([open + next], Self.jpegSyntax).fragments == [open + clean])
        let cut = Self.jpeg2000([], size: 200, end: [])
        let comment = Self.segment(0x64, [0, 1] + Self.secret)
        #expect(
            Self.scrub([cut, Self.jpeg2000(comment)], Self.jpeg2000Syntax).fragments
                == [cut, Self.jpeg2000(Self.segment(0x64, zeroed([0, 1] + Self.secret)))])
    }

    /// A last tile-part of unstated length ends at EOC and not at the end of the fragment (A.4.2).
    @Test func bytesBehindATilePartOfUnstatedLengthAreBlanked() {
        let stream = Self.jpeg2000([], size: 0)
        #expect(Self.scrub([stream + Self.secret], Self.jpeg2000Syntax).fragments == [stream + zeroed(Self.secret)])
    }

    @Test func boxesOfWordsAreBlankedAtAnyDepth() {
        let signature = Self.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]),
            header = Self.box("ihdr", Self.imageHeader)
        let codestream = Self.box("jp2c", Self.jpeg2000([]))
        func file(_ text: [UInt8]) -> [UInt8] {
            signature + Self.box("jp2h", header + Self.box("xml ", text)) + Self.box("uuid", text) + codestream
                + Self.box("xml ", text)
        }
        let result = Self.scrub([file(Self.secret)], Self.jpeg2000Syntax)
        #expect(result.fragments == [file(zeroed(Self.secret))] && result.failure == nil)
    }

    /// Segments of a form of their own have room for nothing else.
    @Test func segmentsThatAreTooLongForTheirKindAreNoSuchSegments() {
        let long = Self.secret + Self.secret + Self.secret
        for code in [UInt8(0xCC), 0xDC] {
            let result = Self.scrub([Self.jpeg(Self.segment(code, long))], Self.jpegSyntax)
            #expect(result.fragments == [Self.jpeg(Self.segment(0xFE, zeroed(long)))] && result.failure == nil)
        }
        #expect(Self.scrub([Self.jpeg(Self.segment(0xF8, [9] + Self.secret))], Self.jpegSyntax).failure == .broken)
        let result = Self.scrub(
            [Self.jpeg2000(Self.segment(0x63, Self.secret + [0, 0, 0, 0, 0]))], Self.jpeg2000Syntax)
        #expect(result.fragments == [Self.jpeg2000(Self.segment(0x64, zeroed(Self.secret + [0, 0, 0, 0, 0])))])
    }

    /// A segment may be cut anywhere by the borders of fragments.
    @Test func aSegmentAcrossFragmentsIsBlanked() {
        let stream = Self.jpeg(Self.segment(0xFE, Self.secret))
        let clean = Self.jpeg(Self.segment(0xFE, zeroed(Self.secret)))
        for cut in stride(from: 2, to: stream.count, by: 2) {
            let result = Self.scrub([Array(stream[..<cut]), Array(stream[cut...])], Self.jpegSyntax)
            #expect(result.fragments.flatMap { $0 } == clean && result.failure == nil, "cut at \(cut)")
        }
    }

    @Test func whatCannotBeFollowedIsAFailure() {
        #expect(Self.scrub([Self.secret], Self.jpegSyntax).failure == .unknown)
        #expect(Self.scrub([Self.jpeg([]), Self.secret], Self.jpegSyntax).failure == .unknown)
        #expect(Self.scrub([[0xFF] + Self.jpeg([])], Self.jpegSyntax).failure == .unknown)
        #expect(Self.scrub([[0xFF, 0xD8] + Self.secret], Self.jpegSyntax).failure == .broken)
        #expect(Self.scrub([Self.jpeg([]), [0, 0]], Self.jpegSyntax).failure == nil)
        #expect(Self.scrub([[]], Self.jpegSyntax).failure == nil)
        #expect(Self.scrub([Self.secret], "1.2.840.10008.1.2.4.102").failure == .unknown)
    }
}
