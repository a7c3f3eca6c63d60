/// Walks the boxes of a JPEG XL file (ISO/IEC 18181-2): those that hold no part of the codestream are blanked.
struct JPEGXLScanner: Sendable {
    private var head: [UInt8] = []
    private var left = 0
    private var isBlanked = false
    private(set) var isLost = false

    /// Signature, file type, level, frame index and the codestream, whole or in parts.
    private static let used = ["JXL ", "ftyp", "jxll", "jxli", "jxlc", "jxlp"].map { Array($0.utf8) }

    static func isStart(_ head: UnsafeRawBufferPointer) -> Bool {
        unsafe head.starts(with: [0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20])
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
        var index = 0
        while index < bytes.count, !isLost {
            if left == 0 {
                unsafe head.append(bytes[index])
                index += 1
                if head.count == (isLong ? 16 : 8) { begin() }
                continue
            }
            let step = min(left, bytes.count - index)
            if isBlanked, unsafe bytes[index..<index + step].contains(where: { $0 != 0 }) {
                blank(offset + index..<offset + index + step)
            }
            left -= step
            index += step
        }
    }

    /// Between boxes: the frame may end here.
    var isBetweenBoxes: Bool { left == 0 && head.allSatisfy { $0 == 0 } }

    private var isLong: Bool { head.count >= 4 && head[0] == 0 && head[1] == 0 && head[2] == 0 && head[3] == 1 }

    private mutating func begin() {
        let length = isLong ? head[8..<16] : head[0..<4]
        let size = length.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let type = Array(head[4..<8])
        // Padding behind the last box.
        if head.allSatisfy({ $0 == 0 }) {
            head.removeAll(keepingCapacity: true)
            return
        }
        // Size 0 means to the end.
        guard size == 0 || size >= UInt64(head.count) && size < 1 << 48 else {
            isLost = true
            return
        }
        left = size == 0 ? Int.max >> 1 : Int(size) - head.count
        isBlanked = !Self.used.contains(type)
        head.removeAll(keepingCapacity: true)
    }
}
