/// The header of an RLE frame (PS3.5 §G.5): the number of segments and where each begins.
enum RLEHeader {
    /// Bytes.
    static let size = 64

    /// Whether the bytes at the start of a fragment are one: 1 to 15 segments, the first behind the header, each behind the
    /// one before, and zeros where there is none.
    static func isHeader(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count >= size else { return false }
        func number(_ index: Int) -> UInt32 {
            unsafe UInt32(littleEndian: head.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
        }
        let count = Int(number(0))
        guard (1...15).contains(count), number(1) == size else { return false }
        for index in 2..<16 {
            if index <= count ? number(index) <= number(index - 1) : number(index) != 0 { return false }
        }
        return true
    }
}
