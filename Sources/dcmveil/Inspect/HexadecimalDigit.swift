/// Hexadecimal digits as PS3.5 and PS3.18 write them, one by one where many are written.
enum HexadecimalDigit {
    /// - Parameter value: 0 to 15.
    @inline(__always)
    static func of(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    /// The digit of a number at a place, counted from the lowest.
    @inline(__always)
    static func of(_ number: UInt32, at place: UInt32) -> UInt8 {
        of(UInt8(truncatingIfNeeded: number >> (4 * place) & 15))
    }
}
