import DICOM

/// Pairs of letters and digits, without case, that texts begin with. What has none of the pairs in it, whatever stands between two
/// characters, has none of the texts in it: this is told without taking anything out of a buffer.
struct CharacterPairs: Sendable {
    /// A bit for each pair of 36 characters; none while there are no pairs. Not in the value itself, which is passed on for every element.
    private var bits: [UInt64] = []

    mutating func insert(_ text: [UInt8]) {
        guard text.count > 1, let pair = Self.pair(Self.number(text[0]), text[1]) else { return }
        if bits.isEmpty { bits = Array(repeating: 0, count: 21) }
        bits[pair >> 6] |= 1 << UInt64(pair & 63)
    }

    func mayStand(in text: ArraySlice<UInt8>) -> Bool {
        if bits.isEmpty { return false }
        var last = Self.none
        for byte in text where isPair(&last, byte) { return true }
        return false
    }

    func mayStand(in buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Bool {
        if bits.isEmpty { return false }
        var last = Self.none
        for position in range where isPair(&last, buffer[position]) { return true }
        return false
    }

    private static let none = 36

    @inline(__always)
    private func isPair(_ last: inout Int, _ byte: UInt8) -> Bool {
        let number = Self.number(byte)
        if number == Self.none { return false }
        defer { last = number }
        guard last != Self.none else { return false }
        let pair = last * 36 + number
        return bits[pair >> 6] & 1 << UInt64(pair & 63) != 0
    }

    private static func pair(_ first: Int, _ byte: UInt8) -> Int? {
        let second = number(byte)
        return first == none || second == none ? nil : first * 36 + second
    }

    /// Of a letter or digit; `none` for anything else.
    @inline(__always)
    private static func number(_ byte: UInt8) -> Int {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x5A: Int(byte) - 0x37
        case 0x61...0x7A: Int(byte) - 0x57
        default: none
        }
    }
}
