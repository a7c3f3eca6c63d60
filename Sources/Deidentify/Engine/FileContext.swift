import DICOM
import Standard

/// What of a file must be known before its first byte is decided on.
public struct FileContext: ~Copyable, Sendable {
    public var sopClassUID: [UInt8] = []
    /// What the output says: the same, unless it looks like the UID of an instance.
    var newSOPClassUID: [UInt8] = []
    public var sopInstanceUID: [UInt8] = []
    public var studyInstanceUID: [UInt8] = []
    public var seriesInstanceUID: [UInt8] = []
    public var patientID: [UInt8] = []
    public var issuerOfPatientID: [UInt8] = []
    /// The same as they are compared: decoded, UTF-8 in Normalization Form C. Bytes that mean nothing stay as they are.
    var patientText: [UInt8] = []
    var issuerText: [UInt8] = []
    /// Both could be decoded.
    var isPatientReadable = true
    /// The patient that they name, if they name one.
    private var namedPatient: PatientIdentity?
    /// What a site calls the patient, where it has a table of that.
    var subjectCode: [UInt8]?
    var specificCharacterSet: [UInt8] = []
    public var patientName: [UInt8] = []
    public var modality: [UInt8] = []
    /// The last plausible day on which the file says that it, its series or its study was made, by number
    /// (`DateShift.dayNumber`).
    var day: Int?
    /// Of which rules of the profile the condition is true, by their places.
    var conditions: [Bool] = []
    /// The data set has none of its own; what group 0002 said stands in.
    public var lacksSOPClassUID = false
    public var lacksSOPInstanceUID = false
    public var transferSyntaxUID = ""
    /// (0042,0012), which says what an encapsulated document is.
    public var documentType: [UInt8] = []

    /// Studies Containing Other Referenced Instances Sequence stands at the top level.
    var listsOtherStudies = false

    /// Of all depths of the first segment.
    var identifyingValues = IdentifyingValues()

    /// Why the file cannot be worked on, where one of the values above does not allow it.
    var refusal: Refusal?

    /// Bytes; LO and UI have 64 characters at most (PS3.5 §6.2), which are up to 4 bytes each.
    private static let longestValue = 64 << 10

    public init() {}

    /// Collects the context from the first segment of a data set: values of its top level, identifiers of all.
    ///
    /// Of an element that stands twice, the first one counts.
    ///
    /// - Parameters:
    ///   - ranges: the elements that may tell something, ascending: whatever is left out is whole.
    ///   - last: of the file before, whose values are shared where they are the same, as in a series.
    init(
        _ elements: [Element], _ ranges: [Range<Int>], _ buffer: borrowing HeaderBuffer,
        like last: borrowing FileContext
    ) {
        self.init()
        var depth = 0
        for range in ranges { take(elements[range], &depth, buffer, like: last) }
    }

    private mutating func take(
        _ elements: ArraySlice<Element>, _ depth: inout Int, _ buffer: borrowing HeaderBuffer,
        like last: borrowing FileContext
    ) {
        for element in elements {
            switch element.kind {
            case .sequence, .item, .fragments:
                if depth == 0, element.tag == .studiesContainingOtherReferencedInstances { listsOtherStudies = true }
                depth += 1
            case .itemEnd, .sequenceEnd: depth -= 1
            case .fragment, .trailing: break
            case .element:
                identifyingValues.note(element, buffer)
                guard depth == 0, Self.mayBeAsked(element.tag) else { continue }
                switch element.tag {
                case .specificCharacterSet:
                    specificCharacterSet = take(
                        element, buffer, after: specificCharacterSet, else: nil, like: last.specificCharacterSet)
                case .sopClassUID:
                    sopClassUID = take(
                        element, buffer, after: sopClassUID, else: .badSOPClassUID, like: last.sopClassUID)
                case .sopInstanceUID: sopInstanceUID = takeUID(element, buffer, after: sopInstanceUID, like: [])
                case .studyInstanceUID:
                    studyInstanceUID = takeUID(
                        element, buffer, after: studyInstanceUID, like: last.studyInstanceUID)
                case .seriesInstanceUID:
                    seriesInstanceUID = takeUID(
                        element, buffer, after: seriesInstanceUID, like: last.seriesInstanceUID)
                case .patientID:
                    patientID = take(
                        element, buffer, after: patientID, else: .unreadablePatientID, like: last.patientID)
                case .patientName:
                    patientName = take(
                        element, buffer, after: patientName, else: nil, like: last.patientName)
                case .issuerOfPatientID:
                    issuerOfPatientID = take(
                        element, buffer, after: issuerOfPatientID, else: .unreadablePatientID,
                        like: last.issuerOfPatientID)
                case Tag(0x0008_0020), Tag(0x0008_0021), Tag(0x0008_0022), Tag(0x0008_0023), Tag(0x0008_002A):
                    noteDay(element, buffer)
                case .modality: modality = take(element, buffer, after: modality, else: nil, like: last.modality)
                case Tag(0x0042_0012): documentType = take(element, buffer, after: documentType, else: nil, like: [])
                default: break
                }
            }
        }
    }

    /// Asked of every element of the top level: whether it is of a group that some of the context is of.
    @inline(__always)
    private static func mayBeAsked(_ tag: Tag) -> Bool {
        tag.group <= 0x0010 || tag.group == 0x0020 || tag.group == 0x0042
    }

    /// Whether an element of the top level tells something.
    static func asks(_ tag: Tag) -> Bool {
        switch tag {
        case .specificCharacterSet, .sopClassUID, .sopInstanceUID, .studyInstanceUID, .seriesInstanceUID, .patientID,
            .patientName, .issuerOfPatientID, .modality, Tag(0x0008_0020), Tag(0x0008_0021), Tag(0x0008_0022),
            Tag(0x0008_0023), Tag(0x0008_002A), .studiesContainingOtherReferencedInstances, Tag(0x0042_0012):
            true
        default: false
        }
    }

    /// One of the UIDs by which the file is known is under the root of the standard, as those that stay.
    var hasOwnUIDOfStandard: Bool {
        sopInstanceUID.starts(with: UIDRegistry.root) || seriesInstanceUID.starts(with: UIDRegistry.root)
            || studyInstanceUID.starts(with: UIDRegistry.root)
    }

    /// The value of `element`, or `earlier`, which stood before it.
    private mutating func take(
        _ element: Element, _ buffer: borrowing HeaderBuffer, after earlier: [UInt8], else refusal: Refusal?,
        like last: [UInt8]
    ) -> [UInt8] {
        // Taken as absent, it would make one patient of many, or many of one.
        guard element.isResident, element.lengthField <= Self.longestValue else {
            self.refusal = self.refusal ?? refusal
            return earlier
        }
        if !earlier.isEmpty { return earlier }
        let range = element.trimmedRange(buffer)
        return buffer.holds(last, at: range) ? last : buffer.copy(range)
    }

    /// Study, Series, Acquisition and Content Date, Acquisition DateTime.
    private mutating func noteDay(_ element: Element, _ buffer: borrowing HeaderBuffer) {
        guard element.isResident, element.lengthField >= 8 else { return }
        let noted = DateShift.dayNumber(buffer, at: element.valuePosition)
        if let noted, PlausibleDays.mayBeOwn(noted) { day = max(day ?? noted, noted) }
    }

    private mutating func takeUID(
        _ element: Element, _ buffer: borrowing HeaderBuffer, after earlier: [UInt8], like last: [UInt8]
    ) -> [UInt8] {
        let value = take(element, buffer, after: earlier, else: .ambiguousUID, like: last)
        // The whole would name the file, and each part be replaced by itself.
        if value.contains(0x5C) { refusal = refusal ?? .ambiguousUID }
        return value
    }

    /// Decodes what the patient is called.
    ///
    /// - Parameter last: of the file before, mostly of the same patient.
    mutating func readPatient(_ codec: TextCodec, like last: borrowing FileContext) {
        if !patientID.isEmpty, patientID == last.patientID, issuerOfPatientID == last.issuerOfPatientID,
            specificCharacterSet == last.specificCharacterSet
        {
            patientText = last.patientText
            issuerText = last.issuerText
            isPatientReadable = last.isPatientReadable
            namedPatient = last.namedPatient
            return
        }
        let id = PatientText.normalized(patientID, as: SpecificCharacterSet(value: specificCharacterSet), codec)
        let issuer = PatientText.normalized(
            issuerOfPatientID, as: SpecificCharacterSet(value: specificCharacterSet), codec)
        isPatientReadable = id != nil && issuer != nil
        patientText = id ?? patientID
        issuerText = issuer ?? issuerOfPatientID
        namedPatient = patientText.isEmpty ? nil : PatientIdentity(patientID: patientText, issuer: issuerText)
    }

    /// The patient for the purpose of pseudonyms. Where the file names no patient it is the study, else the series, else
    /// the object: rather two pseudonyms for one patient than one for two.
    public var identity: PatientIdentity {
        if let namedPatient { return namedPatient }
        let uids = [studyInstanceUID, seriesInstanceUID, sopInstanceUID]
        return PatientIdentity(studyInstanceUID: uids.first { !$0.isEmpty } ?? [])
    }
}

extension Element {
    /// The value without leading spaces and trailing spaces and NULs (PS3.5 §6.2). The value must be resident.
    func trimmedValue(_ buffer: borrowing HeaderBuffer) -> [UInt8] { buffer.copy(trimmedRange(buffer)) }

    /// Where in `buffer` it stands.
    func trimmedRange(_ buffer: borrowing HeaderBuffer) -> Range<Int> {
        var start = valuePosition
        var end = start + Int(lengthField)
        while start < end, buffer[start] == 0x20 { start += 1 }
        while end > start, buffer[end - 1] == 0x20 || buffer[end - 1] == 0 { end -= 1 }
        return start..<end
    }
}
