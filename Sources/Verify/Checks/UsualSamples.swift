/// Samples of two bytes, little endian, eight at a time: nearly all images hold nothing beside them, and so cost one look.
struct UsualSamples {
    /// Added first, so that numbers below zero, whose sign goes on through the bits above, come to lie above zero.
    private let offset: UInt16
    private let above: UInt16
    private let below: UInt16

    init(bitsStored: Int, highBit: Int, isSigned: Bool) {
        offset = isSigned ? 1 << UInt16(highBit) : 0
        above = highBit == 15 ? 0 : ~(1 << UInt16(highBit + 1) - 1)
        below = 1 << UInt16(highBit + 1 - bitsStored) - 1
    }

    /// Whether no bit around any sample is set, save the repeated sign.
    ///
    /// Sound: every load ends within the span.
    func fill(_ bytes: RawSpan) -> Bool {
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
}
