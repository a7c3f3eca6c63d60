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

    mutating func string(_ text: String) {
        comma()
        quote(text)
        needsComma = true
    }

    /// A number, `null`, or anything else that is JSON as it stands.
    mutating func literal(_ text: String) {
        comma()
        bytes.append(contentsOf: text.utf8)
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
        bytes.reserveCapacity(bytes.count + text.utf8.count + 2)
        var isC1 = false
        for byte in text.utf8 {
            if isC1 {
                isC1 = false
                // C1 control characters, which a terminal acts on as on an escape sequence.
                if byte < 0xA0 {
                    bytes.removeLast()
                    escape(byte)
                    continue
                }
            }
            switch byte {
            case 0xC2:
                isC1 = true
                bytes.append(byte)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case ..<0x20, 0x7F: escape(byte)
            default: bytes.append(byte)
            }
        }
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
