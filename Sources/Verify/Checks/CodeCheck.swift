import Standard

/// A code whose scheme has been read, or is still to come.
struct CodeInReading {
    /// Levels of items, by which codes that are nested in others are told apart.
    var depth = 0
    /// What Code Value holds, up to the designator of its scheme.
    var value: (element: Element, text: [UInt8])?
    var isUnit = false
    var scheme: [UInt8] = []
    /// What Code Value held, once the scheme is known.
    var text: [UInt8] = []
}

/// Codes of UCUM, whose scheme stands behind Code Value and before Long Code Value (PS3.3 §8).
extension FileCheck {
    mutating func noteCode(_ element: Element) throws(ReadFailure) {
        guard element.tag.group == 0x0008, (0x0100...0x0119).contains(element.tag.element), element.content == .value
        else { return }
        let depth = walker.frames.count
        switch element.tag.element {
        case 0x0100: code = CodeInReading(depth: depth, value: (element, try walker.shortValue(of: element)))
        case 0x0102:
            let scheme = try walker.shortValue(of: element)
            let isUnit = scheme.elementsEqual("UCUM".utf8)
            var text: [UInt8] = []
            if code.depth == depth, let value = code.value {
                checkCode(value.element, value.text, scheme, isUnit: isUnit)
                text = value.text
            }
            code = CodeInReading(depth: depth, isUnit: isUnit, scheme: scheme, text: text)
        case 0x0119:
            let isSame = code.depth == depth
            checkCode(
                element, try walker.shortValue(of: element), isSame ? code.scheme : [], isUnit: isSame && code.isUnit)
        default: break
        }
    }

    private mutating func checkCode(_ element: Element, _ text: [UInt8], _ scheme: [UInt8], isUnit: Bool) {
        // What names a person or an institution is a finding of its own, and worse.
        let context = walker.frames[walker.frames.count - 1].context
        if context.contains(.identityCodes) { return }
        let isWrong = isUnit ? UnitText.isLikely(in: text) : CodeForm.isLikelyNumber(text, scheme: scheme)
        let hasWord = !isWrong && !isUnit && CodeForm.hasUnknownWord(text, scheme: scheme)
        guard isWrong || hasWord, !rules.rule(for: element.tag).isKept else { return }
        add(isUnit ? .unitText : isWrong ? .mixedToken : .doubtfulWord, element.tag, element.offset)
        if options.showsValues {
            report.show(ShownValue(text[...], of: text.count), at: element.offset, from: report.findings.count - 1)
        }
    }

    /// Whether a Code Meaning is the one that PS3.16 gives the code.
    mutating func isMeaningOfCode(_ element: Element) throws(ReadFailure) -> Bool {
        guard element.tag.rawValue == 0x0008_0104, code.depth == walker.frames.count,
            let meaning = Concepts.meaning(of: code.text, scheme: code.scheme)
        else { return false }
        return try walker.shortValue(of: element).elementsEqual(meaning)
    }
}
