import Standard

/// Looks through text for persons who stand there without a caret: a title, an initial or a label with a name behind it, a label
/// of records with a number, and words that no list has. Word by word and in constant memory.
///
/// The lists of words are those of medicine, of the standard and of makers and their products. What is sure is a name or a
/// number in the place of one; a word by its look alone is for a person to judge.
struct PersonScan {
    struct Signs: OptionSet {
        var rawValue: UInt16
        /// `Dr. Kowalczyk`, `J. Kowalczyk`, `Name: Kowalczyk`.
        static let person = Signs(rawValue: 1)
        /// `MRN 4711123`.
        static let record = Signs(rawValue: 2)
        /// A word that may be a name, or a number that may be a record's.
        static let doubtful = Signs(rawValue: 4)
        /// `123-45-6789`
        static let nationalNumber = Signs(rawValue: 8)
        static let age = Signs(rawValue: 16)
        static let day = Signs(rawValue: 32)
        static let web = Signs(rawValue: 64)
        static let uid = Signs(rawValue: 128)

        var checks: [Check] {
            if isEmpty { return [] }
            let all: [(Signs, Check)] = [
                (.person, .personInText), (.record, .recordNumber), (.nationalNumber, .nationalNumber),
                (.doubtful, .doubtfulWord), (.age, .ageInText), (.day, .dayInText), (.web, .webAddress),
                (.uid, .originalUID),
            ]
            return all.filter { contains($0.0) }.map(\.1)
        }
    }

    private(set) var signs: Signs = []

    /// In the name of a maker or a product, an initial is that of the founder: `J. Morita`.
    private let acceptsInitials: Bool
    /// All words are known, since another reader has looked them up: what is left are those that a title, a label or the letters
    /// between spaces make somebody's.
    private let areWordsKnown: Bool
    private var patterns: PatternScan?

    /// - Parameter patterns: how numbers are looked at; `nil`: not by their form alone.
    init(acceptsInitials: Bool = false, areWordsKnown: Bool = false, patterns: PatternScan.Scope? = nil) {
        self.acceptsInitials = acceptsInitials
        self.areWordsKnown = areWordsKnown
        self.patterns = patterns.map { PatternScan($0) }
    }

    private var word = SpelledWord()
    /// Since the last word.
    private var gap = Gap()
    private var expected = Expected.nothing
    /// Letters that stand alone, one after the other: `K o w a l c z y k`.
    private var spelled = SpelledWord()
    private static let shortestSpelled = 5
    /// Digits of a number that is written in groups.
    private var groups = NumberGroups()

    /// What was read before and may be about what comes.
    private enum Expected {
        case nothing
        case name(Trust)
        /// Behind a single capital letter.
        case nameOfInitial
        /// Behind a word such as *name*, if a colon follows.
        case nameOfLabel
        /// Behind such a word and one initial.
        case secondInitial
        case number(Trust)
    }

    private enum Trust {
        /// A title that is no other word, as *Frau* and *Prof.* are.
        case certain
        /// A label that cleaning leaves no number behind, though it may be that of a part elsewhere.
        case cleaned
        case sure, likely
    }

    mutating func feed(_ byte: UInt8) {
        if foreign.takesNext { return foreign.feed(byte) }
        if word.add(byte) { return }
        if !word.isEmpty { settle() }
        gap.add(byte)
        foreign.feed(byte)
    }

    /// What the end of the text brings to light.
    mutating func end() {
        if !word.isEmpty { settle() }
        settleNumber()
        settleSpelled()
        patterns?.end()
        if foreign.isFound { signs.insert(.doubtful) }
        guard let found = patterns?.signs, !found.isEmpty else { return }
        for (sign, own) in [
            (PatternScan.Signs.age, Signs.age), (.day, .day), (.web, .web), (.uid, .uid), (.doubtful, .doubtful),
        ] where found.contains(sign) { signs.insert(own) }
    }

    /// Text of two bytes a character, whose bytes look like letters.
    private var foreign = DesignatedText()

    private mutating func settle() {
        patterns?.add(word, gap)
        if word.isNumber {
            if !gap.isNarrow { settleNumber() }
            groups.add(word, isJoined: gap.isHyphen)
        } else {
            settleNumber()
            if word.digits > 0 { settleMixed() } else { settleWord() }
        }
        word = SpelledWord(reusing: word)
        gap = Gap()
    }

    // MARK: Numbers

    private mutating func settleNumber() {
        if groups.isEmpty { return }
        if case .number(let trust) = expected, groups.digits >= Self.fewestDigits {
            signs.insert(trust == .sure ? .record : .doubtful)
        } else if areWordsKnown, isBehindRecordLabel {
            // Cleaning leaves no number behind such a label, however short.
            signs.insert(.doubtful)
        } else if groups.looksLikeNationalNumber {
            signs.insert(.nationalNumber)
        } else if groups.looksLikeRecord {
            signs.insert(.doubtful)
        }
        expected = .nothing
        groups = NumberGroups()
    }

    private mutating func settleMixed() {
        defer { expected = .nothing }
        // `Kowalczyk1`; `tfl3d1` has no word in it.
        if !areWordsKnown, word.hasUnknownRun { signs.insert(.doubtful) }
        // `MRN471`, `K471M123`
        if areWordsKnown, isLabelledRecord || word.isMixedRecord { signs.insert(.doubtful) }
        guard word.digits >= Self.fewestDigits else { return }
        // `MRN4711123`
        if Announcement.of(word.hashBeforeDigits) == .recordLabel { return signs.formUnion(.record) }
        guard case .number(let trust) = expected, gap.isNarrow else { return }
        signs.insert(trust == .sure ? .record : .doubtful)
    }

    private static let fewestDigits = 4

    private var isBehindRecordLabel: Bool {
        switch expected {
        case .number(.sure), .number(.cleaned): true
        default: false
        }
    }

    private var isLabelledRecord: Bool {
        switch Announcement.of(word.hashBeforeDigits) {
        case .recordLabel?, .patientLabel?: true
        default: false
        }
    }

    // MARK: Words

    private mutating func settleWord() {
        let before = expected
        expected = .nothing
        if word.count == 1 {
            if gap.count != 1 { settleSpelled() }
            spelled.add(word)
            // `Dr. J. Kowalczyk`
            if case .name = before, gap.isNarrow { return expected = before }
            if word.startsWithCapital {
                switch before {
                // `pat. J.K.`
                case .nameOfLabel where areWordsKnown && gap.isNarrow && (gap.beginsWithPoint || gap.binds):
                    return expected = .secondInitial
                case .secondInitial where gap.count == 1 && gap.beginsWithPoint: signs.insert(.doubtful)
                default: break
                }
                expected = .nameOfInitial
            }
            return
        }
        settleSpelled()
        switch Announcement.of(word.hash) {
        case .title?: expected = .name(.certain)
        // `DR` and `MR` are modalities, `ms` a unit: as people write them before a name, they are titles.
        case .shortTitle?: expected = .name(word.startsWithCapital && word.smallLetters > 0 ? .sure : .likely)
        case .personLabel?: expected = .nameOfLabel
        case .recordLabel?: expected = .number(.sure)
        case .numberLabel?, .patientLabel?:
            // `Patient ID`, `MRN no.`; by itself it may be that of a coil.
            switch before {
            case .number(.sure) where gap.isNarrow, .nameOfLabel where gap.isNarrow: expected = .number(.sure)
            case .number(.cleaned) where gap.isNarrow: expected = .number(.cleaned)
            default: expected = .number(Announcement.of(word.hash) == .patientLabel ? .cleaned : .likely)
            }
        // `Dr. van Dijk`
        case .particle?: if gap.isNarrow { expected = before }
        case nil: judge(before)
        }
    }

    private mutating func settleSpelled() {
        if spelled.count >= Self.shortestSpelled, spelled.standing == .unknown { signs.insert(.doubtful) }
        if !spelled.isEmpty { spelled = SpelledWord(reusing: spelled) }
    }

    private mutating func judge(_ before: Expected) {
        guard word.count >= Self.shortestName else {
            // `Frau Oh`
            if case .name(.certain) = before, gap.isNarrow, word.isCapitalised { signs.insert(.doubtful) }
            return
        }
        let isBehindSign: Bool =
            switch before {
            case .name(.sure), .name(.certain): gap.isNarrow
            case .name(.likely): gap.isNarrow && gap.beginsWithPoint
            case .nameOfInitial: gap.isNarrow && gap.beginsWithPoint && word.startsWithCapital && !acceptsInitials
            case .nameOfLabel: gap.isNarrow && gap.binds
            case .nothing, .number, .secondInitial, .name(.cleaned): false
            }
        // `www.snomed.org`
        if word.hash == Self.worldWideWeb { return }
        if !isBehindSign, gap.count == 1, gap.beginsWithPoint, Self.domains.contains(word.hash) { return }
        guard isBehindSign || !areWordsKnown else { return }
        switch word.standing {
        case .known:
            // `Dr. Who`, `Frau Lang`
            switch before {
            case .name(.sure) where gap.isNarrow && gap.beginsWithPoint && word.isCapitalised: signs.insert(.doubtful)
            case .name(.certain) where gap.isNarrow && word.isCapitalised && (gap.beginsWithPoint || areWordsKnown):
                signs.insert(.doubtful)
            default: break
            }
        case .eitherWay: if isBehindSign { signs.insert(.doubtful) }
        case .unknown: signs.insert(isBehindSign ? .person : .doubtful)
        }
    }

    private static let worldWideWeb = SpelledWord.hash(of: "www".utf8)
    private static let domains = Set(
        "org com edu gov info".utf8.split(separator: 0x20).map { SpelledWord.hash(of: $0) })
    /// Fewer letters are sizes, directions and units.
    static let shortestName = 3

    /// What stands between two words.
    struct Gap {
        private(set) var count = 0
        private(set) var first: UInt8 = 0
        private(set) var hasSpace = false
        /// Spaces, brackets and the signs between groups of digits.
        private(set) var areGroupSigns = true
        private(set) var beginsWithPoint = false
        /// A colon, an equals sign or a number sign: what follows is of what came before.
        private(set) var binds = false
        /// What follows has nothing to do with what came before.
        private var parts = false
        private var isOneHyphen = false

        mutating func add(_ byte: UInt8) {
            count += 1
            if count == 1 { first = byte }
            isOneHyphen = count == 1 && byte == UInt8(ascii: "-")
            switch byte {
            case 0x20: hasSpace = true
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "+"): break
            case UInt8(ascii: "."): break
            default: areGroupSigns = false
            }
            switch byte {
            case UInt8(ascii: "."): if count == 1 { beginsWithPoint = true }
            case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "#"): binds = true
            case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: "|"), 0x0A, 0x0D: parts = true
            default: break
            }
        }

        /// Room for `. ` or `: `, not for another sentence.
        var isNarrow: Bool { !parts && count <= 3 }
        var isHyphen: Bool { isOneHyphen }
    }

    private struct NumberGroups {
        private(set) var digits = 0
        private var counts: [Int] = []
        private var areHyphened = true
        private var mayBeDay = false

        var isEmpty: Bool { digits == 0 }

        mutating func add(_ number: SpelledWord, isJoined: Bool) {
            let count = number.count
            mayBeDay = digits == 0 && count == 8 && number.beginsWithYear
            if digits > 0, !isJoined { areHyphened = false }
            digits += count
            if counts.count < 4 { counts.append(count) }
        }

        /// Seven digits in one, as in no size, year or product. Days are looked for elsewhere.
        var looksLikeRecord: Bool { counts.count == 1 && digits >= 7 && !mayBeDay }

        /// As social security numbers of the United States are written.
        var looksLikeNationalNumber: Bool { areHyphened && counts == [3, 2, 4] }
    }
}
