/// One to four damages of the kinds that disks, transfers and attackers do.
func damaged(_ original: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
        guard !bytes.isEmpty else { return bytes }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let other = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 3: bytes.remove(at: place)
        case 4: bytes.removeLast(bytes.count - place)
        case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 70)], at: other)
        case 6: bytes.swapAt(place, other)
        default:
            // Blocks of CBC and chunks are exchanged with others of their kind.
            let (from, to) = (place & ~15, other & ~15)
            for index in 0..<16 where from + index < bytes.count && to + index < bytes.count {
                bytes.swapAt(from + index, to + index)
            }
        }
    }
    return bytes
}

/// Random numbers that a seed brings back.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
