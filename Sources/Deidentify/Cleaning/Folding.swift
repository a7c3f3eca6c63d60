/// Letters without their case and accents, so that `Müller`, `MULLER` and `muller` are one word.
///
/// What is not Latin is kept in small letters: no word list has it, but the names of a file do.
enum Folding {
    /// Appends the folded form of a scalar; nothing for combining marks.
    static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        let value = scalar.value
        switch value {
        case 0x41...0x5A: out.append(UInt8(value | 0x20))
        case 0..<0x80: out.append(UInt8(value))
        case 0xB5, 0x3BC: out.append(UInt8(ascii: "u"))
        case 0x300...0x36F: break
        case 0xC0..<0x250, 0x1E00..<0x1F00:
            if let letters = latin[value] { out.append(contentsOf: letters) } else { appendSmall(scalar, to: &out) }
        default: appendSmall(scalar, to: &out)
        }
    }

    static func folded(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        for scalar in text.unicodeScalars { append(scalar, to: &out) }
        return out
    }

    private static func appendSmall(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        out.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }

    /// Precomposed letters of the Latin blocks and what is left of them.
    private static let latin: [UInt32: [UInt8]] = {
        let groups: [(String, String)] = [
            ("a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǠǡǺǻȀȁȂȃȦȧẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặḀḁẚ"), ("ae", "ÆæǢǣǼǽ"), ("b", "ḂḃḄḅḆḇ"),
            ("c", "ÇçĆćĈĉĊċČčḈḉ"), ("d", "ÐðĎďĐđḊḋḌḍḎḏḐḑḒḓ"),
            ("e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚěȄȅȆȇȨȩẸẹẺẻẼẽẾếỀềỂểỄễỆệḔḕḖḗḘḙḚḛḜḝ"), ("f", "Ḟḟ"),
            ("g", "ĜĝĞğĠġĢģǤǥǦǧǴǵḠḡ"), ("h", "ĤĥĦħȞȟḢḣḤḥḦḧḨḩḪḫẖ"),
            ("i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįİıǏǐȈȉȊȋḬḭḮḯỈỉỊị"), ("j", "Ĵĵǰ"), ("k", "ĶķĸǨǩḰḱḲḳḴḵ"),
            ("l", "ĹĺĻļĽľĿŀŁłḶḷḸḹḺḻḼḽ"), ("m", "ḾḿṀṁṂṃ"), ("n", "ÑñŃńŅņŇňŉŊŋǸǹṄṅṆṇṈṉṊṋ"),
            ("o", "ÒÓÔÕÖØòóôõöøŌōŎŏŐőƠơǑǒǪǫǬǭǾǿȌȍȎȏȪȫȬȭȮȯȰȱṌṍṎṏṐṑṒṓỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợ"),
            ("oe", "Œœ"), ("p", "ṔṕṖṗ"), ("r", "ŔŕŖŗŘřȐȑȒȓṘṙṚṛṜṝṞṟ"), ("s", "ŚśŜŝŞşŠšȘșſṠṡṢṣṤṥṦṧṨṩ"), ("ss", "ßẞ"),
            ("t", "ŢţŤťŦŧȚțṪṫṬṭṮṯṰṱẗ"), ("th", "Þþ"),
            ("u", "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưǓǔǕǖǗǘǙǚǛǜȔȕȖȗṲṳṴṵṶṷṸṹṺṻỤụỦủỨứỪừỬửỮữỰự"), ("v", "ṼṽṾṿ"),
            ("w", "ŴŵẀẁẂẃẄẅẆẇẈẉẘ"), ("x", "ẊẋẌẍ"), ("y", "ÝýÿŶŷŸȲȳẎẏẙỲỳỴỵỶỷỸỹ"), ("z", "ŹźŻżŽžẐẑẒẓẔẕ"),
        ]
        var table: [UInt32: [UInt8]] = [:]
        for (letters, group) in groups {
            for scalar in group.unicodeScalars { table[scalar.value] = Array(letters.utf8) }
        }
        return table
    }()
}

/// A word by 64 bits of its folded bytes (FNV-1a): enough for sets of words that are told apart, and nothing to allocate.
struct WordHash: Hashable, Sendable {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    init() {}
    init(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }

    /// Sets of words in the sources, written folded, with spaces between.
    static func set(_ words: String) -> Set<WordHash> {
        var set = Set<WordHash>(minimumCapacity: words.utf8.count / 7)
        forEach(words) { set.insert($0) }
        return set
    }

    /// Words in the sources, one after the other. By bytes: `String.split` takes ten times as long, and every run would wait for it.
    static func forEach(_ words: String, _ body: (WordHash) -> Void) {
        var words = words
        words.withUTF8 { bytes in
            var word: WordHash?
            for index in 0..<bytes.count {
                let byte = unsafe bytes[index]
                if byte == UInt8(ascii: " ") {
                    if let word { body(word) }
                    word = nil
                } else {
                    word = word ?? WordHash()
                    word?.add(byte)
                }
            }
            if let word { body(word) }
        }
    }
}
