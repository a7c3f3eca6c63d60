import Testing

@testable import DICOM

/// What is blanked in video and RLE streams and in JPEG XL boxes, in pieces of every size.
@Suite struct VideoScannerTests {
    static let secret = Array("DOE^JANE".utf8)
    static let start: [UInt8] = [0, 0, 0, 1]
    static let slice: [UInt8] = start + [0x65, 1, 2, 3, 0, 0, 3, 1, 0x80]

    static func scrub(_ stream: [UInt8], _ syntax: String, layout: SampleMask.Layout? = nil) -> Set<[UInt8]> {
        var results: Set<[UInt8]> = []
        for step in [1, 2, 3, 7, 64, stream.count] {
            var scrubber = CodestreamScrubber(transferSyntaxUID: syntax, layout: layout)
            var bytes = stream
            scrubber.beginFragment()
            // The first piece is as long as the caller promises.
            var taken = 0
            while taken < stream.count {
                let count = min(stream.count - taken, taken == 0 ? max(step, CodestreamScrubber.headLength) : step)
                let piece = Array(stream[taken..<taken + count])
                let fill = scrubber.fill
                scrubber.scan(piece.span.bytes, at: taken) { for index in $0 { bytes[index] = $1 } }
                taken += count
            }
            results.insert(bytes)
        }
        return results
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
        let stream = Self.slice + Self.sei(type, Self.secret) + Self.slice
        #expect(Self.scrub(stream, "1.2.840.10008.1.2.4.102") == [stream])
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
        let picture: [UInt8] = [0, 0, 1, 0, 0x11, 0x22] + [UInt8](repeating: 7, count: 80)
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
