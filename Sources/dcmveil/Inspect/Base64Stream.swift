import DICOM
import Standard

/// Base64 (RFC 4648 §4) of bytes that come in chunks, in little endian whatever the file is.
///
/// PS3.18 F.2.7: the rules of PS3.5 for byte order apply, and the media type has one byte order, little endian
/// (PS3.18 §8.7.3).
struct Base64Stream {
    /// Bytes of a number of the VR, 1 where order does not matter.
    private let unit: Int
    private var rest: [UInt8] = []

    init(_ vr: VR, isBigEndian: Bool) {
        guard isBigEndian else {
            unit = 1
            return
        }
        unit =
            switch vr {
            case .ow: 2
            case .of, .ol: 4
            case .od, .ov: 8
            default: 1
            }
    }

    /// The characters that the bytes so far give for certain.
    mutating func characters(of chunk: [UInt8]) -> [UInt8] {
        let bytes = rest + chunk
        // Whole numbers and whole groups of three bytes.
        let whole = bytes.count - bytes.count % (3 * unit)
        rest = Array(bytes[whole...])
        return encode(bytes[..<whole])
    }

    /// The last characters, with padding.
    mutating func end() -> [UInt8] {
        defer { rest = [] }
        return encode(rest[...])
    }

    private func encode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var bytes = Array(bytes)
        if unit > 1 {
            for start in stride(from: 0, to: bytes.count - bytes.count % unit, by: unit) {
                bytes[start..<start + unit].reverse()
            }
        }
        let alphabet = Self.alphabet
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index + 3 <= bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            out.append(alphabet[Int(group >> 18)])
            out.append(alphabet[Int(group >> 12 & 63)])
            out.append(alphabet[Int(group >> 6 & 63)])
            out.append(alphabet[Int(group & 63)])
            index += 3
        }
        let left = bytes.count - index
        if left > 0 {
            let group = UInt32(bytes[index]) << 16 | (left == 2 ? UInt32(bytes[index + 1]) << 8 : 0)
            out.append(alphabet[Int(group >> 18)])
            out.append(alphabet[Int(group >> 12 & 63)])
            out.append(left == 2 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            out.append(UInt8(ascii: "="))
        }
        return out
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
