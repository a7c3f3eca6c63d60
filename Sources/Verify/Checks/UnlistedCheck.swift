import Standard

/// Attributes that PS3.15 Table E.1-1 does not list: text that someone chose, dates, and values that are not what their
/// VR says.
extension FileCheck {
    mutating func checkUnlisted(
        _ element: Element, _ rule: Rule, _ context: Frame.Context
    ) throws(ReadFailure) {
        guard !element.isEmpty else { return }
        let tag = element.tag
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
        if rule.isKept { return }
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date: reportDate(.unlistedDate, element)
        case .other: add(.unlistedDate, tag, element.offset)
        }
    }

    /// The value of a private element that may stay.
    mutating func checkPrivateValue(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        if rule.isKept {
            if Self.mayHoldName(element.vr) { try scanText(element, rule) }
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

    private mutating func checkForm(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        if element.vr == .ui {
            if Self.namesClass(element.tag) { return try checkClass(element) }
            if !rule.isKept {
                return Self.namesCodeSystem(element.tag) ? try checkCodeSystem(element) : try checkUID(element)
            }
        }
        if Self.mayHoldName(element.vr) { return try scanText(element, rule) }
        if element.vr == .as, element.length ?? 0 <= Walker.longestComponent, try isHighAge(element) {
            add(.highAge, element.tag, element.offset)
        }
        switch try walker.textForm(of: element) {
        case .fits: if element.vr == .cs, !rule.isKept { try checkTerm(element) }
        case .longNumber: add(.longNumber, element.tag, element.offset)
        case .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters: add(.foreignCharacters, element.tag, element.offset)
        case .caret: add(.nameInCode, element.tag, element.offset)
        }
    }

    private mutating func checkTerm(_ element: Element) throws(ReadFailure) {
        var areKnown = true
        try walker.forEachComponent(of: element) { text in
            areKnown = text.map { TermForm.isKnown($0, of: element.tag) } ?? false
            return areKnown
        }
        if !areKnown { add(.unknownTerm, element.tag, element.offset) }
    }

    /// Whether the attribute holds the UID of a class or a syntax: something the standard or a maker publishes.
    private static func namesClass(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0002_0002, 0x0008_0016, 0x0008_001A, 0x0008_001B, 0x0008_0062, 0x0008_1150, 0x0008_115A, 0x0004_1510,
            0x0004_1512, 0x0004_151A, 0x0008_040E, 0x0008_3002, 0x0034_0003, 0x0400_0010, 0x0400_0510, 0x3010_0052,
            0x3010_0053:
            true
        default: false
        }
    }

    /// Whether the attribute holds the UID of a code system, a context group or a mapping: published, and not in PS3.6.
    private static func namesCodeSystem(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_010C, 0x0008_010D, 0x0008_0117, 0x0008_0118: true
        default: false
        }
    }

    mutating func checkClass(_ element: Element) throws(ReadFailure) {
        let registry = walker.registry
        var areRegistered = true
        var areUIDs = true
        try walker.forEachComponent(of: element) { text in
            areUIDs = areUIDs && text.map { UIDForm.isWellFormed($0) || $0.isEmpty } ?? false
            areRegistered =
                areRegistered && text.map { UIDForm.isReplacedOrRegistered($0, registry) || $0.isEmpty } ?? false
            return areUIDs
        }
        if !areUIDs {
            add(.foreignCharacters, element.tag, element.offset)
        } else if !areRegistered {
            add(.unregisteredClass, element.tag, element.offset)
        }
    }

    /// A code system has a UID that its owner published once and for all; a day in it is that of something else.
    private mutating func checkCodeSystem(_ element: Element) throws(ReadFailure) {
        var form = TextForm.fits
        var hasDay = false
        try walker.forEachComponent(of: element) { text in
            guard let text else {
                form = max(form, .wrongForm)
                return true
            }
            let areCharacters = text.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
            form = max(form, areCharacters ? TextForm(text, vr: .ui) : .wrongCharacters)
            hasDay = hasDay || text.split(separator: UInt8(ascii: ".")).contains(where: Self.beginsWithDay)
            return form < .wrongCharacters
        }
        switch form {
        case .fits: if hasDay { add(.dayInText, element.tag, element.offset) }
        case .longNumber, .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters, .caret: add(.foreignCharacters, element.tag, element.offset)
        }
    }

    /// A day of the years from 1900 to 2099, alone or with a time behind it.
    private static func beginsWithDay(_ digits: ArraySlice<UInt8>) -> Bool {
        guard [8, 12, 14].contains(digits.count), digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8) else { return false }
        return DateForm.isWellFormed(digits.prefix(8), vr: .da)
    }

    /// Names of models, in which letters and a few digits stand together by their nature.
    private static func namesModel(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_1090, 0x0018_1018, 0x0018_101B, 0x0018_702B: true
        default: false
        }
    }

    private static func mayHoldName(_ vr: VR) -> Bool {
        switch vr {
        case .sh, .lo, .st, .lt, .uc, .ut, .ae, .ur: true
        default: false
        }
    }

    private static let codingSchemeDesignator = Tag(0x0008_0102)
    private static let codingSchemeVersion = Tag(0x0008_0103)

    private static func isCode(_ tag: Tag) -> Bool { tag.rawValue == 0x0008_0100 || tag.rawValue == 0x0008_0119 }

    /// What text says that nobody should have written there.
    mutating func scanText(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        // What a profile keeps is there to be read: `head^general`, as Siemens has it.
        var scan = IdentityScan(acceptsWords: rule.isKept)
        _ = try walker.isFilled(element.valueOffset, element.length ?? 0) { byte in
            scan.feed(byte)
            return true
        }
        scan.end()
        var signs = scan.signs
        // Versions of code systems are days more often than not.
        if element.tag == Self.codingSchemeVersion { signs.remove(.day) }
        // An address is what the attribute is for.
        if element.vr == .ur { signs.subtract([.mail, .web]) }
        if Self.namesModel(element.tag), !signs.contains(.longToken) { signs.remove(.token) }
        // Codes are judged by their scheme, which comes behind them.
        if rule.isKept || element.tag.isPrivate || Self.isCode(element.tag) { signs.remove(.token) }
        if element.tag == Self.codingSchemeDesignator, CodeForm.isPublished(code.scheme) { signs.remove(.token) }
        for check in signs.checks { add(check, element.tag, element.offset) }
    }

    /// Each value is one that was made anew, or registered; all in one look, for a long value goes by only once.
    private mutating func checkUID(_ element: Element) throws(ReadFailure) {
        let registry = walker.registry
        var worst = TextForm.fits
        var isOriginal = false
        try walker.forEachComponent(of: element) { text in
            guard let text else {
                worst = max(worst, .wrongForm)
                return true
            }
            let areCharacters = text.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
            let form = areCharacters ? TextForm(text, vr: .ui) : .wrongCharacters
            worst = max(worst, form)
            isOriginal = isOriginal || form == .fits && !text.isEmpty && !UIDForm.isReplacedOrRegistered(text, registry)
            return worst < .wrongCharacters
        }
        switch worst {
        case .fits: if isOriginal { add(.originalUID, element.tag, element.offset) }
        case .longNumber, .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters, .caret: add(.foreignCharacters, element.tag, element.offset)
        }
    }

    /// An age of more than 89 years, of which there are few people at a place.
    private mutating func isHighAge(_ element: Element) throws(ReadFailure) -> Bool {
        var isHigh = false
        try walker.forEachComponent(of: element) { text in
            guard let text, text.count == 4, text.last == UInt8(ascii: "Y") else { return true }
            let years = text.dropLast().reduce(0) { $0 * 10 + Int($1) - 0x30 }
            isHigh = isHigh || (90...999).contains(years)
            return true
        }
        return isHigh
    }

    private mutating func report(_ check: Check, unlessDummy element: Element) throws(ReadFailure) {
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date, .other: add(check, element.tag, element.offset)
        }
    }
}
