/// Bits, the lowest of each byte first, as deflate streams have them (RFC 1951 §3.1.1).
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var waiting: UInt64 = 0
    /// How many bits wait; fewer than 8 between calls.
    private var count: UInt64 = 0

    var isAligned: Bool { count == 0 }

    /// - Parameter bits: how many of the lower bits of `value`; at most 32. The others are zero.
    mutating func append(_ value: UInt64, bits: UInt64) {
        waiting |= value << count
        count += bits
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: waiting))
            waiting >>= 8
            count -= 8
        }
    }

    /// Fills the byte with zeros.
    mutating func align() { if count > 0 { append(0, bits: 8 - count) } }

    /// - Precondition: the last byte is full.
    mutating func append(contentsOf whole: ArraySlice<UInt8>) {
        precondition(isAligned)
        bytes.append(contentsOf: whole)
    }

    /// Appends `length` bits of `source` from bit `start` on.
    mutating func append(_ source: [UInt8], from start: Int, length: Int) {
        bytes.reserveCapacity(bytes.count + length / 8 + 8)
        var bit = start
        let end = start + length
        // To a byte of the source, then in fours, then what is left.
        while bit < end, bit % 8 != 0 {
            append(UInt64(source[bit / 8] >> UInt8(bit % 8) & 1), bits: 1)
            bit += 1
        }
        while end - bit >= 32 {
            let place = bit / 8
            let word =
                UInt64(source[place]) | UInt64(source[place + 1]) << 8 | UInt64(source[place + 2]) << 16
                | UInt64(source[place + 3]) << 24
            waiting |= word << count
            for shift: UInt64 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: waiting >> shift)) }
            waiting >>= 32
            bit += 32
        }
        while bit < end {
            append(UInt64(source[bit / 8] >> UInt8(bit % 8) & 1), bits: 1)
            bit += 1
        }
    }

    /// Takes the whole bytes away.
    mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }
}
