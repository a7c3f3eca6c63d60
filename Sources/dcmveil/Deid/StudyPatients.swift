/// Of which patient each study of a run is, to see where one study came with two: then one of the files lacks the Patient ID of the
/// others or its issuer, and the dates of the study have moved by two offsets.
///
/// Keeps hashes of new values alone, of the studies that came last: files of a study mostly lie together.
struct StudyPatients {
    /// The study and the patient of an output.
    struct Mark: Hashable, Sendable {
        fileprivate var study: UInt64
        fileprivate var patient: UInt64

        /// - Parameters:
        ///   - studyInstanceUID: the new one.
        ///   - patient: the pseudonym.
        init(studyInstanceUID: String, patient: String) {
            study = StableHash.hash(studyInstanceUID.utf8)
            self.patient = StableHash.hash(patient.utf8)
        }
    }

    /// Studies that have had several.
    private(set) var ofSeveral = 0
    /// The patient of each; `nil` once it has been counted.
    private var recent: [UInt64: UInt64?] = [:]
    /// Those before, given up when there are as many again.
    private var earlier: [UInt64: UInt64?] = [:]
    /// What came last, and mostly comes again.
    private var last: Mark?
    private let most: Int

    /// - Parameter most: studies that are remembered for sure; twice as many take up room, some 2 MiB.
    init(most: Int = 1 << 15) { self.most = most }

    mutating func add(_ mark: Mark) {
        if mark == last { return }
        last = mark
        guard let known = recent[mark.study] ?? earlier[mark.study] else { return remember(mark.study, mark.patient) }
        guard let patient = known else { return }
        if patient == mark.patient {
            if recent[mark.study] == nil { remember(mark.study, patient) }
            return
        }
        ofSeveral += 1
        remember(mark.study, nil)
    }

    private mutating func remember(_ study: UInt64, _ patient: UInt64?) {
        if recent.count >= most {
            earlier = recent
            recent.removeAll(keepingCapacity: true)
        }
        recent.updateValue(patient, forKey: study)
    }
}
