import Standard

/// A line of a dump while it is put together: of one after the other, in the same memory.
struct LineText {
    private(set) var utf8: [UInt8] = []
    private let hasColour: Bool

    init(hasColour: Bool) { self.hasColour = hasColour }

    mutating func removeAll() { utf8.removeAll(keepingCapacity: true) }

    mutating func add(_ text: String) { utf8.append(contentsOf: text.utf8) }

    mutating func add(_ text: String, _ colour: Colour) {
        painted(colour, !text.isEmpty) { $0.append(contentsOf: text.utf8) }
    }

    mutating func add(_ more: [UInt8]) { utf8 += more }

    mutating func add(_ tag: Tag, _ colour: Colour) {
        painted(colour, true) { utf8 in
            utf8.append(UInt8(ascii: "("))
            for place in UInt32(0)..<8 {
                if place == 4 { utf8.append(UInt8(ascii: ",")) }
                utf8.append(HexadecimalDigit.of(tag.rawValue, at: 7 - place))
            }
            utf8.append(UInt8(ascii: ")"))
        }
    }

    mutating func add(_ vr: VR, _ colour: Colour) {
        painted(colour, true) { utf8 in
            utf8.append(vr.isWellFormed ? UInt8(vr.rawValue >> 8) : UInt8(ascii: "?"))
            utf8.append(vr.isWellFormed ? UInt8(vr.rawValue & 0xFF) : UInt8(ascii: "?"))
        }
    }

    /// A number at the right of so many columns; `-` for none.
    mutating func add(right number: Int?, _ width: Int, _ colour: Colour) {
        painted(colour, true) { utf8 in
            guard let number else {
                for _ in 1..<max(2, width) { utf8.append(0x20) }
                return utf8.append(UInt8(ascii: "-"))
            }
            var unit = 1
            var digits = 1
            while number / unit >= 10 { (unit, digits) = (unit * 10, digits + 1) }
            while digits < width {
                utf8.append(0x20)
                digits += 1
            }
            while unit > 0 {
                utf8.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
                unit /= 10
            }
        }
    }

    mutating func spaces(_ count: Int) {
        var left = count
        while left > 0 {
            utf8.append(0x20)
            left -= 1
        }
    }

    /// Ends the line, without blanks at its end.
    mutating func end() {
        while utf8.last == 0x20 { utf8.removeLast() }
        utf8.append(0x0A)
    }

    @inline(__always)
    private mutating func painted(_ colour: Colour, _ isAny: Bool, _ add: (inout [UInt8]) -> Void) {
        let isPainted = hasColour && isAny
        if isPainted { utf8.append(contentsOf: "\u{1B}[\(colour.rawValue)m".utf8) }
        add(&utf8)
        if isPainted { utf8.append(contentsOf: "\u{1B}[0m".utf8) }
    }
}
