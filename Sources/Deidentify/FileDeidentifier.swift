import DICOM
import Standard

/// Why a file could not be de-identified.
public enum DeidentifyError: Error, Sendable {
    /// The input does not add up.
    case parse(ParseError)
    /// The input is whole, and yet nothing may be made of it.
    case refused(Refusal)
    /// The run does not take it.
    case leftOut(FileSelection.LeftOut)
    case transfer(TransferError)
    /// Opening the output failed; the error is the command layer's own.
    case output(any Error)
}

/// Inputs that are refused whatever the profile says.
public enum Refusal: String, Sendable {
    case directory = "dicomdir"
    case emptyDataSet = "empty-data-set"
    case missingSOPInstanceUID = "missing-sop-instance-uid"
    case missingSOPClassUID = "missing-sop-class-uid"
    case badSOPClassUID = "bad-sop-class-uid"
    /// A UID that names the object or what it belongs to has several values, is too long for its place, or no text.
    case ambiguousUID = "ambiguous-uid"
    /// Patient ID or its issuer is no text that could be read.
    case unreadablePatientID = "unreadable-patient-id"
    /// The site has a table of its patients, and this one is not in it.
    case unmappedPatient = "unmapped-patient"
    /// The profile keeps what the IOD needs, and there is no IOD of the SOP Class in the tables.
    case unknownIOD = "unknown-iod"
    /// A condition of a rule or of the run is neither true nor false of the file.
    case undecidedCondition = "undecided-condition"
    /// A recording of people who speak, or of what nobody says.
    case recordedVoice = "recorded-voice"

    public var sentence: String {
        switch self {
        case .directory: "a DICOMDIR names patients and files that will not exist in the output"
        case .emptyDataSet: "the file ends where its data set should begin"
        case .missingSOPInstanceUID: "no SOP Instance UID: the result could neither be named nor referred to"
        case .badSOPClassUID: "the SOP Class UID is no UID"
        case .ambiguousUID: "a SOP, Study or Series Instance UID has several values, is too long, or no text"
        case .unreadablePatientID: "the Patient ID or its issuer is no text: whose file this is cannot be told"
        case .unmappedPatient: "no row of the table of subjects names the patient"
        case .unknownIOD: "what an object of this SOP Class needs is not known, and the profile keeps nothing else"
        case .undecidedCondition:
            "a condition asks about a value that is not readable, no number where one is needed, or too far behind"
        case .recordedVoice: ParseError.Code.recordedVoice.sentence
        case .missingSOPClassUID: "no SOP Class UID: what the object is, and so what it must hold, is unknown"
        }
    }

    public var hint: String {
        switch self {
        case .directory: "make a new one from the output, with dcmmkdir for example"
        case .unknownIOD: "use a profile that does not say \"optional\": \"remove\", as basic"
        case .unmappedPatient:
            "add the patient to the table, with the issuer if it has that column; dcmveil inspect shows the Patient ID"
        case .undecidedCondition:
            "look at the attribute with dcmveil inspect; what is far behind is found when the file is given by name"
        case .recordedVoice: ParseError.Code.recordedVoice.hint ?? ""
        case .emptyDataSet: "the transfer may have been cut short; compare its size with the source"
        case .ambiguousUID, .unreadablePatientID: "look at it with dcmveil inspect, and correct it at the source"
        case .missingSOPInstanceUID, .missingSOPClassUID, .badSOPClassUID:
            "convert old files to composite objects first"
        }
    }
}

/// What the output is called by: new values only.
public struct OutputIdentity: Sendable {
    public var patient: String
    /// Empty where the input has none.
    public var studyInstanceUID: String
    public var seriesInstanceUID: String
    public var sopInstanceUID: String
}

/// De-identifies one file after the other: reads, decides, writes, in one pass.
///
/// For one thread. Memory is bounded by the headers of the largest file, not by its size.
public struct FileDeidentifier: ~Copyable {
    private var engine: Engine
    private var elements: [Element] = []
    /// What of the first segment the file before had as well.
    private var runs: [SeenDataSet.Run] = []
    /// Steps of the first segment that tell something of the file as a whole.
    private var asked: [Range<Int>] = []
    private var edits = EditList()
    private let limits: DataSetReader.Limits
    /// Learns of every value that is removed or replaced: attribute, VR and the original bytes, of at most 4096.
    public var onRemoval: ((Tag, VR, [UInt8]) -> Void)?
    /// Who may recover what of the original, from an Encrypted Attributes Sequence in the output; `nil`: nobody anything.
    public var roles: RoleKeeping? { didSet { engine.keepsForRoles = roles != nil } }
    private var removed = RemovedElements(limit: 0)
    /// Whether `linked` is wanted.
    public var links = false
    /// Whom the last file was about; never part of a report.
    public private(set) var linked: LinkedIdentity?
    private let codec = TextCodec()
    private var recoverable: [RecoverableCount] = []
    /// Files of a folder are mostly of one class.
    private var lastSOPClass: (uid: [UInt8], text: String, isRegistered: Bool) = ([], "", false)
    private var lastSyntax: TransferSyntax?
    /// Files of a folder are mostly of one series.
    private var lastSeries = KnownSeries()
    private let selection: FileSelection
    private var fileMeta: FileMetaWriter

    /// - Parameters:
    ///   - versionName: what (0002,0013) of outputs says.
    ///   - selection: which files are taken.
    public init(
        profile: CompiledProfile, pseudonyms: Pseudonyms, versionName: String, limits: DataSetReader.Limits = .init(),
        subjects: SubjectTable? = nil, selection: FileSelection = FileSelection()
    ) {
        // Who loads the profile loads the table: without it, patients would silently get pseudonyms.
        precondition(profile.profile.subjects == nil || subjects != nil, "the table of subjects was not loaded")
        engine = Engine(profile: profile, pseudonyms: pseudonyms, subjects: subjects, selection: selection)
        self.selection = selection
        self.limits = limits
        fileMeta = FileMetaWriter(versionName: versionName)
    }

    /// Of the last file: steps on which was decided as on others, of the file before or of itself.
    var repeatedSteps: Int { engine.repeatedSteps }

    /// Forgets whom the last file was about.
    public mutating func forgetLinked() { linked = nil }

    /// Reads `source` and writes the result to what `open` returns.
    ///
    /// - Parameter open: called once it is known that the input can be handled and what the output is called; never
    ///   when the input is refused before.
    /// - Returns: what was done. On error the output is incomplete and must be thrown away.
    public mutating func run(
        _ source: any ByteSource, open: (OutputIdentity) throws -> any ByteSink
    ) throws(DeidentifyError) -> FileReport {
        var input: DICOMInput
        do { input = try DICOMInput.open(source, limits: limits, expecting: lastSyntax) } catch { throw .parse(error) }
        lastSyntax = input.meta.transferSyntax
        linked = nil
        elements.removeAll(keepingCapacity: true)
        var segment: DataSetReader.SegmentEnd
        do {
            segment = try input.reader.readSegment(into: &elements, like: engine.precedent.seen, &runs)
        } catch { throw .parse(error) }

        let context = try context(of: input, segment)
        engine.begin(consume context)
        let sopInstanceUID = engine.newUID(for: engine.context.sopInstanceUID)
        // A profile may keep it, and File Meta has no place for more.
        if sopInstanceUID.count > UIDForm.longest { throw .refused(.ambiguousUID) }
        removed = RemovedElements(limit: roles?.limit ?? 0)
        recoverable = []
        let identity = identity(sopInstanceUID)
        if links { linked = LinkedIdentity(identity, elements, input.reader.buffer, codec) }
        let sink: any ByteSink
        do { sink = try open(identity) } catch { throw .output(error) }

        do throws(TransferError) {
            var plain = Rewriter(to: sink)
            try plain.write(
                fileMeta.make(
                    sopClassUID: engine.context.newSOPClassUID, sopInstanceUID: sopInstanceUID,
                    transferSyntaxUID: input.meta.transferSyntax.uid))
            if input.meta.transferSyntax.isDeflated {
                try plain.flush()
                let deflate = DeflateSink(to: sink, keepingBlocksOf: input.source as? InflateSource)
                var rewriter = Rewriter(to: deflate)
                try rewrite(&input, from: 0, &segment, &rewriter, sopInstanceUID)
                try deflate.finish()
            } else {
                try rewrite(&input, from: input.meta.dataSetOffset, &segment, &plain, sopInstanceUID)
            }
        } catch {
            if case .read(let error) = error { throw .parse(error) }
            throw .transfer(error)
        }
        var report = engine.report
        report.roles = recoverable
        report.deviations = input.reader.deviations.names
        report.modality = Self.code(engine.context.modality)
        report.sopClassUID = registeredSOPClass(engine.context.sopClassUID)
        return report
    }

    /// - Parameter newUID: the SOP Instance UID of the output.
    private mutating func rewrite(
        _ input: inout DICOMInput, from start: Int, _ segment: inout DataSetReader.SegmentEnd,
        _ rewriter: inout Rewriter,
        _ newUID: [UInt8]
    ) throws(TransferError) {
        var start = start
        engine.firstOffset = start
        edits.removeAll()
        var isNewSegment = true
        while true {
            var isLast = false
            if case .endOfDataSet = segment { isLast = true }
            let end = input.reader.cursor
            do throws(ParseError) {
                try engine.process(
                    elements, input.reader, input.source, isLast: isLast, end: end, encoding: input.meta.encoding,
                    like: runs, edits: &edits)
                runs.removeAll(keepingCapacity: true)
                if onRemoval != nil { tellRemovals(input.reader) }
                if roles != nil {
                    try removed.collect(elements, input.reader, input.source, edits: edits, isNewSegment: isNewSegment)
                }
                isNewSegment = false
                if case .batch = segment {
                    if edits.heldBytes > limits.changedBytes { throw ParseError(.tooManyEdits, at: end) }
                    elements.removeAll(keepingCapacity: true)
                    segment = try input.reader.readSegment(into: &elements)
                    engine.repeated.begin(elements, input.reader.repeats)
                    continue
                }
            } catch { throw .read(error) }
            if let roles, let place = engine.rolesPlace {
                try fill(place, roles, newUID, input.meta.encoding)
            }
            if !isLast { engine.settleEdits(before: elements.last?.tag, &edits) }
            try rewriter.write(start..<end, of: input.reader, input.source, edits: edits)
            if isLast { break }
            if case .bulk(let length) = segment {
                // The value is still in the stream; it goes if an edit reaches into it.
                let isDropped = engine.isSkipping || edits.end > end
                if !isDropped { try rewriter.flush() }
                engine.beginPassing()
                var passing = PassingFragment(fill: engine.fill)
                var samples = engine.passingMask.map { PassingSamples($0) }
                var offset = end
                try input.reader.passBulk(length, failure: { .read($0) }) { bytes throws(TransferError) in
                    defer { offset += bytes.byteCount }
                    if isDropped { return }
                    if samples != nil {
                        try samples?.pass(bytes, from: offset, &rewriter)
                    } else if engine.passingWords != nil {
                        do throws(ParseError) { try engine.lookPassing(bytes) } catch { throw .read(error) }
                        try rewriter.write(bytes, keptFrom: offset)
                    } else if engine.scrubsPassing {
                        try passing.pass(bytes, &engine, &rewriter)
                    } else {
                        try rewriter.write(bytes, keptFrom: offset)
                    }
                }
                try samples?.finish(&rewriter)
                try passing.finish(engine, &rewriter)
            }
            input.reader.beginSegment()
            elements.removeAll(keepingCapacity: true)
            start = input.reader.cursor
            engine.firstOffset = start
            edits.removeAll()
            isNewSegment = true
            do { segment = try input.reader.readSegment(into: &elements) } catch { throw .read(error) }
            engine.repeated.begin(elements, input.reader.repeats)
        }
        try rewriter.flush()
    }

    /// Writes what roles may recover into the place that was kept for it.
    private mutating func fill(
        _ place: Int, _ roles: RoleKeeping, _ newUID: [UInt8], _ encoding: Encoding
    ) throws(TransferError) {
        engine.rolesPlace = nil
        do {
            let made = try roles.sequence(removed, newUID: newUID, encoding)
            edits.fill(place, with: made.bytes)
            recoverable = made.counts
        } catch { throw .sink(error) }
        let limit = roles.limit
        removed = RemovedElements(limit: limit)
        removed.isWritten = true
    }

    /// Tells of the values among the steps just decided on that will not be in the output.
    private func tellRemovals(_ reader: borrowing DataSetReader) {
        var place = 0
        for element in elements where element.kind == .element && element.isResident {
            let length = Int(element.lengthField)
            guard (1...4096).contains(length), element.vr.isText || element.vr == .un,
                edits.concern(element.valueOffset..<element.valueOffset + length, from: &place)
            else { continue }
            onRemoval?(element.tag, element.vr, element.trimmedValue(reader.buffer))
        }
    }

    private mutating func context(
        of input: borrowing DICOMInput, _ segment: DataSetReader.SegmentEnd
    ) throws(DeidentifyError) -> FileContext {
        engine.repeated.begin(elements, input.reader.repeats)
        engine.precedent.toAsk(elements.count, runs, into: &asked)
        engine.repeated.leaveOutSilent(of: &asked)
        var context = FileContext(elements, asked, input.reader.buffer, like: engine.context)
        context.readPatient(codec, like: engine.context)
        context.transferSyntaxUID = input.meta.transferSyntax.uid
        if context.sopClassUID.isEmpty {
            context.lacksSOPClassUID = true
            context.sopClassUID = input.meta.mediaStorageSOPClassUID
        }
        if context.sopInstanceUID.isEmpty {
            context.lacksSOPInstanceUID = true
            context.sopInstanceUID = input.meta.mediaStorageSOPInstanceUID
        }
        if context.sopClassUID == Self.directory { throw .refused(.directory) }
        if elements.contains(where: { $0.tag == Tag(0x0004_1220) }) { throw .refused(.directory) }
        if let refusal = context.refusal { throw .refused(refusal) }
        if elements.isEmpty { throw .refused(.emptyDataSet) }
        if context.sopInstanceUID.isEmpty { throw .refused(.missingSOPInstanceUID) }
        if context.sopClassUID.isEmpty { throw .refused(.missingSOPClassUID) }
        // It goes into File Meta as it is, so it must be one.
        if !UIDForm.isMet(by: context.sopClassUID) { throw .refused(.badSOPClassUID) }
        context.newSOPClassUID = engine.newClassUID(for: context.sopClassUID)
        context.conditions = try conditions(context, input, segment)
        if let subjects = engine.subjects {
            guard context.isPatientReadable else { throw .refused(.unreadablePatientID) }
            context.subjectCode = subjects.code(patientID: context.patientText, issuer: context.issuerText)
            if context.subjectCode == nil { throw .refused(.unmappedPatient) }
        }
        if engine.usesTable, RecordedVoice.isIn(elements, input.reader.buffer, sopClass: context.sopClassUID),
            !engine.isVouchedFor(RecordedVoice.waveformData)
        {
            throw .refused(.recordedVoice)
        }
        if engine.profile.profile.removesOptional, AttributeTypes.place(forSOPClass: context.sopClassUID) == nil {
            throw .refused(.unknownIOD)
        }
        return context
    }

    /// Media Storage Directory Storage.
    private static let directory = Array("1.2.840.10008.1.3.10".utf8)

    /// Asks what the conditions of the run and of rules want to know.
    ///
    /// - Returns: which rules of the profile the file is one for.
    private mutating func conditions(
        _ context: borrowing FileContext, _ input: borrowing DICOMInput, _ segment: DataSetReader.SegmentEnd
    ) throws(DeidentifyError) -> [Bool] {
        var isWhole = false
        if case .endOfDataSet = segment { isWhole = true }
        let values = AskedValues(
            engine.asked, elements, input.reader.buffer, codec, transferSyntaxUID: context.transferSyntaxUID,
            isWhole: isWhole)
        let sopClass = text(ofSOPClass: context.sopClassUID)
        switch selection.verdict(sopClass, values) {
        case .taken: break
        case .leftOut(let reason): throw .leftOut(reason)
        case .undecided: throw .refused(.undecidedCondition)
        }
        guard let answers = engine.profile.conditions(sopClass, values) else { throw .refused(.undecidedCondition) }
        return answers
    }

    /// The UID of a class that PS3.6 knows, or nothing; of others nobody can say that they name nobody.
    private mutating func registeredSOPClass(_ uid: [UInt8]) -> String {
        let text = text(ofSOPClass: uid)
        return lastSOPClass.isRegistered ? text : ""
    }

    private mutating func text(ofSOPClass uid: [UInt8]) -> String {
        if lastSOPClass.uid != uid {
            lastSOPClass = (uid, String(decoding: uid, as: UTF8.self), UIDRegistry.contains(uid))
        }
        return lastSOPClass.text
    }

    /// The series of a file: its patient by the pseudonym, its study and itself by the UIDs of the input; and the names that
    /// outputs get of those.
    private struct KnownSeries {
        var patient: [UInt8] = []
        var study: [UInt8] = []
        var series: [UInt8] = []
        var identity = OutputIdentity(patient: "", studyInstanceUID: "", seriesInstanceUID: "", sopInstanceUID: "")
    }

    private mutating func identity(_ sopInstanceUID: [UInt8]) -> OutputIdentity {
        let (study, series) = (engine.context.studyInstanceUID, engine.context.seriesInstanceUID)
        let patient = engine.patientPseudonym
        if lastSeries.series != series || lastSeries.study != study || lastSeries.patient != patient {
            lastSeries = KnownSeries(
                patient: patient, study: study, series: series,
                identity: OutputIdentity(
                    patient: String(decoding: patient, as: UTF8.self),
                    studyInstanceUID: name(engine.newUID(for: study, of: .studyInstanceUID), study),
                    seriesInstanceUID: name(engine.newUID(for: series, of: .seriesInstanceUID), series),
                    sopInstanceUID: ""))
        }
        var identity = lastSeries.identity
        identity.sopInstanceUID = name(sopInstanceUID, engine.context.sopInstanceUID)
        return identity
    }

    /// A value that looks like a defined term of Modality, none of which has more than 16 characters.
    private static func code(_ modality: [UInt8]) -> String {
        let isCode =
            modality.count <= 16
            && modality.allSatisfy { (0x41...0x5A).contains($0) || ASCII.isDigit($0) || $0 == 0x5F }
        return isCode ? String(decoding: modality, as: UTF8.self) : ""
    }

    /// A UID that may be a file name: digits and dots. Where a profile keeps the input's and it is something else, the
    /// keyed UID names the file.
    private func name(_ uid: [UInt8], _ original: [UInt8]) -> String {
        if original.isEmpty { return "" }
        if uid != original { return String(decoding: uid, as: UTF8.self) }
        let isPlain = UIDForm.isMet(by: uid) && uid.first != 0x2E
        return String(decoding: isPlain ? uid : engine.pseudonyms.uid(for: original), as: UTF8.self)
    }
}
