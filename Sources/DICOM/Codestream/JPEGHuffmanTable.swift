/// A table of Huffman codes in a DHT segment (ITU-T T.81 B.2.4.2).
enum JPEGHuffmanTable {
    /// Its length in bytes from `start` on; `nil` where no table stands that fits.
    static func length(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count - start >= 17, bytes[start] & 0xEC == 0 else { return nil }
        let symbols = bytes[start + 1..<start + 17].reduce(0) { $0 + Int($1) }
        return symbols <= 256 && bytes.count - start >= 17 + symbols ? 17 + symbols : nil
    }

    /// Whether a decoder can use it: it has no more codes than there are, no symbol twice, and, where it is of differences, none of
    /// more bits than samples have (F.1.2.1, H.1.2.2).
    static func isSound(_ table: ArraySlice<UInt8>) -> Bool {
        var room = 1 << 16
        for (place, codes) in table.dropFirst().prefix(16).enumerated() { room -= Int(codes) << (15 - place) }
        var seen: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let isOfDifferences = table[table.startIndex] & 0x10 == 0
        for symbol in table.dropFirst(17) {
            if isOfDifferences, symbol > 16 { return false }
            let bit: UInt64 = 1 << UInt64(symbol & 63)
            let wasSeen: Bool
            switch symbol >> 6 {
            case 0: (wasSeen, seen.0) = (seen.0 & bit != 0, seen.0 | bit)
            case 1: (wasSeen, seen.1) = (seen.1 & bit != 0, seen.1 | bit)
            case 2: (wasSeen, seen.2) = (seen.2 & bit != 0, seen.2 | bit)
            default: (wasSeen, seen.3) = (seen.3 & bit != 0, seen.3 | bit)
            }
            if wasSeen { return false }
        }
        return room >= 0
    }
}
