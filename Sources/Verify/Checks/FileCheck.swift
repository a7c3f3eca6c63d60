import Standard

/// The verification of one file: what is known of it so far, and the loop over its elements.
struct FileCheck {
    let raw: RawBytes
    let options: VerifierOptions
    /// Of the Basic Profile or of the one that is asked for; of the one that the file states, once it has done so.
    var rules: RuleTable { didSet { rulesNumber = memory.number(of: rules) } }
    private(set) var rulesNumber: Int
    /// The profiles that the file may state; empty where none counts, and once it is known.
    var stated: [StatedProfile.Source]
    var statedSoFar = ProfileStatement()
    /// Made, since something was found that they may allow; empty before, and once it is known what holds.
    var statedProfiles: [StatedProfile] = []
    /// What the file states is known ahead, and `rules` are those that will hold.
    var isForeseen = false
    /// The number of the one that the file states; `nil`: none, or not yet.
    var statedNumber: Int?
    var report: Report
    var walker: Walker

    /// What the File Meta Information says; empty where it says nothing.
    var mediaStorageClass: [UInt8] = []
    var mediaStorageInstance: [UInt8] = []
    var isEncapsulated = false
    var promise = CodestreamPromise.unknown
    /// Of the data set once it has said so, of the File Meta Information before.
    var sopClass: [UInt8] = [] {
        // What is remembered of places at the top level is that of the other class.
        didSet { walker.setPlaceNumber(0, at: 0) }
    }
    var statement = Statement()
    var codestream = CodestreamCheck()

    /// `nil` until (0028,0303) was seen at the top level.
    var datesMayBeModified: Bool?
    let memory: VerifierMemory
    let remembersValues: Bool
    /// Of `memory`, which gets it back.
    var faultless = FaultlessValues()
    /// Blocks that private creators have reserved in what is open.
    var privateBlocks: [PrivateBlock] = []
    var numberForms: [Tag: NumberForm] = [:]
    var sawClass = false
    var sawInstance = false
    var sawRows = false
    var layout = SampleLayout()
    /// Of images in items that are open, the innermost last.
    var layoutsOfItems: [LayoutOfItem] = []
    /// Of the fragments that are open.
    var layoutOfFragments = SampleLayout()
    /// By the level of items.
    var waveforms: [WaveformLayout] = []
    var code = CodeInReading()
    var age = AgeInReading()
    var sounds = SoundsOfChannels()
    var sawPixels = false
    var facts = FileFacts()
    /// What is looked for in all bytes; `nil` for nothing.
    var known: KnownSearch?

    init(
        _ raw: RawBytes, options: VerifierOptions, rules: RuleTable, stated: [StatedProfile.Source] = [],
        known lookup: KnownLookup? = nil, memory: VerifierMemory = VerifierMemory()
    ) {
        self.memory = memory
        memory.begin(options, rules)
        rulesNumber = memory.number(of: rules)
        remembersValues = memory.remembersValues
        swap(&faultless, &memory.faultless)
        self.stated = stated
        known = lookup.map { KnownSearch($0) }
        if case .stream(let stream) = raw { stream.passing = known?.passing }
        self.raw = raw
        self.rules = rules
        self.options = options
        report = Report(options: options)
        walker = Walker(
            ByteSource(raw, reusing: &memory.window), from: 0, encoding: .explicitLittle,
            maximumDepth: options.maximumDepth, registry: memory.registry)
    }

    mutating func run() throws(VerifyError) {
        do throws(ReadFailure) {
            try searchKnown()
            if try open() {
                walker.patientNames = rules.expectations?.patientNames
                foreseeProfile()
                try walk()
                settleProfile()
                finish()
            }
        } catch {
            switch error {
            case .system(let code): throw .read(errno: code)
            case .damaged(let check, let offset):
                report.add(Finding(check, path: walker.path(), offset: offset))
            }
        }
        settleProfile()
        reportRestOfKnown()
        report.settleDates(areAccepted: datesMayBeModified ?? false)
        report.settleDeidentified(statement.saysIdentityRemoved && statement.saysMethod)
        report.close()
        facts.settle()
        do throws(ReadFailure) { try showBytes() } catch {
            if case .system(let code) = error { throw .read(errno: code) }
        }
    }

    var isDirectory: Bool { mediaStorageClass[...].equals("1.2.840.10008.1.3.10") }

    private mutating func walk() throws(ReadFailure) {
        while true {
            let event = try walker.next()
            if let flaw = walker.flaw { reportFlaw(flaw.check, flaw.offset, event) }
            switch event {
            case .element(let element):
                let (value, first) = (try excerpt(of: element), report.kept)
                try check(element)
                if let value { report.show(value, at: element.offset, from: first) }
                try reportKnown(element)
            case .item: continue
            case .fragment(let offset, let length, let number):
                try checkFragment(at: offset, length: length, number: number)
                reportKnown(fragmentEnd: offset + length)
            case .fragmentsEnd: endFragments()
            case .opaque(let tag, let offset): add(.opaqueValue, tag, offset)
            case .end:
                try checkRestOfDeflated()
                return
            }
        }
    }

    private mutating func reportFlaw(_ check: Check, _ offset: Int, _ event: Walker.Event) {
        if case .element(let element) = event {
            add(check, element.tag, offset)
        } else {
            add(check, offset)
        }
    }

    /// Behind a deflate stream there may be one zero byte, to make the file's length even (PS3.5 §A.5).
    private mutating func checkRestOfDeflated() throws(ReadFailure) {
        guard let rest = walker.source.restOfDeflated, rest.count > 0 else { return }
        var bytes: [UInt8] = [1, 1]
        // Of a pipe nobody knows how much there is, before it is read.
        let count = try raw.read(at: rest.offset, into: &bytes, at: 0, count: 2)
        if count == 0 || count == 1 && bytes[0] == 0 { return }
        report.add(Finding(.bytesAfterDataSet, offset: rest.offset))
    }

    /// What can be said only of a data set read to its end.
    private mutating func finish() {
        facts.isDirectory = isDirectory
        if code.isWithoutScheme(at: Tag(.max), walker.frames.count) { checkCodeWithoutScheme() }
        if isDirectory { return }
        for check in statement.missing where rules.expectations?.areStated ?? true {
            report.add(Finding(check, offset: walker.position))
        }
        if let finding = soundFinding() { report.add(finding) }
        if sawRows, !sawPixels { report.add(Finding(.imageWithoutPixels, offset: walker.position)) }
        if datesMayBeModified == true, let day = facts.studyDay,
            facts.otherDays.contains(where: { abs($0 - day) > 366 })
        {
            report.add(Finding(.datesApart, path: Tag.studyDate.description, offset: walker.position))
        }
        if !sawInstance, !mediaStorageInstance.isEmpty {
            report.add(Finding(.instanceDisagrees, path: Tag.sopInstanceUID.description, offset: walker.position))
        }
    }

    /// Adds a finding about an element of the innermost level.
    mutating func add(_ check: Check, _ tag: Tag, _ offset: Int, _ extra: Report.Condition = []) {
        guard report.keeps(check) else { return report.count(check, at: offset, extra) }
        report.add(Finding(check, path: walker.path(), tag: tag, offset: offset), extra)
    }

    /// Adds a finding about the innermost item or fragment.
    mutating func add(_ check: Check, _ offset: Int) {
        guard report.keeps(check) else { return report.count(check, at: offset) }
        report.add(Finding(check, path: walker.path(), offset: offset))
    }
}
