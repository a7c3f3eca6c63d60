import Standard

/// Finds names in what they gave their name to (`Baker cyst`, `Wilson's disease`, `maladie de Wilson`): pairs of a list that was looked
/// through, as any name may stand before any such noun. Right behind a title, a role or a label it is somebody all the same.
extension TextCleaner {
    mutating func protectEponyms() {
        for index in tokens.list.indices.dropLast() where tokens.list[index].kind == .word {
            guard let last = endOfEponym(index), !isBehindSomebodysLead(index), !beginsLikeName(index) else { continue }
            for place in index...last { protected[place] = true }
        }
        // Words that are names now and then, before nouns of this kind: `bone lesion`.
        for index in tokens.list.indices.dropFirst() where Self.eponymNouns.contains(tokens.list[index].hash) {
            let word = index - 1
            let kind = tokens.list[word].wordClass
            if kind.contains(.clinical), kind.isDisjoint(with: [.mostlyName, .eitherWay]),
                tokens.isClose(before: index), !isBehindSomebodysLead(word), !beginsLikeName(word)
            {
                protected[word] = true
            }
        }
    }

    /// The last token of a pair that begins at `index`.
    private func endOfEponym(_ index: Int) -> Int? {
        var second = index + 1
        guard tokens.isClose(before: second) else { return nil }
        var link: [UInt8] = []
        if isGenitive(second) || Self.eponymLinks.contains(tokens.list[second].hash) {
            if !isGenitive(second) { link = Array("de ".utf8) }
            second += 1
            guard second < tokens.list.count, tokens.isClose(before: second) else { return nil }
        }
        // What is no name in either place is looked up for nothing.
        guard [index, second].contains(where: { !tokens.list[$0].wordClass.isPlain }) else { return nil }
        let pair = Array(tokens.folded(tokens.list[index])) + [0x20] + link + tokens.folded(tokens.list[second])
        return Lexicon.isEponym(pair) ? second : nil
    }

    /// The `s` of `Wilson's`.
    func isGenitive(_ index: Int) -> Bool {
        guard index > 0, tokens.list[index].hash == Self.genitive else { return false }
        let sign = tokens.separator(before: index)
        return sign.elementsEqual("'".utf8) || sign.elementsEqual("\u{2019}".utf8)
    }

    /// Whether a title (`Dr. Young syndrome`), a role (`Radiologist Baker cyst`), a label (`Name: Smith fracture`) or what somebody did
    /// (`read by Baker`) stands right before a word.
    func isBehindSomebodysLead(_ index: Int) -> Bool {
        var lead = index - 1
        // Dr. J. Young
        while lead > 0, tokens.list[lead].isSingleLetter, tokens.isClose(before: lead + 1), index - lead < 3 {
            lead -= 1
        }
        guard lead >= 0, tokens.list[lead].kind == .word else { return false }
        let hash = tokens.list[lead].hash
        let hasSign = tokens.separator(before: lead + 1).contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
        if hasSign, RoleWords.labels.contains(hash) || RoleWords.people.contains(hash) || isPersonLabel(lead) {
            return true
        }
        // The point behind `Prof` ends no sentence.
        let isPointed = tokens.separator(before: lead + 1).elementsEqual(". ".utf8)
        guard hasSign || tokens.isClose(before: lead + 1) || isPointed && isTitleOfName(lead) else { return false }
        return isTitleOfName(lead) || RoleWords.people.contains(hash) || RoleWords.staff.contains(hash)
            || Self.plainRoles.contains(hash)
            || isNameLabel(lead)
            || lead > 0 && (isDeed(lead - 1) || RoleWords.partners.contains(hash) && isTold(lead - 1))
    }

    /// Behind these, a word that is a name now and then is none: `bone lesion`.
    private static let eponymNouns = WordHash.set(
        "disease syndrome sign cyst fracture palsy lymphoma sarcoma tumor tumour procedure maneuver manoeuvre syndrom krankheit maladie classification lesion"
    )
    private static let plainRoles = WordHash.set("referring requesting ordering operator tech mtra mta")
    private static let eponymLinks = WordHash.set("de di do da von van")
}
