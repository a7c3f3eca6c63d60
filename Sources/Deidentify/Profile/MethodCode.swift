import Standard

/// A De-identification Method Code (PS3.16 CID 7050, scheme DCM).
public struct MethodCode: Hashable, Sendable {
    public var value: String
    public var meaning: String

    static let basicProfile = MethodCode(value: "113100", meaning: "Basic Application Confidentiality Profile")

    init(value: String, meaning: String) {
        self.value = value
        self.meaning = meaning
    }

    init(_ option: Confidentiality.Option) {
        switch option {
        case .retainSafePrivate: self.init(value: "113111", meaning: "Retain Safe Private Option")
        case .retainUIDs: self.init(value: "113110", meaning: "Retain UIDs Option")
        case .retainDeviceIdentity: self.init(value: "113109", meaning: "Retain Device Identity Option")
        case .retainInstitutionIdentity: self.init(value: "113112", meaning: "Retain Institution Identity Option")
        case .retainPatientCharacteristics: self.init(value: "113108", meaning: "Retain Patient Characteristics Option")
        case .retainLongitudinalFullDates:
            self.init(value: "113106", meaning: "Retain Longitudinal Temporal Information Full Dates Option")
        case .retainLongitudinalModifiedDates:
            self.init(value: "113107", meaning: "Retain Longitudinal Temporal Information Modified Dates Option")
        case .cleanDescriptors: self.init(value: "113105", meaning: "Clean Descriptors Option")
        case .cleanStructuredContent: self.init(value: "113104", meaning: "Clean Structured Content Option")
        case .cleanGraphics: self.init(value: "113103", meaning: "Clean Graphics Option")
        }
    }
}
