/// What the boxes of a video in an MP4 or QuickTime file may say (ISO/IEC 14496-12, 14496-15).
enum MovieBox {
    /// Bytes at the start of a box by which the rest of it is judged.
    static let prefix = 112

    /// Bytes that stand before the boxes in a box; `nil` for one that holds none.
    static func bytesBeforeBoxes(_ type: String, in parent: String?) -> Int? {
        switch type {
        case "moov", "trak", "mdia", "minf", "stbl", "dinf", "edts", "mvex", "moof", "traf", "mfra": 0
        case "stsd", "dref": 8
        default: parent == "stsd" && isVideo(type) ? 78 : nil
        }
    }

    static func isVideo(_ type: String) -> Bool {
        ["avc1", "avc2", "avc3", "avc4", "hvc1", "hev1", "mp4v"].contains(type)
    }

    /// Whether a box is looked at as a whole, since it holds units of the stream.
    static func isConfiguration(_ type: String) -> Bool { type == "avcC" || type == "hvcC" || type == "esds" }

    /// Bytes that have to be zero, by their places in the content of a box; `nil` where it has no use for any of them.
    ///
    /// - Parameter head: its first `prefix` bytes, or all of them.
    static func reserved(_ type: String, in parent: String?, _ head: [UInt8]) -> [Range<Int>]? {
        func number(_ place: Int, _ count: Int = 4) -> Int {
            guard place + count <= head.count else { return 0 }
            return head[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
        }
        func rest(_ end: Int) -> [Range<Int>] { [end..<Int.max] }
        if parent == "dref" { return rest(4) }
        // The wide forms have 64-bit times.
        let isWide = head.first == 1
        switch type {
        case "ftyp", "styp":
            return stride(from: 0, to: head.count, by: 4).filter {
                $0 != 4 && !isBrand(head[$0..<min($0 + 4, head.count)])
            }
            .map { $0..<$0 + 4 } + rest(prefix)
        case "mvhd": return isWide ? [4..<20, 38..<48, 84..<108] + rest(112) : [4..<12, 26..<36, 72..<96] + rest(100)
        case "tkhd":
            return isWide
                ? [4..<20, 24..<28, 36..<44, 50..<52] + rest(96) : [4..<12, 16..<20, 24..<32, 38..<40] + rest(84)
        case "mdhd": return isWide ? [4..<20, 34..<36] + rest(36) : [4..<12, 22..<24] + rest(24)
        case "hdlr": return rest(12)
        case "stts", "ctts", "co64": return rest(8 + 8 * number(4))
        case "stss", "stps", "stco": return rest(8 + 4 * number(4))
        case "stsc": return rest(8 + 12 * number(4))
        case "stsz": return rest(12 + (number(4) == 0 ? 4 * number(8) : 0))
        case "elst": return rest(8 + (isWide ? 20 : 12) * number(4))
        case "sidx": return rest(isWide ? 32 + 12 * number(30, 2) : 24 + 12 * number(22, 2))
        case "trun":
            let once = [1, 4].filter { number(3, 1) & $0 != 0 }.count
            let each = [1, 2, 4, 8].filter { number(2, 1) & $0 != 0 }.count
            return rest(8 + 4 * (once + number(4) * each))
        case "colr":
            let kind = String(decoding: head.prefix(4), as: UTF8.self)
            return rest(kind == "nclx" ? 11 : kind == "nclc" ? 10 : 4)
        default: return longest[type].map(rest)
        }
    }

    /// Bytes of the fields of boxes that are always so long.
    private static let longest = [
        "vmhd": 12, "tfdt": 12, "mehd": 12, "btrt": 12, "pasp": 8, "mfhd": 8, "mfro": 8, "trex": 24, "mdcv": 24,
        "tfhd": 40,
        "cslg": 44, "clap": 32, "iods": 17, "gama": 4, "clli": 4, "fiel": 2, "wide": 0,
    ]

    /// Bytes before the boxes of a sample entry that say nothing to a decoder: reserved ones and the name of the compressor.
    static let reservedInEntry = [0..<6, 8..<24, 36..<40, 42..<74]

    private static func isBrand(_ letters: ArraySlice<UInt8>) -> Bool {
        let brand = String(decoding: letters, as: UTF8.self)
        return letters.allSatisfy { $0 == 0 } || brands.contains(brand)
    }

    private static let brands: Set<String> = Set(
        """
        isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 isoa isob avc1 hvc1 hev1 mp41 mp42 mp71 M4VP M4VH 3gp4 3gp5 3gp6 3gp7 \
        3gp8 3gp9 3g2a 3g2b 3g2c dash msdh msix cmfc MSNV XAVC
        """.split(separator: " ").map(String.init) + ["M4V ", "M4A ", "qt  ", "f4v ", "F4V "])
}
