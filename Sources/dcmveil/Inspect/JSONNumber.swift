/// Decimal and integer strings as numbers of JSON.
enum JSONNumber {
    /// The number as it stands where JSON allows it so, otherwise the same number written anew; `nil` when it is none.
    static func text(of value: ArraySlice<UInt8>, isInteger: Bool) -> ArraySlice<UInt8>? {
        if isNumber(value) { return value }
        guard !value.isEmpty, value.allSatisfy({ isCharacter($0) }) else { return nil }
        let text = String(decoding: value, as: UTF8.self)
        if isInteger, let number = Int64(text) { return Array(String(number).utf8)[...] }
        guard let number = Double(text), number.isFinite else { return nil }
        return Array(number.description.utf8)[...]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isCharacter(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte | 0x20 == UInt8(ascii: "e")
    }

    /// RFC 8259 §6.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        let end = bytes.endIndex
        func isAt(_ byte: UInt8) -> Bool { index < end && bytes[index] == byte }
        func digits() -> Int {
            let start = index
            while index < end, isDigit(bytes[index]) { index += 1 }
            return index - start
        }
        if isAt(UInt8(ascii: "-")) { index += 1 }
        let isZero = isAt(UInt8(ascii: "0"))
        let whole = digits()
        if whole == 0 || (isZero && whole > 1) { return false }
        if isAt(UInt8(ascii: ".")) {
            index += 1
            if digits() == 0 { return false }
        }
        if isAt(UInt8(ascii: "e")) || isAt(UInt8(ascii: "E")) {
            index += 1
            if isAt(UInt8(ascii: "+")) || isAt(UInt8(ascii: "-")) { index += 1 }
            if digits() == 0 { return false }
        }
        return index == end
    }
}
