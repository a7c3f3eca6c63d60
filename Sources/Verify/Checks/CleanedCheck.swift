import Standard

/// Text that a profile lets stay as far as it names nobody (PS3.15 E.3.4 to E.3.6).
extension FileCheck {
    /// A text that Table E.1-1 does not list.
    mutating func checkCleaned(_ element: Element, _ context: Frame.Context) throws(ReadFailure) {
        switch try walker.verdict(on: element) {
        case .empty, .dummy: return
        case .date, .other: if try isCleaned(element) { return }
        }
        // Nothing of it can be looked at again.
        let isContent = element.tag == .textValue && context.contains(.structuredContent)
        let isCode = context.contains(.identityCodes) && IdentitySequences.codes.contains(element.tag.rawValue)
        add(isContent ? .structuredContent : isCode ? .identityCode : .unlistedText, element.tag, element.offset)
    }

    /// Whether the words of a text are such as cleaning leaves; what is suspicious all the same is told of.
    ///
    /// Read once, front to back. A text whose beginning has gone by, as after a long run of dummies in a pipe, is not called clean.
    mutating func isCleaned(_ element: Element) throws(ReadFailure) -> Bool {
        guard element.content == .value, element.vr.isText, let length = element.length,
            walker.source.mayReturn(to: element.valueOffset)
        else { return false }
        var text = CleanedText(isSiteWord: rules.expectations?.isSiteWord)
        // Words of medicine on both sides of a caret are words still.
        var scan = IdentityScan(acceptsWords: true)
        // Words have been found known where they are clean.
        var persons = PersonScan(areWordsKnown: true, patterns: .cleaned)
        _ = try walker.isFilled(element.valueOffset, length) { byte in
            text.feed(byte)
            scan.feed(byte)
            persons.feed(byte)
            return true
        }
        text.end()
        guard text.isClean else { return false }
        scan.end()
        persons.end()
        var doubts = persons.signs
        // Said once.
        if scan.signs.contains(.day) { doubts.remove(.day) }
        if scan.signs.contains(.web) { doubts.remove(.web) }
        if scan.signs.contains(.telephone) { doubts.remove(.doubtful) }
        // Letters and digits are looked at with the words, and UIDs are those that were made anew.
        for check in scan.signs.subtracting(.token).checks { add(check, element.tag, element.offset) }
        for check in doubts.subtracting(.uid).checks { add(check, element.tag, element.offset) }
        return true
    }
}
