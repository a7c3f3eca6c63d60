import DICOM
import Standard

/// What has been found out of native pixels before they are decided on.
struct PixelSurvey {
    var layout = SampleMask.Layout()
    /// `nil` where the layout does not say how long the samples are.
    var mask: SampleMask?
    /// There are bytes, and no mask for them.
    var areUnmasked = false
    /// Words stand among the bytes for which there is no mask.
    var areWords = false

    /// Whether pixels that are said to share their colours have each its own by their length. Nobody can tell then which of the
    /// two is wrong, and what behind the samples of the one would be image by the other.
    func areOfAllColours(_ length: Int) -> Bool {
        if layout.chroma == .full { return false }
        var full = layout
        full.chroma = .full
        guard let whole = SampleMask(full, isBigEndian: false)?.length, whole > mask?.length ?? 0 else { return false }
        return length == whole || length == whole + whole % 2
    }
}

extension SampleMask.Layout {
    /// Takes what an attribute of the Image Pixel Module says (PS3.3 C.7.6.3), whatever VR its number has.
    mutating func note(_ element: Element, _ buffer: borrowing HeaderBuffer) {
        guard element.kind == .element, element.lengthField > 0 else { return }
        switch element.tag.element {
        case 0x0002: samplesPerPixel = Self.number(element, buffer)
        case 0x0004: chroma = Self.chroma(element, buffer)
        case 0x0008:
            if element.isResident, element.lengthField <= 64, ContentForm.width(of: element.vr) == nil {
                note(frames: element.trimmedValue(buffer))
            } else {
                frames = Self.number(element, buffer)
            }
        case 0x0010: rows = Self.number(element, buffer)
        case 0x0011: columns = Self.number(element, buffer)
        case 0x0100: bitsAllocated = Self.number(element, buffer)
        case 0x0101: bitsStored = Self.number(element, buffer)
        case 0x0102: highBit = Self.number(element, buffer)
        case 0x0103: isSigned = Self.number(element, buffer) == 1
        case 0x0120, 0x0121:
            // Each once; repeated ones would be asked for every sample.
            if padding.count < 2, element.vr == .us || element.vr == .ss {
                padding.append(UInt16(Self.number(element, buffer)))
            }
        default: break
        }
    }

    /// Anything but a number leaves the number of frames, and so their end, unknown.
    mutating func note(frames value: [UInt8]) {
        let digits = value.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
        frames = value.isEmpty ? 1 : Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    /// A binary number of up to 16 bits, in US, or in a VR that has more room; 0 for anything else.
    private static func number(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Int {
        guard element.isResident, element.lengthField >= 2, element.lengthField <= 64 else { return 0 }
        let isBigEndian = element.encoding.isBigEndian && element.vr != .un
        switch element.vr {
        case .us, .ss: return Int(buffer.uint16(at: element.valuePosition, bigEndian: isBigEndian))
        case .un where element.lengthField == 2: return Int(buffer.uint16(at: element.valuePosition, bigEndian: false))
        case .ul where element.lengthField >= 4, .sl where element.lengthField >= 4, .un where element.lengthField == 4:
            let value = buffer.uint32(at: element.valuePosition, bigEndian: isBigEndian)
            return value <= 0xFFFF ? Int(value) : 0
        default: return 0
        }
    }

    private static func chroma(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Chroma {
        // Most images are monochrome.
        guard element.isResident, element.lengthField <= 64, buffer[element.valuePosition] != UInt8(ascii: "M") else {
            return .full
        }
        return switch String(decoding: element.trimmedValue(buffer), as: UTF8.self) {
        case "YBR_FULL_422", "YBR_PARTIAL_422": .half
        case "YBR_PARTIAL_420": .quarter
        default: .full
        }
    }
}
