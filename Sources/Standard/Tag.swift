/// A Data Element Tag: group number and element number (PS3.5 §7.1).
///
/// Ordered as data sets are ordered: by group, then by element.
public struct Tag: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// `0xGGGGEEEE`.
    public var rawValue: UInt32

    @inlinable
    public init(_ rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable
    public init(group: UInt16, element: UInt16) {
        rawValue = UInt32(group) << 16 | UInt32(element)
    }

    @inlinable public var group: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
    @inlinable public var element: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    /// Whether the element is private: its group number is odd (PS3.5 §7.8).
    @inlinable public var isPrivate: Bool { rawValue & 0x0001_0000 != 0 }

    /// Whether the element reserves a private block: (gggg,0010-00FF) of an odd group (PS3.5 §7.8.1).
    @inlinable public var isPrivateCreator: Bool { isPrivate && (0x10...0xFF).contains(element) }

    /// Whether the element is a Group Length (gggg,0000), retired outside groups 0000 and 0002 (PS3.5 §7.2).
    @inlinable public var isGroupLength: Bool { element == 0 }

    @inlinable
    public static func < (a: Tag, b: Tag) -> Bool { a.rawValue < b.rawValue }
}

extension Tag: CustomStringConvertible {
    /// `(gggg,eeee)` in upper-case hexadecimal, as PS3.6 prints it.
    public var description: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(11)
        text.append(UInt8(ascii: "("))
        for shift in stride(from: 28, through: 0, by: -4) {
            text.append(digits[Int(rawValue >> UInt32(shift)) & 0xF])
            if shift == 16 { text.append(UInt8(ascii: ",")) }
        }
        text.append(UInt8(ascii: ")"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension Tag {
    /// Reads `ggggeeee`, `gggg,eeee` or `(gggg,eeee)`; `nil` for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        var value: UInt32 = 0
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            case UInt8(ascii: "(") where digits == 0: continue
            case UInt8(ascii: ",") where digits == 4: continue
            case UInt8(ascii: ")") where digits == 8: continue
            default: return nil
            }
            digits += 1
            if digits > 8 { return nil }
        }
        guard digits == 8 else { return nil }
        self.init(value)
    }
}

/// Tags with a meaning to the encoding itself, and those that several rooms need.
extension Tag {
    public static let item = Tag(0xFFFE_E000)
    public static let itemDelimitation = Tag(0xFFFE_E00D)
    public static let sequenceDelimitation = Tag(0xFFFE_E0DD)

    public static let fileMetaInformationGroupLength = Tag(0x0002_0000)
    public static let fileMetaInformationVersion = Tag(0x0002_0001)
    public static let mediaStorageSOPClassUID = Tag(0x0002_0002)
    public static let mediaStorageSOPInstanceUID = Tag(0x0002_0003)
    public static let transferSyntaxUID = Tag(0x0002_0010)
    public static let implementationClassUID = Tag(0x0002_0012)
    public static let implementationVersionName = Tag(0x0002_0013)

    public static let specificCharacterSet = Tag(0x0008_0005)
    public static let sopClassUID = Tag(0x0008_0016)
    public static let sopInstanceUID = Tag(0x0008_0018)
    public static let modality = Tag(0x0008_0060)
    public static let patientName = Tag(0x0010_0010)
    public static let patientID = Tag(0x0010_0020)
    public static let issuerOfPatientID = Tag(0x0010_0021)
    public static let patientIdentityRemoved = Tag(0x0012_0062)
    public static let deidentificationMethod = Tag(0x0012_0063)
    public static let deidentificationMethodCodeSequence = Tag(0x0012_0064)
    public static let studyInstanceUID = Tag(0x0020_000D)
    public static let seriesInstanceUID = Tag(0x0020_000E)
    public static let longitudinalTemporalInformationModified = Tag(0x0028_0303)

    public static let floatPixelData = Tag(0x7FE0_0008)
    public static let doubleFloatPixelData = Tag(0x7FE0_0009)
    public static let pixelData = Tag(0x7FE0_0010)
    public static let dataSetTrailingPadding = Tag(0xFFFC_FFFC)
}
