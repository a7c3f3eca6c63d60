import Standard

/// A code whose scheme has been read, or is still to come.
struct CodeInReading {
    /// Levels of items, by which codes that are nested in others are told apart.
    var depth = 0
    /// What Code Value holds, up to the designator of its scheme.
    var value: (element: Element, text: [UInt8])?
    var isUnit = false
}

/// Codes of UCUM, whose scheme stands behind Code Value and before Long Code Value (PS3.3 §8).
extension FileCheck {
    mutating func noteCode(_ element: Element) throws(ReadFailure) {
        guard element.tag.group == 0x0008, (0x0100...0x0119).contains(element.tag.element), element.content == .value else { return }
        let depth = walker.frames.count
        switch element.tag.element {
        case 0x0100: code = CodeInReading(depth: depth, value: (element, try walker.shortValue(of: element)))
        case 0x0102:
            let isUnit = try walker.value(of: element, is: "UCUM")
            if isUnit, code.depth == depth, let value = code.value, UnitText.isLikely(in: value.text) {
                add(.unitText, value.element.tag, value.element.offset)
            }
            code = CodeInReading(depth: depth, isUnit: isUnit)
        case 0x0119 where code.depth == depth && code.isUnit:
            if UnitText.isLikely(in: try walker.shortValue(of: element)) { add(.unitText, element.tag, element.offset) }
        default: break
        }
    }
}
