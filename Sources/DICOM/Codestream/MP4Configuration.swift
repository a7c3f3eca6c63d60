/// The parameter sets in a decoder configuration record (ISO/IEC 14496-15 §5.3.3, §8.3.3).
struct MP4Configuration {
    /// Bytes of the length before each unit of a sample.
    private(set) var unitLengthSize = 4
    private(set) var units: [Range<Int>] = []
    /// What follows is nothing that a decoder reads.
    private(set) var end = 0

    /// - Returns: `nil` where it breaks its own rules.
    init?(avc bytes: [UInt8]) {
        guard bytes.count >= 7 else { return nil }
        unitLengthSize = Int(bytes[4] & 3) + 1
        end = 5
        guard takeUnits(Int(bytes[end] & 31), bytes), end < bytes.count, takeUnits(Int(bytes[end]), bytes) else {
            return nil
        }
        // High profiles have four more bytes, the last of which counts extensions of the parameter sets.
        let isHigh = [100, 110, 122, 144, 244, 44].contains(bytes[1])
        guard isHigh, end + 4 <= bytes.count else { return }
        end += 3
        if !takeUnits(Int(bytes[end]), bytes) { return nil }
    }

    init?(hevc bytes: [UInt8]) {
        guard bytes.count >= 23 else { return nil }
        unitLengthSize = Int(bytes[21] & 3) + 1
        end = 23
        for _ in 0..<bytes[22] {
            guard end + 3 <= bytes.count else { return nil }
            let count = Int(bytes[end + 1]) << 8 | Int(bytes[end + 2])
            end += 2
            if !takeUnits(count, bytes) { return nil }
        }
    }

    /// What an elementary stream descriptor says of its decoder (ISO/IEC 14496-1 §7.2.6): MPEG-2 or MPEG-1 video, and nothing that is
    /// read elsewhere.
    static func isMPEG2(descriptors bytes: [UInt8]) -> Bool {
        var place = 4
        func begins(_ tag: UInt8) -> Bool {
            guard place < bytes.count, bytes[place] == tag else { return false }
            // A length in up to four bytes, the last of which has no high bit.
            var digits = 1
            while digits < 4, place + digits < bytes.count, bytes[place + digits] & 0x80 != 0 { digits += 1 }
            place += 1 + digits
            return true
        }
        // Identifier and flags.
        guard begins(3), place + 3 <= bytes.count, bytes[place + 2] & 0xE0 == 0 else { return false }
        place += 3
        return begins(4) && place < bytes.count && ((0x60...0x65).contains(bytes[place]) || bytes[place] == 0x6A)
    }

    /// Passes over a count of one byte, and as many units, each behind its length in two bytes.
    private mutating func takeUnits(_ count: Int, _ bytes: [UInt8]) -> Bool {
        end += 1
        for _ in 0..<count {
            guard end + 2 <= bytes.count else { return false }
            let length = Int(bytes[end]) << 8 | Int(bytes[end + 1])
            guard end + 2 + length <= bytes.count else { return false }
            units.append(end + 2..<end + 2 + length)
            end += 2 + length
        }
        return true
    }
}
