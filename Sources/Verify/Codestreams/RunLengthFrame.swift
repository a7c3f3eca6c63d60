/// One RLE frame: a header of 64 bytes, and up to 15 segments of PackBits (PS3.5 Annex G), one for each byte of a
/// pixel.
struct RunLengthFrame {
    private static let headerLength = 64
    private let layout: SampleLayout

    init(_ layout: SampleLayout) { self.layout = layout }

    mutating func check(
        from start: Int, to end: Int, in walker: inout Walker, _ report: (CodestreamFlaw) -> Void
    ) throws(ReadFailure) {
        guard let offsets = try offsets(from: start, to: end, in: &walker) else {
            return report(CodestreamFlaw(check: .runLengthSegments, offset: start))
        }
        guard let size = layout.segmentSize else { return }
        if offsets.count < layout.segmentCount { report(CodestreamFlaw(check: .runLengthSegments, offset: start)) }
        for (number, offset) in offsets.enumerated() {
            let (begin, segmentEnd) = (start + offset, number + 1 < offsets.count ? start + offsets[number + 1] : end)
            // Further segments are none: a tool has blanked them, or somebody has filled them.
            guard number < layout.segmentCount else {
                try reportUnlessZero(from: begin, to: segmentEnd, in: &walker, report)
                continue
            }
            var bits = PlaneBits(layout, segment: number)
            guard let rest = try decode(from: begin, to: segmentEnd, size, &bits, in: &walker) else {
                report(CodestreamFlaw(check: .runLengthSegments, offset: begin))
                continue
            }
            if let offset = bits.unused { report(CodestreamFlaw(check: .unusedBits, offset: offset)) }
            // One byte makes the length even; zeros tell nothing.
            if segmentEnd - rest > 1 { try reportUnlessZero(from: rest, to: segmentEnd, in: &walker, report) }
        }
    }

    private func reportUnlessZero(
        from start: Int, to end: Int, in walker: inout Walker, _ report: (CodestreamFlaw) -> Void
    ) throws(ReadFailure) {
        if try walker.isFilled(start, end - start, { $0 == 0 }) { return }
        report(CodestreamFlaw(check: .bytesAfterCodestream, offset: start))
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
    /// - Returns: the offset behind the last sample; `nil` when the runs do not make up the samples. Of a run of
    ///   literal bytes, those that are no samples are left to be looked at.
    private func decode(
        from start: Int, to end: Int, _ size: Int, _ bits: inout PlaneBits, in walker: inout Walker
    ) throws(ReadFailure) -> Int? {
        var position = start
        var decoded = 0
        while decoded < size {
            guard position < end else { return nil }
            guard try walker.load(position, 1) >= 1 else { throw .damaged(.truncated, offset: position) }
            let control = Int(walker.source.byte(position))
            position += 1
            switch control {
            case ..<128:
                let count = min(control + 1, size - decoded)
                guard count <= end - position else { return nil }
                try look(at: position, count, &bits, in: &walker)
                decoded += count
                position += count
            case 128: break
            default:
                guard position < end else { return nil }
                try look(at: position, 1, &bits, in: &walker)
                decoded += 257 - control
                position += 1
            }
        }
        return decoded == size ? position : nil
    }

    private func look(at position: Int, _ count: Int, _ bits: inout PlaneBits, in walker: inout Walker)
        throws(ReadFailure)
    {
        guard bits.areWanted else { return }
        guard try walker.load(position, count) >= count else { throw .damaged(.truncated, offset: position) }
        for step in position..<position + count { bits.take(walker.source.byte(step), at: step) }
    }
}

/// Bits of one byte of each sample, and whether something stands in those that are no part of it (PS3.5 §8.1.1).
private struct PlaneBits {
    /// Offset of the first byte with such a bit.
    private(set) var unused: Int?
    private let used: UInt8
    /// What these bits are where the number is below zero.
    private let above: UInt8
    private let sign: UInt8
    private let padding: [UInt8]

    /// - Parameter segment: its number; the first one holds the highest byte of each sample (PS3.5 §G.2).
    init(_ layout: SampleLayout, segment: Int) {
        let size = max(1, layout.bitsAllocated / 8)
        let shift = UInt64(8 * (size - 1 - segment % size))
        guard layout.hasUnusedBits(layout.bitsAllocated) else {
            (used, above, sign, padding) = (0xFF, 0, 0, [])
            return
        }
        let low = UInt64(layout.highBit + 1 - layout.bitsStored)
        let inside: UInt64 = (1 << UInt64(layout.bitsStored) - 1) << low
        func byte(_ bits: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: bits >> shift) }
        used = byte(inside)
        above = layout.isSigned ? byte(~(inside | (1 << low - 1))) : 0
        sign = byte(1 << UInt64(layout.highBit))
        padding = layout.padding.map { byte(UInt64($0)) }
    }

    var areWanted: Bool { used != 0xFF && unused == nil }

    mutating func take(_ byte: UInt8, at offset: Int) {
        guard unused == nil else { return }
        let rest = byte & ~used
        // The sign may lie in the byte below.
        if rest == 0 || rest == above && above != 0 && (sign == 0 || byte & sign != 0) || padding.contains(byte) {
            return
        }
        unused = offset
    }
}
