import Testing

@testable import DICOM

/// What is blanked in video and RLE streams and in JPEG XL boxes, in pieces of every size.
@Suite struct VideoScannerTests {
    static let secret = Array("DOE^JANE".utf8)
    static let start: [UInt8] = [0, 0, 0, 1]
    static let slice: [UInt8] = start + [0x65, 1, 2, 3, 0, 0, 3, 1, 0x80]

    static func scrub(_ stream: [UInt8], _ syntax: String, layout: SampleMask.Layout? = nil) -> Set<[UInt8]> {
        Scrubbing(stream, syntax, layout: layout).results
    }

    static func sei(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] {
        start + [6, type, UInt8(payload.count)] + payload + [0x80]
    }

    static func filled(_ bytes: [UInt8]) -> [UInt8] { bytes.map { $0 == 0 ? 0 : 0xFF } }

    @Test(arguments: [4, 5, 3, 77] as [UInt8]) func userDataIsFilled(type: UInt8) {
        let head = [UInt8](repeating: 0x20, count: 64)
        let stream = Self.start + [0x67] + head + Self.sei(type, Self.secret) + Self.slice
        let clean = Self.start + [0x67] + head + Self.sei(type, Self.filled(Self.secret)) + Self.slice
        #expect(Self.scrub(stream, "1.2.840.10008.1.2.4.102") == [clean])
    }

    @Test(arguments: [0, 1, 6, 137, 144] as [UInt8]) func timingStays(type: UInt8) {
        func stream(_ payload: [UInt8]) -> [UInt8] { Self.slice + Self.sei(type, payload) + Self.slice }
        let timing: [UInt8] = [0x41, 0x42, 9, 0x43, 0x44, 0x45, 9, 0x80]
        #expect(Self.scrub(stream(timing), "1.2.840.10008.1.2.4.102") == [stream(timing)])
        // Words are no time, and no message that decoders know is so long.
        for text in [Self.secret, [UInt8](repeating: 0x31, count: 65)] {
            #expect(Self.scrub(stream(text), "1.2.840.10008.1.2.4.102") == [stream(Self.filled(text))])
        }
    }

    /// Access unit delimiters and ends of a sequence and of the stream.
    @Test(arguments: [[9, 0xF0], [10], [11]] as [[UInt8]]) func unitsOfOneByteHaveNoMore(unit: [UInt8]) {
        func stream(_ more: [UInt8]) -> [UInt8] { Self.slice + Self.start + unit + more + Self.slice }
        #expect(Self.scrub(stream(Self.secret), "1.2.840.10008.1.2.4.102") == [stream(Self.filled(Self.secret))])
        #expect(Self.scrub(stream([]), "1.2.840.10008.1.2.4.102") == [stream([])])
    }

    @Test(arguments: [[0x46, 1, 0x50], [0x48, 1], [0x4A, 1], [0x14, 1], [0x2C, 1], [0x3E, 1]] as [[UInt8]])
    func unitsOfH265HaveNoMore(unit: [UInt8]) {
        func stream(_ more: [UInt8]) -> [UInt8] {
            Self.start + unit + more + Self.start + [0x26, 1] + [UInt8](repeating: 9, count: 64)
        }
        #expect(Self.scrub(stream(Self.secret), "1.2.840.10008.1.2.4.107") == [stream(Self.filled(Self.secret))])
    }

    /// Headers of MPEG-2 that have a length of their own, and codes that no elementary stream has.
    @Test func headersOfMPEG2HaveNoMore() {
        let slice: [UInt8] = [0, 0, 1, 1] + [UInt8](repeating: 7, count: 80)
        func check(_ unit: [UInt8], _ before: [UInt8] = [0, 0, 1, 0xB3, 2, 0, 0x20, 0x13, 0xFF, 0xFF, 0xE0, 0]) {
            func stream(_ text: [UInt8]) -> [UInt8] { before + [0, 0, 1] + unit + text + slice }
            #expect(
                Self.scrub(stream(Self.secret), "1.2.840.10008.1.2.4.100") == [stream(Self.filled(Self.secret))],
                "\(unit)")
            #expect(Self.scrub(stream([]), "1.2.840.10008.1.2.4.100") == [stream([])], "\(unit)")
        }
        let steps = [UInt8](repeating: 8, count: 64)
        for unit in [
            [0, 0x11, 0x22, 0x10, 0, 0], [0xB8, 0, 8, 0, 0], [0xB4], [0xB7], [0xB0], [0xB6], [0xBC], [0xBD], [0xC0],
            [0xF0], [0xFF],
            [0xB5, 0x14, 1, 2, 3, 4, 5], [0xB5, 0x22, 1, 2, 3, 4], [0xB5, 0x23, 1, 2, 3, 4, 5, 6, 7], [0xB5, 0x30],
            [0xB5, 0x38] + steps, [0xB5, 0x35] + steps.dropFirst() + [1] + steps,
            [0xB3, 2, 0, 0x20, 0x13, 0xFF, 0xFF, 0xE0, 0], [0xB3, 2, 0, 0x20, 0x13, 0xFF, 0xFF, 0xE0, 1] + steps,
        ] as [[UInt8]] { check(unit) }
        // Packets of a program stream keep their length.
        check([0xBF, 0, 8], [0, 0, 1, 0xBA, 0x44, 0, 4, 0, 4, 1, 1, 0x89, 0xC3, 0xF8])
    }

    @Test func bytesBetweenThoseThatWaitAreUndecidedToo() {
        let scrubber = CodestreamScrubber(transferSyntaxUID: "1.2.840.10008.1.2.4.102")
        scrubber.beginFragment()
        let head = Self.slice + Self.start + [6, 5, 32, 0x11, 0x12, 0, 0, 3, 1, 0x13]
        scrubber.scan(head.span.bytes, at: 0) { _, _ in }
        #expect(scrubber.undecided == 7)
    }

    @Test func emulationPreventionStays() {
        let payload: [UInt8] = Self.secret + [0, 0, 3, 1] + Self.secret
        // The three in it does not count.
        let stream = Self.start + [6, 5, UInt8(payload.count - 1)] + payload + [0x80] + Self.slice
        let clean =
            Self.start + [6, 5, UInt8(payload.count - 1)] + Self.filled(Self.secret) + [0, 0, 3, 0xFF]
            + Self.filled(Self.secret) + [0x80] + Self.slice
        #expect(Self.scrub(stream, "1.2.840.10008.1.2.4.102") == [clean])
    }

    @Test func theVersionOfTheEncoderStaysAndNoMore() {
        let uuid: [UInt8] = [
            0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE, 0xEF,
        ]
        let version = Array("x264 - core 148 ".utf8)
        let stream = Self.sei(5, uuid + version + Self.secret) + Self.slice + [UInt8](repeating: 9, count: 64)
        let clean =
            Self.sei(5, uuid + version + Self.filled(Self.secret)) + Self.slice + [UInt8](repeating: 9, count: 64)
        #expect(Self.scrub(stream, "1.2.840.10008.1.2.4.102") == [clean])
    }

    @Test func userDataOfMPEG2IsFilled() {
        let sequence: [UInt8] = [0, 0, 1, 0xB3, 2, 0, 0x20, 0x13, 0xFF]
        let picture: [UInt8] = [0, 0, 1, 0, 0x11, 0x22, 0x10, 0, 0, 1, 1] + [UInt8](repeating: 7, count: 80)
        let stream = sequence + [0, 0, 1, 0xB2] + Self.secret + picture
        let clean = sequence + [0, 0, 1, 0xB2] + Self.filled(Self.secret) + picture
        #expect(Self.scrub(stream, "1.2.840.10008.1.2.4.100") == [clean])
    }

    @Test func boxesOfJPEGXLAreBlanked() {
        func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
            [0, 0, 0, UInt8(content.count + 8)] + Array(type.utf8) + content
        }
        let zeros = [UInt8](repeating: 0, count: 8)
        let head =
            box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]) + box("ftyp", Array("jxl ".utf8) + [0, 0, 0, 0] + Array("jxl ".utf8))
        let stream =
            head + box("Exif", Self.secret) + box("jxlc", [0xFF, 0x0A] + Self.secret) + box("jbrd", Self.secret)
        let clean = head + box("Exif", zeros) + box("jxlc", [0xFF, 0x0A] + Self.secret) + box("jbrd", zeros)
        #expect(Self.scrub(stream, "1.2.840.10008.1.2.4.110") == [clean])
    }

    @Test func boxesOfJPEGXLHoldWhatTheyAreFor() {
        func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
            [0, 0, 0, UInt8(content.count + 8)] + Array(type.utf8) + content
        }
        let zeros = [UInt8](repeating: 0, count: 8)
        let syntax = "1.2.840.10008.1.2.4.110"
        let signature = box("JXL ", [0x0D, 0x0A, 0x87, 0x0A])
        let type = Array("jxl ".utf8) + [0, 0, 0, 0] + Array("jxl ".utf8)
        let data = [UInt8](repeating: 9, count: 40)
        func file(_ text: [UInt8], more: [UInt8] = []) -> [UInt8] {
            signature + box("ftyp", type + text) + box("jxll", [5] + text) + box("jxli", text) + box("jxlc", data)
                + box("jxlc", text) + more
        }
        #expect(Self.scrub(file(Self.secret), syntax) == [file(zeros)])
        func parts(_ text: [UInt8]) -> [UInt8] {
            signature + box("ftyp", type) + box("jxlp", [0, 0, 0, 0] + data) + box("jxlp", [0x80, 0, 0, 1] + data)
                + box("jxlp", [0, 0, 0, 2] + text)
        }
        // The number of a part that is none goes, too.
        let clean = Array(parts(zeros).dropLast(12)) + [0, 0, 0, 0] + zeros
        #expect(Self.scrub(parts(Self.secret), syntax) == [clean])
        for broken in [[0, 0, 0, 5] + Array("xml ".utf8) + Self.secret, box("JXL ", Self.secret)] {
            let scrubber = CodestreamScrubber(transferSyntaxUID: syntax)
            scrubber.beginFragment()
            scrubber.scan(file(zeros, more: broken).span.bytes, at: 0) { _, _ in }
            #expect(scrubber.failure == .broken)
        }
    }

    /// Two segments of four samples, with bytes behind each and a run that is too long.
    @Test func whatNoRLESegmentNeedsIsBlanked() {
        var layout = SampleMask.Layout()
        (layout.rows, layout.columns, layout.bitsAllocated) = (2, 2, 16)
        func frame(_ slack: [UInt8]) -> [UInt8] {
            let first: [UInt8] = [0xFD, 9] + slack
            let second: [UInt8] = [5, 1, 2, 3, 4] + slack.prefix(2) + slack
            var head = [UInt8](repeating: 0, count: 64)
            (head[0], head[4], head[8]) = (2, 64, UInt8(64 + first.count))
            return head + first + second
        }
        let clean = Self.scrub(frame(Self.secret), "1.2.840.10008.1.2.5", layout: layout)
        #expect(clean == [frame([UInt8](repeating: 0, count: 8))])
    }

    @Test func whatFollowsAnUncompressedFrameIsBlanked() {
        var layout = SampleMask.Layout()
        (layout.rows, layout.columns, layout.bitsAllocated) = (10, 10, 8)
        let frame = [UInt8](repeating: 7, count: 100)
        let clean = Self.scrub(frame + Self.secret, "1.2.840.10008.1.2.1.98", layout: layout)
        #expect(clean == [frame + [UInt8](repeating: 0, count: 8)])
    }
}
