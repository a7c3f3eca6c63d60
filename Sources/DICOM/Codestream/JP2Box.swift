/// What decoders use of the boxes around a JPEG 2000 codestream (ISO/IEC 15444-1 Annex I).
enum JP2Box {
    /// Whether boxes stand in it: the JP2 Header and, in that, the Resolution (I.5.3).
    static func holdsBoxes(_ type: [UInt8]) -> Bool { type == Array("jp2h".utf8) || type == Array("res ".utf8) }

    /// So deep they stand in each other.
    static let deepest = 2

    /// Bytes that a box has for what decoders use, with up to four components (I.5.1 to I.5.3); 0 for boxes that they do
    /// without.
    static func room(of type: [UInt8], _ length: Int) -> Int {
        switch String(decoding: type, as: UTF8.self) {
        case "jP  ", "bpcc": 4
        case "ihdr": 14
        case "cmap": 16
        case "cdef": 26
        case "resc", "resd": 10
        // The colour space by its number; a profile is for showing, and no decoder applies it: its method stays.
        case "colr": length <= 7 ? 7 : 3
        case "pclr": longestPalette
        default: 0
        }
    }

    /// 1024 entries of at most four columns.
    static let longestPalette = 3 + 4 + 1024 * 4 * 2

    /// Bytes of a File Type box that are looked at: the rest of a longer one goes.
    static let longestFileType = 64
    /// File types of ISO/IEC 15444 Parts 1 to 6 and 15.
    private static let brands: Set<String> = ["jp2 ", "jpx ", "jpxb", "jpm ", "jph ", "mjp2", "mj2s", "J2P0", "J2P1"]

    /// Where a File Type box says what is none: it has a brand, version 0, and the brands that it is compatible with
    /// (I.5.2).
    static func strangers(inFileType bytes: [UInt8]) -> [Range<Int>] {
        stride(from: 0, to: bytes.count, by: 4).map { $0..<min($0 + 4, bytes.count) }.filter { place in
            let isKnown = place.lowerBound != 4 && brands.contains(String(decoding: bytes[place], as: UTF8.self))
            return !isKnown && bytes[place].contains { $0 != 0 }
        }
    }
}
