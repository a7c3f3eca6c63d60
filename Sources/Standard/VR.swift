/// A Value Representation (PS3.5 §6.2), kept as the two characters that stand in explicit encodings.
public struct VR: Hashable, Sendable, BitwiseCopyable {
    /// The first character in the high byte, the second in the low byte, whatever the byte order of the file.
    public var rawValue: UInt16

    @inlinable
    public init(_ rawValue: UInt16) { self.rawValue = rawValue }

    @inlinable
    public init(_ first: UInt8, _ second: UInt8) { rawValue = UInt16(first) << 8 | UInt16(second) }

    /// Whether the characters are two upper-case letters, as those of every VR are.
    @inlinable @inline(__always)
    public var isWellFormed: Bool {
        let letters: ClosedRange<UInt16> = 0x41...0x5A
        return letters.contains(rawValue >> 8) && letters.contains(rawValue & 0xFF)
    }
}

extension VR {
    // Computed, and inlined: a stored one would be looked up behind a lazy initialiser at every use in another module.
    @inlinable public static var ae: VR { VR(0x4145) }
    @inlinable public static var `as`: VR { VR(0x4153) }
    @inlinable public static var at: VR { VR(0x4154) }
    @inlinable public static var cs: VR { VR(0x4353) }
    @inlinable public static var da: VR { VR(0x4441) }
    @inlinable public static var ds: VR { VR(0x4453) }
    @inlinable public static var dt: VR { VR(0x4454) }
    @inlinable public static var fd: VR { VR(0x4644) }
    @inlinable public static var fl: VR { VR(0x464C) }
    @inlinable public static var `is`: VR { VR(0x4953) }
    @inlinable public static var lo: VR { VR(0x4C4F) }
    @inlinable public static var lt: VR { VR(0x4C54) }
    @inlinable public static var ob: VR { VR(0x4F42) }
    @inlinable public static var od: VR { VR(0x4F44) }
    @inlinable public static var of: VR { VR(0x4F46) }
    @inlinable public static var ol: VR { VR(0x4F4C) }
    @inlinable public static var ov: VR { VR(0x4F56) }
    @inlinable public static var ow: VR { VR(0x4F57) }
    @inlinable public static var pn: VR { VR(0x504E) }
    @inlinable public static var sh: VR { VR(0x5348) }
    @inlinable public static var sl: VR { VR(0x534C) }
    @inlinable public static var sq: VR { VR(0x5351) }
    @inlinable public static var ss: VR { VR(0x5353) }
    @inlinable public static var st: VR { VR(0x5354) }
    @inlinable public static var sv: VR { VR(0x5356) }
    @inlinable public static var tm: VR { VR(0x544D) }
    @inlinable public static var uc: VR { VR(0x5543) }
    @inlinable public static var ui: VR { VR(0x5549) }
    @inlinable public static var ul: VR { VR(0x554C) }
    @inlinable public static var un: VR { VR(0x554E) }
    @inlinable public static var ur: VR { VR(0x5552) }
    @inlinable public static var us: VR { VR(0x5553) }
    @inlinable public static var ut: VR { VR(0x5554) }
    @inlinable public static var uv: VR { VR(0x5556) }

    /// Whether the VR is one that PS3.5 2026d defines.
    @inlinable public var isKnown: Bool {
        switch self {
        case .ae, .as, .at, .cs, .da, .ds, .dt, .fd, .fl, .is, .lo, .lt, .ob, .od, .of, .ol, .ov, .ow, .pn, .sh, .sl,
            .sq, .ss, .st, .sv, .tm, .uc, .ui, .ul, .un, .ur, .us, .ut, .uv:
            true
        default: false
        }
    }

    /// Whether the explicit-VR header carries a 32-bit length after two reserved bytes (PS3.5 §7.1.2).
    ///
    /// The standard lists the short ones; everything else is long, so a VR of a later edition is read correctly.
    @inlinable @inline(__always) public var hasLongLength: Bool {
        // Asked for every element: a bit for each second letter, by the first one.
        let seconds: UInt32 =
            switch rawValue >> 8 {
            case 0x41: 1 << 5 | 1 << 19 | 1 << 20  // AE AS AT
            case 0x43: 1 << 19  // CS
            case 0x44: 1 << 1 | 1 << 19 | 1 << 20  // DA DS DT
            case 0x46: 1 << 4 | 1 << 12  // FD FL
            case 0x49: 1 << 19  // IS
            case 0x4C: 1 << 15 | 1 << 20  // LO LT
            case 0x50: 1 << 14  // PN
            case 0x53: 1 << 8 | 1 << 12 | 1 << 19 | 1 << 20  // SH SL SS ST
            case 0x54: 1 << 13  // TM
            case 0x55: 1 << 9 | 1 << 12 | 1 << 19  // UI UL US
            default: 0
            }
        let second = UInt32(rawValue & 0xFF)
        return second &- 0x40 > 31 || seconds >> (second & 31) & 1 == 0
    }

    /// Whether the value is characters. UN is not: nothing is known of it.
    @inlinable public var isText: Bool {
        switch self {
        case .ae, .as, .cs, .da, .ds, .dt, .is, .lo, .lt, .pn, .sh, .st, .tm, .uc, .ui, .ur, .ut: true
        default: false
        }
    }

    /// Whether the characters are those of Specific Character Set rather than the default repertoire (PS3.5 §6.1.2.3).
    @inlinable public var usesSpecificCharacterSet: Bool {
        switch self {
        case .lo, .lt, .pn, .sh, .st, .uc, .ut: true
        default: false
        }
    }

    /// The byte that pads a value to even length: NUL for UI and binary VRs, a space for the rest (PS3.5 §6.2).
    @inlinable public var paddingByte: UInt8 { isText && self != .ui ? 0x20 : 0x00 }
}

extension VR: CustomStringConvertible {
    /// The two characters; `??` where they are not letters, so that no byte of a file reaches a message.
    public var description: String {
        guard isWellFormed else { return "??" }
        return String(decoding: [UInt8(rawValue >> 8), UInt8(rawValue & 0xFF)], as: UTF8.self)
    }
}
