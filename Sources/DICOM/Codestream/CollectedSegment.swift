/// The content of a short marker segment, held until it is known whether it stays, wherever its bytes lie.
struct CollectedSegment: Sendable {
    private(set) var bytes: [UInt8] = []
    /// More than one range when fragments or pieces lie between them.
    private(set) var ranges: [Range<Int>] = []

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    mutating func append(_ byte: UInt8, at offset: Int) {
        bytes.append(byte)
        if let last = ranges.last, last.upperBound == offset {
            ranges[ranges.count - 1] = last.lowerBound..<offset + 1
        } else {
            ranges.append(offset..<offset + 1)
        }
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) {
        for index in ranges.indices {
            ranges[index] = ranges[index].lowerBound - count..<ranges[index].upperBound - count
        }
    }

    /// Calls `blank` for some of the bytes, by their place among those collected.
    func blank(_ places: Range<Int>, _ blank: (Range<Int>) -> Void) {
        var first = 0
        for range in ranges {
            let part = (places.lowerBound - first..<places.upperBound - first).clamped(to: 0..<range.count)
            if !part.isEmpty { blank(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound) }
            first += range.count
        }
    }
}
