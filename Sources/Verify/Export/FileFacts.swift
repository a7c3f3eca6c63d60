import Standard

/// What one file says of itself that other files may contradict: hashes, days and positions, never a value.
///
/// Hashes are 64 bits under a key that the process makes for itself, so that they mean nothing outside a run.
public struct FileFacts: Sendable {
    /// 0 where the file has none.
    typealias Mark = UInt64

    var isDirectory = false
    var instance: Mark = 0
    var study: Mark = 0
    var series: Mark = 0
    var frameOfReference: Mark = 0
    /// Patient ID with its issuer.
    var patient: Mark = 0
    var patientName: Mark = 0
    var patientSex: Mark = 0
    var patientBirth: Mark = 0
    var modality: Mark = 0
    /// Days since 1 January 1970 of Study, Series, Acquisition and Content Date, where they are dates and no dummies.
    var studyDay: Int32?
    var otherDays: [Int32] = []
    /// What (0028,0303) says.
    var dates: Mark = 0
    /// Instances that the file refers to, each once, with the offset of the first reference.
    private(set) var references: [(target: Mark, offset: Int)] = []
    /// There were more references than are kept.
    private(set) var hasMoreReferences = false
    private var seen: Set<Mark> = []

    /// References of one file that are looked at; a file with more is rare, and each would cost memory.
    static let maximumReferences = 4096

    init() {}

    mutating func refer(to target: Mark, at offset: Int) {
        if target == 0 || seen.contains(target) { return }
        guard references.count < Self.maximumReferences else {
            hasMoreReferences = true
            return
        }
        seen.insert(target)
        references.append((target, offset))
    }

    /// Lets go of what is only needed while the file is read.
    mutating func settle() { seen = [] }

    /// The hash of a value; 0 for an empty one.
    ///
    /// Sound: the hasher reads the bytes where they lie, as many as there are.
    static func mark(_ bytes: ArraySlice<UInt8>) -> Mark {
        if bytes.isEmpty { return 0 }
        var hasher = Hasher()
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return Mark(truncatingIfNeeded: hasher.finalize()) | 1
    }

    /// Days since 1 January 1970 of a DA value; `nil` for anything else, and for the dummy.
    static func day(_ text: ArraySlice<UInt8>) -> Int32? {
        guard DateForm.isWellFormed(text, vr: .da), !text.equals("19000101") else { return nil }
        func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        let month = number(text.dropFirst(4).prefix(2))
        // Years that start in March, so that the leap day comes last (the civil calendar as arithmetic).
        let year = number(text.prefix(4)) - (month <= 2 ? 1 : 0)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + number(text.dropFirst(6)) - 1
        return Int32(year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468)
    }
}

extension FileCheck {
    /// Notes what an element of the top level says that other files may contradict.
    mutating func noteFact(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, !element.isEmpty else { return }
        switch element.tag {
        case .sopInstanceUID: facts.instance = try mark(element)
        case .studyInstanceUID: facts.study = try mark(element)
        case .seriesInstanceUID: facts.series = try mark(element)
        case .frameOfReferenceUID:
            let uid = try walker.shortValue(of: element)
            // Those of the standard are atlases, common to all patients.
            if !walker.registry.contains(uid) { facts.frameOfReference = FileFacts.mark(uid) }
        case .patientID: facts.patient ^= try mark(element)
        case .issuerOfPatientID: facts.patient ^= try mark(element).byteSwapped
        case .patientName: facts.patientName = try mark(element)
        case .patientSex: facts.patientSex = try mark(element)
        case .patientBirthDate: facts.patientBirth = try mark(element)
        case .modality: facts.modality = try mark(element)
        case .studyDate: facts.studyDay = FileFacts.day(try walker.shortValue(of: element))
        case .seriesDate, .acquisitionDate, .contentDate:
            if let day = FileFacts.day(try walker.shortValue(of: element)) { facts.otherDays.append(day) }
        case .longitudinalTemporalInformationModified: facts.dates = try mark(element)
        default: return
        }
    }

    /// An instance that the file refers to, at whatever level.
    mutating func noteReference(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, !element.isEmpty else { return }
        facts.refer(to: try mark(element), at: element.offset)
    }

    private mutating func mark(_ element: Element) throws(ReadFailure) -> FileFacts.Mark {
        FileFacts.mark(try walker.shortValue(of: element))
    }
}

extension Tag {
    static let studyDate = Tag(0x0008_0020)
    static let seriesDate = Tag(0x0008_0021)
    static let acquisitionDate = Tag(0x0008_0022)
    static let contentDate = Tag(0x0008_0023)
    static let referencedSOPInstanceUID = Tag(0x0008_1155)
    static let referencedSOPInstanceUIDInFile = Tag(0x0004_1511)
    static let patientBirthDate = Tag(0x0010_0030)
    static let patientSex = Tag(0x0010_0040)
    static let frameOfReferenceUID = Tag(0x0020_0052)
}
