/// Decimal and integer strings as numbers of JSON.
enum JSONNumber {
    /// The number as it stands where JSON allows it so, otherwise the same number written anew; `nil` when it is none.
    static func text(of value: String, isInteger: Bool) -> String? {
        let bytes = Array(value.utf8)
        guard !bytes.isEmpty, bytes.allSatisfy({ Self.characters.contains($0) }) else { return nil }
        if isNumber(bytes) { return value }
        if isInteger, let number = Int64(value) { return String(number) }
        guard let number = Double(value), number.isFinite else { return nil }
        return number.description
    }

    private static let characters = Set("0123456789+-.eE".utf8)

    /// RFC 8259 §6.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let isZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        if whole == 0 || (isZero && whole > 1) { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if digits() == 0 { return false }
        }
        if let exponent = rest.first, exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}
