/// Finds addresses of streets and of boxes at a post office.
extension TextCleaner {
    mutating func markStreets() {
        for index in tokens.list.indices where !tokens.list[index].isGone {
            let hash = tokens.list[index].hash
            if Self.streets.contains(hash) {
                markNumberedStreet(index)
                markStreetNumber(index)
            } else if Self.roadWords.contains(hash), index > 0, Self.locals.contains(tokens.list[index - 1].hash),
                tokens.isClose(before: index),
                tokens.list[index].isCapitalised, let number = houseNumber(index + 1)
            {
                mark((index - 1)...number, .name)
            } else if Self.boxes.contains(hash), let number = boxNumber(index) {
                mark(number, .pattern)
            }
        }
    }

    /// A number, words, and the word for a street: `12 Main Street`.
    private mutating func markNumberedStreet(_ index: Int) {
        var first = index
        while first > 0, index - first < 4, tokens.isClose(before: first), tokens.list[first - 1].kind == .word {
            first -= 1
        }
        guard first > 0, first < index, tokens.list[first - 1].kind != .word, tokens.isClose(before: first),
            !(first..<index).contains(where: { isMedicineInStreet($0, before: index) })
        else { return }
        mark((first - 1)...index, .name)
    }

    /// The word for a street with a number behind it: `Main St 12`, `Ring Str. 5a`.
    private mutating func markStreetNumber(_ index: Int) {
        guard let number = houseNumber(index + 1), index > 0, tokens.isClose(before: index) else { return }
        let name = tokens.list[index - 1]
        let isWritten = Self.writtenStreets.contains(tokens.list[index].hash) && !isSentence
        guard name.kind == .word, name.isCapitalised,
            Self.roadWords.contains(name.hash) || name.isGone || name.wordClass.isAmbiguous
                || isWritten && !name.wordClass.contains(.function)
        else { return }
        if isMedicineInStreet(index - 1, before: index) { return }
        mark((index - 1)...number, .name)
    }

    /// A word of medicine, but for those that streets are named by, and for words that nothing but a street has behind them.
    private func isMedicineInStreet(_ index: Int, before street: Int) -> Bool {
        let word = tokens.list[index]
        if Self.roadWords.contains(word.hash) { return false }
        return word.wordClass.contains(.clinical) && word.wordClass.isPlain
            || protected[index] && !Self.writtenStreets.contains(tokens.list[street].hash)
    }

    /// The number of a house, without a unit behind it.
    private func houseNumber(_ index: Int) -> Int? {
        guard index < tokens.list.count, tokens.isClose(before: index), !tokens.list[index].isGone else { return nil }
        let token = tokens.list[index]
        let digits = tokens.folded(token).prefix(while: ASCII.isDigit)
        guard (1...4).contains(digits.count), token.foldedCount - digits.count <= 1, !isFraction(index) else {
            return nil
        }
        if index + 1 < tokens.list.count, tokens.isClose(before: index + 1),
            Measures.isUnit(tokens.list[index + 1].hash)
        {
            return nil
        }
        return index
    }

    /// `PO Box 12`, `P.O. Box 12`, `Postfach 12`.
    private func boxNumber(_ index: Int) -> ClosedRange<Int>? {
        let number = index + 1
        guard number < tokens.list.count, tokens.list[number].kind != .word, tokens.separator(before: number).count <= 2
        else { return nil }
        if !Self.plainBoxes.contains(tokens.list[index].hash) { return index...number }
        if index > 0, tokens.list[index - 1].hash == Self.post { return (index - 1)...number }
        guard index > 1, tokens.list[index - 2].isSingleLetter, tokens.list[index - 1].isSingleLetter,
            WordHash(tokens.folded[tokens.list[index - 2].foldedStart..<tokens.list[index - 1].foldedEnd]) == Self.post
        else { return nil }
        return (index - 2)...number
    }

    static let streets = WordHash.set(
        "street avenue road lane drive boulevard blvd ave rd st strasse str weg platz gasse straat laan")
    /// Those that are nothing else in a description.
    private static let writtenStreets = WordHash.set("street avenue boulevard blvd strasse gasse straat laan")
    /// Words of medicine and of everyday by which streets are named.
    private static let roadWords = WordHash.set(
        "main ring high church park parks market mill bridge center centre school station spring springs hill water river lake field forest garden gardens north south east west first second third bahnhof markt hof berg tor wall damm ufer haupt kirch schul linden"
    )
    private static let locals = WordHash.set("am im an der zum zur auf dem")
    private static let boxes = WordHash.set("box postfach postbus apartado casilla")
    private static let plainBoxes = WordHash.set("box")
    private static let post = WordHash("po".utf8)
}
