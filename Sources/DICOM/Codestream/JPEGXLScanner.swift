/// Walks the boxes of a JPEG XL file (ISO/IEC 18181-2): those that hold no part of the codestream are blanked, and what the others have
/// room for beyond what they say.
struct JPEGXLScanner: Sendable {
    private enum State {
        case header
        /// The start of a box that is looked at, and bytes behind that.
        case judged(Box, left: Int, behind: Int)
        case kept(left: Int)
        case blanked(left: Int)
        case lost
    }

    private enum Box { case signature, fileType, level, part }

    private var state = State.header
    private var head: [UInt8] = []
    private var segment = CollectedSegment()
    /// How many parts of the codestream have come; -1 when it is whole.
    private var parts = 0

    static func isStart(_ head: UnsafeRawBufferPointer) -> Bool {
        unsafe head.starts(with: [0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20])
    }

    var isLost: Bool {
        if case .lost = state { true } else { false }
    }

    /// Between boxes: the frame may end here.
    var isBetweenBoxes: Bool {
        if case .header = state { head.allSatisfy { $0 == 0 } } else { false }
    }

    /// Bytes at the end of what was scanned that may still have to be blanked.
    var undecided: Int {
        if case .judged = state { segment.places.count } else { 0 }
    }

    mutating func shift(by count: Int) { segment.shift(by: count) }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ overwrite: Overwrite) {
        var index = 0
        while index < bytes.count {
            var step = 1
            switch state {
            case .header:
                unsafe head.append(bytes[index])
                if head.count == (isLong ? 16 : 8) { begin() }
            case .judged(let box, let left, let behind):
                step = min(left, bytes.count - index)
                unsafe segment.append(bytes[index..<index + step], at: offset + index)
                state = .judged(box, left: left - step, behind: behind)
                if left == step { judge(box, behind, overwrite) }
            case .kept(let left):
                step = min(left, bytes.count - index)
                state = left > step ? .kept(left: left - step) : .header
            case .blanked(let left):
                step = min(left, bytes.count - index)
                if unsafe bytes[index..<index + step].contains(where: { $0 != 0 }) {
                    overwrite(offset + index..<offset + index + step, 0)
                }
                state = left > step ? .blanked(left: left - step) : .header
            case .lost: return
            }
            index += step
        }
    }

    private var isLong: Bool { head.count >= 4 && head[0] == 0 && head[1] == 0 && head[2] == 0 && head[3] == 1 }

    private mutating func begin() {
        let length = isLong ? head[8..<16] : head[0..<4]
        let size = length.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let type = String(decoding: head[4..<8], as: UTF8.self)
        let headCount = head.count
        // Padding behind the last box.
        let isPadding = head.allSatisfy { $0 == 0 }
        head.removeAll(keepingCapacity: true)
        if isPadding { return }
        // Size 0 means to the end.
        guard size == 0 || size >= UInt64(headCount) && size < 1 << 48 else {
            state = .lost
            return
        }
        let left = size == 0 ? Int.max >> 1 : Int(size) - headCount
        if left == 0 { return }
        switch type {
        case "JXL ": look(at: .signature, 4, of: left)
        case "ftyp": look(at: .fileType, JP2Box.longestFileType, of: left)
        // 5 or 10.
        case "jxll": look(at: .level, 1, of: left)
        case "jxlc" where parts == 0:
            parts = -1
            state = .kept(left: left)
        case "jxlp" where parts >= 0 && left >= 4: look(at: .part, 4, of: left)
        default: state = .blanked(left: left)
        }
    }

    private mutating func look(at box: Box, _ count: Int, of left: Int) {
        segment.removeAll()
        state = .judged(box, left: min(count, left), behind: left - min(count, left))
    }

    private mutating func judge(_ box: Box, _ behind: Int, _ overwrite: Overwrite) {
        let bytes = segment.bytes
        state = behind > 0 ? .blanked(left: behind) : .header
        switch box {
        case .signature: if bytes != [0x0D, 0x0A, 0x87, 0x0A] { state = .lost }
        case .fileType:
            // A brand, its version, and brands that it is compatible with.
            for start in stride(from: 0, to: bytes.count, by: 4) {
                let place = start..<min(start + 4, bytes.count)
                if start == 4 || !bytes[place].elementsEqual("jxl ".utf8) { segment.blank(place, overwrite) }
            }
        case .level: if bytes[0] != 5, bytes[0] != 10 { segment.blankAll(overwrite) }
        case .part:
            // Their number, and a bit that says that it is the last.
            let number = bytes.reduce(0) { $0 << 8 | Int($1) }
            guard number & 0x7FFF_FFFF == parts else {
                state = .lost
                return
            }
            parts = number >> 31 == 0 ? parts + 1 : -1
            state = behind > 0 ? .kept(left: behind) : .header
        }
    }
}
