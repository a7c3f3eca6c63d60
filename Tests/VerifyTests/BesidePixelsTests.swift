import Testing

@testable import Verify

/// What is beside pixels: bits, bytes, user data of video, text of colour profiles.
@Suite struct BesidePixelsTests {
    /// One row of four samples of 12 of 16 bits.
    private func image(_ samples: [Int], signed: Bool = false, high: UInt8 = 11, tail: [UInt8] = [], big: Bool = false)
        -> [String]
    {
        ids(
            CleanFile.with {
                if big {
                    $0.bytes = .bigEndian
                    $0.transferSyntax = "1.2.840.10008.1.2.2"
                }
                let bytes = $0.bytes
                $0.set(0x0028_0002, "US", bytes.uint16(1))
                $0.set(0x0028_0011, "US", bytes.uint16(samples.count))
                $0.set(0x0028_0100, "US", bytes.uint16(16))
                $0.set(0x0028_0101, "US", bytes.uint16(12))
                $0.set(0x0028_0102, "US", bytes.uint16(Int(high)))
                $0.set(0x0028_0103, "US", bytes.uint16(signed ? 1 : 0))
                $0.set(0x7FE0_0010, "OW", samples.flatMap { bytes.uint16($0) } + tail)
            })
    }

    @Test(arguments: [false, true]) func bitsThatHoldNoSamplesAreZero(big: Bool) {
        #expect(image([0, 1, 0xFFF, 0x123], big: big) == [])
        #expect(image([0, 1, 0x1FFF, 0x123], big: big) == ["DV0515"])
        #expect(image([0xFFF0, 0x0010], high: 15, big: big) == [])
        #expect(image([0xFFF0, 0x0011], high: 15, big: big) == ["DV0515"])
    }

    @Test func aSignMayGoOn() {
        #expect(image([0xFFFF, 0x0FFF, 0x7FF], signed: true) == [])
        #expect(image([0xF7FF], signed: true) == ["DV0515"])
        #expect(image([0xFFFF]) == ["DV0515"])
    }

    @Test func nothingFollowsTheLastFrame() {
        #expect(image([1, 2], tail: [0, 0]) == [])
        #expect(image([1, 2], tail: Array("Doe^Jane".utf8)) == ["DV0514"])
    }

    /// Two channels of three samples of 16 bits.
    @Test func nothingFollowsTheLastSampleOfAWaveform() {
        func file(_ data: [UInt8], bits: Int = 16, vr: String = "OW") -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    let channel = bytes.element(0x003A_0005, "US", bytes.uint16(2))
                    let group =
                        channel + bytes.element(0x003A_0010, "UL", bytes.uint32(3))
                        + bytes.sequence(0x003A_0200, [channel])
                        + bytes.element(0x5400_1004, "US", bytes.uint16(bits)) + bytes.element(0x5400_1010, vr, data)
                    $0.changes[0x5400_0100] = bytes.sequence(0x5400_0100, [group, group])
                })
        }
        let samples: [UInt8] = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]
        #expect(file(samples) == [])
        #expect(file(samples + [0, 0]) == [])
        #expect(file(samples + Self.doe) == ["DV0518"])
        #expect(file([1, 2, 3, 4, 5, 6], bits: 8, vr: "OB") == [])
        #expect(file([1, 2, 3, 4, 5, 6, 7, 0], bits: 8, vr: "OB") == ["DV0518"])
    }

    /// Where nobody says how many samples there are, nobody can say that all of it are some.
    @Test func waveformsThatLackAnAttributeAreForAPerson() {
        func file(_ data: [UInt8]) -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    let group =
                        bytes.element(0x003A_0010, "UL", bytes.uint32(3)) + bytes.element(0x5400_1010, "OW", data)
                    $0.changes[0x5400_0100] = bytes.sequence(0x5400_0100, [group])
                })
        }
        #expect(file([1, 0, 2, 0]) == [] && file([UInt8](repeating: 0, count: 40)) == [])
        #expect(file((0..<40).map { $0 &* 83 }) == ["DV0519"])
        #expect(file([UInt8](repeating: 1, count: 30) + Array("Agnieszka Kowalczyk MRN 4711123 ".utf8)) == ["DV0211"])
    }

    /// Numbers that no waveform has allow for no samples; only where one is missing nobody can tell.
    @Test func whatDeclaresNoSamplesHasNone() {
        func file(_ channels: [UInt8]?, _ samples: [UInt8]?, _ bits: [UInt8]?, _ data: [UInt8] = Self.doe) -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    var group = channels.map { bytes.element(0x003A_0005, "US", $0) } ?? []
                    group += samples.map { bytes.element(0x003A_0010, "UL", $0) } ?? []
                    group += bits.map { bytes.element(0x5400_1004, "US", $0) } ?? []
                    $0.changes[0x5400_0100] = bytes.sequence(
                        0x5400_0100, [group + bytes.element(0x5400_1010, "OW", data)])
                }
            ).filter { $0 == "DV0518" }
        }
        let full: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        #expect(file(full, full, [64, 0]) == ["DV0518"])
        #expect(file([0xFF, 0xFF], full, [0xFF, 0xFF]) == ["DV0518"])
        #expect(file([2, 0], [0, 0, 0, 0], [16, 0]) == ["DV0518"])
        #expect(file([0, 0], [3, 0, 0, 0], [16, 0]) == ["DV0518"])
        #expect(file([2, 0], [2, 0, 0, 0], [16, 0]) == [])
        #expect(file([2, 0], [0, 0, 0, 0], [16, 0], [0, 0]) == [])
        #expect(
            file(nil, [3, 0, 0, 0], [16, 0]) == [] && file([2, 0], nil, [16, 0]) == []
                && file([2, 0], [3, 0, 0, 0], nil) == [])
    }

    static let slice: [UInt8] = [0, 0, 0, 1, 0x65, 1, 2, 3, 0x80]
    static let doe = Array("Doe^Jane".utf8)

    private func video(_ fragments: [[UInt8]], _ number: Int) -> [String] {
        ids(
            CleanFile.with {
                $0.transferSyntax = "1.2.840.10008.1.2.4.\(number)"
                $0.changes[0x7FE0_0010] = $0.bytes.fragments(fragments.map { $0.count % 2 == 0 ? $0 : $0 + [0] })
            })
    }

    @Test(arguments: [5, 4, 99] as [UInt8]) func userDataInSEIIsFound(type: UInt8) {
        func stream(_ payload: [UInt8]) -> [UInt8] {
            [0, 0, 0, 1, 6, type, UInt8(payload.count)] + payload + [0x80] + Self.slice
        }
        #expect(video([stream(Self.doe)], 102) == ["DV0516"])
        #expect(video([stream([UInt8](repeating: 0xFF, count: 8))], 102) == [])
        let whole = stream(Self.doe)
        for cut in stride(from: 4, to: whole.count - 1, by: 2) {
            #expect(video([Array(whole[..<cut]), Array(whole[cut...])], 102) == ["DV0516"], "cut at \(cut)")
        }
    }

    @Test func otherMessagesAreNot() {
        func timing(_ payload: [UInt8]) -> [String] {
            video([[0, 0, 0, 1, 6, 1, UInt8(payload.count)] + payload + [0x80] + Self.slice], 102)
        }
        #expect(timing([1, 0x44, 0x6F, 2, 0x4A, 0x61, 3, 0x80]) == [])
        // Words are no time, and no message that decoders know is so long.
        #expect(timing(Self.doe) == ["DV0516"] && timing([UInt8](repeating: 0x31, count: 65)) == ["DV0516"])
        #expect(video([Self.slice], 102) == [])
        #expect(video([Self.slice + [0, 0, 0, 1, 30] + Self.doe], 102) == ["DV0516"])
    }

    /// Delimiters, ends and headers that have a length of their own.
    @Test func unitsOfVideoHaveNoMoreThanTheirLength() {
        func unit(_ bytes: [UInt8], _ number: Int) -> [String] {
            let slice: [UInt8] = number == 107 ? [0, 0, 0, 1, 0x26, 1, 2, 3, 0x80] : Self.slice
            return video([slice + [0, 0, 1] + bytes + slice], number)
        }
        for (bytes, number) in [
            ([9, 0xF0], 102), ([10], 102), ([11], 102), ([0x46, 1, 0x50], 107), ([0x48, 1], 107), ([0x4A, 1], 107),
            ([0, 0x11, 0x22, 0x10, 0, 0], 100), ([0xB8, 0, 8, 0, 0], 100), ([0xB4], 100),
            ([0xB5, 0x14, 1, 2, 4, 4, 5], 100),
            ([0xB5, 0x30], 100), ([0xB3, 2, 0, 0x20, 0x13, 0xFF, 0xFF, 0xE0, 0], 100),
            ([0xB3, 2, 0, 0x20, 0x13, 0xFF, 0xFF, 0xE0, 1] + [UInt8](repeating: 8, count: 64), 100),
        ] as [([UInt8], Int)] {
            #expect(unit(bytes, number) == [], "\(bytes)")
            #expect(unit(bytes + Self.doe, number) == ["DV0516"], "\(bytes)")
        }
    }

    @Test func userDataOfOtherFormatsIsFound() {
        #expect(video([[0, 0, 1, 0xB3, 1, 2, 0, 0, 1, 0xB2] + Self.doe + [0, 0, 1, 0, 1, 2]], 100) == ["DV0516"])
        #expect(video([[0, 0, 1, 0xB3, 1, 2, 0, 0, 1, 0, 1, 2]], 100) == [])
        #expect(video([[0, 0, 0, 1, 78, 1, 5, 8] + Self.doe + [0x80, 0, 0, 0, 1, 38, 1, 2, 3]], 107) == ["DV0516"])
        #expect(video([Array("....ftypisom".utf8)], 102) == ["DV0508"])
    }

    @Test func textInAColourProfileIsForReview() {
        func profile(_ text: [UInt8]) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 144)
            bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
            bytes[131] = 1
            bytes.replaceSubrange(132..<136, with: Array("cprt".utf8))
            (bytes[139], bytes[143]) = (144, UInt8(8 + text.count))
            return bytes + Array("text".utf8) + [0, 0, 0, 0] + text
        }
        #expect(ids(CleanFile.with { $0.set(0x0028_2000, "OB", profile(Self.doe)) }) == ["DV0517"])
        #expect(ids(CleanFile.with { $0.set(0x0028_2000, "OB", profile(Array("-------\0".utf8))) }) == [])
        #expect(ids(CleanFile.with { $0.set(0x0028_2000, "OB", [1, 2, 3, 4]) }) == ["DV0517"])
    }

    /// A profile of one tag.
    private func profile(_ type: String, _ content: [UInt8], behind: [UInt8] = []) -> [String] {
        var bytes = [UInt8](repeating: 0, count: 144)
        bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
        bytes[131] = 1
        bytes.replaceSubrange(132..<136, with: Array("rTRC".utf8))
        (bytes[139], bytes[142], bytes[143]) = (144, UInt8((8 + content.count) >> 8), UInt8((8 + content.count) & 0xFF))
        bytes += Array(type.utf8) + [0, 0, 0, 0] + content + behind
        if bytes.count % 2 != 0 { bytes.append(0) }
        return ids(CleanFile.with { $0.set(0x0028_2000, "OB", bytes) })
    }

    /// Counts say how many numbers a tag has; what is beside them is read by nobody.
    @Test func tagsOfAColourProfileHoldWhatTheyCount() {
        let number: [UInt8] = [0, 1, 0x80, 0]
        let numbers = Array(repeating: number, count: 9).flatMap { $0 }
        let sound: [(String, [UInt8])] = [
            ("XYZ ", number + number + number), ("curv", [0, 0, 0, 2, 1, 2, 3, 4]),
            ("para", [0, 1, 0, 0] + number + number + number),
            ("sf32", numbers), ("sig ", [0x43, 0x52, 0x54, 0x20]), ("meas", [UInt8](repeating: 1, count: 28)),
            ("mft1", [1, 1, 2, 0] + numbers + [UInt8](repeating: 9, count: 256 + 2 + 256)),
            ("mft2", [1, 1, 2, 0] + numbers + [0, 2, 0, 2] + [UInt8](repeating: 9, count: 12)),
            ("clrt", [0, 0, 0, 1, 0x2D] + [UInt8](repeating: 0, count: 31) + [1, 2, 3, 4, 5, 6]),
        ]
        for (type, content) in sound {
            #expect(profile(type, content) == [], "\(type)")
            #expect(profile(type, content + [0, 0]) == [], "\(type)")
            #expect(profile(type, content + Array("Doe ".utf8)) == ["DV0517"], "\(type)")
            #expect(profile(type, content, behind: Array("Doe ".utf8)) == ["DV0517"], "\(type)")
        }
        let named = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 64)
        #expect(profile("ncl2", named + [UInt8](repeating: 0, count: 32) + [1, 2, 3, 4, 5, 6]) == [])
        #expect(
            profile("ncl2", named + Array("Doe".utf8) + [UInt8](repeating: 0, count: 29) + [1, 2, 3, 4, 5, 6]) == [
                "DV0517"
            ])
        #expect(profile("data", Array("....Doe".utf8)) == ["DV0517"])
        #expect(profile("mAB ", Array("Dear Dr. Miller, Mrs. Smith".utf8)) == ["DV0517"])
    }

    private func found(in bytes: [UInt8]) -> [String] {
        ids(CleanFile.with { $0.set(0x0028_2000, "OB", bytes.count % 2 == 0 ? bytes : bytes + [0]) })
    }

    /// A header as `deid` leaves it, and one tag.
    private func soundProfile(_ name: String = "wtpt", _ type: String = "XYZ ", _ content: [UInt8]? = nil) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 144)
        bytes.replaceSubrange(8..<10, with: [2, 0x10] as [UInt8])
        bytes.replaceSubrange(12..<24, with: Array("mntrRGB XYZ ".utf8))
        bytes.replaceSubrange(24..<30, with: [7, 0x6C, 0, 1, 0, 1] as [UInt8])
        bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
        bytes.replaceSubrange(68..<80, with: [0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D])
        let content = content ?? [0, 0, 0xF3, 0x51, 0, 1, 0, 0, 0, 1, 0x16, 0xCC]
        bytes[131] = 1
        bytes.replaceSubrange(132..<136, with: Array(name.utf8))
        (bytes[139], bytes[143]) = (144, UInt8(8 + content.count))
        return bytes + Array(type.utf8) + [0, 0, 0, 0] + content
    }

    /// Who reads a profile passes over entries that lead nowhere, names of tags that nobody knows, and most of the header.
    @Test func textOutsideOfTheTagsOfAColourProfileIsForReview() {
        let sound = soundProfile()
        #expect(found(in: sound) == [])
        func with(_ text: String, at place: Int) -> [UInt8] {
            var bytes = sound
            bytes.replaceSubrange(place..<place + text.utf8.count, with: Array(text.utf8))
            return bytes
        }
        for (place, text) in [
            (4, "Kowa"), (12, "Kowa"), (16, "Kowa"), (20, "Kowa"), (24, "Kowalczyk"), (40, "Kowa"), (44, "Kow"),
            (56, "Kowalczyk"), (64, "Kow"), (68, "Kowalczyk"), (84, "Kowalczyk"), (132, "Kowa"), (136, "Kowa"),
        ] {
            #expect(found(in: with(text, at: place)) == ["DV0517"], "\(place)")
        }
        var dated = sound
        dated.replaceSubrange(24..<36, with: [7, 0xE4, 0, 5, 0, 17, 0, 10, 0, 11, 0, 12])
        #expect(found(in: dated) == ["DV0517"])
        dated.replaceSubrange(24..<36, with: [UInt8](repeating: 0, count: 12))
        #expect(found(in: dated) == [])
        // A sentence as entries of the table.
        let table = Array("Patient Kowalczyk Agnieszka born 3 February 1971 MRN 4711123".utf8)
        #expect(found(in: sound[..<131] + [5] + table) == ["DV0517"])
    }

    @Test func wordsInTheNumbersOfAColourProfileAreForReview() {
        let name = Array("Kowalczyk Agnieszka born 1971".utf8)
        let wide = name.flatMap { [0, $0] as [UInt8] }
        let padding = [UInt8](repeating: 0, count: 7)
        let spaces = [UInt8](repeating: 0x20, count: 60)
        let cases: [(String, [UInt8], [UInt8])] = [
            ("curv", [0, 0, 0, 74], spaces + name.dropLast() + spaces), ("curv", [0, 0, 0, 14], name.dropLast()),
            ("curv", [0, 0, 0, 29], wide),
            ("para", [0, 4, 0, 0], name.dropLast()), ("view", [], name.dropLast()), ("sf32", name, padding),
            ("XYZ ", [], Array(name.prefix(12))),
        ]
        for (type, head, rest) in cases {
            let content = head + rest
            #expect(found(in: soundProfile("rTRC", type, content)) == ["DV0517"], "\(type)")
        }
        // A type and a language that nobody knows.
        #expect(found(in: soundProfile("desc", "Kowa", [0, 0, 0, 0])) == ["DV0517"])
        var record: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0x2D]
        record.replaceSubrange(8..<12, with: Array("Kowa".utf8))
        #expect(found(in: soundProfile("desc", "mluc", record)) == ["DV0517"])
        var dashes = record
        dashes.replaceSubrange(8..<12, with: Array("enUS".utf8))
        #expect(found(in: soundProfile("desc", "mluc", dashes)) == [])
        // A curve through all letters.
        var curve: [UInt8] = [0, 0, 0, 100]
        for place in 0..<100 { curve += [UInt8(0x20 + place * 90 / 99), UInt8(place % 3 * 30 + 40)] }
        #expect(found(in: soundProfile("rTRC", "curv", curve)) == [])
    }
}
