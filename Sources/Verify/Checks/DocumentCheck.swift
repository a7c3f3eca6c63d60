import Standard

/// Encapsulated Document (0042,0011): the document itself must have gone (action D).
extension FileCheck {
    mutating func checkDocument(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, let length = element.length else {
            return add(.encapsulatedDocument, element.tag, element.offset)
        }
        if try isPlaceholder(element, length) { return }
        if try walker.isFilled(element.valueOffset, length, { $0 == 0 }) { return }
        add(.encapsulatedDocument, element.tag, element.offset)
    }

    /// Whether the value is one of the documents that dcmveil writes, and a few bytes of padding at most.
    private mutating func isPlaceholder(_ element: Element, _ length: Int) throws(ReadFailure) -> Bool {
        for document in [Self.placeholder] + Self.lines {
            guard (0...Self.longestPadding).contains(length - document.count) else { continue }
            guard try walker.load(element.valueOffset, length) >= length else {
                throw .damaged(.truncated, offset: element.valueOffset)
            }
            let value = walker.source.slice(element.valueOffset, length)
            if value.starts(with: document),
                value.dropFirst(document.count).allSatisfy({ [0x20, 0x0A, 0].contains($0) })
            {
                return true
            }
        }
        return false
    }

    /// A line feed, and what makes the length even.
    private static let longestPadding = 3

    /// Documents of text that say nothing: a CDA document of no sections, and a comment alone (OBJ, MTL).
    private static let lines = [
        "<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>", "# dcmveil placeholder",
    ].map { Array($0.utf8) }

    /// One empty page. Written down here once more: what `deid` writes and what passes are two questions.
    static let placeholder = Array(
        """
        %PDF-1.4
        %dcmveil placeholder
        1 0 obj
        << /Type /Catalog /Pages 2 0 R >>
        endobj
        2 0 obj
        << /Type /Pages /Kids [3 0 R] /Count 1 >>
        endobj
        3 0 obj
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>
        endobj
        xref
        0 4
        0000000000 65535 f \n0000000030 00000 n \n0000000079 00000 n \n0000000136 00000 n \ntrailer
        << /Size 4 /Root 1 0 R >>
        startxref
        224
        %%EOF

        """.utf8)
}
