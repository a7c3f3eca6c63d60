/// A JSON value with the place where it stands, so that a profile error can point at it.
///
/// Foundation's decoder knows no lines and columns and would add tens of megabytes to the binary.
public struct JSONValue: Sendable {
    public enum Kind: Sendable {
        case object([(key: JSONValue, value: JSONValue)])
        case array([JSONValue])
        case string(String)
        case number(Double)
        case bool(Bool)
        case null
    }

    public var kind: Kind
    /// Bytes from the start of the text.
    public var offset: Int

    public var string: String? { if case .string(let text) = kind { text } else { nil } }
    public var array: [JSONValue]? { if case .array(let values) = kind { values } else { nil } }
    public var object: [(key: JSONValue, value: JSONValue)]? {
        if case .object(let pairs) = kind { pairs } else { nil }
    }
}

/// Reads JSON text (RFC 8259), strictly: no comments, no trailing commas, no duplicate keys.
public struct JSONReader {
    public struct Failure: Error {
        public var message: String
        /// Bytes from the start of the text.
        public var offset: Int
    }

    private let bytes: [UInt8]
    private var cursor = 0
    private static let maximumDepth = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    public static func read(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var reader = JSONReader(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.cursor = 3 }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.cursor == bytes.count else { throw reader.failure("something follows the end of the JSON text") }
        return value
    }

    private func failure(_ message: String) -> Failure { Failure(message: message, offset: cursor) }

    private mutating func skipSpace() {
        while cursor < bytes.count {
            switch bytes[cursor] {
            case 0x20, 0x0A, 0x0D, 0x09: cursor += 1
            default: return
            }
        }
    }

    private func peek() -> UInt8? { cursor < bytes.count ? bytes[cursor] : nil }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth) levels") }
        skipSpace()
        let start = cursor
        switch peek() {
        case UInt8(ascii: "{"): return JSONValue(kind: .object(try object(depth)), offset: start)
        case UInt8(ascii: "["): return JSONValue(kind: .array(try array(depth)), offset: start)
        case UInt8(ascii: "\""): return JSONValue(kind: .string(try string()), offset: start)
        case .some(let byte) where "-0123456789".utf8.contains(byte):
            return JSONValue(kind: .number(try number()), offset: start)
        case .some:
            for (word, kind) in [("true", JSONValue.Kind.bool(true)), ("false", .bool(false)), ("null", .null)]
            where bytes[cursor...].starts(with: word.utf8) {
                cursor += word.utf8.count
                return JSONValue(kind: kind, offset: start)
            }
            throw failure("a value was expected here")
        case nil: throw failure("the text ends where a value was expected")
        }
    }

    private mutating func object(_ depth: Int) throws(Failure) -> [(key: JSONValue, value: JSONValue)] {
        cursor += 1
        var pairs: [(key: JSONValue, value: JSONValue)] = []
        var keys: Set<String> = []
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            cursor += 1
            return pairs
        }
        while true {
            skipSpace()
            let start = cursor
            guard peek() == UInt8(ascii: "\"") else { throw failure("a key in quotes was expected here") }
            let key = try string()
            guard keys.insert(key).inserted else {
                throw Failure(message: "the key \"\(key.prefix(40))\" stands twice", offset: start)
            }
            skipSpace()
            guard peek() == UInt8(ascii: ":") else { throw failure("a colon was expected here") }
            cursor += 1
            pairs.append((JSONValue(kind: .string(key), offset: start), try value(depth: depth + 1)))
            skipSpace()
            switch peek() {
            case UInt8(ascii: ","): cursor += 1
            case UInt8(ascii: "}"):
                cursor += 1
                return pairs
            default: throw failure("a comma or } was expected here")
            }
        }
    }

    private mutating func array(_ depth: Int) throws(Failure) -> [JSONValue] {
        cursor += 1
        var values: [JSONValue] = []
        skipSpace()
        if peek() == UInt8(ascii: "]") {
            cursor += 1
            return values
        }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            switch peek() {
            case UInt8(ascii: ","): cursor += 1
            case UInt8(ascii: "]"):
                cursor += 1
                return values
            default: throw failure("a comma or ] was expected here")
            }
        }
    }

    private mutating func string() throws(Failure) -> String {
        cursor += 1
        let end = bytes[cursor...].firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
        // Most texts have nothing to be replaced, and are taken as they stand.
        if let end, bytes[end] == UInt8(ascii: "\""), let text = String(validating: bytes[cursor..<end], as: UTF8.self)
        {
            cursor = end + 1
            return text
        }
        var out: [UInt8] = []
        while let byte = peek() {
            cursor += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw failure("the text is not UTF-8") }
                return text
            case UInt8(ascii: "\\"): try escape(&out)
            case ..<0x20: throw failure("a control character must be escaped")
            default: out.append(byte)
            }
        }
        throw failure("the text ends inside a string")
    }

    private mutating func escape(_ out: inout [UInt8]) throws(Failure) {
        guard let byte = peek() else { throw failure("the text ends inside a string") }
        cursor += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800..<0xDC00).contains(unit), bytes[cursor...].starts(with: "\\u".utf8) {
                cursor += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("half a surrogate pair") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("half a surrogate pair") }
            out.append(contentsOf: String(Character(scalar)).utf8)
        default: throw failure("no such escape")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard cursor + 4 <= bytes.count,
            bytes[cursor..<cursor + 4].allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) }),
            let value = UInt32(String(decoding: bytes[cursor..<cursor + 4], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits were expected here") }
        cursor += 4
        return value
    }

    /// RFC 8259 §6: no leading zeros, no bare points.
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        func digits(_ text: inout ArraySlice<UInt8>) -> Int {
            let run = text.prefix { ASCII.isDigit($0) }.count
            text = text.dropFirst(run)
            return run
        }
        var rest = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
        let startsWithZero = rest.first == 0x30
        let whole = digits(&rest)
        guard whole > 0, whole == 1 || !startsWithZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if digits(&rest) == 0 { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            if digits(&rest) == 0 { return false }
        }
        return rest.isEmpty
    }

    private mutating func number() throws(Failure) -> Double {
        let start = cursor
        while let byte = peek(), "+-.eE0123456789".utf8.contains(byte) { cursor += 1 }
        guard Self.isNumber(bytes[start..<cursor]),
            let value = Double(String(decoding: bytes[start..<cursor], as: UTF8.self))
        else {
            throw Failure(message: "not a number", offset: start)
        }
        return value
    }
}
