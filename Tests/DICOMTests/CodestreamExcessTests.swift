import Testing

@testable import DICOM

/// What marker segments have beyond what decoders go by.
@Suite struct CodestreamExcessTests {
    typealias Streams = CodestreamScrubberTests
    static let secret = Streams.secret
    static let end: [UInt8] = [0xFF, 0xD9]

    private func zeroed(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private func comment(_ count: Int) -> [UInt8] { Streams.segment(0xFE, zeroed(count)) }

    private static let frame = Streams.segment(0xC0, [8, 0, 4, 0, 4, 1, 1, 0x11, 0])
    private static func quantization(_ number: UInt8, _ step: UInt8 = 16) -> [UInt8] {
        [number] + [UInt8](repeating: step, count: 64)
    }
    /// A table of two codes of two bits.
    private static func codes(_ name: UInt8, _ symbols: [UInt8] = [1, 2]) -> [UInt8] {
        [name, 0, UInt8(symbols.count)] + [UInt8](repeating: 0, count: 14) + symbols
    }
    private static func scan(_ tables: UInt8 = 0, of component: UInt8 = 1) -> [UInt8] {
        Streams.segment(0xDA, [1, component, tables, 0, 63, 0]) + [0x11, 0x22]
    }
    private static let used = Streams.segment(0xDB, quantization(0)) + frame
    private static let usedCodes = Streams.segment(0xC4, codes(0) + codes(0x10))

    /// In pieces of many sizes, and in two fragments cut anywhere: always the same.
    private func scrub(_ stream: [UInt8], _ syntax: String = Streams.jpegSyntax) -> [UInt8]? {
        let whole = Streams.scrub([stream], syntax)
        for step in [64, 65, 67, 71, 100] {
            let result = Streams.scrub([stream], syntax, step: step)
            #expect(result.fragments == whole.fragments && result.failure == whole.failure, "\(step)")
        }
        for cut in stride(from: 64, to: stream.count, by: 7) {
            let result = Streams.scrub([Array(stream[..<cut]), Array(stream[cut...])], syntax)
            #expect(result.fragments.flatMap { $0 } == whole.fragments[0], "cut at \(cut)")
        }
        return whole.failure == nil ? whole.fragments[0] : nil
    }

    private func jpeg(_ before: [UInt8], _ behind: [UInt8] = []) -> [UInt8] {
        [0xFF, 0xD8] + before + Self.used + behind + Self.usedCodes + Self.scan() + Self.end
    }

    @Test func tablesThatNoScanUsesBecomeComments() {
        #expect(scrub(jpeg([])) == jpeg([]))
        for table in [Self.quantization(3, 0x41), Self.quantization(0, 0x41)] {
            #expect(scrub(jpeg(Streams.segment(0xDB, table))) == jpeg(comment(65)))
        }
        for table in [Self.codes(0x13, [0x44, 0x6F]), Self.codes(0), Self.codes(3, [0x44, 0x44])] {
            #expect(scrub(jpeg(Streams.segment(0xC4, table))) == jpeg(comment(19)))
            #expect(scrub(jpeg([], Streams.segment(0xC4, table))) == jpeg([], comment(19)))
        }
        // A later scan may use what this one does not.
        let both = Streams.segment(0xC4, Self.codes(1) + Self.codes(0x11))
        let two: [UInt8] =
            [0xFF, 0xD8] + both + Streams.segment(0xDB, Self.quantization(0))
            + Streams.segment(0xC0, [8, 0, 4, 0, 4, 2, 1, 0x11, 0, 2, 0x11, 0]) + Self.usedCodes + Self.scan()
            + Self.scan(0x11, of: 2) + Self.end
        #expect(scrub(two) == two)
    }

    @Test func segmentsAreDividedBetweenTables() {
        let (used, free) = (Self.codes(0x10), Self.codes(0x12, [0x44, 0x6F]))
        func image(_ codes: [UInt8]) -> [UInt8] {
            [0xFF, 0xD8] + Self.used + Streams.segment(0xC4, Self.codes(0)) + codes + Self.scan() + Self.end
        }
        #expect(
            scrub(image(Streams.segment(0xC4, used + free))) == image(Streams.segment(0xC4, used) + comment(15)))
        #expect(
            scrub(image(Streams.segment(0xC4, free + used))) == image(comment(15) + Streams.segment(0xC4, used)))
        let both =
            [0xFF, 0xD8] + Self.used + Streams.segment(0xC4, used + free + Self.codes(0)) + Self.scan() + Self.end
        let clean =
            [0xFF, 0xD8] + Self.used + Streams.segment(0xC4, used) + comment(11) + Streams.segment(0xC4, Self.codes(0))
            + Self.scan() + Self.end
        #expect(scrub(both) == clean)
    }

    @Test func bytesBehindTablesBecomeCommentsOrFill() {
        func image(_ table: [UInt8], _ codes: [UInt8] = []) -> [UInt8] {
            [0xFF, 0xD8] + table + Self.frame + Self.usedCodes + codes + Self.scan() + Self.end
        }
        for count in 1...8 {
            let more = count < 5 ? [UInt8](repeating: 0xFF, count: count) : comment(count - 4)
            let clean = image(Streams.segment(0xDB, Self.quantization(0)) + more)
            #expect(scrub(image(Streams.segment(0xDB, Self.quantization(0) + Self.secret.prefix(count)))) == clean)
        }
        let interval = Streams.segment(0xDD, [0, 8] + Self.secret)
        #expect(scrub(jpeg(interval)) == jpeg(Streams.segment(0xDD, [0, 8]) + comment(4)))
        #expect(
            scrub(jpeg(Streams.segment(0xDD, Array("Do".utf8)) + Streams.segment(0xDD, [0, 8])))
                == jpeg(comment(2) + Streams.segment(0xDD, [0, 8])))
        let frame = Streams.segment(0xC0, [8, 0, 4, 0, 4, 1, 1, 0x11, 0] + Self.secret)
        #expect(
            scrub(
                [0xFF, 0xD8] + Streams.segment(0xDB, Self.quantization(0)) + frame + Self.usedCodes + Self.scan()
                    + Self.end)
                == [0xFF, 0xD8] + Self.used + comment(4) + Self.usedCodes + Self.scan() + Self.end)
    }

    @Test func tablesThatAreUsedAndAreNoneAreFailures() {
        for table in [Self.codes(0, [17, 2]), Self.codes(0, [1, 1]), Self.codes(0, [1, 2, 3, 4, 5])] {
            let stream = [0xFF, 0xD8] + Self.used + Streams.segment(0xC4, table) + Self.scan() + Self.end
            #expect(scrub(stream) == nil)
        }
    }

    /// Parameters of JPEG-LS, and tables that it has no use for.
    @Test func parametersOfJPEGLSAreThoseOfItsScans() {
        let preset: [UInt8] = [1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64]
        func image(_ more: [UInt8]) -> [UInt8] {
            [0xFF, 0xD8] + Streams.segment(0xF7, [8, 0, 4, 0, 4, 1, 1, 0x11, 0]) + more
                + Streams.segment(0xDA, [1, 1, 0, 0, 0, 0]) + [0x11, 0x22] + Self.end
        }
        let syntax = "1.2.840.10008.1.2.4.80"
        let kept = image(Streams.segment(0xF8, preset) + Streams.segment(0xDD, [0, 0, 0, 4]))
        #expect(scrub(kept, syntax) == kept)
        #expect(
            scrub(image(Streams.segment(0xF8, preset + Self.secret)), syntax)
                == image(Streams.segment(0xF8, preset) + comment(4)))
        let first = Streams.segment(0xF8, [1] + Array("Doe^Jane..".utf8))
        #expect(
            scrub(image(first + Streams.segment(0xF8, preset)), syntax)
                == image(comment(11) + Streams.segment(0xF8, preset)))
        #expect(scrub(image(Streams.segment(0xDB, Self.quantization(0))), syntax) == image(comment(65)))
        #expect(scrub(jpeg(Streams.segment(0xF8, preset))) == jpeg(comment(11)))
    }

    // JPEG 2000: four columns, one component, one level, four steps without quantization.
    private static let size: [UInt8] =
        [0, 0] + [4, 1, 0, 0, 4, 1, 0, 0].flatMap { [0, 0, 0, UInt8($0)] } + [0, 1, 7, 1, 1]
    private static let style: [UInt8] = [0, 0, 0, 1, 0, 1, 4, 4, 0, 1]
    private static let steps: [UInt8] = [0x40, 0x40, 0x48, 0x48, 0x50]

    private func codestream(
        size: [UInt8] = size, style: [UInt8] = style, steps: [UInt8] = steps, more: [UInt8] = [], inPart: [UInt8] = []
    ) -> [UInt8] {
        let part: [UInt8] = [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, UInt8(18 + inPart.count), 0, 1]
        return [0xFF, 0x4F] + Streams.segment(0x51, size) + Streams.segment(0x52, style) + Streams.segment(0x5C, steps)
            + more
            + part + inPart + [0xFF, 0x93, 1, 2, 3, 4] + Self.end
    }

    private func scrub2000(_ stream: [UInt8]) -> [UInt8]? { scrub(stream, Streams.jpeg2000Syntax) }

    @Test func segmentsOfJPEG2000KeepWhatTheyHold() {
        let zeros = zeroed(Self.secret.count)
        #expect(scrub2000(codestream()) == codestream())
        #expect(scrub2000(codestream(size: Self.size + Self.secret)) == codestream(size: Self.size + zeros))
        #expect(scrub2000(codestream(style: Self.style + Self.secret)) == codestream(style: Self.style + zeros))
        #expect(scrub2000(codestream(steps: Self.steps + Self.secret)) == codestream(steps: Self.steps + zeros))
        #expect(scrub2000(codestream(steps: [0x40, 0x41, 0x4A, 0x4F, 0x50])) == codestream())
        for (code, payload) in [
            (0x53, [0, 0, 1, 4, 4, 0, 1]), (0x5D, [0, 0x40, 0x48, 0x48, 0x48, 0x50]), (0x5E, [0, 0, 3]),
            (0x63, [0, 1, 0, 1]), (0x50, [0, 0, 0, 0]),
        ] as [(UInt8, [UInt8])] {
            let segment = Streams.segment(code, payload)
            #expect(scrub2000(codestream(more: segment)) == codestream(more: segment), "\(code)")
            let long = codestream(more: Streams.segment(code, payload + Self.secret))
            #expect(scrub2000(long) == codestream(more: Streams.segment(code, payload + zeros)), "\(code)")
        }
        let order = Streams.segment(0x5F, [0, 0, 0, 1, 1, 1, 2])
        #expect(scrub2000(codestream(more: order)) == codestream(more: order))
        let long = Streams.segment(0x5F, [0, 0, 0, 1, 1, 1, 2] + Self.secret.prefix(6))
        #expect(
            scrub2000(codestream(more: long))
                == codestream(more: Streams.segment(0x5F, [0, 0, 0, 1, 1, 1, 2] + zeroed(6))))
    }

    @Test func segmentsOfJPEG2000ThatDecodersCouldTakeOtherwiseAreFailures() {
        for more in [
            Streams.segment(0x52, Self.style), Streams.segment(0x51, Self.size), Streams.segment(0x5C, Self.steps),
            Streams.segment(0x53, [1, 0, 1, 4, 4, 0, 1]), Streams.segment(0x5E, [0, 0x44, 3]),
            Streams.segment(0x5F, Self.secret),
            Streams.segment(0x60, [0] + Self.secret),
        ] {
            #expect(scrub2000(codestream(more: more)) == nil)
        }
        let words = Array(Self.size[..<18]) + Array("DoeJDoeJ".utf8) + Array(Self.size[26...])
        #expect(scrub2000(codestream(size: words)) == nil)
    }

    /// The tile-part has 18 bytes, of which 4 are data.
    @Test func lengthsThatAreNotSoBecomeComments() {
        func blank(_ count: Int) -> [UInt8] { Streams.segment(0x64, zeroed(count)) }
        let parts = Streams.segment(0x55, [0, 0x40, 0, 0, 0, 18])
        #expect(scrub2000(codestream(more: parts)) == codestream(more: parts))
        let tiles = Streams.segment(0x55, [0, 0x60, 0, 0, 0, 0, 0, 18])
        #expect(scrub2000(codestream(more: tiles)) == codestream(more: tiles))
        for wrong in [
            [0, 0x40] + Self.secret, [0, 0x60, 0x44, 0x6F, 0, 0, 0, 18], [7, 0x40, 0, 0, 0, 18], Self.secret,
        ] {
            let stream = codestream(more: Streams.segment(0x55, wrong))
            #expect(scrub2000(stream) == codestream(more: blank(wrong.count)))
        }
        let packets = Streams.segment(0x58, [0, 1, 3])
        #expect(scrub2000(codestream(inPart: packets)) == codestream(inPart: packets))
        for wrong in [[0, 1, 4], [0, 4, 0x84], [0] + Self.secret, [5, 4]] as [[UInt8]] {
            #expect(
                scrub2000(codestream(inPart: Streams.segment(0x58, wrong))) == codestream(inPart: blank(wrong.count)))
        }
        let main = Streams.segment(0x57, [0, 2, 1, 3])
        #expect(scrub2000(codestream(more: main)) == codestream(more: blank(4)))
    }

    /// A pipe has let go what lies far before: then nothing is said about it, and the caller fails.
    @Test func whatIsHeldBackIsBounded() {
        let scrubber = CodestreamScrubber(transferSyntaxUID: Streams.jpegSyntax)
        scrubber.beginFragment()
        let head = [0xFF, 0xD8] + Streams.segment(0xC4, Self.codes(3)) + Self.used + Self.usedCodes + Self.scan()
        scrubber.scan(head.span.bytes, at: 0) { _, _ in }
        #expect(scrubber.undecided == head.count - 3)
        scrubber.shift(by: head.count)
        let data = [UInt8](repeating: 0x11, count: 64 << 10)
        for _ in 0..<3 {
            scrubber.scan(data.span.bytes, at: 0) { _, _ in }
            #expect(scrubber.undecided <= 128 << 10)
            scrubber.shift(by: data.count)
        }
        #expect(scrubber.undecided == 0)
        var ranges: [Range<Int>] = []
        scrubber.scan(Self.end.span.bytes, at: 0) { range, _ in ranges.append(range) }
        #expect(ranges.first?.lowerBound == 3 - head.count - 3 * data.count)
    }
}
