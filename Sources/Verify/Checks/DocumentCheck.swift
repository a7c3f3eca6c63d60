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

    private static let longestLine = 96

    /// A document of text that says nothing: a CDA document of no sections, or a comment alone (OBJ, MTL), word for word.
    private static func isBlankLine(_ head: ArraySlice<UInt8>) -> Bool {
        let texts = [
            "<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>", "# dcmveil placeholder",
        ]
        return texts.contains { text in
            head.starts(with: text.utf8) && head.dropFirst(text.utf8.count).allSatisfy { [0x20, 0x0A, 0].contains($0) }
        }
    }

    private mutating func isPlaceholder(_ element: Element, _ length: Int) throws(ReadFailure) -> Bool {
        let wanted = min(length, Self.longestLine)
        guard try walker.load(element.valueOffset, wanted) >= wanted else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        let head = walker.source.slice(element.valueOffset, wanted)
        if length <= Self.longestLine, Self.isBlankLine(head) { return true }
        guard head.starts(with: "%PDF-1.".utf8) else { return false }
        let comment = Array("%dcmveil placeholder".utf8)
        return head.indices.contains { head[$0...].starts(with: comment) }
    }
}
