import Testing

@testable import DICOM

/// What goes from a video in an MP4 file, in pieces of every size.
@Suite struct MP4ScannerTests {
    static let secret = Array("DOE^JANE".utf8)
    static let zeros = [UInt8](repeating: 0, count: 8)
    static let syntax = "1.2.840.10008.1.2.4.102"

    static func number(_ value: Int, _ count: Int = 4) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8) + Array(type.utf8) + content
    }

    /// A unit of a sample, behind its length.
    static func unit(_ bytes: [UInt8]) -> [UInt8] { number(bytes.count) + bytes }

    static let slice: [UInt8] = [0x65, 1, 2, 3, 4, 0x80]

    static func file(
        brand: String = "isom", free: [UInt8] = [], sei: [UInt8] = [], times: [UInt8] = zeros, handler: [UInt8] = [],
        kind: String = "vide", compressor: [UInt8] = [UInt8](repeating: 0, count: 32), user: [UInt8] = [],
        list: [UInt8] = [], excess: [UInt8] = []
    ) -> [UInt8] {
        let message = [6, 5, UInt8(sei.count)] + sei + [0x80]
        let record: [UInt8] =
            [1, 66, 0, 30, 0xFF, 0xE1, 0, 4, 0x67, 66, 0, 30, 1, 0, 3, 0x68, 0xCE, 0x38] + excess
        let entry =
            [0, 0, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 16) + [
                0, 96, 0, 64, 0, 72, 0, 0, 0, 72, 0, 0, 0, 0, 0, 0,
            ]
            + [0, 1] + compressor + [0, 24, 0xFF, 0xFF]
        let table = box(
            "stbl",
            box("stsd", number(0) + number(1) + box("avc1", entry + box("avcC", record)))
                + box("stts", number(0) + number(1) + number(2) + number(512) + list))
        let media = box(
            "mdia",
            box("mdhd", number(0) + times + number(25) + number(2) + [0x55, 0xC4, 0, 0])
                + box("hdlr", number(0) + number(0) + Array(kind.utf8) + [UInt8](repeating: 0, count: 12) + handler)
                + box("minf", table))
        return box("ftyp", Array(brand.utf8) + number(512) + Array("isomavc1".utf8)) + box("free", free)
            + box("mdat", unit(message) + unit(slice) + unit(slice))
            + box("moov", box("trak", media) + box("udta", user))
    }

    static func scrub(_ bytes: [UInt8]) -> Scrubbing { Scrubbing(bytes, syntax) }

    @Test func whatIsCleanStays() {
        #expect(Self.scrub(Self.file()).whole == [Self.file()])
    }

    @Test func namesAndTimesBecomeZero() {
        let name = Self.secret + [UInt8](repeating: 0x20, count: 24)
        let none = [UInt8](repeating: 0, count: 32)
        let filled = [UInt8](repeating: 0xFF, count: 8)
        let pairs: [(dirty: [UInt8], clean: [UInt8])] = [
            (Self.file(free: Self.secret), Self.file(free: Self.zeros)),
            (Self.file(user: Self.box("name", Self.secret)), Self.file(user: [UInt8](repeating: 0, count: 16))),
            (Self.file(times: Self.secret), Self.file()),
            (Self.file(handler: Self.secret), Self.file(handler: Self.zeros)),
            (Self.file(compressor: name), Self.file(compressor: none)),
            (Self.file(list: Self.secret), Self.file(list: Self.zeros)),
            (Self.file(excess: Self.secret), Self.file(excess: Self.zeros)),
            (Self.file(brand: "JANE"), Self.file(brand: "\0\0\0\0")),
            // In the samples zeros could make a start code.
            (Self.file(sei: Self.secret), Self.file(sei: filled)),
        ]
        for (dirty, clean) in pairs {
            #expect(Self.scrub(dirty).whole == [clean])
        }
    }

    @Test func anotherTrackIsNotFollowed() {
        #expect(Self.scrub(Self.file(kind: "soun")).failures == [.broken])
        #expect(Self.scrub(Self.file(kind: "text")).failures == [.broken])
    }

    @Test func samplesThatAreNoUnitsAreNotFollowed() {
        let file = Self.box("ftyp", Array("isom".utf8)) + Self.box("mdat", Self.unit(Self.slice) + Self.secret)
        #expect(Self.scrub(file).failures == [.broken])
        let cut = Self.box("ftyp", Array("isom".utf8)) + Self.box("mdat", Self.unit(Self.slice) + [0, 0])
        #expect(Self.scrub(cut).failures == [.broken])
    }

    @Test func boxesThatLeaveTheirBoxAreNotFollowed() {
        var file = Self.box("ftyp", Array("isom".utf8)) + Self.box("moov", Self.box("trak", []))
        file[file.count - 5] = 9
        #expect(Self.scrub(file).failures == [.broken])
    }

    @Test func whatIsCutIsNotFollowed() {
        let file = Self.file()
        for count in [file.count - 1, file.count - 9, 60] {
            #expect(Self.scrub(Array(file[..<count])).failures == [.broken])
        }
    }

    @Test func nothingElseIsLetThrough() {
        #expect(Self.scrub(Self.secret + Self.zeros).failures == [.unknown])
        #expect(Self.scrub(Self.zeros + Self.zeros).failures == [nil])
        // Behind more zeros than are looked at to tell the format.
        #expect(Self.scrub([UInt8](repeating: 0, count: 100) + Self.secret).failures == [.unknown])
    }
}
