import Standard

/// Attributes that PS3.15 Table E.1-1 does not list: text that someone chose, dates, and values that are not what their
/// VR says.
extension FileCheck {
    mutating func checkUnlisted(
        _ element: Element, _ rule: Rule, _ context: Frame.Context
    ) throws(ReadFailure) {
        guard !element.isEmpty else { return }
        let tag = element.tag
        // Pixels that call themselves text have gone by.
        guard walker.source.mayReturn(to: element.valueOffset) else {
            if element.vr.isText { add(.opaqueValue, tag, element.offset) }
            return
        }
        if rule.isCleaned { return try checkCleaned(element, context) }
        if tag == .textValue, context.contains(.structuredContent) {
            return try report(.structuredContent, unlessDummy: element)
        }
        if context.contains(.identityCodes), IdentitySequences.codes.contains(tag.rawValue) {
            return try report(.identityCode, unlessDummy: element)
        }
        if rule.unlisted == .text { return try report(.unlistedText, unlessDummy: element) }
        guard element.vr == .da || element.vr == .dt || element.vr == .tm else {
            return element.vr.isText ? try checkForm(element, rule) : try checkNumbers(element, rule)
        }
        if rule.isKept { return try checkKeptTime(element) }
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date: reportDate(.unlistedDate, element)
        case .other: add(.unlistedDate, tag, element.offset)
        }
    }

    /// The value of a private element that may stay.
    mutating func checkPrivateValue(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        if rule.isKept {
            // Whatever makers do there, names and addresses are none of it.
            if VRKind(element.vr) == .time { return try checkKeptTime(element) }
            if element.vr.isText, element.vr != .ui { try scanText(element, rule) }
            return
        }
        if Self.mayHoldName(element.vr) {
            // It was cleaned: words of medicine on both sides of a caret are words still.
            var cleaned = rule
            cleaned.isKept = true
            return try scanText(element, cleaned)
        }
        guard element.vr == .da || element.vr == .dt else {
            return element.vr.isText ? try checkForm(element, rule) : try checkNumbers(element, rule)
        }
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date: reportDate(.unlistedDate, element)
        case .other: add(.unlistedDate, element.tag, element.offset)
        }
    }

    /// A day or a time that a profile lets stay: it is one.
    private mutating func checkKeptTime(_ element: Element) throws(ReadFailure) {
        var worst = TextForm.fits
        try walker.forEachComponent(of: element) { text in
            guard let text else {
                worst = .wrongCharacters
                return false
            }
            if text.isEmpty || DateForm.isWellFormed(text, vr: element.vr) || DateForm.isOldForm(text, vr: element.vr) {
                return true
            }
            let areCharacters = text.allSatisfy { (0x30...0x39).contains($0) || ".:+-".utf8.contains($0) }
            worst = max(worst, areCharacters ? .wrongForm : .wrongCharacters)
            return worst < .wrongCharacters
        }
        guard worst > .fits else { return }
        add(worst == .wrongForm ? .valueForm : .foreignCharacters, element.tag, element.offset)
        var rule = Rule()
        rule.isKept = true
        // Of a long value the beginning has gone by.
        if walker.source.mayReturn(to: element.valueOffset) { try scanText(element, rule) }
    }

    private mutating func checkForm(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        if element.tag == Self.timezoneOffset, element.vr == .sh { return try checkKeptTime(element) }
        if element.vr == .ui {
            if Self.namesClass(element.tag) { return try checkClass(element) }
            if Self.namesCodeSystem(element.tag) { return try checkCodeSystem(element) }
            if !rule.isKept { return try checkUID(element) }
        }
        if Self.mayHoldName(element.vr) {
            try scanText(element, rule)
            // Text in the place of a code string: it is one by its form, or does not belong there.
            guard element.registeredVR == .cs else { return }
            guard walker.source.mayReturn(to: element.valueOffset) else {
                return add(.unknownTerm, element.tag, element.offset)
            }
            var code = element
            code.vr = .cs
            return try checkCharacters(code, rule)
        }
        if element.vr == .as, element.length ?? 0 <= Walker.longestComponent { try checkAge(element) }
        try checkCharacters(element, rule)
    }

    private mutating func checkCharacters(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        switch try walker.textForm(of: element) {
        case .fits:
            // How pixels are to be shown is for programs to read: there are no other terms than those of the standard.
            if element.vr == .cs { try checkTerm(element, keepsTerms: rule.keepsTerms && element.tag.group != 0x0028) }
        case .longNumber: add(.longNumber, element.tag, element.offset)
        case .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters: add(.foreignCharacters, element.tag, element.offset)
        case .caret: add(.nameInCode, element.tag, element.offset)
        }
    }

    private mutating func checkTerm(_ element: Element, keepsTerms: Bool) throws(ReadFailure) {
        // What went by is not called known.
        var areKnown = walker.source.mayReturn(to: element.valueOffset)
        guard areKnown else { return add(.unknownTerm, element.tag, element.offset) }
        try walker.forEachComponent(of: element) { text in
            areKnown = text.map { TermForm.isKnown($0, of: element.tag, keepsTerms: keepsTerms) } ?? false
            return areKnown
        }
        if !areKnown { add(.unknownTerm, element.tag, element.offset) }
    }

    private static func mayHoldName(_ vr: VR) -> Bool {
        switch vr {
        case .sh, .lo, .st, .lt, .uc, .ut, .ae, .ur, .pn: true
        default: false
        }
    }

    private static let timezoneOffset = Tag(0x0008_0201)
    private static let codingSchemeDesignator = Tag(0x0008_0102)
    private static let codingSchemeVersion = Tag(0x0008_0103)
    private static let codingSchemeURL = Tag(0x0008_010E)

    private static func isCode(_ tag: Tag) -> Bool { tag.rawValue == 0x0008_0100 || tag.rawValue == 0x0008_0119 }

    /// What text says that nobody should have written there.
    mutating func scanText(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        // What a profile keeps is there to be read: `head^general`, as Siemens has it.
        var scan = IdentityScan(acceptsWords: rule.isKept)
        var persons = PersonScan(acceptsInitials: ReviewedText.namesMaker(element.tag), patterns: .technical)
        let hasPersons = Self.mayNamePerson(element, rule)
        _ = try walker.isFilled(element.valueOffset, element.length ?? 0) { byte in
            scan.feed(byte)
            if hasPersons { persons.feed(byte) }
            return true
        }
        scan.end()
        persons.end()
        var signs = scan.signs
        // Versions of published code systems are days more often than not, but for DICOM's own.
        if element.tag == Self.codingSchemeVersion, code.depth == walker.frames.count,
            signs.contains(.day), CodeForm.isPublished(code.scheme), !code.scheme[...].equals("DCM")
        {
            signs.remove(.day)
        }
        // What else is said of days and times is said by their form.
        if VRKind(element.vr) == .time { signs.remove(.day) }
        // A profile that keeps a name by name wants it.
        if element.vr == .pn, element.registeredVR == .pn, rule.isKept { signs.remove(.name) }
        // An address is what the attribute is for; a scheme of codes has none of mail.
        let isForAddresses = element.vr == .ur && (element.registeredVR ?? .ur) == .ur
        if isForAddresses { signs.subtract(element.tag == Self.codingSchemeURL ? .web : [.mail, .web]) }
        if ReviewedText.namesModel(element.tag), !signs.contains(.longToken) { signs.remove(.token) }
        // Codes are judged by their scheme, which comes behind them.
        if rule.isKept || element.tag.isPrivate || Self.isCode(element.tag) { signs.remove(.token) }
        if element.tag == Self.codingSchemeDesignator, signs.contains(.token), CodeForm.isPublished(code.scheme) {
            signs.remove(.token)
        }
        for check in signs.checks { add(check, element.tag, element.offset) }
        var doubts = persons.signs
        // Worse has been said, or the same of the same word.
        if !signs.isDisjoint(with: [.name, .mail, .web, .token]) { doubts.remove(.doubtful) }
        if signs.contains(.telephone) { doubts.remove(.doubtful) }
        if signs.contains(.day) || VRKind(element.vr) == .time { doubts.remove(.day) }
        if signs.contains(.web) || isForAddresses { doubts.remove(.web) }
        // Of a code or of the system it is of, which have UIDs, too.
        if (0x0008_0100...0x0008_0125).contains(element.tag.rawValue) { doubts.remove(.uid) }
        // Text in the place of numbers, times and codes is told of as such.
        if let vr = element.registeredVR, !Self.mayHoldName(vr) { doubts.remove(.doubtful) }
        if !doubts.isDisjoint(with: [.doubtful, .age, .day]), try isMeaningOfCode(element) {
            doubts.subtract([.doubtful, .age, .day])
        }
        for check in doubts.checks { add(check, element.tag, element.offset) }
    }

    /// Whether words are looked at one by one: not where a name, a code or an address belongs.
    private static func mayNamePerson(_ element: Element, _ rule: Rule) -> Bool {
        switch element.vr {
        case .pn: return false
        case .ae, .ur:
            // Where other text belongs, it is read as such, whatever it calls itself.
            switch element.registeredVR {
            case .sh?, .lo?, .st?, .lt?, .uc?, .ut?: return !(rule.isNameByNature || isCode(element.tag))
            // What an address is made of is nobody's name more often than not; a code in the form of one has words, and where schemes
            // of codes are published, known ones.
            default:
                return element.vr == .ur && (element.tag.rawValue == 0x0008_0120 || element.tag == codingSchemeURL)
            }
        // Codes are judged by their scheme.
        default: return !(rule.isNameByNature || isCode(element.tag))
        }
    }

    /// An age of more than 89 years, of which there are few people at a place. 090Y stands for all of them, in a file that says
    /// how it was de-identified.
    private mutating func checkAge(_ element: Element) throws(ReadFailure) {
        var oldest = 0
        try walker.forEachComponent(of: element) { text in
            guard let text, text.count == 4, text.last == UInt8(ascii: "Y") else { return true }
            let digits = text.dropLast()
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return true }
            oldest = max(oldest, digits.reduce(0) { $0 * 10 + Int($1) - 0x30 })
            return true
        }
        guard oldest >= Self.groupedAge else { return }
        add(.highAge, element.tag, element.offset, oldest == Self.groupedAge ? .unlessDeidentified : [])
    }

    private static let groupedAge = 90

    private mutating func report(_ check: Check, unlessDummy element: Element) throws(ReadFailure) {
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date, .other: add(check, element.tag, element.offset)
        }
    }
}
