/// One RLE frame: a header of 64 bytes, and up to 15 segments of PackBits (PS3.5 Annex G).
struct RunLengthFrame {
    private static let headerLength = 64
    /// Samples of each segment, one byte each; `nil` when the image's size is not known.
    private let segmentSize: Int?

    init(segmentSize: Int?) { self.segmentSize = segmentSize }

    mutating func check(
        from start: Int, to end: Int, in walker: inout Walker, _ report: (CodestreamFlaw) -> Void
    ) throws(ReadFailure) {
        guard let offsets = try offsets(from: start, to: end, in: &walker) else {
            return report(CodestreamFlaw(check: .runLengthSegments, offset: start))
        }
        guard let segmentSize else { return }
        for (number, offset) in offsets.enumerated() {
            let segmentEnd = number + 1 < offsets.count ? start + offsets[number + 1] : end
            guard let rest = try decode(from: start + offset, to: segmentEnd, segmentSize, in: &walker) else {
                report(CodestreamFlaw(check: .runLengthSegments, offset: start + offset))
                continue
            }
            // One byte makes the length even; zeros tell nothing.
            if segmentEnd - rest > 1, try !walker.isFilled(rest, segmentEnd - rest, { $0 == 0 }) {
                report(CodestreamFlaw(check: .bytesAfterCodestream, offset: rest))
            }
        }
    }

    /// The offsets of the segments; `nil` when the header does not add up. Always little endian.
    private func offsets(from start: Int, to end: Int, in walker: inout Walker) throws(ReadFailure) -> [Int]? {
        guard end - start >= Self.headerLength else { return nil }
        guard try walker.load(start, Self.headerLength) >= Self.headerLength else {
            throw .damaged(.truncated, offset: start)
        }
        let words = (0..<16).map { Int(walker.source.uint32(start + $0 * 4, bigEndian: false)) }
        let count = words[0]
        guard (1...15).contains(count), words[1] == Self.headerLength, words[(count + 1)...].allSatisfy({ $0 == 0 })
        else { return nil }
        let offsets = Array(words[1...count])
        guard zip(offsets, offsets.dropFirst()).allSatisfy({ $0 < $1 }), offsets[count - 1] < end - start else {
            return nil
        }
        return offsets
    }

    /// Follows the runs of a segment without keeping a sample (PS3.5 §G.3.2).
    ///
    /// - Returns: the offset behind the last run; `nil` when the runs do not make up the samples.
    private func decode(
        from start: Int, to end: Int, _ size: Int, in walker: inout Walker
    ) throws(ReadFailure) -> Int? {
        var position = start
        var decoded = 0
        while decoded < size {
            guard position < end else { return nil }
            guard try walker.load(position, 1) >= 1 else { throw .damaged(.truncated, offset: position) }
            let control = Int(walker.source.byte(position))
            switch control {
            case ..<128:
                decoded += control + 1
                position += control + 2
            case 128: position += 1
            default:
                decoded += 257 - control
                position += 2
            }
        }
        return decoded == size && position <= end ? position : nil
    }
}
