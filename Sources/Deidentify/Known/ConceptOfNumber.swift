import DICOM
import Standard

/// What the number of a content item is about: the codes of its concept and of its unit, which stand before it, or behind it
/// where an item is out of order.
///
/// In the item of the number itself (PS3.3 Table 10-2 Content Item Macro, Table C.10-10 annotations of waveforms), or, where that
/// is an item of Measured Value Sequence, in the content item around it (PS3.3 Table C.18.1-1).
struct ConceptOfNumber {
    /// A code by the places of its parts among the elements.
    struct Code {
        fileprivate(set) var value: Int?
        fileprivate(set) var scheme: Int?
        fileprivate(set) var meaning: Int?
    }

    private(set) var concept = Code()
    private(set) var unit = Code()
    /// The beginning or the end of the item lies in another batch, or far away: the concept may, too.
    private(set) var isCut = false

    /// Elements that are gone through at most: a content item has few before its number.
    private static let farthest = 512

    /// - Parameters:
    ///   - place: of the number, or of the sequence that holds it.
    ///   - isMeasuredValue: the number stands in an item of Measured Value Sequence.
    init(_ elements: [Element], around place: Int, isMeasuredValue: Bool) {
        lookBack(elements, place, isMeasuredValue)
        if concept.value == nil || unit.value == nil { lookAhead(elements, place, isMeasuredValue) }
    }

    private mutating func lookBack(_ elements: [Element], _ place: Int, _ isMeasuredValue: Bool) {
        // Levels below that of the number, and the outermost one that was reached: 0 its item, -1 the sequence of that, -2 the item
        // around.
        var level = 0
        var floor = 0
        var code = Code()
        for index in stride(from: place - 1, through: max(0, place - Self.farthest), by: -1) {
            let element = elements[index]
            switch element.kind {
            case .itemEnd, .sequenceEnd: level += 1
            case .item, .sequence, .fragments:
                level -= 1
                if level < floor {
                    floor = level
                    if floor < (isMeasuredValue ? -2 : 0) { return }
                    continue
                }
                guard level == floor, element.kind == .sequence, floor != -1 else { continue }
                switch element.tag {
                case Tag(0x0040_08EA): if floor == 0 { unit = code }
                case Tag(0x0040_A043):
                    concept = code
                    // The unit has a lower tag, or stands in the item that was left.
                    if floor == -2 { return }
                default: break
                }
                code = Code()
            case .element:
                guard level == floor + 2, element.isResident, element.lengthField <= 128 else { continue }
                // The first item comes last, and counts.
                switch element.tag {
                case Tag(0x0008_0100), Tag(0x0008_0119), Tag(0x0008_0120): code.value = index
                case Tag(0x0008_0102): code.scheme = index
                case Tag(0x0008_0104): code.meaning = index
                default: break
                }
            case .fragment, .trailing: break
            }
        }
        isCut = true
    }

    /// The same behind the number, up to the end of the item.
    private mutating func lookAhead(_ elements: [Element], _ place: Int, _ isMeasuredValue: Bool) {
        // Levels as above; `open`: the tag of the code that is open, and the level of its sequence.
        var level = 0
        var open: (tag: Tag, level: Int)?
        var code = Code()
        for index in place..<min(elements.count, place + Self.farthest) {
            let element = elements[index]
            switch element.kind {
            case .sequence, .item, .fragments:
                let isCode = element.tag == Tag(0x0040_08EA) && level == 0 || element.tag == Tag(0x0040_A043)
                if element.kind == .sequence, isCode, open == nil, level == 0 || level == -2 {
                    (open, code) = ((element.tag, level), Code())
                }
                level += 1
            case .itemEnd, .sequenceEnd:
                level -= 1
                if let known = open, known.level == level, element.kind == .sequenceEnd {
                    if known.tag == Tag(0x0040_A043), concept.value == nil { concept = code }
                    if known.tag == Tag(0x0040_08EA), unit.value == nil { unit = code }
                    open = nil
                }
                if level < (isMeasuredValue ? -2 : 0) { return }
            case .element:
                guard let open, level == open.level + 2, element.isResident, element.lengthField <= 128 else {
                    continue
                }
                switch element.tag {
                case Tag(0x0008_0100), Tag(0x0008_0119), Tag(0x0008_0120): code.value = code.value ?? index
                case Tag(0x0008_0102): code.scheme = code.scheme ?? index
                case Tag(0x0008_0104): code.meaning = code.meaning ?? index
                default: break
                }
            case .fragment, .trailing: break
            }
        }
        isCut = true
    }
}
