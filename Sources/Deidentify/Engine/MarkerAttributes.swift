import DICOM
import Standard

/// The attributes that say what was done (PS3.15 E.1.1, PS3.16 CID 7050).
struct MarkerAttributes {
    private let profile: CompiledProfile

    init(_ profile: CompiledProfile) { self.profile = profile }

    static let tags: [Tag] = [
        .patientIdentityRemoved, .deidentificationMethod, .deidentificationMethodCodeSequence,
        .longitudinalTemporalInformationModified,
    ]

    /// The element of one of `tags`, encoded.
    func element(_ tag: Tag, _ encoding: Encoding, to bytes: inout [UInt8]) {
        let encoder = ElementEncoder(encoding)
        switch tag {
        case .patientIdentityRemoved: encoder.append(tag, .cs, Array("YES".utf8), to: &bytes)
        case .deidentificationMethod: encoder.append(tag, .lo, Array(method.utf8), to: &bytes)
        case .longitudinalTemporalInformationModified:
            encoder.append(tag, .cs, Array(temporal.utf8), to: &bytes)
        default:
            let items = codes.map { code in
                var item: [UInt8] = []
                encoder.append(Tag(0x0008_0100), .sh, Array(code.value.utf8), to: &item)
                encoder.append(Tag(0x0008_0102), .sh, Array("DCM".utf8), to: &item)
                encoder.append(Tag(0x0008_0104), .lo, Array(code.meaning.utf8), to: &item)
                return item
            }
            encoder.appendSequence(tag, items: items, to: &bytes)
        }
    }

    /// Values of at most 64 characters each.
    private var method: String {
        "dcmveil\\PS3.15 \(DataDictionary.edition)\\profile \(profile.profile.name.prefix(50))"
            + "\\sha256:\(profile.profile.digest.prefix(48))"
    }

    private var temporal: String {
        switch profile.dates {
        case .removed: "REMOVED"
        case .modified: "MODIFIED"
        case .unmodified: "UNMODIFIED"
        }
    }

    private var codes: [(value: String, meaning: String)] {
        var codes = [("113100", "Basic Application Confidentiality Profile")]
        for option in profile.profile.options {
            switch option {
            case .retainSafePrivate: codes.append(("113111", "Retain Safe Private Option"))
            case .retainUIDs: codes.append(("113110", "Retain UIDs Option"))
            case .retainDeviceIdentity: codes.append(("113109", "Retain Device Identity Option"))
            case .retainInstitutionIdentity: codes.append(("113112", "Retain Institution Identity Option"))
            case .retainPatientCharacteristics: codes.append(("113108", "Retain Patient Characteristics Option"))
            case .retainLongitudinalFullDates:
                codes.append(("113106", "Retain Longitudinal Temporal Information Full Dates Option"))
            case .retainLongitudinalModifiedDates:
                codes.append(("113107", "Retain Longitudinal Temporal Information Modified Dates Option"))
            case .cleanDescriptors: codes.append(("113105", "Clean Descriptors Option"))
            case .cleanStructuredContent: codes.append(("113104", "Clean Structured Content Option"))
            case .cleanGraphics: codes.append(("113103", "Clean Graphics Option"))
            }
        }
        return codes.map { (value: $0.0, meaning: $0.1) }
    }
}
