import Testing

@testable import Deidentify

/// ICC profiles: what no number of a tag covers is not there to be read.
@Suite struct ICCProfileTests {
    static let secret = Array("Smith^John".utf8)

    static func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - $0 * 8)) } }

    /// A profile of one tag, with words in the header.
    static func profile(_ name: String, _ type: String, _ content: [UInt8], header: [UInt8] = []) -> [UInt8] {
        let tag = Array(type.utf8) + [0, 0, 0, 0] + content
        let size = 144 + tag.count
        var bytes =
            number(size) + [UInt8](repeating: 0, count: 124) + number(1) + Array(name.utf8) + number(144)
            + number(tag.count) + tag
        bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
        bytes.replaceSubrange(4..<4 + header.count, with: header)
        return bytes
    }

    static let one: [UInt8] = [0, 1, 0, 0]
    static let curve = Array("curv".utf8) + [0, 0, 0, 0] + number(1) + [1, 0] + [0, 0]
    static let tagged: [(String, String, [UInt8])] = [
        ("wtpt", "XYZ ", one + one + one), ("rTRC", "curv", number(2) + [0, 0, 255, 255]),
        ("rTRC", "para", [0, 1, 0, 0] + one + one + one),
        ("chad", "sf32", [UInt8](repeating: 1, count: 36)), ("tech", "sig ", Array("dcam".utf8)),
        ("view", "view", [UInt8](repeating: 1, count: 28)), ("chrm", "chrm", [0, 1, 0, 1] + one + one),
        ("clro", "clro", number(2) + [0, 1]),
        (
            "A2B0", "mft1",
            [1, 1, 2, 0] + [UInt8](repeating: 0, count: 36) + [UInt8](repeating: 9, count: 256 + 2 + 256)
        ),
        (
            "A2B0", "mft2",
            [1, 1, 2, 0] + [UInt8](repeating: 0, count: 36) + [0, 2, 0, 2]
                + [UInt8](repeating: 9, count: 2 * (2 + 2 + 2))
        ),
        ("A2B0", "mAB ", [1, 1, 0, 0] + number(32) + number(0) + number(0) + number(0) + number(0) + curve),
        (
            "B2D0", "mpet",
            [0, 1, 0, 1] + number(1) + number(24) + number(20) + Array("matf".utf8) + [0, 0, 0, 0, 0, 1, 0, 1] + one
                + one
        ),
    ]

    @Test(arguments: tagged.indices) func whatIsBehindTheNumbersIsBlanked(index: Int) throws {
        let (name, type, content) = Self.tagged[index]
        let sound = try #require(ICCProfile.scrubbed(Self.profile(name, type, content)))
        #expect(sound[144...].elementsEqual(Array(type.utf8) + [0, 0, 0, 0] + content), "numbers stay: \(type)")
        let longer = try #require(ICCProfile.scrubbed(Self.profile(name, type, content + Self.secret)))
        #expect(
            longer[144...].elementsEqual(
                Array(type.utf8) + [0, 0, 0, 0] + content + [UInt8](repeating: 0, count: Self.secret.count)), "\(type)")
        // Less than it says is none.
        if type != "mpet" {
            #expect(ICCProfile.scrubbed(Self.profile(name, type, Array(content.dropLast(4)))) == nil, "\(type)")
        }
    }

    /// Each number may have any bytes; words they are not.
    @Test func numbersThatSpellWordsAreNone() {
        let name = Array("Kowalczyk Agnieszka born 1971".utf8)
        func isNone(_ tag: String, _ type: String, _ content: [UInt8]) -> Bool {
            ICCProfile.scrubbed(Self.profile(tag, type, content)) == nil
        }
        let wide = name.flatMap { [0, $0] as [UInt8] }
        let spaces = [UInt8](repeating: 0x20, count: 60)
        #expect(isNone("rTRC", "curv", Self.number(14) + name.dropLast()))
        #expect(isNone("rTRC", "curv", Self.number(74) + spaces + name.dropLast() + spaces))
        #expect(isNone("rTRC", "curv", Self.number(wide.count / 2) + wide))
        #expect(isNone("rTRC", "para", [0, 4, 0, 0] + name.dropLast()))
        #expect(isNone("wtpt", "XYZ ", Array(name.prefix(12))))
        #expect(isNone("chad", "sf32", name + [0, 0, 0, 0, 0, 0, 0]))
        // A gamma of 2.2 and its inverse, through all letters.
        let entries = (0..<1024).map { place -> UInt16 in
            let part = Double(place) / 1023
            return UInt16(65535 * part * part)
        }
        for curve in [entries, entries.reversed()] {
            let bytes = curve.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            #expect(!isNone("rTRC", "curv", Self.number(1024) + bytes))
        }
    }

    @Test func namesOfColoursAreBlanked() throws {
        func colours(_ name: [UInt8]) -> [UInt8] {
            let name = name + [UInt8](repeating: 0, count: 32 - name.count)
            return [0, 0, 0, 0] + Self.number(1) + Self.number(1) + name + name + name + [1, 2, 3, 4, 5, 6, 7, 8]
        }
        let result = try #require(ICCProfile.scrubbed(Self.profile("ncl2", "ncl2", colours(Self.secret))))
        #expect(result == ICCProfile.scrubbed(Self.profile("ncl2", "ncl2", colours([]))))
        #expect(result.suffix(8) == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    /// Names of tags and types, and the fields of the header, have four letters each.
    @Test func fourLettersSayNothing() throws {
        let header = Array("SMITJOHN".utf8)
        let result = try #require(ICCProfile.scrubbed(Self.profile("Smit", "John", Self.secret, header: header)))
        #expect(!result.contains(mark: Array("SMIT".utf8)) && !result.contains(mark: Array("HN".utf8)))
        #expect(!result.contains(mark: Array("Smit".utf8)) && !result.contains(mark: Array("John".utf8)))
        let text = Self.number(1) + Self.number(12) + Array("XQZY".utf8) + Self.number(2) + Self.number(28) + [0, 0x51]
        #expect(
            try !#require(ICCProfile.scrubbed(Self.profile("desc", "mluc", text))).contains(mark: Array("XQZY".utf8)))
    }
}
