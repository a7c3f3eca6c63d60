import DICOM
import Standard

/// What of a file must be known before its first byte is decided on.
public struct FileContext: Sendable {
    public var sopClassUID: [UInt8] = []
    public var sopInstanceUID: [UInt8] = []
    public var studyInstanceUID: [UInt8] = []
    public var seriesInstanceUID: [UInt8] = []
    public var patientID: [UInt8] = []
    public var issuerOfPatientID: [UInt8] = []
    public var modality: [UInt8] = []
    /// The data set has none of its own; what group 0002 said stands in.
    public var lacksSOPClassUID = false
    public var lacksSOPInstanceUID = false
    /// (0042,0012), which says what an encapsulated document is.
    public var documentType: [UInt8] = []

    public init() {}

    /// Collects the context from the top level of the first segment of a data set.
    ///
    /// Of an element that stands twice, the first one counts.
    public init(_ elements: [Element], _ buffer: borrowing HeaderBuffer) {
        self.init()
        var depth = 0
        for element in elements {
            switch element.kind {
            case .sequence, .item, .fragments: depth += 1
            case .itemEnd, .sequenceEnd: depth -= 1
            case .fragment, .trailing: break
            case .element:
                guard depth == 0, element.isResident, element.lengthField <= 1024 else { continue }
                switch element.tag {
                case .sopClassUID: take(element, buffer, &sopClassUID)
                case .sopInstanceUID: take(element, buffer, &sopInstanceUID)
                case .studyInstanceUID: take(element, buffer, &studyInstanceUID)
                case .seriesInstanceUID: take(element, buffer, &seriesInstanceUID)
                case .patientID: take(element, buffer, &patientID)
                case .issuerOfPatientID: take(element, buffer, &issuerOfPatientID)
                case .modality: take(element, buffer, &modality)
                case Tag(0x0042_0012): take(element, buffer, &documentType)
                default: break
                }
            }
        }
    }

    private func take(_ element: Element, _ buffer: borrowing HeaderBuffer, _ value: inout [UInt8]) {
        guard value.isEmpty else { return }
        value = element.trimmedValue(buffer)
    }

    /// The patient for the purpose of pseudonyms; the study where the file names no patient.
    public var identity: PatientIdentity {
        patientID.isEmpty
            ? PatientIdentity(studyInstanceUID: studyInstanceUID)
            : PatientIdentity(patientID: patientID, issuer: issuerOfPatientID)
    }
}

extension Element {
    /// The value without leading spaces and trailing spaces and NULs (PS3.5 §6.2). The value must be resident.
    func trimmedValue(_ buffer: borrowing HeaderBuffer) -> [UInt8] {
        var start = valuePosition
        var end = start + Int(lengthField)
        while start < end, buffer[start] == 0x20 { start += 1 }
        while end > start, buffer[end - 1] == 0x20 || buffer[end - 1] == 0 { end -= 1 }
        return buffer.copy(start..<end)
    }
}
