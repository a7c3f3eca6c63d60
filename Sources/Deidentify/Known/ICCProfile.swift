/// Text in ICC profiles (ISO 15076-1): names of devices, people and days go, what colours are made with stays, in place.
struct ICCProfile {
    private var bytes: [UInt8]
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
        // What no tag refers to is nothing.
        var used: [Range<Int>] = [0..<tableEnd]
        for place in 0..<count {
            let entry = Self.headerLength + 4 + place * 12
            let start = number(entry + 4)
            let length = number(entry + 8)
            guard start >= tableEnd, length >= 8, start <= size - length else { return false }
            // Tags may share their data.
            if !used.contains(start..<start + length) { data(start..<start + length, of: signature(entry)) }
            used.append(start..<start + length)
        }
        var end = 0
        for range in used.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > end { zero(end..<range.lowerBound) }
            end = max(end, range.upperBound)
        }
        zero(end..<bytes.count)
        return true
    }

    /// Day, maker, model, creator and checksum (ISO 15076-1 §7.2): not needed to make colours, and 0 where not known.
    private mutating func header() {
        for (index, byte) in ([0x07, 0x6C, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] as [UInt8]).enumerated() { bytes[24 + index] = byte }
        zero(48..<56)
        zero(80..<128)
    }

    /// The data of one tag.
    private mutating func data(_ range: Range<Int>, of tag: String) {
        let content = range.lowerBound + 8..<range.upperBound
        zero(range.lowerBound + 4..<content.lowerBound)
        switch signature(range.lowerBound) {
        case "text": text(content)
        case "desc": description(content)
        case "mluc": localized(content, from: range.lowerBound)
        case "clrt":
            // Names of colorants of 32 bytes, each with three numbers behind.
            for start in stride(from: content.lowerBound + 4, to: content.upperBound - 31, by: 38) { zero(start + 1..<start + 32) }
        case "XYZ ", "curv", "para", "mft1", "mft2", "mAB ", "mBA ", "mpet", "sf32", "uf32", "ui08", "ui16", "ui32", "sig ", "view",
            "meas", "chrm", "clro", "ncl2", "cicp":
            if !Self.needed.contains(tag) { zero(content) }
        default: zero(content)
        }
    }

    /// Tags that colours are made with, or that say how (ISO 15076-1 §9.2).
    private static let needed: Set<String> = [
        "A2B0", "A2B1", "A2B2", "A2B3", "B2A0", "B2A1", "B2A2", "B2A3", "D2B0", "D2B1", "D2B2", "D2B3", "B2D0", "B2D1", "B2D2", "B2D3",
        "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad", "chrm", "cicp", "clro", "gamt", "lumi", "meas",
        "ncl2", "pre0", "pre1", "pre2", "rig0", "rig2", "tech", "view", "ciis", "c2sp", "s2cp",
    ]

    /// ASCII up to a NUL.
    private mutating func text(_ range: Range<Int>) {
        for index in range.dropLast() where bytes[index] != 0 { bytes[index] = UInt8(ascii: "-") }
        if let last = range.last { bytes[last] = 0 }
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
            for index in entry..<entry + 4 where !(0x41...0x5A).contains(bytes[index] & 0xDF) { bytes[index] = 0 }
        }
        for index in strings..<range.upperBound {
            bytes[index] = (index - strings) % 2 == 0 ? 0 : UInt8(ascii: "-")
        }
    }
}
