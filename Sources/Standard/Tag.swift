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
    ///
    /// Sound: eleven bytes are asked for, and each of them is written once.
    public var description: String {
        unsafe String(unsafeUninitializedCapacity: 11) { text in
            func digit(_ place: UInt32) -> UInt8 {
                let value = UInt8(truncatingIfNeeded: rawValue >> (4 * place) & 0xF)
                return value < 10 ? 0x30 + value : 0x37 + value
            }
            unsafe text[0] = UInt8(ascii: "(")
            for place in 0..<4 {
                unsafe text[1 + place] = digit(UInt32(7 - place))
                unsafe text[6 + place] = digit(UInt32(3 - place))
            }
            unsafe text[5] = UInt8(ascii: ",")
            unsafe text[10] = UInt8(ascii: ")")
            return 11
        }
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
    @inlinable public static var item: Tag { Tag(0xFFFE_E000) }
    @inlinable public static var itemDelimitation: Tag { Tag(0xFFFE_E00D) }
    @inlinable public static var sequenceDelimitation: Tag { Tag(0xFFFE_E0DD) }

    @inlinable public static var fileMetaInformationGroupLength: Tag { Tag(0x0002_0000) }
    @inlinable public static var fileMetaInformationVersion: Tag { Tag(0x0002_0001) }
    @inlinable public static var mediaStorageSOPClassUID: Tag { Tag(0x0002_0002) }
    @inlinable public static var mediaStorageSOPInstanceUID: Tag { Tag(0x0002_0003) }
    @inlinable public static var transferSyntaxUID: Tag { Tag(0x0002_0010) }
    @inlinable public static var implementationClassUID: Tag { Tag(0x0002_0012) }
    @inlinable public static var implementationVersionName: Tag { Tag(0x0002_0013) }

    @inlinable public static var specificCharacterSet: Tag { Tag(0x0008_0005) }
    @inlinable public static var sopClassUID: Tag { Tag(0x0008_0016) }
    @inlinable public static var sopInstanceUID: Tag { Tag(0x0008_0018) }
    @inlinable public static var modality: Tag { Tag(0x0008_0060) }
    @inlinable public static var patientName: Tag { Tag(0x0010_0010) }
    @inlinable public static var patientID: Tag { Tag(0x0010_0020) }
    @inlinable public static var issuerOfPatientID: Tag { Tag(0x0010_0021) }
    @inlinable public static var patientIdentityRemoved: Tag { Tag(0x0012_0062) }
    @inlinable public static var deidentificationMethod: Tag { Tag(0x0012_0063) }
    @inlinable public static var deidentificationMethodCodeSequence: Tag { Tag(0x0012_0064) }
    @inlinable public static var studyInstanceUID: Tag { Tag(0x0020_000D) }
    @inlinable public static var seriesInstanceUID: Tag { Tag(0x0020_000E) }
    @inlinable public static var longitudinalTemporalInformationModified: Tag { Tag(0x0028_0303) }

    @inlinable public static var floatPixelData: Tag { Tag(0x7FE0_0008) }
    @inlinable public static var doubleFloatPixelData: Tag { Tag(0x7FE0_0009) }
    @inlinable public static var pixelData: Tag { Tag(0x7FE0_0010) }
    @inlinable public static var dataSetTrailingPadding: Tag { Tag(0xFFFC_FFFC) }
}
