import Testing

@testable import DICOM

/// What goes from a video in a transport stream, in pieces of every size.
@Suite struct TransportStreamScannerTests {
    static let secret = Array("DOE^JANE".utf8)
    static let filled = [UInt8](repeating: 0xFF, count: 8)

    /// A packet whose payload is filled up to its length with stuffing in the adaptation field.
    static func packet(
        _ identifier: Int, starts: Bool = false, _ payload: [UInt8], field: [UInt8]? = nil
    ) -> [UInt8] {
        var field = field ?? []
        if payload.count + field.count < 184, field.isEmpty { field = [0] }
        field += [UInt8](repeating: 0xFF, count: max(0, 183 - payload.count - field.count))
        let hasField = payload.count < 184
        let head: [UInt8] = [
            0x47, UInt8(identifier >> 8) | (starts ? 0x40 : 0), UInt8(identifier & 0xFF), hasField ? 0x30 : 0x10,
        ]
        return head + (hasField ? [UInt8(field.count)] + field : []) + payload
    }

    static func section(_ identifier: Int, _ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 5 + 4
        return packet(
            identifier, starts: true,
            [0, kind, 0xB0, UInt8(length), 0, 1, 0xC1, 0, 0] + content + [1, 2, 3, 4])
    }

    static func stream(
        video: [UInt8], field: [UInt8]? = nil, other: [UInt8] = [], descriptor: [UInt8] = [], type: UInt8 = 0x1B,
        header: [UInt8] = [0x80, 0x80, 5, 0x21, 0, 1, 0, 1]
    ) -> [UInt8] {
        section(0, 0, [0, 1, 0xE0 | 0x10, 0])
            + section(0x1000, 2, [0xE1, 0, 0xF0, 0, type, 0xE1, 0, 0xF0, UInt8(descriptor.count)] + descriptor)
            + packet(0x100, starts: true, [0, 0, 1, 0xE0, 0, 0] + header + video, field: field)
            + packet(0x11, starts: true, other + [UInt8](repeating: 0xFF, count: 184 - other.count))
    }

    static let syntax = "1.2.840.10008.1.2.4.102"
    static let slice: [UInt8] = [0, 0, 0, 1, 0x65, 1, 2, 3, 4, 0x80]
    static func sei(_ text: [UInt8]) -> [UInt8] { [0, 0, 0, 1, 6, 5, UInt8(text.count)] + text + [0x80] + slice }

    @Test func whatIsCleanStays() {
        let stream = Self.stream(video: Self.slice, descriptor: [0x28, 4, 66, 0, 30, 0x3F])
        #expect(Scrubbing(stream, Self.syntax).whole == [stream])
    }

    @Test func whatSaysNothingToADecoderIsFilled() {
        // PES private data, behind the flag of an extension.
        let header: [UInt8] = [0x80, 0x01, 17, 0x80]
        let pairs: [(dirty: [UInt8], clean: [UInt8])] = [
            (Self.stream(video: Self.sei(Self.secret)), Self.stream(video: Self.sei(Self.filled))),
            (
                Self.stream(video: Self.slice, field: [0x02, 8] + Self.secret),
                Self.stream(video: Self.slice, field: [0x02, 8] + Self.filled)
            ),
            (Self.stream(video: Self.slice, field: [0] + Self.secret), Self.stream(video: Self.slice)),
            (Self.stream(video: Self.slice, other: Self.secret), Self.stream(video: Self.slice)),
            (
                Self.stream(video: Self.slice, header: header + Self.secret + Self.secret),
                Self.stream(video: Self.slice, header: header + Self.filled + Self.filled)
            ),
            // Private data, of which no table says that it is video.
            (
                Self.stream(video: [], type: 6, header: Self.secret),
                Self.stream(video: [], type: 6, header: Self.filled).replacing(
                    [0, 0, 1, 0xE0, 0, 0], with: [255, 255, 255, 255, 255, 255])
            ),
        ]
        for (dirty, clean) in pairs {
            #expect(Scrubbing(dirty, Self.syntax).whole == [clean])
        }
    }

    @Test func tablesWithTextAreNotFollowed() {
        #expect(
            Scrubbing(Self.stream(video: Self.slice, descriptor: [0x48, 8] + Self.secret), Self.syntax).failures == [
                .broken
            ])
        #expect(
            Scrubbing(Self.stream(video: Self.slice, descriptor: [0x05, 8] + Self.secret), Self.syntax).failures == [
                .broken
            ])
    }

    @Test func scrambledAndUntoldPacketsAreNotFollowed() {
        var scrambled = Self.stream(video: Self.slice)
        scrambled[188 * 2 + 3] |= 0x80
        #expect(Scrubbing(scrambled, Self.syntax).failures == [.broken])
        #expect(Scrubbing(Self.packet(0x100, starts: true, Self.slice), Self.syntax).failures == [.broken])
        #expect(Scrubbing(Self.stream(video: Self.slice) + Self.secret, Self.syntax).failures == [.broken])
        #expect(Scrubbing(Self.stream(video: Self.slice) + [0, 0], Self.syntax).failures == [nil])
    }

    @Test func soundIsTold() {
        let stream = Self.stream(video: Self.secret, type: 0x0F)
        let scrubber = CodestreamScrubber(transferSyntaxUID: Self.syntax)
        scrubber.beginFragment()
        scrubber.scan(stream.span.bytes, at: 0) { _, _ in }
        #expect(scrubber.isUnchecked && scrubber.failure == nil)
    }
}
