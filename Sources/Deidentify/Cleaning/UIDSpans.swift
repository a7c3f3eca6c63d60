/// Finds UIDs, so that the texts of an object name the instances that its attributes name.
extension TextCleaner {
    /// Numbers with points between them, the first of them 0, 1 or 2: too many of them, or too long, for a version.
    mutating func markUIDs(_ context: CleaningContext) {
        var index = 0
        while index < tokens.list.count {
            let last = uid(at: index)
            guard let last else {
                index += 1
                continue
            }
            let text = Array(tokens.bytes[tokens.list[index].start..<tokens.list[last].end])
            if let pseudonyms = context.pseudonyms, text.count <= 64 {
                replace(index...last, pseudonyms.uid(for: text))
            } else {
                mark(index...last, .pattern)
            }
            index = last + 1
        }
    }

    /// The last token of a UID that begins at `index`.
    func uid(at index: Int) -> Int? {
        guard let root = tokens.number(tokens.list[index]), root < 3, tokens.list[index].foldedCount == 1 else {
            return nil
        }
        var last = index
        while last + 1 < tokens.list.count, tokens.list[last + 1].kind == .number, !tokens.list[last + 1].isForeign,
            tokens.separator(before: last + 1).elementsEqual(".".utf8)
        {
            last += 1
        }
        let length = tokens.list[last].end - tokens.list[index].start
        return last - index >= 5 || last - index >= 2 && length >= 16 ? last : nil
    }
}
