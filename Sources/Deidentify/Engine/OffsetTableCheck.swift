import DICOM

/// Whether the bytes of an offset table are offsets. Basic (PS3.5 §A.4): 32-bit numbers, the first 0, each beyond the item
/// of the one before. Extended (PS3.3 C.7.6.3): the same in 64 bits, lengths, which are in no order, and
/// the sum of them, which is one number.
struct OffsetTableCheck {
    enum Kind { case basic, extendedOffsets, extendedLengths, totalLength }

    private let kind: Kind
    private let width: Int
    private var count = 0
    private var current: UInt64 = 0
    private var last: UInt64 = 0
    private(set) var isPlausible = true

    /// No frame is longer; offsets beyond so much a frame are letters.
    private static let largestFrame: UInt64 = 1 << 28

    init(_ kind: Kind) {
        self.kind = kind
        width = kind == .basic ? 4 : 8
    }

    mutating func scan(_ bytes: RawSpan) {
        for index in 0..<bytes.byteCount {
            // Sound: any byte is a UInt8, and the offset is checked by the span.
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            current |= UInt64(byte) << UInt64(count % width * 8)
            count += 1
            guard count % width == 0 else { continue }
            let number = UInt64(count / width - 1)
            if current % 2 != 0, kind == .basic || kind == .extendedOffsets { isPlausible = false }
            switch kind {
            case .totalLength: if number > 0 || current >= Self.largestFrame << 18 { isPlausible = false }
            case .extendedLengths: if current > Self.largestFrame << 4 { isPlausible = false }
            // The header of an item is 8 bytes.
            case .basic, .extendedOffsets:
                if number == 0 ? current != 0 : current < last + 8 { isPlausible = false }
                if current > number * Self.largestFrame { isPlausible = false }
            }
            last = current
            current = 0
        }
    }

    var isTable: Bool { isPlausible && count % width == 0 }
}
