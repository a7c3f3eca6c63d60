import Standard

/// The state machine of code extensions: which sets are active, byte by byte (PS3.5 §6.1.2.5).
struct ExtendedDecoder {
    private let codec: TextCodec
    private let splits: Bool
    private let isName: Bool
    /// The sets of value 1, which are active again after each delimiter.
    private let first: (g0: GraphicSet, g1: GraphicSet?)
    /// The sets to which escape sequences may switch, by their numbers in `Designation.all`.
    private let announced: UInt64
    private var g0: GraphicSet
    private var g1: GraphicSet?
    /// No escape sequence and no character is longer.
    private static let longest = 4

    init(_ set: SpecificCharacterSet, _ vr: VR, _ codec: TextCodec) {
        self.codec = codec
        splits = vr.allowsSeveralValues
        isName = vr == .pn
        first = (set.g0, set.g1)
        g0 = set.g0
        g1 = set.g1
        announced = set.designations.reduce(0) { $0 | 1 << UInt64($1.number) }
    }

    /// - Parameter isLast: whether nothing follows, so that what is cut short at the end is looked at as it stands.
    /// - Returns: the number of bytes looked at; those after them want to be seen together with what follows.
    mutating func decode(_ bytes: [UInt8], isLast: Bool, into values: inout DecodedValues) -> Int {
        var index = 0
        let end = isLast ? bytes.count : bytes.count - Self.longest + 1
        while index < end {
            let byte = bytes[index]
            switch byte {
            case 0x1B: index += escape(bytes, at: index, &values)
            case ..<0x20:
                // Before a control character the sets of value 1 must be active again (PS3.5 §6.1.2.5.3).
                reset()
                values.append(byte)
                index += 1
            case 0x20, 0x7F:
                values.append(byte)
                index += 1
            case ..<0x80 where g0.form != .pair:
                if byte == 0x5C, splits {
                    reset()
                    values.endValue()
                    index += 1
                } else if isName, byte == 0x5E || byte == 0x3D {
                    reset()
                    values.append(byte)
                    index += 1
                } else {
                    let start = index
                    repeat { index += 1 } while index < end && isPlain(bytes[index])
                    codec.append(bytes[start..<index], of: g0, to: &values)
                }
            default: index += character(bytes, at: index, &values)
            }
        }
        if isLast {
            reset()
            values.endValue()
        }
        return max(0, index)
    }

    /// Whether a byte is a character of G0 and nothing else, when G0 has one byte a character.
    private func isPlain(_ byte: UInt8) -> Bool {
        (0x21..<0x7F).contains(byte) && byte != 0x5C && (!isName || byte != 0x5E && byte != 0x3D)
    }

    /// Characters of more than one byte, or of the upper half: one, or as many as follow each other.
    private func character(_ bytes: [UInt8], at index: Int, _ values: inout DecodedValues) -> Int {
        guard let active = bytes[index] < 0x80 ? g0 : g1 else {
            // Nothing is announced for the upper half. The character of Latin alphabet No. 1 loses nothing.
            values.markInexact()
            values.append(Unicode.Scalar(bytes[index]))
            return 1
        }
        let range: ClosedRange<UInt8> = active.isG1 ? 0xA1...0xFE : 0x21...0x7E
        var end = index
        if active.form == .pair {
            while end + 1 < bytes.count, range.contains(bytes[end]), range.contains(bytes[end + 1]) { end += 2 }
            if end == index {
                values.append(nil)
                return 1
            }
        } else {
            repeat { end += 1 } while end < bytes.count - Self.longest && bytes[end] >= 0x80
        }
        codec.append(bytes[index..<end], of: active, to: &values)
        return end - index
    }

    private mutating func escape(_ bytes: [UInt8], at index: Int, _ values: inout DecodedValues) -> Int {
        guard let designation = Designation.starting(bytes, at: index) else {
            values.markInexact()
            values.append(0x1B)
            return 1
        }
        // Back to ASCII is understood by everybody, announced or not.
        if announced >> UInt64(designation.number) & 1 == 0, designation.set.form != .ascii, designation.set != first.g0
        {
            values.markInexact()
        }
        if designation.set.isG1 { g1 = designation.set } else { g0 = designation.set }
        return designation.escape.count
    }

    private mutating func reset() {
        g0 = first.g0
        g1 = first.g1
    }
}
