import DICOM
import Standard

/// Who a pseudonym stands for, and which study a new UID: original values, for a sealed table and nothing else.
public struct LinkedIdentity: Sendable {
    /// In the output.
    public var patient: String
    /// In the output; empty where the input has none.
    public var study: String
    /// Of the original, decoded.
    public var patientID = ""
    public var issuer = ""
    public var patientName = ""
    public var birthDate = ""
    public var sex = ""
    public var studyInstanceUID = ""
    public var studyDate = ""
    public var accessionNumber = ""

    /// Bytes of a value that are kept; what is longer names nobody.
    private static let longest = 4096

    /// - Parameters:
    ///   - identity: of the output.
    ///   - elements: the first segment of the input.
    init(_ identity: OutputIdentity, _ elements: [Element], _ buffer: borrowing HeaderBuffer, _ codec: TextCodec) {
        patient = identity.patient
        study = identity.studyInstanceUID
        var set = SpecificCharacterSet.default
        var seen: Set<Tag> = []
        for element in TopLevel(elements) where element.kind == .element {
            guard Self.tags.contains(element.tag.rawValue), element.isResident, element.lengthField <= Self.longest,
                seen.insert(element.tag).inserted
            else { continue }
            let value = element.trimmedValue(buffer)
            if element.tag == .specificCharacterSet {
                set = SpecificCharacterSet(value: value)
                continue
            }
            // By the registered VR: that which stands there may be UN.
            let vr = DataDictionary.vr(of: element.tag) ?? .lo
            let text = codec.decode(value, as: set, vr: vr).text
            switch element.tag.rawValue {
            case 0x0008_0020: studyDate = text
            case 0x0008_0050: accessionNumber = text
            case 0x0010_0010: patientName = text
            case 0x0010_0020: patientID = text
            case 0x0010_0021: issuer = text
            case 0x0010_0030: birthDate = text
            case 0x0010_0040: sex = text
            case 0x0020_000D: studyInstanceUID = text
            default: break
            }
        }
    }

    private static let tags: Set<UInt32> = [
        0x0008_0005, 0x0008_0020, 0x0008_0050, 0x0010_0010, 0x0010_0020, 0x0010_0021, 0x0010_0030, 0x0010_0040,
        0x0020_000D,
    ]
}
