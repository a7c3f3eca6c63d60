/// Whether what a JPEG or JPEG-LS stream defines is used: each table, interval and set of parameters by a scan that follows it, before
/// another takes its place (ITU-T T.81 B.2.4, T.87 C.2.4.1).
struct JPEGTables {
    /// What no scan has asked for yet, and where its segments lie: classes of codes are 0 and 1, that of quantization is 2, restart
    /// intervals 3, preset parameters 4, conditioning 5 and 6.
    private var waiting: [UInt8: Int] = [:]
    private var unused: [Int] = []
    /// The quantization table of each component.
    private var quantization: Set<UInt8> = []
    /// The code of the frame header; 0 before there is one.
    private var frame: UInt8 = 0
    /// The components that have been scanned; but for the progressive process a second scan of one is none (A.2, H.1).
    private var scanned: Set<UInt8> = []

    /// Takes a segment that has the form of its kind.
    mutating func take(_ code: UInt8, _ payload: [UInt8], at offset: Int) {
        switch code {
        case 0xDB: each(payload, { $0[$0.startIndex] & 0x10 == 0 ? 65 : 129 }, { 0x20 | $0 & 3 }, at: offset)
        case 0xC4: each(payload, HuffmanTable.length, { $0 & 0x13 }, at: offset)
        case 0xCC: each(payload, { $0.count > 1 ? 2 : nil }, { 0x50 + $0 & 0x13 }, at: offset)
        case 0xDD: define(0x30, at: offset)
        case 0xF8: define(0x40 | payload[0] & 0xF, at: offset)
        case 0xDA:
            beginScan(payload)
            if isSecondScan(payload) { unused.append(offset) }
        case _ where JPEGSegment.isFrame(code):
            (frame, scanned) = (code, [])
            let isLossless = code == 0xC3 || code == 0xC7 || code == 0xCB || code == 0xCF
            let components = stride(from: 8, to: payload.count, by: 3).map { 0x20 | payload[$0] & 3 }
            quantization = isLossless ? [] : Set(components)
        default: break
        }
    }

    /// Two nibbles for each component, of codes of differences and of others (B.2.3), of which not every scan uses both (G.1, H.1).
    private mutating func beginScan(_ payload: [UInt8]) {
        let selection = payload.suffix(3)
        let (start, bits) = (selection[selection.startIndex], selection[selection.startIndex + 2])
        var (usesDifferences, usesOthers) = (true, true)
        switch frame {
        case 0xC3, 0xC7: usesOthers = false
        case 0xC2, 0xC6: (usesDifferences, usesOthers) = (start == 0 && bits >> 4 == 0, start > 0)
        case 0xC9...0xCF, 0xF7: (usesDifferences, usesOthers) = (false, false)
        default: break
        }
        for place in stride(from: 2, to: payload.count - 3, by: 2) {
            if usesDifferences { waiting[payload[place] >> 4 & 3] = nil }
            if usesOthers { waiting[0x10 | payload[place] & 3] = nil }
        }
        for name in waiting.keys where name >= 0x30 || quantization.contains(name) { waiting[name] = nil }
    }

    private mutating func isSecondScan(_ payload: [UInt8]) -> Bool {
        let isProgressive = frame == 0xC2 || frame == 0xC6 || frame == 0xCA || frame == 0xCE
        var isSecond = false
        for place in stride(from: 1, to: payload.count - 3, by: 2) {
            if !scanned.insert(payload[place]).inserted, !isProgressive { isSecond = true }
        }
        return isSecond
    }

    private mutating func each(
        _ payload: [UInt8], _ length: (ArraySlice<UInt8>) -> Int?, _ name: (UInt8) -> UInt8, at offset: Int
    ) {
        var position = 0
        while position < payload.count, let count = length(payload[position...]) {
            define(name(payload[position]), at: offset)
            position += count
        }
    }

    private mutating func define(_ name: UInt8, at offset: Int) {
        if let old = waiting.updateValue(offset, forKey: name) { unused.append(old) }
    }

    /// Offsets of segments with something that no scan of the image asks for; each once.
    func atEnd() -> [Int] { frame != 0 ? Set(unused + waiting.values).sorted() : [] }
}
