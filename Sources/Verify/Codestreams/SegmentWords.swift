/// Whether bytes of a marker segment that no decoder needs look as if somebody had written them for people.
///
/// Step sizes and symbols of codes come out as letters, too, but not as words: those have small letters behind at most one
/// capital, or capitals only, and do not go through the alphabet.
enum SegmentWords {
    private static let shortest = 4

    static func areIn(_ bytes: some Sequence<UInt8>) -> Bool {
        var (count, steps, hasSmall) = (0, 0, false)
        var previous: UInt8 = 0
        for byte in bytes {
            guard (0x41...0x5A).contains(byte & 0xDF), byte < 0x80 else {
                count = 0
                continue
            }
            let isSmall = byte & 0x20 != 0
            if count == 0 || hasSmall && !isSmall {
                // A capital behind small letters begins another word.
                (count, steps, hasSmall) = (0, 0, isSmall)
            } else if isSmall, !hasSmall {
                // Of several capitals the last one does.
                (count, steps, hasSmall) = (1, 0, true)
            }
            if count > 0, abs(Int(byte) - Int(previous)) <= 1 { steps += 1 }
            count += 1
            previous = byte
            if count >= shortest, steps < count / 2 { return true }
        }
        return false
    }

    /// The check that a segment comes under.
    static func check(_ bytes: some Sequence<UInt8>) -> Check { areIn(bytes) ? .codestreamWords : .codestreamSegment }
}

/// Segments with words in them, of which it is not known yet whether a decoder needs them.
struct WordySegments {
    private var offsets: Set<Int> = []
    private static let most = 1 << 16

    mutating func note(_ payload: [UInt8], at offset: Int) {
        if SegmentWords.areIn(payload), offsets.count < Self.most { offsets.insert(offset) }
    }

    func flaw(at offset: Int) -> CodestreamFlaw {
        CodestreamFlaw(check: offsets.contains(offset) ? .codestreamWords : .codestreamSegment, offset: offset)
    }
}
