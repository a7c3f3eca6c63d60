/// Reads records of comma separated values (RFC 4180), where they lie: fields are ranges of the text.
///
/// Lines end with CRLF or LF, in quotes they may hold anything. Strict: what could be meant in two ways is an error.
struct CSVReader {
    struct Failure: Error {
        /// Counted from 1; that in which the record begins.
        var line: Int
        var message: String
        var hint: String?
    }

    struct Field {
        /// Bytes without the quotes around them.
        var range: Range<Int>
        /// Quotes in it stand twice.
        var hasQuotes = false
    }

    let bytes: [UInt8]
    private var cursor = 0
    /// Of the record that was read last; counted from 1.
    private(set) var line = 0
    private var nextLine = 1

    /// More fields than a table has that a person made.
    private static let mostFields = 4096

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The mark that spreadsheets write in front of UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor = 3 }
    }

    /// The fields of the next record.
    ///
    /// - Returns: `false` at the end of the text.
    mutating func next(_ fields: inout [Field]) throws(Failure) -> Bool {
        fields.removeAll(keepingCapacity: true)
        line = nextLine
        guard cursor < bytes.count else { return false }
        while true {
            let isQuoted = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "\"")
            fields.append(try isQuoted ? quoted() : plain())
            guard fields.count <= Self.mostFields else { throw failure("more than \(Self.mostFields) fields") }
            guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: ",") else { break }
            cursor += 1
        }
        try endLine()
        return true
    }

    func value(_ field: Field) -> [UInt8] {
        guard field.hasQuotes else { return Array(bytes[field.range]) }
        var value: [UInt8] = []
        var isSecond = false
        for byte in bytes[field.range] {
            if byte == UInt8(ascii: "\""), !isSecond {
                isSecond = true
                continue
            }
            isSecond = false
            value.append(byte)
        }
        return value
    }

    private mutating func plain() throws(Failure) -> Field {
        let start = cursor
        while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: ","), 0x0A, 0x0D: return Field(range: start..<cursor)
            case UInt8(ascii: "\""):
                throw failure(
                    "a quote stands in a field without quotes around it",
                    hint: "write it twice, and quotes around the field")
            default: cursor += 1
            }
        }
        return Field(range: start..<cursor)
    }

    private mutating func quoted() throws(Failure) -> Field {
        cursor += 1
        let start = cursor
        var hasQuotes = false
        while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: "\""):
                if cursor + 1 < bytes.count, bytes[cursor + 1] == UInt8(ascii: "\"") {
                    hasQuotes = true
                    cursor += 2
                    continue
                }
                let field = Field(range: start..<cursor, hasQuotes: hasQuotes)
                cursor += 1
                if cursor < bytes.count, ![UInt8(ascii: ","), 0x0A, 0x0D].contains(bytes[cursor]) {
                    throw failure("something stands behind the quotes of a field")
                }
                return field
            case 0x0A:
                nextLine += 1
                cursor += 1
            default: cursor += 1
            }
        }
        throw failure("the quotes of a field are never closed")
    }

    private mutating func endLine() throws(Failure) {
        nextLine += 1
        guard cursor < bytes.count else { return }
        if bytes[cursor] == 0x0D {
            cursor += 1
            guard cursor < bytes.count, bytes[cursor] == 0x0A else {
                throw failure("a carriage return without a line feed", hint: "lines end with CRLF or LF (RFC 4180)")
            }
        }
        cursor += 1
    }

    private func failure(_ message: String, hint: String? = nil) -> Failure {
        Failure(line: line, message: message, hint: hint)
    }
}
