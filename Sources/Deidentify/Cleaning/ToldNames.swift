/// Finds names that are words, too, where a sentence tells what somebody is called: `her name is rose`, `sister rose has`, `known as mark`.
extension TextCleaner {
    mutating func markToldNames() {
        for index in tokens.list.indices.dropFirst() where tokens.list[index].fate == .open {
            let token = tokens.list[index]
            guard token.kind == .word, !protected[index], tokens.isClose(before: index), !token.wordClass.isPlain else {
                continue
            }
            let before = tokens.list[index - 1].hash
            let isGiven = Self.givenNames.contains(token.hash)
            if Self.relatives.contains(before) {
                if isGiven, isSomebody(beforeNext: index + 1) { set(index, .name) }
            } else if index > 1, tokens.isClose(before: index - 1) {
                let isNamed = Self.verbsOfName.contains(before) && isNameOfPerson(index - 2)
                let isKnownAs = before == Self.alias && Self.known.contains(tokens.list[index - 2].hash) && isGiven
                if isNamed && (isGiven || !token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay])) || isKnownAs {
                    set(index, .name)
                }
            }
        }
    }

    /// `sister rose has`, and not `brother frank hematuria`: what a relative is called ends a part, or does something.
    private func isSomebody(beforeNext next: Int) -> Bool {
        next == tokens.list.count || !tokens.isClose(before: next) || Self.doings.contains(tokens.list[next].hash)
    }

    private static let doings = WordHash.set(
        "has had is was died with and who lives lived said says reports reported called came age aged also does did")

    /// `her name`, `patient's name`: not the name of a file or protocol.
    private func isNameOfPerson(_ index: Int) -> Bool {
        guard Self.nameWords.contains(tokens.list[index].hash), index > 0 else { return false }
        let owner = isGenitive(index - 1) && index > 1 ? index - 2 : index - 1
        return Self.namedOwners.contains(tokens.list[owner].hash)
    }

    private static let relatives = WordHash.set(
        "wife husband mother father brother sister son daughter grandmother grandfather aunt uncle spouse mom dad")
    private static let givenNames = WordHash.set(
        "rose rosa mark lily daisy violet pearl holly hope mercy sandy bill frank grace faith joy april june august bud art ray gene dale jack rusty "
            + "victor max rex drew chase hunter mason penny ivy amber ruby crystal dawn iris jung terry donna christian angel robin sandy heather"
    )
    private static let verbsOfName = WordHash.set("is was ist")
    private static let nameWords = WordHash.set("name surname firstname lastname nachname vorname")
    private static let namedOwners = WordHash.set(
        "my her his their patient patients pt mother father husband wife first last family")
    private static let alias = WordHash("as".utf8)
    private static let known = WordHash.set("known aka")
}
