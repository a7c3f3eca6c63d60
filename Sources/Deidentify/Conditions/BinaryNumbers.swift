import DICOM
import Standard

/// Values of the VRs that are numbers in bytes, as people write them.
enum BinaryNumbers {
    /// `nil` for other VRs.
    static func texts(_ element: Element, _ vr: VR, _ buffer: borrowing HeaderBuffer) -> [String]? {
        guard let width = width(vr) else { return nil }
        let big = element.encoding.isBigEndian
        let count = Int(element.lengthField) / width
        return (0..<count).map { index in
            let start = element.valuePosition + index * width
            var bits: UInt64 = 0
            for place in 0..<width {
                let byte = UInt64(buffer[start + place])
                bits |= byte << UInt64(8 * (big ? width - 1 - place : place))
            }
            return switch vr {
            case .ss: "\(Int16(truncatingIfNeeded: bits))"
            case .sl: "\(Int32(truncatingIfNeeded: bits))"
            case .sv: "\(Int64(truncatingIfNeeded: bits))"
            case .fl: "\(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))"
            case .fd: "\(Double(bitPattern: bits))"
            default: "\(bits)"
            }
        }
    }

    static func width(_ vr: VR) -> Int? {
        switch vr {
        case .us, .ss: 2
        case .ul, .sl, .fl: 4
        case .uv, .sv, .fd: 8
        default: nil
        }
    }
}
