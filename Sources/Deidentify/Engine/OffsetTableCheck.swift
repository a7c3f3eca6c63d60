import DICOM

/// Whether the bytes of a Basic Offset Table are offsets: 32-bit numbers of which the first is 0 and each is greater than
/// the one before (PS3.5 §A.4).
struct OffsetTableCheck {
    private var count = 0
    private var current: UInt32 = 0
    private var last: UInt32 = 0
    private var isAscending = true

    mutating func scan(_ bytes: RawSpan) {
        for index in 0..<bytes.byteCount {
            // Sound: any byte is a UInt8, and the offset is checked by the span.
            current |= unsafe UInt32(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << UInt32(count % 4 * 8)
            count += 1
            guard count % 4 == 0 else { continue }
            if count == 4 ? current != 0 : current <= last { isAscending = false }
            last = current
            current = 0
        }
    }

    var isTable: Bool { isAscending && count % 4 == 0 }
}
