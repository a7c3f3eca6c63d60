/// What decoders use of the boxes of a video file (ISO/IEC 14496-12, 14496-15, QuickTime File Format).
enum MP4Box: Sendable {
    /// Holds other boxes behind so many bytes, of which some say nothing to a decoder.
    case container(prefix: Int, blanks: [Range<Int>])
    /// Stays up to so many bytes; what follows goes.
    case kept(Int)
    /// Its first bytes tell what of it is used.
    case told(by: Int, Telling)
    /// Read as a whole before anything of it is decided.
    case collected(Content)
    /// The samples of the tracks.
    case samples
    /// Nothing that a decoder needs.
    case blank
    /// A sample entry of something else than video, which nobody here can look into.
    case foreign

    enum Content: Sendable { case brands, avc, hevc, descriptors }

    /// What the first bytes of a box are.
    enum Telling: Sendable {
        /// Version 0 or 1, each with ranges that say nothing to a decoder, and an end.
        case version([Used])
        /// A count of entries of so many bytes, at the end.
        case count(entry: Int)
        case sampleSizes, editList, run, segmentIndex, handler, colour
    }

    struct Used: Sendable {
        var blanks: [Range<Int>] = []
        var end: Int
    }

    /// So long a box may be that is read as a whole.
    static let longestCollected = 64 << 10

    /// - Parameter parent: the type of the box that it stands in; `nil` at the top.
    init(_ type: String, in parent: String?) {
        if parent == "stsd" {
            self = Self.visual.contains(type) ? .container(prefix: 78, blanks: Self.visualBlanks) : .foreign
            return
        }
        if parent == "dref" {
            // Version and flags; then the place of the samples, which are in the file.
            self = .kept(4)
            return
        }
        self =
            switch type {
            case "moov", "trak", "mdia", "minf", "stbl", "dinf", "edts", "mvex", "moof", "traf", "mfra":
                .container(prefix: 0, blanks: [])
            case "stsd", "dref": .container(prefix: 8, blanks: [])
            case "mdat": .samples
            case "ftyp", "styp": .collected(.brands)
            case "avcC": .collected(.avc)
            case "hvcC": .collected(.hevc)
            case "esds": .collected(.descriptors)
            case "hdlr": .told(by: 12, .handler)
            case "colr": .told(by: 4, .colour)
            case "stsz": .told(by: 12, .sampleSizes)
            case "elst": .told(by: 8, .editList)
            case "trun": .told(by: 8, .run)
            case "sidx": .told(by: 24, .segmentIndex)
            case "stts", "ctts", "co64": .told(by: 8, .count(entry: 8))
            case "stss", "stps", "stco": .told(by: 8, .count(entry: 4))
            case "stsc": .told(by: 8, .count(entry: 12))
            case "mvhd": .told(by: 1, .version(Self.movieHeader))
            case "tkhd": .told(by: 1, .version(Self.trackHeader))
            case "mdhd": .told(by: 1, .version(Self.mediaHeader))
            case "vmhd", "tfdt", "mehd", "btrt": .kept(12)
            case "pasp", "mfhd", "mfro": .kept(8)
            case "trex", "mdcv": .kept(24)
            case "tfhd": .kept(40)
            case "cslg": .kept(44)
            case "clap": .kept(32)
            case "iods": .kept(17)
            case "gama", "clli": .kept(4)
            case "fiel": .kept(2)
            default: .blank
            }
    }

    /// Creation and modification times, and what is reserved (ISO/IEC 14496-12 §8.2.2, §8.3.2, §8.4.2).
    private static let movieHeader = [
        Used(blanks: [4..<12, 26..<36, 72..<96], end: 100), Used(blanks: [4..<20, 38..<48, 84..<108], end: 112),
    ]
    private static let trackHeader = [
        Used(blanks: [4..<12, 16..<20, 24..<32, 38..<40], end: 84),
        Used(blanks: [4..<20, 24..<28, 36..<44, 50..<52], end: 96),
    ]
    private static let mediaHeader = [
        Used(blanks: [4..<12, 22..<24], end: 24), Used(blanks: [4..<20, 34..<36], end: 36),
    ]

    /// Sample entries of H.264, H.265 and MPEG video.
    private static let visual: Set<String> = ["avc1", "avc2", "avc3", "avc4", "hvc1", "hev1", "mp4v"]
    /// Reserved bytes and the name of the compressor (§12.1.3).
    private static let visualBlanks = [0..<6, 8..<24, 36..<40, 42..<74]

    /// The format of the samples by the type of their entry.
    static func format(of type: String) -> VideoScanner.Format {
        switch type {
        case "hvc1", "hev1": .h265
        case "mp4v": .mpeg2
        default: .h264
        }
    }

    /// What is used of a box that begins like this; `nil` where it is of something that is no video.
    static func used(_ telling: Telling, _ bytes: [UInt8], in parent: String?) -> Used? {
        func number(_ place: Int, _ count: Int = 4) -> Int {
            bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
        }
        switch telling {
        case .version(let versions): return bytes[0] < versions.count ? versions[Int(bytes[0])] : nil
        case .count(let entry): return Used(end: bytes.count + number(bytes.count - 4) * entry)
        // One size for all, or a list (§8.7.3).
        case .sampleSizes: return Used(end: 12 + (number(4) == 0 ? number(8) * 4 : 0))
        case .editList: return Used(end: 8 + number(4) * (bytes[0] == 1 ? 20 : 12))
        case .run:
            // Which fields there are, once and of each sample (§8.8.8).
            let fields = (bytes[2] & 0xF).nonzeroBitCount * 4
            return Used(end: 8 + (bytes[3] & 1 == 0 ? 0 : 4) + (bytes[3] & 4 == 0 ? 0 : 4) + number(4) * fields)
        // With 32-bit times; with 64-bit ones the count comes later (§8.16.3).
        case .segmentIndex: return Used(end: bytes[0] == 0 ? 24 + number(22, 2) * 12 : Int.max)
        case .handler:
            let type = String(decoding: bytes[8..<12], as: UTF8.self)
            return parent != "mdia" || type == "vide" ? Used(end: 12) : nil
        case .colour:
            // Numbers; a profile is for showing, and no decoder applies it (§12.1.5).
            let type = String(decoding: bytes[..<4], as: UTF8.self)
            return Used(end: type == "nclx" ? 11 : type == "nclc" ? 10 : 4)
        }
    }

    /// Brands of files that hold such video; others may be anybody's four letters.
    static let brands: Set<String> = [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "isoa", "isob", "avc1", "hvc1", "hev1",
        "mp41", "mp42", "mp71", "M4V ", "M4A ", "M4VP", "M4VH", "qt  ", "3gp4", "3gp5", "3gp6", "3gp7", "3gp8", "3gp9",
        "3g2a", "3g2b", "3g2c", "dash", "msdh", "msix", "cmfc", "MSNV", "XAVC", "f4v ", "F4V ",
    ]
}
