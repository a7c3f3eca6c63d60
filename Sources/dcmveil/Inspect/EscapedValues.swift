/// The values of a text field as a terminal is shown them: escaped, with backslashes between.
struct EscapedValues {
    var text: EscapedText
    private(set) var count = 0
    /// Whether every byte had a meaning in its character set.
    private(set) var areExact = true

    init(columns: Int?) { text = EscapedText(columns: columns) }

    mutating func add(_ part: FieldText.Part) {
        switch part {
        case .value(let value, let isExact):
            next()
            text.add(value)
            if !isExact { areExact = false }
        case .empty(let more): for _ in 0..<more { next() }
        case .begin: next()
        case .piece(let piece): text.add(piece)
        case .end(let isExact): if !isExact { areExact = false }
        }
    }

    private mutating func next() {
        if count > 0 { text.addDelimiter() }
        count += 1
    }
}
