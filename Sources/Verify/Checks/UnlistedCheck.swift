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
            if try !walker.hasCharactersOfItsVR(element) { add(.foreignCharacters, tag, element.offset) }
            return
        }
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date: reportDate(.unlistedDate, element)
        case .other: add(.unlistedDate, tag, element.offset)
        }
    }

    private mutating func report(_ check: Check, unlessDummy element: Element) throws(ReadFailure) {
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date, .other: add(check, element.tag, element.offset)
        }
    }
}
