/// Text in ICC profiles (ISO 15076-1): names of devices, people and days go, what colours are made with stays, in place.
struct ICCProfile {
    private(set) var bytes: [UInt8]
    private static let headerLength = 128
    private static let mostTags = 200

    /// The profile without its text; `nil` for what is none.
    static func scrubbed(_ bytes: [UInt8]) -> [UInt8]? {
        var profile = ICCProfile(bytes: bytes)
        return profile.scrub() ? profile.bytes : nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func number(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) } }

    private func signature(_ offset: Int) -> String { String(decoding: bytes[offset..<offset + 4], as: UTF8.self) }

    private mutating func zero(_ range: Range<Int>) { for index in range { bytes[index] = 0 } }

    private mutating func scrub() -> Bool {
        guard bytes.count >= Self.headerLength + 4, signature(36) == "acsp" else { return false }
        let size = number(0)
        guard (Self.headerLength + 4...bytes.count).contains(size) else { return false }
        let count = number(Self.headerLength)
        let tableEnd = Self.headerLength + 4 + count * 12
        guard count <= Self.mostTags, tableEnd <= size else { return false }
        header()
        // Tags may share their data: it stays where one of them needs it.
        var tags: [(range: Range<Int>, name: String)] = []
        for place in 0..<count {
            let entry = Self.headerLength + 4 + place * 12
            let start = number(entry + 4)
            let length = number(entry + 8)
            guard start >= tableEnd, length >= 8, start <= size - length else { return false }
            let name = signature(entry)
            if let same = tags.firstIndex(where: { $0.range == start..<start + length }) {
                if Self.needed.contains(name) { tags[same].name = name }
            } else {
                tags.append((start..<start + length, name))
            }
            // A name that the standard does not know is a number, each its own.
            if !Self.needed.contains(name), !Self.described.contains(name) {
                bytes.replaceSubrange(entry..<entry + 4, with: [0, 0, 0, UInt8(place + 1)])
            }
        }
        // Data that share some of their bytes with others cannot be told apart.
        tags.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (tag, next) in zip(tags, tags.dropFirst()) where next.range.lowerBound < tag.range.upperBound {
            return false
        }
        for tag in tags where !data(tag.range, isNeeded: Self.needed.contains(tag.name)) { return false }
        // What no tag refers to is nothing.
        var end = tableEnd
        for tag in tags {
            if tag.range.lowerBound > end { zero(end..<tag.range.lowerBound) }
            end = max(end, tag.range.upperBound)
        }
        zero(end..<bytes.count)
        return true
    }

    /// Day, maker, model, creator and checksum (ISO 15076-1 §7.2) are not needed to make colours, and 0 where not known; of
    /// the rest stays what the standard has values for.
    private mutating func header() {
        for (index, byte) in ([0x07, 0x6C, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] as [UInt8]).enumerated() {
            bytes[24 + index] = byte
        }
        zero(10..<12)
        for (place, known) in [
            (4, Self.modules), (12, Self.classes), (16, Self.spaces), (20, Self.spaces), (40, Self.platforms),
        ]
        where !known.contains(signature(place)) { zero(place..<place + 4) }
        // Two flags, four attributes, four intents.
        zero(44..<47)
        bytes[47] &= 3
        zero(48..<63)
        bytes[63] &= 15
        zero(64..<67)
        bytes[67] &= 3
        illuminant()
        zero(80..<128)
    }

    /// D50, which it has to be, give or take a rounding.
    private mutating func illuminant() {
        for (index, value) in [0xF6D6, 0x10000, 0xD32D].enumerated() where abs(number(68 + index * 4) - value) > 64 {
            for byte in 0..<4 { bytes[68 + index * 4 + byte] = UInt8(truncatingIfNeeded: value >> (24 - byte * 8)) }
        }
    }

    /// Colour management modules of the registry of the ICC, and the one that older profiles of sRGB name.
    private static let modules: Set<String> = [
        "ADBE", "ACMS", "appl", "CCMS", "UCCM", "UCMS", "EFI ", "FF  ", "EXAC", "HCMM", "argl", "LgoS", "HDM ", "lcms",
        "RIMX", "DIMX", "KCMS",
        "MCML", "WCS ", "SIGN", "RGMS", "SICC", "TCMM", "32BT", "WTG ", "zc00", "Lino",
    ]
    private static let classes: Set<String> = ["scnr", "mntr", "prtr", "link", "spac", "abst", "nmcl"]
    private static let spaces: Set<String> = Set(
        ["XYZ ", "Lab ", "Luv ", "YCbr", "Yxy ", "RGB ", "GRAY", "HSV ", "HLS ", "CMYK", "CMY "]
            + "23456789ABCDEF".map { "\($0)CLR" })
    private static let platforms: Set<String> = ["APPL", "MSFT", "SGI ", "SUNW", "TGNT"]

    /// The data of one tag.
    ///
    /// - Returns: `false` where a tag that colours are made with does not hold what it says.
    private mutating func data(_ range: Range<Int>, isNeeded: Bool) -> Bool {
        let content = range.lowerBound + 8..<range.upperBound
        zero(range.lowerBound + 4..<content.lowerBound)
        switch signature(range.lowerBound) {
        case "text": text(content)
        case "desc": description(content)
        case "mluc": localized(content, from: range.lowerBound)
        case "clrt": colorants(content)
        case let type where isNeeded:
            guard let used = ICCNumbers(bytes, range).used(type) else { return false }
            keepOnly(used, of: content)
        case let type:
            if !ICCNumbers.types.contains(type) { zero(range.lowerBound..<range.lowerBound + 4) }
            zero(content)
        }
        return true
    }

    /// Blanks what no number or count of a tag covers.
    private mutating func keepOnly(_ used: [Range<Int>], of content: Range<Int>) {
        var end = content.lowerBound
        for range in used.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > end { zero(end..<range.lowerBound) }
            end = max(end, range.upperBound)
        }
        if end < content.upperBound { zero(end..<content.upperBound) }
    }

    /// Tags that colours are made with, or that say how (ISO 15076-1 §9.2).
    private static let needed: Set<String> = [
        "A2B0", "A2B1", "A2B2", "A2B3", "B2A0", "B2A1", "B2A2", "B2A3", "D2B0", "D2B1", "D2B2", "D2B3", "B2D0", "B2D1",
        "B2D2", "B2D3",
        "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad", "chrm", "cicp", "clro", "gamt",
        "lumi", "meas",
        "ncl2", "pre0", "pre1", "pre2", "rig0", "rig2", "tech", "view", "ciis", "c2sp", "s2cp",
    ]
    /// Further ones of the standard and its second version, which are emptied.
    private static let described: Set<String> = [
        "calt", "targ", "clrt", "clot", "cprt", "desc", "dmnd", "dmdd", "devs", "vued", "pseq", "psid", "resp", "scrd",
        "scrn", "bfd ",
        "crdi", "ps2s", "ps2i", "psd0", "psd1", "psd2", "psd3", "ncol", "meta", "cept", "ciin", "miin",
    ]

    /// ASCII up to a NUL.
    private mutating func text(_ range: Range<Int>) {
        for index in range.dropLast() where bytes[index] != 0 { bytes[index] = UInt8(ascii: "-") }
        if let last = range.last { bytes[last] = 0 }
    }

    /// Names of colorants of 32 bytes, each with three numbers behind.
    private mutating func colorants(_ range: Range<Int>) {
        guard range.count >= 4, number(range.lowerBound) == (range.count - 4) / 38 else { return zero(range) }
        let end = range.lowerBound + 4 + number(range.lowerBound) * 38
        for start in stride(from: range.lowerBound + 4, to: end, by: 38) {
            bytes[start] = UInt8(ascii: "-")
            zero(start + 1..<start + 32)
        }
        zero(end..<range.upperBound)
    }

    /// ASCII, Unicode and Macintosh forms, each with its length (ICC.1:2001 §6.5.17).
    private mutating func description(_ range: Range<Int>) {
        guard range.count >= 5 else { return zero(range) }
        let count = number(range.lowerBound)
        let start = range.lowerBound + 4
        guard count >= 1, count <= range.upperBound - start else { return zero(range) }
        text(start..<start + count)
        // Neither of the others is needed.
        zero(start + count..<range.upperBound)
    }

    /// Records of language, country, length and offset, with UTF-16 behind them (ISO 15076-1 §10.15).
    private mutating func localized(_ range: Range<Int>, from start: Int) {
        guard range.count >= 8 else { return zero(range) }
        let count = number(range.lowerBound)
        let strings = range.lowerBound + 8 + count * 12
        guard number(range.lowerBound + 4) == 12, count <= 200, strings <= range.upperBound else { return zero(range) }
        for record in 0..<count {
            let entry = range.lowerBound + 8 + record * 12
            // The language of dashes is anybody's.
            bytes.replaceSubrange(entry..<entry + 4, with: Array("enUS".utf8))
            let (length, offset) = (number(entry + 4), number(entry + 8))
            if offset < strings - start || offset > range.upperBound - start - length { zero(entry + 4..<entry + 12) }
        }
        for index in strings..<range.upperBound {
            bytes[index] = (index - strings) % 2 == 0 ? 0 : UInt8(ascii: "-")
        }
    }
}
