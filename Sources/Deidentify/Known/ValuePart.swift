/// A run of letters or of digits in a short value, and what stands before it.
struct ValuePart {
    /// Letters in small ones.
    var bytes: [UInt8] = []
    /// The bytes between the part before and this one.
    var separator: ArraySlice<UInt8>
    /// It begins with a capital.
    var isCapitalized: Bool

    var isNumber: Bool { ASCII.isDigit(bytes[0]) }
    var hash: WordHash { WordHash(bytes) }
    var beginsWithZero: Bool { bytes.count > 1 && bytes[0] == UInt8(ascii: "0") }

    static func parts(of text: ArraySlice<UInt8>) -> [ValuePart] {
        var parts: [ValuePart] = []
        var separator = text.startIndex
        var start = text.startIndex
        while start < text.endIndex {
            let isLetter = ASCII.isLetter(text[start])
            guard isLetter || ASCII.isDigit(text[start]) else {
                start += 1
                continue
            }
            var part = ValuePart(
                separator: text[separator..<start], isCapitalized: isLetter && text[start] & 0x20 == 0)
            while start < text.endIndex, isLetter ? ASCII.isLetter(text[start]) : ASCII.isDigit(text[start]) {
                part.bytes.append(isLetter ? text[start] | 0x20 : text[start])
                start += 1
            }
            separator = start
            parts.append(part)
        }
        return parts
    }
}
