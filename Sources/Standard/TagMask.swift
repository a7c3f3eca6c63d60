/// A tag in which some hexadecimal digits stand for any digit, as `60xx3000` for every overlay (PS3.6 repeating groups).
///
/// A mask never matches a private tag: the repeating groups of the standard are the even ones.
public struct TagMask: Hashable, Sendable {
    public var value: UInt32
    /// Ones where the digit is fixed.
    public var mask: UInt32

    public init(value: UInt32, mask: UInt32) {
        self.value = value & mask
        self.mask = mask
    }

    /// Reads eight digits or `x`, with or without `(`, `,` and `)`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var value: UInt32 = 0
        var mask: UInt32 = 0
        var digits = 0
        for byte in text.utf8 {
            let digit: UInt32
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt32(byte - UInt8(ascii: "A") + 10)
            case UInt8(ascii: "x"), UInt8(ascii: "X"):
                (value, mask, digits) = (value << 4, mask << 4, digits + 1)
                continue
            case UInt8(ascii: "(") where digits == 0, UInt8(ascii: ",") where digits == 4,
                UInt8(ascii: ")") where digits == 8:
                continue
            default: return nil
            }
            (value, mask, digits) = (value << 4 | digit, mask << 4 | 0xF, digits + 1)
            if digits > 8 { return nil }
        }
        guard digits == 8 else { return nil }
        self.init(value: value, mask: mask)
    }

    @inlinable
    public func matches(_ tag: Tag) -> Bool { tag.rawValue & mask == value && !tag.isPrivate }
}

extension TagMask {
    /// Whether some tag matches both masks.
    public func meets(_ other: TagMask) -> Bool { (value ^ other.value) & mask & other.mask == 0 }

    /// Whether every tag that matches `other` matches this mask.
    public func covers(_ other: TagMask) -> Bool { mask & other.mask == mask && other.value & mask == value }
}

extension TagMask: CustomStringConvertible {
    /// `(gggg,eeee)` as PS3.6 prints it, with `x` for the open digits.
    public var description: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = [UInt8(ascii: "(")]
        for shift in stride(from: 28, through: 0, by: -4).map({ UInt32($0) }) {
            text.append(mask >> shift & 0xF == 0xF ? digits[Int(value >> shift & 0xF)] : UInt8(ascii: "x"))
            if shift == 16 { text.append(UInt8(ascii: ",")) }
        }
        return String(decoding: text + [UInt8(ascii: ")")], as: UTF8.self)
    }
}
