/// A code of four bytes in GB 18030: digits of a number, of which the Basic Multilingual Plane takes the first, in the order of
/// a table, and the other planes those from 90308130 on, one after the other.
struct GB18030FourBytes {
    private let code: UInt32
    private let number: Int

    /// The number of 90308130.
    private static let planes = 189_000
    /// The last code of the Basic Multilingual Plane is 8431A439.
    static let inTable = 4 * 12_600

    /// The code at `index`; `nil` when there is none.
    init?(_ bytes: [UInt8], at index: Int) {
        guard index + 3 < bytes.count, 0x81...0xFE ~= bytes[index], 0x30...0x39 ~= bytes[index + 1],
            0x81...0xFE ~= bytes[index + 2], 0x30...0x39 ~= bytes[index + 3]
        else { return nil }
        code = bytes[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
        let first = Int(bytes[index] - 0x81) * 10 + Int(bytes[index + 1] - 0x30)
        number = (first * 126 + Int(bytes[index + 2] - 0x81)) * 10 + Int(bytes[index + 3] - 0x30)
    }

    /// - Parameter table: that of GB18030; its codes of four bytes stand behind those of two.
    func character(_ table: CharacterTable) -> Unicode.Scalar? {
        if number >= Self.planes { return Unicode.Scalar(UInt32(0x10000 + number - Self.planes)) }
        guard number < Self.inTable else { return nil }
        return table.character(
            0x10000 + number, [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: code >> UInt32($0)) })
    }
}
