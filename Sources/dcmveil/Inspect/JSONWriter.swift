/// Writes JSON text (RFC 8259, UTF-8) to standard output piece by piece.
struct JSONWriter {
    private let output: StandardOutput
    private var needsComma = false

    init(_ output: StandardOutput) { self.output = output }

    mutating func open(_ bracket: String) throws(Failure) {
        try comma()
        try output.write(bracket)
        needsComma = false
    }

    mutating func close(_ bracket: String) throws(Failure) {
        try output.write(bracket)
        needsComma = true
    }

    mutating func key(_ name: String) throws(Failure) {
        try comma()
        try quote(name)
        try output.write(":")
        needsComma = false
    }

    mutating func string(_ text: String) throws(Failure) {
        try comma()
        try quote(text)
        needsComma = true
    }

    /// A number, `null`, or anything else that is JSON as it stands.
    mutating func literal(_ text: String) throws(Failure) {
        try comma()
        try output.write(text)
        needsComma = true
    }

    /// A string whose characters the caller writes, none of which needs an escape.
    mutating func beginPlainString() throws(Failure) {
        try comma()
        try output.write("\"")
    }

    mutating func plain(_ characters: [UInt8]) throws(Failure) { try output.write(characters) }

    mutating func endPlainString() throws(Failure) {
        try output.write("\"")
        needsComma = true
    }

    mutating func endLine() throws(Failure) {
        try output.write("\n")
        needsComma = false
    }

    private mutating func comma() throws(Failure) {
        if needsComma { try output.write(",") }
    }

    private func quote(_ text: String) throws(Failure) {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case ..<0x20, 0x7F:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        try output.write(bytes)
    }
}
