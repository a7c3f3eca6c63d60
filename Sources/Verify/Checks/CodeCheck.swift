import Standard

/// A code whose scheme has been read, or is still to come.
struct CodeInReading {
    /// Levels of items, by which codes that are nested in others are told apart.
    private(set) var depth = 0
    /// Code Value, and what it holds, up to and with the designator of its scheme; `nil` where there is none.
    private(set) var element: Element?
    private(set) var value: [UInt8] = []
    private(set) var scheme: [UInt8] = []
    private var hasScheme = false

    /// A code whose scheme should have come by now, at that level or behind it.
    func isWithoutScheme(at tag: Tag, _ depth: Int) -> Bool {
        isWaiting && (depth != self.depth || tag.rawValue > 0x0008_0102)
    }

    /// The scheme of a code is still to come.
    private var isWaiting = false

    mutating func close() { (element, isWaiting) = (nil, false) }

    var isUnit: Bool { scheme[...].equals("UCUM") }

    mutating func begin(_ element: Element, _ value: ArraySlice<UInt8>, at depth: Int) {
        (self.depth, self.element, hasScheme, isWaiting) = (depth, element, false, true)
        // Into the memory of the last one: a file may have millions of codes.
        self.value.replaceSubrange(self.value.indices, with: value)
        scheme.removeAll(keepingCapacity: true)
    }

    mutating func add(scheme: ArraySlice<UInt8>, at depth: Int) {
        if hasScheme || self.depth != depth { element = nil }
        (self.depth, hasScheme, isWaiting) = (depth, true, false)
        self.scheme.replaceSubrange(self.scheme.indices, with: scheme)
    }
}

/// Codes, whose scheme stands behind Code Value and before Long Code Value (PS3.3 §8).
extension FileCheck {
    /// Remembers the parts of a code, whatever profile it is judged by.
    mutating func noteCode(_ element: Element) throws(ReadFailure) {
        let depth = walker.frames.count
        if code.isWithoutScheme(at: element.tag, depth) { checkCodeWithoutScheme() }
        guard element.content == .value else { return }
        switch element.tag.rawValue {
        case 0x0008_0100: code.begin(element, try walker.shortValue(of: element), at: depth)
        case 0x0008_0102: code.add(scheme: try walker.shortValue(of: element), at: depth)
        default: break
        }
    }

    /// A code that is known to its end.
    mutating func checkCode(_ element: Element) throws(ReadFailure) {
        guard element.content == .value else { return }
        switch element.tag.rawValue {
        case 0x0008_0102:
            if let value = code.element { checkCode(value, code.value, code.scheme, isUnit: code.isUnit) }
        case 0x0008_0119:
            let isSame = code.depth == walker.frames.count
            let value = Array(try walker.shortValue(of: element))
            checkCode(element, value, isSame ? code.scheme : [], isUnit: isSame && code.isUnit)
        default: break
        }
    }

    /// A code of nobody knows which scheme: no meaning explains it.
    mutating func checkCodeWithoutScheme() {
        if let value = code.element { checkCode(value, code.value, [], isUnit: false) }
        code.close()
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
            report.show(ShownValue(text[...], of: text.count), at: element.offset, from: report.kept - 1)
        }
    }

    /// Whether a Code Meaning is the one that PS3.16 gives the code.
    mutating func isMeaningOfCode(_ element: Element) throws(ReadFailure) -> Bool {
        guard element.tag.rawValue == 0x0008_0104, code.depth == walker.frames.count, code.element != nil,
            let meaning = Concepts.meaning(of: code.value, scheme: code.scheme)
        else { return false }
        return try walker.shortValue(of: element).elementsEqual(meaning)
    }
}
