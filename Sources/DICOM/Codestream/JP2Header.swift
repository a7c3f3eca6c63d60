/// What the boxes before a JPEG 2000 codestream say of it (ISO/IEC 15444-1 I.5): decoders go by it, so that it has to be so.
struct JP2Header: Sendable {
    private var hasImageHeader = false
    private var rows = 0
    private var columns = 0
    private var components = 0
    /// The palette, of which only the number and width of its columns stay where nothing maps to it.
    private var palette: (places: SegmentPlaces, entries: Range<Int>)?
    private var hasMapping = false

    /// Takes the content of a box, as far as there is room for what decoders use.
    ///
    /// - Returns: whether it is what such a box holds.
    mutating func take(_ type: String, _ box: CollectedSegment, _ overwrite: Overwrite) -> Bool {
        let bytes = box.bytes
        if bytes.allSatisfy({ $0 == 0 }) { return true }
        switch type {
        case "jP  ": return bytes == [0x0D, 0x0A, 0x87, 0x0A]
        case "ihdr": return takeImageHeader(bytes)
        case "bpcc": return bytes.allSatisfy { $0 & 0x7F < 38 }
        case "pclr": return takePalette(box, overwrite)
        case "cmap":
            hasMapping = true
            // The number of a channel, how it is mapped, and a column of the palette (I.5.3.5).
            return bytes.count % 4 == 0
                && stride(from: 0, to: bytes.count, by: 4).allSatisfy {
                    bytes[$0] == 0 && bytes[$0 + 1] < 64 && bytes[$0 + 2] <= 1 && bytes[$0 + 3] < 64
                }
        case "cdef": return areChannels(box, overwrite)
        case "resc", "resd":
            if bytes.prefix(8).allSatisfy({ (0x20...0x7E).contains($0) }) { box.blankAll(overwrite) }
            return true
        default: return takeColour(box, overwrite)
        }
    }

    /// The codestream begins.
    mutating func end(_ overwrite: Overwrite) {
        if let palette, !hasMapping { palette.places.overwrite(palette.entries, with: 0, overwrite) }
        palette = nil
    }

    /// Whether the codestream is the image that the header is about.
    func describes(rows: Int, columns: Int, components: Int) -> Bool {
        !hasImageHeader || (self.rows, self.columns, self.components) == (rows, columns, components)
    }

    /// Where what is held begins; `end` where nothing is.
    func earliest(before end: Int) -> Int { min(end, palette?.places.start ?? end) }

    mutating func shift(by count: Int) { palette?.places.shift(by: count) }

    /// Height, width, components, bits, the compression 7, and two flags (I.5.3.1).
    private mutating func takeImageHeader(_ bytes: [UInt8]) -> Bool {
        guard !hasImageHeader, bytes.count == 14 else { return false }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }
        (hasImageHeader, rows, columns, components) = (true, number(0..<4), number(4..<8), number(8..<10))
        return (bytes[10] == 0xFF || bytes[10] & 0x7F < 38) && bytes[11] == 7 && bytes[12] <= 1 && bytes[13] <= 1
    }

    /// As many entries as it says, of columns as wide as it says (I.5.3.4).
    private mutating func takePalette(_ box: CollectedSegment, _ overwrite: Overwrite) -> Bool {
        let bytes = box.bytes
        guard palette == nil, bytes.count > 3 else { return false }
        let (entries, columns) = (Int(bytes[0]) << 8 | Int(bytes[1]), Int(bytes[2]))
        guard (1...1024).contains(entries), columns > 0, bytes.count > 3 + columns else { return false }
        let start = 3 + columns
        guard bytes[3..<start].allSatisfy({ $0 & 0x7F < 38 }) else { return false }
        let end = start + entries * bytes[3..<start].reduce(0) { $0 + (Int($1 & 0x7F) + 8) / 8 }
        guard bytes.count >= end else { return false }
        box.blank(end..<bytes.count, overwrite)
        if bytes[start..<end].contains(where: { $0 != 0 }) { palette = (box.places, start..<end) }
        return true
    }

    /// How many channels, and of each its number, its type and what it belongs to (I.5.3.6).
    private func areChannels(_ box: CollectedSegment, _ overwrite: Overwrite) -> Bool {
        let bytes = box.bytes
        guard bytes.count >= 2 else { return false }
        let end = 2 + 6 * (Int(bytes[0]) << 8 | Int(bytes[1]))
        guard end <= bytes.count else { return false }
        box.blank(end..<bytes.count, overwrite)
        return stride(from: 2, to: end, by: 6).allSatisfy { start in
            let (type, other) = (
                Int(bytes[start + 2]) << 8 | Int(bytes[start + 3]), Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
            )
            return bytes[start] == 0 && (type <= 2 || type == 0xFFFF) && (other < 64 || other == 0xFFFF)
        }
    }

    /// A method, two bytes that order profiles among each other, and the number of a colour space (I.5.3.3).
    private func takeColour(_ box: CollectedSegment, _ overwrite: Overwrite) -> Bool {
        let bytes = box.bytes
        guard (1...3).contains(bytes[0]) else { return false }
        if bytes.count > 1, (0x20..<0xE0).contains(bytes[1]) { box.blank(1..<2, overwrite) }
        if bytes.count > 2, bytes[2] > 4 { box.blank(2..<3, overwrite) }
        return bytes[0] != 1 || bytes.dropFirst(3).prefix(3).allSatisfy { $0 == 0 }
    }
}
