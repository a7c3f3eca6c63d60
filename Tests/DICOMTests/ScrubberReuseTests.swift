import Testing

@testable import DICOM

/// One scrubber serves stream after stream: what it has seen of one changes nothing for the next.
@Suite struct ScrubberReuseTests {
    typealias Streams = CodestreamScrubberTests

    /// JPEG 2000 streams of segments that scanners remember something of, some of them in boxes, and most of them damaged.
    private static func stream(_ dice: inout Seeded) -> [UInt8] {
        let segments: [[UInt8]] = [
            Streams.segment(0x52, [0, 0, 0, 1, 0, 1, 4, 4, 0, 1]),
            Streams.segment(0x5C, [0x40, 0x40, 0x48, 0x48, 0x50]),
            Streams.segment(0x5D, [0, 0x40, 0x40, 0x48, 0x48, 0x50]), Streams.segment(0x64, [0, 1] + Streams.secret),
            Streams.segment(0x55, [0, 0x50, 0, 0, 0, 0, 18]), Streams.segment(0x60, [0, 0, 0, 0, 1, 7]),
            Streams.segment(0x53, [0, 0, 1, 4, 4, 0, 1]), Streams.segment(0x63, Streams.secret),
        ]
        var stream = Streams.jpeg2000(
            (0..<Int.random(in: 0...4, using: &dice)).flatMap { _ in segments.randomElement(using: &dice)! },
            size: [0, 18, 200].randomElement(using: &dice)!)
        if Bool.random(using: &dice) {
            let header = Streams.box("jp2h", Streams.box("ihdr", Streams.imageHeader))
            let signature = Streams.box("jP  ", [0x0D, 0x0A, 0x87, 0x0A])
            stream = signature + (Bool.random(using: &dice) ? header : []) + Streams.box("jp2c", stream)
        }
        for _ in 0..<Int.random(in: 0...2, using: &dice) {
            stream[Int.random(in: 12..<stream.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        return Array(
            stream.prefix(Bool.random(using: &dice) ? stream.count : Int.random(in: 12...stream.count, using: &dice)))
    }

    private static func scrub(_ stream: [UInt8], _ scrubber: CodestreamScrubber, step: Int) -> (
        bytes: [UInt8], isRefused: Bool
    ) {
        var bytes = stream
        scrubber.beginFragment()
        for start in stride(from: 0, to: stream.count, by: step) {
            let piece = Array(stream[start..<min(stream.count, start + step)])
            scrubber.scan(piece.span.bytes, at: start) { for index in $0 { bytes[index] = $1 } }
        }
        scrubber.finish { for index in $0 { bytes[index] = $1 } }
        return (bytes, scrubber.failure != nil)
    }

    @Test(arguments: ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.201"])
    func isAsNewForTheNextImage(syntax: String) {
        var dice = Seeded(20)
        let used = CodestreamScrubber(transferSyntaxUID: syntax)
        var followed = 0
        for number in 0..<4000 {
            let stream = Self.stream(&dice)
            let step = [64, 100, .max].randomElement(using: &dice)!
            used.begin(nil)
            let met = Self.scrub(stream, used, step: min(step, stream.count))
            let new = CodestreamScrubber(transferSyntaxUID: syntax)
            let expected = Self.scrub(stream, new, step: min(step, stream.count))
            if met != expected { Issue.record("stream \(number)") }
            if !expected.isRefused { followed += 1 }
        }
        #expect(followed > 400)
    }

    /// The whole markers of a piece, and markers that are cut anywhere, come to the same.
    @Test func piecesOfAnySizeComeToTheSame() {
        var dice = Seeded(21)
        var followed = 0
        for number in 0..<2000 {
            let scrubbing = Scrubbing(Self.stream(&dice), Streams.jpeg2000Syntax)
            if scrubbing.failures.count != 1 { Issue.record("stream \(number): \(scrubbing.failures)") }
            if !scrubbing.whole.isEmpty {
                followed += 1
                if scrubbing.whole.count != 1 { Issue.record("stream \(number): \(scrubbing.whole.count) results") }
            }
        }
        #expect(followed > 200)
    }
}
