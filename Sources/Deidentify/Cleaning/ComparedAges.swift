/// Ages over 89 that somebody is compared with, without a unit: `older than 90`, `pt >90`, `patient over 91`.
///
/// `>90` alone is a result (`eGFR >90`), `over 91` a count; of people they are ages only right behind a word for one, and where no unit
/// follows.
extension TextCleaner {
    func isComparedAge(_ index: Int) -> Bool {
        guard !hasUnitOrPercent(index) else { return false }
        if isBehindComparison(index) { return index > 0 && isOfSomebody(index - 1) }
        if index > 1, Self.than.contains(tokens.list[index - 1].hash), tokens.isClose(before: index),
            tokens.isClose(before: index - 1)
        {
            return Self.older.contains(tokens.list[index - 2].hash)
        }
        return index > 1 && Self.over.contains(tokens.list[index - 1].hash) && tokens.isClose(before: index)
            && isOfSomebody(index - 2)
    }

    /// `>`, `>=` or `≥`, and spaces.
    private func isBehindComparison(_ index: Int) -> Bool {
        let signs = tokens.separator(before: index).filter { $0 != 0x20 && $0 != UInt8(ascii: ":") }
        return signs.elementsEqual(">".utf8) || signs.elementsEqual(">=".utf8) || signs.elementsEqual("\u{2265}".utf8)
    }

    private func isOfSomebody(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return Self.somebody.contains(token.hash) || isAgeLabel(index)
            || token.isUpper && token.isSingleLetter && Self.sexLetters.contains(token.hash)
    }

    private func hasUnitOrPercent(_ index: Int) -> Bool {
        let next = index + 1
        let separator = tokens.separator(before: next)
        if separator.contains(UInt8(ascii: "%")) { return true }
        guard next < tokens.list.count, separator.allSatisfy({ $0 == 0x20 || $0 == 0x2D }) else { return false }
        let hash = tokens.list[next].hash
        return Measures.isUnit(hash) || Self.isSpan(hash) || Self.otherUnits.contains(hash)
    }

    private static let otherUnits = WordHash.set(
        "bpm beats degrees degree deg lb lbs pounds percent percentile ft feet units mci mbq breaths hrs hr mins points"
    )
    private static let than = WordHash.set("than als di que od nez")
    private static let older = WordHash.set(
        "older elder alter aelter anziano mayor mas starszy starsi starsza ouder plus")
    private static let over = WordHash.set("over above beyond uber ueber oltre")
    private static let somebody = WordHash.set(
        "pt pts patient patients he she man woman men women lady gentleman male female males females mother father grandmother grandfather elderly subject subjects"
    )
    private static let sexLetters = WordHash.set("m f")
}
