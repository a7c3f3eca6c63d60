import Standard

/// Encapsulated Document (0042,0011): the document itself must have gone (action D).
extension FileCheck {
    /// A placeholder has no need for more.
    private static let longestPlaceholder = 4096

    mutating func checkDocument(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, let length = element.length else {
            return add(.encapsulatedDocument, element.tag, element.offset)
        }
        if length <= Self.longestPlaceholder, try isPlaceholder(element, length) { return }
        if try walker.isFilled(element.valueOffset, length, { $0 == 0 }) { return }
        add(.encapsulatedDocument, element.tag, element.offset)
    }

    private mutating func isPlaceholder(_ element: Element, _ length: Int) throws(ReadFailure) -> Bool {
        let wanted = min(length, 64)
        guard try walker.load(element.valueOffset, wanted) >= wanted else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        let head = walker.source.slice(element.valueOffset, wanted)
        guard head.starts(with: "%PDF-1.".utf8) else { return false }
        let comment = Array("%dcmveil placeholder".utf8)
        return head.indices.contains { head[$0...].starts(with: comment) }
    }
}
