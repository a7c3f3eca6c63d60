/// Text of a set of two bytes a character that an escape sequence has designated to the codes of ASCII (ISO 2022, PS3.5 §6.1.2.5):
/// its bytes look like letters and signs, and are none.
struct DesignatedText {
    /// The bytes that come are of such a set.
    private(set) var isOpen = false
    /// There was a character of one.
    private(set) var isFound = false
    private var isBehindEscape = false
    private var isDesignating = false
    /// The last byte of an escape sequence comes.
    private var isAtFinal = false
    private var count = 0

    /// Whether the next byte is none of the text as ASCII has it.
    var takesNext: Bool { isOpen || isAtFinal }

    mutating func feed(_ byte: UInt8) {
        if isAtFinal { return isAtFinal = false }
        guard isOpen else {
            if isBehindEscape {
                // `ESC $`, else a set of one byte a character
                if byte == UInt8(ascii: "$") { (isOpen, isDesignating, count) = (true, true, 0) }
                isAtFinal = (0x28...0x2F).contains(byte)
            }
            isBehindEscape = byte == 0x1B
            return
        }
        if isDesignating {
            isDesignating = byte == UInt8(ascii: "(")
            // The sets of other codes have bytes beyond ASCII.
            if !isDesignating, (0x29...0x2F).contains(byte) { (isOpen, isAtFinal) = (false, true) }
        } else if byte < 0x20 {
            (isOpen, isBehindEscape) = (false, byte == 0x1B)
        } else {
            count += 1
            if count == 2 { isFound = true }
        }
    }
}
