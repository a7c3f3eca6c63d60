/// What the files of an export say of each other: objects that occur twice, references that lead nowhere, patients,
/// studies and series that contradict themselves.
///
/// Keeps hashes and numbers only: some 32 bytes for each file, 64 for each study, series and frame of reference, and 48
/// for each instance that is referred to and has not come yet. Names are kept of files with such references, and of
/// 100,000 at most.
public struct ExportCheck {
    private typealias Mark = FileFacts.Mark

    private struct Study {
        var patient: Mark
        var day: Int32?
        var file: Int
    }

    private struct Series {
        var study: Mark
        var modality: Mark
        var frameOfReference: Mark
        var file: Int
    }

    private struct Patient {
        var name: Mark
        var sex: Mark
        var birth: Mark
        var dates: Mark
        var file: Int
    }

    private struct Missing {
        var file: Int
        var offset: Int
    }

    private var instances: [Mark: UInt32] = [:]
    private var studies: [Mark: Study] = [:]
    private var series: [Mark: Series] = [:]
    private var frames: [Mark: (patient: Mark, file: Int)] = [:]
    private var patients: [Mark: Patient] = [:]
    private var missing: [Mark: Missing] = [:]
    private var names: [Int: String] = [:]
    private static let maximumNames = 100_000
    /// Instances waited for at most; a reference beyond is not followed up.
    private static let maximumMissing = 50_000_000

    /// Files seen so far; the first one has the number 1.
    public private(set) var files = 0

    public init() {}

    /// What the file says that an earlier one said otherwise.
    ///
    /// - Parameter path: what the file is called; kept only as long as a reference of it is open.
    public mutating func add(_ facts: FileFacts, path: String) -> [Finding] {
        files += 1
        var findings: [Finding] = []
        if !facts.isDirectory {
            checkInstance(facts, &findings)
            checkStudy(facts, &findings)
            checkSeries(facts, &findings)
            checkPatient(facts, &findings)
        }
        noteReferences(facts, path)
        return findings
    }

    private mutating func checkInstance(_ facts: FileFacts, _ findings: inout [Finding]) {
        guard facts.instance != 0 else { return }
        if let first = instances[facts.instance] {
            findings.append(Finding(.duplicateInstance, as: Int(first)))
        } else {
            instances[facts.instance] = UInt32(truncatingIfNeeded: files)
            missing[facts.instance] = nil
        }
    }

    private mutating func checkStudy(_ facts: FileFacts, _ findings: inout [Finding]) {
        guard facts.study != 0 else { return }
        guard let study = studies[facts.study] else {
            studies[facts.study] = Study(patient: facts.patient, day: facts.studyDay, file: files)
            return
        }
        // The latest file counts, so that a change is told of once and not in every file that follows.
        let day = facts.studyDay ?? study.day
        let isSame = study.patient == facts.patient
        if !isSame { findings.append(Finding(.studyOfTwoPatients, as: study.file)) }
        let isSameDay = study.day == nil || day == study.day
        if !isSameDay { findings.append(Finding(.studyDatesDiffer, as: study.file)) }
        if !isSame || day != study.day {
            studies[facts.study] = Study(patient: facts.patient, day: day, file: files)
        }
    }

    private mutating func checkSeries(_ facts: FileFacts, _ findings: inout [Finding]) {
        if facts.series != 0 {
            if let first = series[facts.series] {
                let isOtherStudy = first.study != facts.study
                if isOtherStudy { findings.append(Finding(.seriesInTwoStudies, as: first.file)) }
                let frame = facts.frameOfReference == 0 ? first.frameOfReference : facts.frameOfReference
                let isOther =
                    first.modality != facts.modality || first.frameOfReference != 0 && first.frameOfReference != frame
                if isOther { findings.append(Finding(.seriesDiffers, as: first.file)) }
                if isOtherStudy || isOther || frame != first.frameOfReference {
                    series[facts.series] = Series(
                        study: facts.study, modality: facts.modality, frameOfReference: frame, file: files)
                }
            } else {
                series[facts.series] = Series(
                    study: facts.study, modality: facts.modality, frameOfReference: facts.frameOfReference, file: files)
            }
        }
        guard facts.frameOfReference != 0 else { return }
        if let first = frames[facts.frameOfReference], first.patient == facts.patient { return }
        if let first = frames[facts.frameOfReference] { findings.append(Finding(.frameOfTwoPatients, as: first.file)) }
        frames[facts.frameOfReference] = (facts.patient, files)
    }

    private mutating func checkPatient(_ facts: FileFacts, _ findings: inout [Finding]) {
        guard facts.patient != 0 else { return }
        guard let first = patients[facts.patient] else {
            patients[facts.patient] = Patient(
                name: facts.patientName, sex: facts.patientSex, birth: facts.patientBirth, dates: facts.dates,
                file: files)
            return
        }
        func differ(_ one: Mark, _ other: Mark) -> Bool { one != 0 && other != 0 && one != other }
        func either(_ one: Mark, _ other: Mark) -> Mark { other == 0 ? one : other }
        let isOther =
            differ(first.name, facts.patientName) || differ(first.sex, facts.patientSex)
            || differ(first.birth, facts.patientBirth)
        if isOther { findings.append(Finding(.patientDiffers, as: first.file)) }
        let saysOther = differ(first.dates, facts.dates)
        if saysOther { findings.append(Finding(.dateStatementsDiffer, as: first.file)) }
        let merged = Patient(
            name: either(first.name, facts.patientName), sex: either(first.sex, facts.patientSex),
            birth: either(first.birth, facts.patientBirth), dates: either(first.dates, facts.dates),
            file: isOther || saysOther ? files : first.file)
        patients[facts.patient] = merged
    }

    private mutating func noteReferences(_ facts: FileFacts, _ path: String) {
        for reference in facts.references where instances[reference.target] == nil && missing[reference.target] == nil {
            guard missing.count < Self.maximumMissing else { return }
            missing[reference.target] = Missing(file: files, offset: reference.offset)
            if names.count < Self.maximumNames { names[files] = path }
        }
    }

    /// What can only be said when all files have been seen, in the order of the files. Nothing of a single file, whose
    /// references cannot but lead elsewhere.
    public func finish() -> [(path: String, finding: Finding)] {
        guard files > 1 else { return [] }
        var open: [Int: (offset: Int, count: Int)] = [:]
        for target in missing.values {
            let entry = open[target.file]
            open[target.file] = (min(entry?.offset ?? .max, target.offset), (entry?.count ?? 0) + 1)
        }
        return open.sorted { $0.key < $1.key }.map { file, entry in
            let note = entry.count > 1 ? ": \(entry.count) of them, the first one here" : ""
            return (
                names[file] ?? "input \(file)", Finding(.danglingReference, offset: entry.offset, note: note)
            )
        }
    }
}

extension Finding {
    /// - Parameter file: the number of the earlier file that says otherwise.
    fileprivate init(_ check: Check, as file: Int) {
        self.init(check, offset: 0, note: ": compare with input \(file)")
    }
}
