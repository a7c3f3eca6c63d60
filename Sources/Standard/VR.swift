/// A Value Representation (PS3.5 §6.2), kept as the two characters that stand in explicit encodings.
public struct VR: Hashable, Sendable, BitwiseCopyable {
    /// The first character in the high byte, the second in the low byte, whatever the byte order of the file.
    public var rawValue: UInt16

    @inlinable
    public init(_ rawValue: UInt16) { self.rawValue = rawValue }

    @inlinable
    public init(_ first: UInt8, _ second: UInt8) { rawValue = UInt16(first) << 8 | UInt16(second) }

    /// Whether the characters are two upper-case letters, as those of every VR are.
    @inlinable
    public var isWellFormed: Bool {
        let letters: ClosedRange<UInt16> = 0x41...0x5A
        return letters.contains(rawValue >> 8) && letters.contains(rawValue & 0xFF)
    }
}

extension VR {
    public static let ae = VR(0x4145)
    public static let `as` = VR(0x4153)
    public static let at = VR(0x4154)
    public static let cs = VR(0x4353)
    public static let da = VR(0x4441)
    public static let ds = VR(0x4453)
    public static let dt = VR(0x4454)
    public static let fd = VR(0x4644)
    public static let fl = VR(0x464C)
    public static let `is` = VR(0x4953)
    public static let lo = VR(0x4C4F)
    public static let lt = VR(0x4C54)
    public static let ob = VR(0x4F42)
    public static let od = VR(0x4F44)
    public static let of = VR(0x4F46)
    public static let ol = VR(0x4F4C)
    public static let ov = VR(0x4F56)
    public static let ow = VR(0x4F57)
    public static let pn = VR(0x504E)
    public static let sh = VR(0x5348)
    public static let sl = VR(0x534C)
    public static let sq = VR(0x5351)
    public static let ss = VR(0x5353)
    public static let st = VR(0x5354)
    public static let sv = VR(0x5356)
    public static let tm = VR(0x544D)
    public static let uc = VR(0x5543)
    public static let ui = VR(0x5549)
    public static let ul = VR(0x554C)
    public static let un = VR(0x554E)
    public static let ur = VR(0x5552)
    public static let us = VR(0x5553)
    public static let ut = VR(0x5554)
    public static let uv = VR(0x5556)

    /// Whether the VR is one that PS3.5 2026d defines.
    public var isKnown: Bool {
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
    public var hasLongLength: Bool {
        switch self {
        case .ae, .as, .at, .cs, .da, .ds, .dt, .fd, .fl, .is, .lo, .lt, .pn, .sh, .sl, .ss, .st, .tm, .ui, .ul, .us:
            false
        default: true
        }
    }

    /// Whether the value is characters. UN is not: nothing is known of it.
    public var isText: Bool {
        switch self {
        case .ae, .as, .cs, .da, .ds, .dt, .is, .lo, .lt, .pn, .sh, .st, .tm, .uc, .ui, .ur, .ut: true
        default: false
        }
    }

    /// Whether the characters are those of Specific Character Set rather than the default repertoire (PS3.5 §6.1.2.3).
    public var usesSpecificCharacterSet: Bool {
        switch self {
        case .lo, .lt, .pn, .sh, .st, .uc, .ut: true
        default: false
        }
    }

    /// The byte that pads a value to even length: NUL for UI and binary VRs, a space for the rest (PS3.5 §6.2).
    public var paddingByte: UInt8 { isText && self != .ui ? 0x20 : 0x00 }
}

extension VR: CustomStringConvertible {
    /// The two characters; `??` where they are not letters, so that no byte of a file reaches a message.
    public var description: String {
        guard isWellFormed else { return "??" }
        return String(decoding: [UInt8(rawValue >> 8), UInt8(rawValue & 0xFF)], as: UTF8.self)
    }
}
