/// A table of Huffman codes (ITU-T T.81 B.2.4.2): a class and a number, how many codes there are of each length, and
/// their symbols.
enum HuffmanTable {
    /// - Parameter bytes: those of the segment from the table on.
    /// - Returns: bytes of the table; `nil` for one that no decoder can use: it has more codes than there are, a symbol
    ///   twice, or differences of more bits than samples have (F.1.2.1, H.1.2.2).
    static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 17, bytes[bytes.startIndex] & 0xEC == 0 else { return nil }
        let counts = bytes.dropFirst().prefix(16)
        var (count, room) = (0, 1 << 16)
        for (place, codes) in counts.enumerated() {
            count += Int(codes)
            room -= Int(codes) << (15 - place)
        }
        let symbols = bytes.dropFirst(17).prefix(count)
        guard room >= 0, symbols.count == count, Set(symbols).count == count else { return nil }
        let isOfDifferences = bytes[bytes.startIndex] & 0x10 == 0
        return isOfDifferences && symbols.contains { $0 > 16 } ? nil : 17 + count
    }
}
