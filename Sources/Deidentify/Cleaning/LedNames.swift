/// Finds whoever stands behind a word that leads to somebody, though the name is a word of medicine too: `CT per Bone`, `c/o Hand`,
/// `attn Hand`. Only at the end of a part, in small letters with a capital: elsewhere it is a rate, a complaint, an attenuation.
extension TextCleaner {
    mutating func markLedNames() {
        for index in tokens.list.indices.dropLast() where !tokens.list[index].isGone {
            let isCareOf = isCareOf(index)
            guard isCareOf || Self.leadsToSomebody.contains(tokens.list[index].hash) else { continue }
            let name = index + 1
            // `Dose Per Lung`, of a text with a capital for each word.
            guard tokens.list[index].isLower || isCareOf || Self.attention.contains(tokens.list[index].hash),
                !tokens.list[index].isUpper || isCareOf, tokens.isClose(before: name), isLedName(name)
            else {
                continue
            }
            // `2 per Slab`, and a complaint of somebody: `Pt c/o Back`.
            let first = isCareOf ? index - 1 : index
            if first > 0, tokens.isClose(before: first),
                tokens.list[first - 1].kind != .word
                    || isCareOf && Self.complaining.contains(tokens.list[first - 1].hash)
            {
                continue
            }
            mark((isCareOf ? first : name)...name, .name)
        }
    }

    /// The `o` of `c/o`.
    private func isCareOf(_ index: Int) -> Bool {
        index > 0 && tokens.list[index].hash == Self.of && tokens.list[index - 1].hash == Self.care
            && tokens.separator(before: index).elementsEqual("/".utf8)
    }

    private func isLedName(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.kind == .word && token.fate == .open && token.isCapitalised && !token.isUpper
            && token.foldedCount > 2 && !protected[index] && token.wordClass.isAmbiguous && isLastOfSegment(index)
            && !token.wordClass.contains(.negation) && !RoleWords.noNames.contains(token.hash)
    }

    private static let leadsToSomebody = attention.union(WordHash.set("per"))
    private static let attention = WordHash.set("attn attention")
    private static let care = WordHash("c".utf8)
    private static let of = WordHash("o".utf8)
    private static let complaining = WordHash.set("pt patient he she man woman male female f m now with who")
}
