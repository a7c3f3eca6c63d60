import Standard

/// Data sets written and read from the words of PS3.5 §7, on purpose without the code under test.
enum Wire: String, CaseIterable, Sendable {
    case implicitLittle, explicitLittle, explicitBig

    var isExplicit: Bool { self != .implicitLittle }
    var isBig: Bool { self == .explicitBig }
    var syntax: String {
        switch self {
        case .implicitLittle: "1.2.840.10008.1.2"
        case .explicitLittle: "1.2.840.10008.1.2.1"
        case .explicitBig: "1.2.840.10008.1.2.2"
        }
    }

    func u16(_ value: Int) -> [UInt8] {
        let little = [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)]
        return isBig ? little.reversed() : little
    }

    func u32(_ value: UInt32) -> [UInt8] {
        let little = (0..<4).map { UInt8(value >> UInt32($0 * 8) & 0xFF) }
        return isBig ? little.reversed() : little
    }

    func tag(_ tag: UInt32) -> [UInt8] { u16(Int(tag >> 16)) + u16(Int(tag & 0xFFFF)) }

    /// PS3.5 §7.1.2, Tables 7.1-1 and 7.1-2: the VRs with a 16-bit length; all others have two reserved bytes and 32 bits.
    static let shortVRs = Set(
        "AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US".split(separator: " ").map(String.init))

    func header(_ tag: UInt32, _ vr: String, _ length: UInt32) -> [UInt8] {
        guard isExplicit else { return self.tag(tag) + u32(length) }
        let head = self.tag(tag) + Array(vr.utf8)
        return Self.shortVRs.contains(vr) ? head + u16(Int(length)) : head + [0, 0] + u32(length)
    }

    func element(_ tag: UInt32, _ vr: String, _ value: [UInt8]) -> [UInt8] {
        header(tag, vr, UInt32(value.count)) + value
    }

    func element(_ tag: UInt32, _ vr: String, _ text: String) -> [UInt8] {
        element(tag, vr, Self.padded(text, vr))
    }

    static func padded(_ text: String, _ vr: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes.count % 2 == 0 ? bytes : bytes + [vr == "UI" ? 0 : 0x20]
    }

    func item(_ content: [UInt8], undefined: Bool = false) -> [UInt8] {
        undefined
            ? tag(0xFFFE_E000) + u32(0xFFFF_FFFF) + content + tag(0xFFFE_E00D) + u32(0)
            : tag(0xFFFE_E000) + u32(UInt32(content.count)) + content
    }

    func sequence(_ tag: UInt32, _ items: [[UInt8]], undefined: Bool = false, vr: String = "SQ") -> [UInt8] {
        let content = items.flatMap(\.self)
        return undefined
            ? header(tag, vr, 0xFFFF_FFFF) + content + self.tag(0xFFFE_E0DD) + u32(0)
            : header(tag, vr, UInt32(content.count)) + content
    }

    /// Encapsulated Pixel Data (PS3.5 A.4); the first fragment is the Basic Offset Table.
    func fragments(_ tag: UInt32, _ fragments: [[UInt8]]) -> [UInt8] {
        sequence(tag, fragments.map { item($0) }, undefined: true, vr: "OB")
    }
}

/// A Part 10 file around a data set (PS3.10 §7.1): group 0002 is always Explicit VR Little Endian.
func part10(
    _ dataSet: [UInt8], syntax: String, sopClass: String = "1.2.840.10008.5.1.4.1.1.2", sopInstance: String = "1.2.3.4"
) -> [UInt8] {
    let le = Wire.explicitLittle
    let group =
        le.element(0x0002_0001, "OB", [0, 1]) + le.element(0x0002_0002, "UI", sopClass)
        + le.element(0x0002_0003, "UI", sopInstance) + le.element(0x0002_0010, "UI", syntax)
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        + le.element(0x0002_0000, "UL", le.u32(UInt32(group.count))) + group + dataSet
}
