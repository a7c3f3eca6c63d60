/// Makes bytes of a stream all one value: where they lie, and the value. Nothing moves.
typealias Overwrite = (Range<Int>, UInt8) -> Void

/// The content of a marker segment, held until it is known what of it stays, wherever its bytes lie.
struct CollectedSegment: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var places = SegmentPlaces()

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        places.removeAll()
    }

    /// Adds a byte before the content: the code of the marker, and then the length.
    mutating func appendHead(at offset: Int) {
        places.append(offset..<offset + 1)
        places.headLength += 1
    }

    /// Begins with the three bytes before the content, which stand together.
    mutating func begin(at offset: Int) {
        removeAll()
        places.append(offset..<offset + 3)
        places.headLength = 3
    }

    mutating func append(_ byte: UInt8, at offset: Int) {
        bytes.append(byte)
        places.append(offset..<offset + 1)
    }

    mutating func append(_ content: UnsafeRawBufferPointer.SubSequence, at offset: Int) {
        let count = unsafe content.count
        unsafe bytes.append(contentsOf: content)
        places.append(offset..<offset + count)
    }

    /// Makes some of the content `value`, by its place in it.
    func overwrite(_ range: Range<Int>, with value: UInt8, _ overwrite: Overwrite) {
        places.overwrite(range, with: value, overwrite)
    }

    /// Makes those of a range zero that are not, if there are any.
    func blank(_ range: Range<Int>, _ overwrite: Overwrite) {
        if bytes[range].contains(where: { $0 != 0 }) { places.overwrite(range, with: 0, overwrite) }
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) { places.shift(by: count) }

    func blankAll(_ overwrite: Overwrite) { blank(bytes.indices, overwrite) }
}

/// Where the bytes of a marker segment lie.
struct SegmentPlaces: Sendable {
    /// Bytes before the content: 3 for the code and the length, which have the places -3 to -1.
    var headLength = 0
    /// More than one when fragments lie between them.
    private(set) var ranges: [Range<Int>] = []

    var count: Int { ranges.reduce(0) { $0 + $1.count } }
    /// The offset of the first byte; far beyond all where there is none.
    var start: Int { ranges.first?.lowerBound ?? .max >> 1 }

    mutating func removeAll() {
        ranges.removeAll(keepingCapacity: true)
        headLength = 0
    }

    mutating func append(_ range: Range<Int>) {
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) {
        for index in ranges.indices {
            ranges[index] = ranges[index].lowerBound - count..<ranges[index].upperBound - count
        }
    }

    /// Makes some of the bytes `value`, by their place in the content.
    func overwrite(_ places: Range<Int>, with value: UInt8, _ overwrite: Overwrite) {
        var first = -headLength
        for range in ranges {
            let part = (places.lowerBound - first..<places.upperBound - first).clamped(to: 0..<range.count)
            if !part.isEmpty {
                overwrite(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound, value)
            }
            first += range.count
        }
    }

    /// Makes a whole segment of `count` bytes of content a comment of zeros, which may stand wherever segments do.
    func makeComment(_ code: UInt8, count: Int, _ overwrite: Overwrite) {
        self.overwrite(-3 ..< -2, with: code, overwrite)
        self.overwrite(0..<count, with: 0, overwrite)
    }
}
