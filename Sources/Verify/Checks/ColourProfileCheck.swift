import Standard

/// Text in ICC profiles (ISO 15076-1): who made them, for which device, and when.
extension FileCheck {
    /// What lies beyond is tables of numbers, or a profile out of the ordinary.
    private static let longestLookedAt = 4 << 20
    /// In a deflated file, of which a window only is held. A longer one is for a person to look at.
    private static let longestInflated = 128 << 10

    mutating func checkColourProfile(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, let length = element.length, length > 0, !(expectations?.keepsCodestreams ?? false) else {
            return
        }
        // What goes by in a deflated file cannot be asked for again by those who come later.
        let isInflated = walker.source.isInflated
        if isInflated, length > Self.longestInflated { return add(.colourProfileText, element.tag, element.valueOffset) }
        let wanted = min(length, Self.longestLookedAt)
        var bytes: [UInt8] = []
        while bytes.count < wanted {
            let offset = element.valueOffset + bytes.count
            let count = min(try walker.load(offset, isInflated ? wanted : 1), wanted - bytes.count)
            guard count > 0, !isInflated || count == wanted else { throw .damaged(.truncated, offset: offset) }
            bytes += walker.source.slice(offset, count)
        }
        if Self.hasText(bytes) { add(.colourProfileText, element.tag, element.valueOffset) }
    }

    private static func hasText(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 132, bytes[36..<40].elementsEqual("acsp".utf8) else { return true }
        func number(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        // Model, creator and what is reserved.
        if bytes[48..<56].contains(where: { $0 != 0 }) || bytes[80..<84].contains(where: { $0 != 0 })
            || bytes[100..<128].contains(where: { $0 != 0 })
        {
            return true
        }
        for place in 0..<min(number(128), 200) {
            let entry = 132 + place * 12
            guard entry + 12 <= bytes.count else { return true }
            let (start, length) = (number(entry + 4), number(entry + 8))
            guard length >= 8, start >= 132, start + 8 <= bytes.count else { continue }
            let content = bytes[min(bytes.count, start + 8)..<min(bytes.count, start + length)]
            switch String(decoding: bytes[start..<start + 4], as: UTF8.self) {
            case "text": if saysSomething(content) { return true }
            // A length stands before the text.
            case "desc": if saysSomething(content.dropFirst(4)) { return true }
            case "mluc":
                guard content.count >= 8 else { return true }
                let records = number(content.startIndex)
                if records > 200 || saysSomething(content.dropFirst(8 + records * 12)) { return true }
            default: break
            }
        }
        return false
    }

    private static func saysSomething(_ text: ArraySlice<UInt8>) -> Bool {
        text.contains { $0 != 0 && $0 != 0x20 && $0 != UInt8(ascii: "-") }
    }
}
