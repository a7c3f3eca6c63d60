/// Which marker segments the coding process of a JPEG or JPEG-LS stream uses (ITU-T T.81 B.1.1.3, T.87 C.1.1). The process is
/// told by the frame header, which may stand behind them.
struct JPEGProcess {
    private enum Kind { case huffman, arithmetic, jpegLS }

    private var kind: Kind?
    private var hasScan = false
    /// The first segment of each kind that came before the frame header: its code, and where it lies.
    private var waiting: [(code: UInt8, offset: Int)] = []

    /// Takes a segment that has the form of its kind, and is not blank.
    ///
    /// - Parameter length: of the payload, in bytes.
    /// - Returns: offsets of segments that no decoder of the process needs.
    mutating func take(_ code: UInt8, length: Int, at offset: Int) -> [Int] {
        switch code {
        case 0xDA: hasScan = true
        case 0xF7: return begin(.jpegLS)
        case 0xC0...0xC3, 0xC5...0xC7: return begin(.huffman)
        case 0xC9...0xCB, 0xCD...0xCF: return begin(.arithmetic)
        // DNL follows the first scan (T.81 B.2.5).
        case 0xDC: return hasScan ? [] : [offset]
        // Restart intervals of two bytes are of all processes.
        case 0xDD where length == 2: break
        case 0xC4, 0xCC, 0xDB, 0xDD, 0xF8:
            if let kind { return Self.uses(kind, code) ? [] : [offset] }
            if !waiting.contains(where: { $0.code == code }) { waiting.append((code, offset)) }
        default: break
        }
        return []
    }

    private mutating func begin(_ kind: Kind) -> [Int] {
        defer { waiting = [] }
        self.kind = kind
        return waiting.filter { !Self.uses(kind, $0.code) }.map(\.offset)
    }

    private static func uses(_ kind: Kind, _ code: UInt8) -> Bool {
        switch (kind, code) {
        case (.jpegLS, 0xF8), (.jpegLS, 0xDD), (.arithmetic, 0xCC): true
        case (.jpegLS, _), (_, 0xF8), (_, 0xDD), (.huffman, 0xCC): false
        default: true
        }
    }
}
