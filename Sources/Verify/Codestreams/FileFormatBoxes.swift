/// The boxes of JP2 around a codestream (ISO/IEC 15444-1 Annex I): those that say something of the samples are held to
/// their form, of the others only zeros may be left.
struct FileFormatBoxes {
    /// What the Image Header box says; `nil` where there was none, or it was blanked.
    private(set) var header: (size: FrameSize, components: Int, offset: Int)?
    private var columnsOfPalette = 0

    /// Boxes that are looked at as a whole.
    static func isJudged(_ type: String) -> Bool {
        ["jP  ", "ftyp", "ihdr", "bpcc", "colr", "pclr", "cmap", "cdef", "resc", "resd"].contains(type)
    }

    /// Bytes of a box that is looked at: those of the longest colour profile that is.
    static let longest = 4 << 20

    /// Whether some part of ISO/IEC 15444 has such boxes; other names may be anybody's.
    static func isRegistered(_ type: String) -> Bool { registered.contains(type) }

    private static let registered: Set<String> = [
        "xml ", "uuid", "uinf", "ulst", "url ", "jp2i", "rreq", "jpch", "jplh", "cgrp", "opct", "creg", "dtbl", "ftbl",
        "flst", "cref",
        "mdat", "free", "comp", "copt", "inst", "drep", "gtso", "chck", "mp7b", "asoc", "nlst", "lbl ", "roid", "bfil",
        "mhdr", "page",
        "lobj", "objc", "sdat", "moov", "skip", "pcol", "jp2h", "jp2c", "res ",
    ]

    /// Takes the content of a box.
    ///
    /// - Returns: what is wrong with it; `nil` when a decoder has a use for all of it.
    mutating func flaw(_ type: String, _ content: [UInt8], at offset: Int) -> Check? {
        // Zeros only: a tool has blanked the box where it stood.
        if content.allSatisfy({ $0 == 0 }) { return nil }
        if type == "colr" { return Self.flawOfColour(content) }
        let isUsual =
            switch type {
            case "jP  ": isFilled(content, to: 4) && content[0..<4] == [0x0D, 0x0A, 0x87, 0x0A]
            case "ftyp": Self.areBrands(content)
            case "ihdr": takeHeader(content, at: offset)
            case "bpcc": content.allSatisfy { $0 & 0x7F < 38 } && content.count <= max(header?.components ?? 4, 4)
            case "pclr": takePalette(content)
            // The number of a channel, how it is mapped, and a column of the palette (I.5.3.5).
            case "cmap":
                content.count % 4 == 0
                    && stride(from: 0, to: content.count, by: 4).allSatisfy {
                        content[$0] < 64 && content[$0 + 2] <= 1 && Int(content[$0 + 3]) <= max(columnsOfPalette, 1)
                    }
            case "cdef": Self.areChannels(content)
            case "resc", "resd": isFilled(content, to: 10) && !content[..<8].allSatisfy { (0x20...0x7E).contains($0) }
            default: false
            }
        return isUsual ? nil : .fileFormatBox
    }

    /// Whether a box has so many bytes, and nothing behind them.
    private func isFilled(_ content: [UInt8], to count: Int) -> Bool {
        content.count >= count && content.dropFirst(count).allSatisfy { $0 == 0 }
    }

    /// Height, width, components, bits, the compression 7, and two flags (I.5.3.1).
    private mutating func takeHeader(_ content: [UInt8], at offset: Int) -> Bool {
        guard header == nil, isFilled(content, to: 14) else { return false }
        func number(_ start: Int, _ count: Int) -> Int {
            content[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
        }
        header = (FrameSize(rows: number(0, 4), columns: number(4, 4)), number(8, 2), offset)
        return (content[10] == 0xFF || content[10] & 0x7F < 38) && content[11] == 7 && content[12] <= 1
            && content[13] <= 1
    }

    /// As many entries as it says, of columns as wide as it says (I.5.3.4).
    private mutating func takePalette(_ content: [UInt8]) -> Bool {
        guard content.count > 3 else { return false }
        let (entries, columns) = (Int(content[0]) << 8 | Int(content[1]), Int(content[2]))
        guard (1...1024).contains(entries), columns > 0, content.count > 3 + columns else { return false }
        columnsOfPalette = columns
        let width = content[3..<3 + columns].reduce(0) { $0 + (Int($1 & 0x7F) + 8) / 8 }
        guard isFilled(content, to: 3 + columns + entries * width) else { return false }
        var runs = WordRuns()
        return content.dropFirst(3 + columns).allSatisfy { runs.feed($0) }
    }

    /// How many channels, and of each its number, its type and what it belongs to (I.5.3.6).
    private static func areChannels(_ content: [UInt8]) -> Bool {
        guard content.count >= 2 else { return false }
        let end = 2 + 6 * (Int(content[0]) << 8 | Int(content[1]))
        guard end <= content.count, content[end...].allSatisfy({ $0 == 0 }) else { return false }
        return stride(from: 2, to: end, by: 6).allSatisfy { start in
            let type = Int(content[start + 2]) << 8 | Int(content[start + 3])
            return content[start] < 64 && (type <= 2 || type == 0xFFFF)
        }
    }

    /// A brand, its version, and what else readers may take the file for (I.5.2): registered ones only.
    private static func areBrands(_ content: [UInt8]) -> Bool {
        guard content.count >= 8, content.count % 4 == 0, content[4..<6].allSatisfy({ $0 == 0 }) else { return false }
        return stride(from: 0, to: content.count, by: 4).allSatisfy { start in
            let brand = content[start..<start + 4]
            return start == 4 || brand.allSatisfy { $0 == 0 } || brands.contains(String(decoding: brand, as: UTF8.self))
        }
    }

    private static let brands: Set<String> = [
        "jp2 ", "jpx ", "jpxb", "jpm ", "jph ", "jphc", "mjp2", "mj2s", "JP20", "J2P0", "J2P1", "jp2\u{0}", "jpxr",
    ]

    /// Method, precedence and approximation, and then the number of a colour space or a profile (I.5.3.3; Part 2
    /// M.11.7.3).
    private static func flawOfColour(_ content: [UInt8]) -> Check? {
        guard content.count >= 3 else { return .fileFormatBox }
        // No more than a few bytes that order profiles among each other.
        guard content[1] < 0x20 || content[1] >= 0xE0, content[2] <= 4 else { return .fileFormatBox }
        let rest = content[3...]
        if rest.allSatisfy({ $0 == 0 }) { return nil }
        switch content[0] {
        case 1: return isColourSpace(rest) ? nil : .fileFormatBox
        case 2, 3: return ColourProfileForm(rest).hasText ? .colourProfileText : nil
        default: return .fileFormatBox
        }
    }

    /// The number of a colour space, with the ranges, offsets and illuminant of CIELab and CIEJab at most.
    private static func isColourSpace(_ bytes: ArraySlice<UInt8>) -> Bool {
        let content = Array(bytes)
        guard content.count >= 4, content[0..<3].allSatisfy({ $0 == 0 }), content[3] < 0x40 else { return false }
        if content.count == 4 { return true }
        guard (content[3] == 14 || content[3] == 19) && content.count <= 32 && content.count % 4 == 0 else {
            return false
        }
        return stride(from: 4, to: content.count, by: 4).allSatisfy { start in
            let word = content[start..<start + 4]
            let isIlluminant = start == 28 && illuminants.contains(String(decoding: word, as: UTF8.self))
            return isIlluminant || word.prefix(2).allSatisfy { $0 == 0 }
        }
    }

    private static let illuminants: Set<String> = [
        "\u{0}D50", "\u{0}D65", "\u{0}D75", "\u{0}\u{0}SA", "\u{0}\u{0}SC", "\u{0}\u{0}F2", "\u{0}\u{0}F7", "\u{0}F11",
    ]
}
