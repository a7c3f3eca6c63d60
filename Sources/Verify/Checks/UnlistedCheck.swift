import Standard

/// Attributes that PS3.15 Table E.1-1 does not list: text that someone chose, dates, and values that are not what their
/// VR says.
extension FileCheck {
    mutating func checkUnlisted(
        _ element: Element, _ rule: Rule, _ context: Frame.Context
    ) throws(ReadFailure) {
        guard !element.isEmpty else { return }
        let tag = element.tag
        if tag == .textValue, context.contains(.structuredContent) {
            return try report(.structuredContent, unlessDummy: element)
        }
        if context.contains(.identityCodes), IdentitySequences.codes.contains(tag.rawValue) {
            return try report(.identityCode, unlessDummy: element)
        }
        if rule.unlisted == .text { return try report(.unlistedText, unlessDummy: element) }
        guard element.vr == .da || element.vr == .dt else {
            return element.vr.isText ? try checkForm(element) : try checkNumbers(element)
        }
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date: reportDate(.unlistedDate, element)
        case .other: add(.unlistedDate, tag, element.offset)
        }
    }

    private mutating func checkForm(_ element: Element) throws(ReadFailure) {
        if element.vr == .ui, Self.namesClass(element.tag) { return try checkClass(element) }
        if Self.mayHoldName(element.vr), try holdsCaret(element) { add(.nameInText, element.tag, element.offset) }
        switch try walker.textForm(of: element) {
        case .fits: return
        case .longNumber: add(.longNumber, element.tag, element.offset)
        case .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters: add(.foreignCharacters, element.tag, element.offset)
        case .caret: add(.nameInCode, element.tag, element.offset)
        }
    }

    /// Whether the attribute holds the UID of a class or a syntax: something the standard or a maker publishes.
    private static func namesClass(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0002_0002, 0x0008_0016, 0x0008_001A, 0x0008_001B, 0x0008_0062, 0x0008_1150, 0x0008_115A, 0x0004_1510,
            0x0004_1512, 0x0400_0010:
            true
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

    private static func mayHoldName(_ vr: VR) -> Bool {
        switch vr {
        case .sh, .lo, .st, .lt, .uc, .ut, .ae: true
        default: false
        }
    }

    /// Whether a caret stands between two letters, as in a name; the mass of a nuclide, as in `^18^Fluorine`, has digits.
    private mutating func holdsCaret(_ element: Element) throws(ReadFailure) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80 }
        var previous: (UInt8, UInt8) = (0, 0)
        return try !walker.isFilled(element.valueOffset, element.length ?? 0) { byte in
            defer { previous = (previous.1, byte) }
            return !(previous.1 == UInt8(ascii: "^") && isLetter(previous.0) && isLetter(byte))
        }
    }

    private mutating func report(_ check: Check, unlessDummy element: Element) throws(ReadFailure) {
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date, .other: add(check, element.tag, element.offset)
        }
    }
}
