import DICOM

/// Values of DS and IS: numbers as PS3.5 §6.2 spells them, and the slips of writers that no reader minds.
enum NumberForm {
    /// What plain decimal numbers are like.
    struct Ordinary: BitwiseCopyable {
        /// Digits in front of the point of the longest of them.
        var mostWholeDigits = 0
        /// One of them has a point.
        var hasPoint = false
    }

    /// Whether the bytes are plain decimal numbers, as nearly all are: told without taking them out of the buffer. What is
    /// not is left to `isNumbers`.
    static func isOrdinary(_ buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Bool {
        ordinary(buffer, range) != nil
    }

    /// - Returns: `nil` where they are not plain decimal numbers.
    static func ordinary(_ buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Ordinary? {
        var found = Ordinary()
        var digits = 0
        var isSigned = false
        var hasPoint = false
        var isBehind = false
        for position in range {
            let byte = buffer[position]
            // Most are digits.
            if byte &- 0x30 < 10 {
                digits &+= 1
                if isBehind || digits > 16 { return nil }
                if !hasPoint, digits > found.mostWholeDigits { found.mostWholeDigits = digits }
                continue
            }
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                if isSigned || hasPoint || digits > 0 || isBehind { return nil }
                isSigned = true
            case UInt8(ascii: "."):
                if hasPoint || isBehind { return nil }
                hasPoint = true
                found.hasPoint = true
            case 0x20, 0:
                // Padding in front is spaces alone.
                if digits > 0 { isBehind = true } else if isSigned || hasPoint || byte == 0 { return nil }
            case 0x5C: (digits, isSigned, hasPoint, isBehind) = (0, false, false, false)
            default: return nil
            }
        }
        return found
    }

    /// - Parameter value: one value, or several with backslashes between, with padding.
    static func isNumbers(_ value: ArraySlice<UInt8>) -> Bool {
        value.split(separator: 0x5C).allSatisfy { isNumber(trimmed($0)) }
    }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop { $0 == 0x20 }
        while let last = text.last, last == 0x20 || last == 0 { text.removeLast() }
        return text
    }

    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        if text.isEmpty || isPlain(text) || isNoNumber(text) { return true }
        // One letter too many is a slip; the number around it may be one that the pixels need.
        return text.count > 1 && ASCII.isLetter(text[text.endIndex - 1]) && isPlain(text.dropLast())
            || text.count > 1 && ASCII.isLetter(text[text.startIndex]) && isPlain(text.dropFirst())
    }

    /// An optional sign, digits with a point or comma among them, an exponent. More digits than a number has are an
    /// identifier; behind the point they are only precision that nobody needs.
    static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix { ASCII.isDigit($0) }
        rest = rest.dropFirst(whole.count)
        var count = whole.count
        if let first = rest.first, first == UInt8(ascii: ".") || first == UInt8(ascii: ",") {
            let fraction = rest.dropFirst().prefix { ASCII.isDigit($0) }
            rest = rest.dropFirst(1 + fraction.count)
            count += fraction.count
            if fraction.count > 24 { return false }
        }
        if let first = rest.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
            let exponent = rest.prefix { ASCII.isDigit($0) }
            guard (1...4).contains(exponent.count) else { return false }
            rest = rest.dropFirst(exponent.count)
        }
        return rest.isEmpty && count > 0 && whole.count <= 16
    }

    /// What libraries write for a number that is none.
    private static func isNoNumber(_ text: ArraySlice<UInt8>) -> Bool {
        let signed = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        let lower = signed.map { $0 | 0x20 }
        return ["nan", "inf", "infinity", "1.#ind", "1.#qnan", "1.#inf", "1.#snan"].contains {
            lower.elementsEqual($0.utf8.map { $0 | 0x20 })
        }
    }

}
