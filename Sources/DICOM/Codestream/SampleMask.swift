/// What native Pixel Data hold besides samples: bits outside Bits Stored (PS3.5 §8.1.1) and bytes behind the last frame.
public struct SampleMask: Sendable {
    /// Bytes of the samples of all frames.
    public let length: Int
    /// Bytes of a sample; 1 where no bits are unused.
    public let size: Int
    /// Whether there are bits to clear.
    public let hasUnusedBits: Bool
    private let isBigEndian: Bool
    private let stored: UInt32
    /// The bits above those stored.
    private let high: UInt32
    /// The bit of the sign; 0 where samples have none.
    private let sign: UInt32
    /// Samples that stay as they are: padding may lie outside of what is stored.
    private let padding: [UInt32]
    /// The unused bits of eight bytes of samples, as they lie in memory.
    private let pattern: UInt64

    /// How the samples of an image are laid out (PS3.3 C.7.6.3).
    public struct Layout: Sendable {
        public var frames = 1
        public var rows = 0
        public var columns = 0
        public var samplesPerPixel = 1
        /// How many samples of colour there are, by the Photometric Interpretation.
        public var chroma = Chroma.full
        public var bitsAllocated = 0
        public var bitsStored = 0
        public var highBit = 0
        public var isSigned = false
        /// Pixel Padding Value and the limit of its range, as 16 bits.
        public var padding: [UInt16] = []
        public init() {}

        /// For every pixel; for two side by side, as in YBR_FULL_422; for four in a square (PS3.3 C.7.6.3.1.2).
        public enum Chroma: Sendable { case full, half, quarter }

        /// Samples of a frame. A last column or row that has no neighbour is given one.
        var samples: Int {
            let (pairs, lines) = ((columns + 1) / 2, (rows + 1) / 2)
            return switch chroma {
            case .half where samplesPerPixel == 3: rows * pairs * 4
            case .quarter where samplesPerPixel == 3: lines * pairs * 6
            default: rows * columns * samplesPerPixel
            }
        }
    }

    /// `nil` where the layout does not say how long the samples are.
    ///
    /// - Parameter isBigEndian: samples stand in words of which the high byte comes first.
    public init?(_ layout: Layout, isBigEndian: Bool) {
        guard layout.rows > 0, layout.columns > 0, layout.frames > 0, (1...4).contains(layout.samplesPerPixel) else {
            return nil
        }
        let bits = layout.bitsAllocated
        guard bits == 1 || bits % 8 == 0 && (8...64).contains(bits) else { return nil }
        let frame = layout.samples * bits
        let (all, isTooLong) = frame.multipliedReportingOverflow(by: layout.frames)
        if isTooLong { return nil }
        // Divided first: there may be no room to round up.
        let bytes = all / 8 + (all % 8 > 0 ? 1 : 0)
        // The last of an odd number of bytes stands behind the padding of its word.
        length = isBigEndian ? bytes + bytes % 2 : bytes
        self.isBigEndian = isBigEndian
        let isUsual =
            (bits == 8 || bits == 16 || bits == 32) && (1...bits).contains(layout.bitsStored)
            && layout.highBit < bits && layout.highBit >= layout.bitsStored - 1
        hasUnusedBits = isUsual && layout.bitsStored < bits
        guard hasUnusedBits else {
            (size, stored, high, sign, padding, pattern) = (1, .max, 0, 0, [], 0)
            return
        }
        size = bits / 8
        let whole: UInt32 = bits == 32 ? .max : 1 << UInt32(bits) - 1
        let below: UInt32 = layout.highBit == 31 ? .max : 1 << UInt32(layout.highBit + 1) - 1
        let low: UInt32 = 1 << UInt32(layout.highBit + 1 - layout.bitsStored) - 1
        stored = below & ~low
        high = whole & ~below
        sign = layout.isSigned ? 1 << UInt32(layout.highBit) : 0
        padding = layout.padding.map { bits == 8 ? UInt32($0 & 0xFF) : UInt32($0) }
        let unused = whole & ~stored
        pattern = (0..<8).reduce(UInt64(0)) { pattern, place in
            let byte = isBigEndian ? bits / 8 - 1 - place % (bits / 8) : place % (bits / 8)
            return pattern | UInt64(unused >> UInt32(byte * 8) & 0xFF) << UInt64(place * 8)
        }
    }

    /// Whether no unused bit of these whole samples is set, as in nearly all images: then there is nothing to do.
    ///
    /// Sound: every load is within the span.
    public func isClean(_ bytes: RawSpan) -> Bool {
        if sign != 0, size == 2, !isBigEndian { return isCleanSigned(bytes) }
        let words = bytes.byteCount / 8
        var found: UInt64 = 0
        for word in 0..<words {
            found |= unsafe bytes.unsafeLoadUnaligned(fromByteOffset: word &* 8, as: UInt64.self).littleEndian
        }
        for offset in words * 8..<bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            found |= UInt64(byte) << UInt64(offset % 8 * 8)
        }
        return found & pattern == 0
    }

    /// The same for signed samples of two bytes, as CT has them: the sign may go on through the bits above.
    ///
    /// Sound: every load is within the span.
    private func isCleanSigned(_ bytes: RawSpan) -> Bool {
        // With the lowest number added, all numbers lie between zero and what fits into the bits below.
        let (offset, above) = (UInt16(sign), UInt16(high))
        let below = UInt16(truncatingIfNeeded: ~(stored | high))
        var found = SIMD8<UInt16>.zero
        let whole = bytes.byteCount / 16 * 16
        for place in stride(from: 0, to: whole, by: 16) {
            let samples = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: SIMD8<UInt16>.self)
            found |= (samples &+ offset) & above | samples & below
        }
        var rest: UInt16 = 0
        for place in stride(from: whole, to: bytes.byteCount - 1, by: 2) {
            let sample = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt16.self)
            rest |= (sample &+ offset) & above | sample & below
        }
        return found == .zero && rest == 0
    }

    /// Clears what is unused in whole samples; a sign that goes on through the bits above stays.
    public func apply(to bytes: UnsafeMutableRawBufferPointer) {
        guard hasUnusedBits else { return }
        switch size {
        case 1:
            for index in bytes.indices { unsafe bytes[index] = UInt8(truncatingIfNeeded: sample(UInt32(bytes[index]))) }
        case 2:
            for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
                let value = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                let new = UInt16(truncatingIfNeeded: sample(UInt32(isBigEndian ? value.byteSwapped : value)))
                unsafe bytes.storeBytes(of: isBigEndian ? new.byteSwapped : new, toByteOffset: offset, as: UInt16.self)
            }
        default:
            for offset in stride(from: 0, to: bytes.count - 3, by: 4) {
                let value = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                let new = sample(isBigEndian ? value.byteSwapped : value)
                unsafe bytes.storeBytes(of: isBigEndian ? new.byteSwapped : new, toByteOffset: offset, as: UInt32.self)
            }
        }
    }

    @inline(__always)
    private func sample(_ value: UInt32) -> UInt32 {
        let kept = value & stored
        let above = value & high
        // Nearly all samples are what they should be.
        if kept == value { return value }
        let extended = value & sign != 0 ? kept | high : kept
        if extended == value || padding.contains(value) { return value }
        return above == 0 ? kept : extended
    }
}
