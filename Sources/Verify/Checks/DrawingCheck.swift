import Standard

/// HPGL Document (0068,6300): a drawing of an implant, whose lettering is bytes to every other check.
extension FileCheck {
    /// Nothing but the instruction that begins a drawing shows nothing, as what `deid` puts in its place.
    mutating func checkDrawing(_ element: Element) throws(ReadFailure) {
        if element.isEmpty { return }
        guard element.content == .value, let length = element.length, length <= Self.emptyDrawing.count + 1 else {
            return add(.drawing, element.tag, element.offset)
        }
        guard try walker.load(element.valueOffset, length) >= length else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        let value = walker.source.slice(element.valueOffset, length)
        if value.starts(with: Self.emptyDrawing), value.dropFirst(Self.emptyDrawing.count).allSatisfy({ $0 <= 0x20 }) {
            return
        }
        add(.drawing, element.tag, element.offset)
    }

    /// Initialize: written down here once more, for what `deid` writes and what passes are two questions.
    private static let emptyDrawing = Array("IN;".utf8)
}
