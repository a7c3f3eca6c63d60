/// Whether the tables of a JPEG stream are used: each by a scan that follows it, before another takes its place (ITU-T
/// T.81 B.2.4).
struct JPEGTables {
    /// The tables that no scan has asked for yet, and where their segments lie: classes of codes are 0 and 1, that of
    /// quantization is 2.
    private var waiting: [UInt8: Int] = [:]
    private var unused: [Int] = []
    /// The quantization table of each component.
    private var quantization: Set<UInt8> = []
    private var hasFrame = false

    /// Takes a segment that has the form of its kind.
    mutating func take(_ code: UInt8, _ payload: [UInt8], at offset: Int) {
        switch code {
        case 0xDB: each(payload, { $0[$0.startIndex] & 0x10 == 0 ? 65 : 129 }, { 0x20 | $0 & 3 }, at: offset)
        case 0xC4: each(payload, HuffmanTable.length, { $0 & 0x13 }, at: offset)
        // Two nibbles for each component, of codes of differences and of others (B.2.3).
        case 0xDA:
            for place in stride(from: 2, to: payload.count - 3, by: 2) {
                waiting[payload[place] >> 4 & 3] = nil
                waiting[0x10 | payload[place] & 3] = nil
            }
            for table in quantization { waiting[table] = nil }
        case _ where JPEGSegment.isFrame(code):
            hasFrame = true
            quantization = Set(stride(from: 8, to: payload.count, by: 3).map { 0x20 | payload[$0] & 3 })
        default: break
        }
    }

    private mutating func each(
        _ payload: [UInt8], _ length: (ArraySlice<UInt8>) -> Int?, _ name: (UInt8) -> UInt8, at offset: Int
    ) {
        var position = 0
        while position < payload.count, let count = length(payload[position...]) {
            let name = name(payload[position])
            if let old = waiting.updateValue(offset, forKey: name) { unused.append(old) }
            position += count
        }
    }

    /// Offsets of segments with a table that no scan of the image asks for; each once.
    func atEnd() -> [Int] { hasFrame ? Set(unused + waiting.values).sorted() : [] }
}
