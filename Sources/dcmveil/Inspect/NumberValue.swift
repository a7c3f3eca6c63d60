import DICOM
import Standard

/// Numbers of binary VRs, taken from a value that comes in chunks.
struct NumberValue {
    private let vr: VR
    private let isBigEndian: Bool
    /// Bytes of a number; `nil` for a VR that is no number.
    static func width(of vr: VR) -> Int? {
        switch vr {
        case .us, .ss: 2
        case .ul, .sl, .fl, .at: 4
        case .uv, .sv, .fd: 8
        default: nil
        }
    }

    private let width: Int
    /// Bytes of a number that the chunk before did not hold in whole.
    private var rest: [UInt8] = []
    private var text: [UInt8] = []

    init?(_ vr: VR, isBigEndian: Bool) {
        guard let width = Self.width(of: vr) else { return nil }
        self.vr = vr
        self.width = width
        self.isBigEndian = isBigEndian
    }

    /// Calls `body` with the text of each number: decimal, shortest that reads back the same; a tag for AT.
    mutating func read(_ chunk: [UInt8], _ body: ([UInt8]) throws -> Void) rethrows {
        let bytes = rest.isEmpty ? chunk : rest + chunk
        var start = 0
        var text = text
        self.text = []
        while bytes.count - start >= width {
            var bits: UInt64 = 0
            for place in 0..<width {
                let byte = UInt64(bytes[start + place])
                bits |= byte << UInt64(8 * (isBigEndian ? width - 1 - place : place))
            }
            text.removeAll(keepingCapacity: true)
            write(bits, to: &text)
            try body(text)
            start += width
        }
        self.text = text
        rest = Array(bytes[start...])
    }

    private func write(_ bits: UInt64, to text: inout [UInt8]) {
        switch vr {
        case .us, .ul, .uv: Self.decimal(bits, to: &text)
        case .ss: Self.decimal(Int64(Int16(truncatingIfNeeded: bits)), to: &text)
        case .sl: Self.decimal(Int64(Int32(truncatingIfNeeded: bits)), to: &text)
        case .sv: Self.decimal(Int64(bitPattern: bits), to: &text)
        // A single as the double that it is: what a reader of JSON makes of it is then exactly the value.
        case .fl: text.append(contentsOf: Double(Float(bitPattern: UInt32(bits))).description.utf8)
        case .fd: text.append(contentsOf: Double(bitPattern: bits).description.utf8)
        default:
            // Group, then element, each in the byte order of the file.
            let tag = UInt32(bits)
            text.append(contentsOf: Tag(isBigEndian ? tag : tag << 16 | tag >> 16).description.utf8)
        }
    }

    private static func decimal(_ number: Int64, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        decimal(number.magnitude, to: &text)
    }

    private static func decimal(_ number: UInt64, to text: inout [UInt8]) {
        let start = text.count
        var rest = number
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }
}
