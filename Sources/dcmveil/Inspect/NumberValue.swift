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

    init?(_ vr: VR, isBigEndian: Bool) {
        guard let width = Self.width(of: vr) else { return nil }
        self.vr = vr
        self.width = width
        self.isBigEndian = isBigEndian
    }

    /// Calls `body` with the text of each number: decimal, shortest that reads back the same; a tag for AT.
    mutating func read(_ chunk: [UInt8], _ body: (String) throws -> Void) rethrows {
        let bytes = rest + chunk
        var start = 0
        while bytes.count - start >= width {
            try body(text(bytes[start..<start + width]))
            start += width
        }
        rest = Array(bytes[start...])
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        var bits: UInt64 = 0
        if vr == .at {
            // Group, then element, each in the byte order of the file.
            let halves = [bytes.prefix(2), bytes.suffix(2)].map { isBigEndian ? Array($0) : $0.reversed() }
            for byte in halves.joined() { bits = bits << 8 | UInt64(byte) }
            return Tag(UInt32(bits)).description
        }
        for byte in isBigEndian ? Array(bytes) : bytes.reversed() { bits = bits << 8 | UInt64(byte) }
        switch vr {
        case .ss: return String(Int16(truncatingIfNeeded: bits))
        case .sl: return String(Int32(truncatingIfNeeded: bits))
        case .sv: return String(Int64(truncatingIfNeeded: bits))
        // A single as the double that it is: what a reader of JSON makes of it is then exactly the value.
        case .fl: return Double(Float(bitPattern: UInt32(bits))).description
        case .fd: return Double(bitPattern: bits).description
        default: return String(bits)
        }
    }
}
