/// Writes JSON text (RFC 8259, UTF-8) piece by piece.
struct JSONText {
    /// What has been written since the last `removeWritten`.
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes room for more of the same text.
    mutating func removeWritten() { bytes.removeAll(keepingCapacity: true) }

    mutating func open(_ bracket: String) {
        comma()
        bytes.append(contentsOf: bracket.utf8)
        needsComma = false
    }

    mutating func close(_ bracket: String) {
        bytes.append(contentsOf: bracket.utf8)
        needsComma = true
    }

    mutating func key(_ name: String) {
        comma()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func null() {
        comma()
        bytes.append(UInt8(ascii: "n"))
        bytes.append(UInt8(ascii: "u"))
        bytes.append(UInt8(ascii: "l"))
        bytes.append(UInt8(ascii: "l"))
        needsComma = true
    }

    mutating func string(_ text: String) {
        comma()
        quote(text)
        needsComma = true
    }

    /// - Parameter utf8: valid UTF-8.
    mutating func string(_ utf8: ArraySlice<UInt8>) {
        beginString()
        characters(utf8)
        endString()
    }

    /// A number, `null`, or anything else that is JSON as it stands.
    mutating func literal(_ text: String) { literal(text.utf8) }

    mutating func literal(_ utf8: some Collection<UInt8>) {
        comma()
        bytes.append(contentsOf: utf8)
        needsComma = true
    }

    mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    mutating func member(_ name: String, _ value: Int) {
        key(name)
        literal(String(value))
    }

    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        literal(value ? "true" : "false")
    }

    /// A string whose characters the caller gives: `characters`, or `plain` ones, none of which needs an escape.
    mutating func beginString() {
        comma()
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func plain(_ characters: [UInt8]) { bytes.append(contentsOf: characters) }

    mutating func endString() {
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Ends a line of JSON lines.
    mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        characters(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Characters of a string that has been begun.
    mutating func characters(_ text: String) {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            characters(Array(text.utf8)[...])
        }
    }

    /// - Parameter utf8: valid UTF-8, from the beginning of a character to the end of one.
    mutating func characters(_ utf8: ArraySlice<UInt8>) {
        var start = utf8.startIndex
        var index = start
        while index < utf8.endIndex {
            let byte = utf8[index]
            // C1 control characters, too, which a terminal acts on as on an escape sequence.
            let isC1 = byte == 0xC2 && index + 1 < utf8.endIndex && utf8[index + 1] < 0xA0
            guard byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x5C || isC1 else {
                index += 1
                continue
            }
            bytes.append(contentsOf: utf8[start..<index])
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            default: escape(isC1 ? utf8[index + 1] : byte)
            }
            index += isC1 ? 2 : 1
            start = index
        }
        bytes.append(contentsOf: utf8[start...])
    }

    private mutating func escape(_ code: UInt8) {
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(Self.digit(code >> 4))
        bytes.append(Self.digit(code & 15))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
