/// Tells somebody's initials from the words that they spell, too: a patient with the initials N and O takes no negation away.
extension TextCleaner {
    /// Whether the letters stand as the word that they spell, which says something of the finding: `no`, `3 to 4`, `40 HU`,
    /// `grade II`. In capitals where no such word ends a text, and where people sign, they are initials.
    func isWordNotInitials(_ index: Int) -> Bool {
        let token = tokens.list[index]
        guard token.kind == .word, !isSignature(index) else { return false }
        if isNegation(index) { return true }
        if Self.numerals.contains(token.hash) { return isGradeInNumerals(index) }
        if token.wordClass.contains(.function) {
            if !token.isUpper || isSentence { return tokens.list.count > 1 }
            let isLast = index + 1 == tokens.list.count
            return token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay])
                && !(isLast && !Self.endings.contains(token.hash))
        }
        return Measures.isUnit(token.hash)
            && [index - 1, index - 2, index + 1, index + 2].contains {
                tokens.list.indices.contains($0) && tokens.list[$0].kind == .number
            }
    }

    func isNegation(_ index: Int) -> Bool { tokens.list[index].wordClass.contains(.negation) }

    /// Whether a word behind a negation stays, so that the text would say the opposite without it.
    func negatesWhatStays(_ index: Int) -> Bool {
        if isLastOfSegment(index) { return false }
        let behind = index + 1
        for next in behind..<max(behind, min(index + Self.reach, tokens.list.count)) {
            if !tokens.list[next].isGone { return true }
            if isLastOfSegment(next) { return false }
        }
        return false
    }

    /// Whether the last word of a phrase is no `t` that stands apart from its verb: `don't` is none of `Don T.`.
    func isContracted(_ index: Int) -> Bool {
        guard index > 0, tokens.list[index].hash == Self.contraction else { return true }
        let sign = tokens.separator(before: index)
        return sign.elementsEqual("'".utf8) || sign.elementsEqual("\u{2019}".utf8)
    }

    /// `read by NO`, `SM/NO` at the end of a text.
    private func isSignature(_ index: Int) -> Bool {
        guard index > 1 else { return false }
        if tokens.isClose(before: index), Self.agents.contains(tokens.list[index - 1].hash), isDeed(index - 2) {
            return true
        }
        return index + 1 == tokens.list.count && tokens.separator(before: index).elementsEqual("/".utf8)
            && tokens.list[index - 1].isGone && tokens.list[index].isUpper
    }

    /// `grade II`, `type VI`, `Billroth II`.
    private func isGradeInNumerals(_ index: Int) -> Bool {
        guard index > 0, tokens.isClose(before: index), !tokens.list[index - 1].isGone else { return false }
        let graded = tokens.list[index - 1]
        return Self.graded.contains(graded.hash)
            || Self.repeated.contains(tokens.list[index].hash) && graded.wordClass.contains(.known)
    }

    /// Words that a negation is looked at before.
    private static let reach = 8
    private static let contraction = WordHash("t".utf8)
    private static let numerals = WordHash.set("ii iii vi vii viii ix xi xii")
    /// Nobody has these as initials by chance.
    private static let repeated = WordHash.set("ii iii vii viii xii")
    private static let graded = WordHash.set(
        "grade grad grado graad type typ tipo stage stadium stade stadio class klasse classe clase category kategorie level zone segment segmente nerve nerv cn nyha asa factor phase part group gruppe fracture"
    )
    /// Function words with which a text may end: `FOLLOW UP`, `CHECK IN`.
    private static let endings = WordHash.set("up on off in out us it so")
}
