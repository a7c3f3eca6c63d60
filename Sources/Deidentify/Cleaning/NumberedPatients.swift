/// Finds the numbers that people of a study go by: `Patient 7`, `Subject 12`.
extension TextCleaner {
    /// Behind `markAges` and what else knows more of a number. Stays what is measured (`Patient 7 cm from coil`) or counted (`patient 2
    /// views`).
    mutating func markNumberedPatients() {
        for index in tokens.list.indices.dropFirst() where tokens.list[index].fate == .open {
            let token = tokens.list[index]
            guard token.kind == .number, !token.isForeign, token.foldedCount <= 4,
                Self.numbered.contains(tokens.list[index - 1].hash), !tokens.list[index - 1].isGone,
                Self.links.contains(String(decoding: tokens.separator(before: index), as: UTF8.self)),
                !isFraction(index)
            else { continue }
            // 001-023
            let next = index + 1
            if token.foldedCount > 1, next < tokens.list.count, tokens.list[next].kind == .number,
                tokens.list[next].foldedCount > 2, tokens.separator(before: next).elementsEqual("-".utf8)
            {
                mark(index...next, .pattern)
            } else if !isMeasuredOrCounted(index) {
                set(index, .pattern)
            }
        }
    }

    private func isMeasuredOrCounted(_ index: Int) -> Bool {
        let next = index + 1
        let separator = tokens.separator(before: next)
        // 7%, 7/10, 7-8, 7:30, 7x8
        if let sign = separator.first, "%/-:+*".utf8.contains(sign) || sign >= 0x80 { return true }
        // Any word right behind it may be what is counted (`patient 2 stents`), but for one that begins something else.
        guard next < tokens.list.count, separator.allSatisfy({ $0 == 0x20 }) else { return false }
        let token = tokens.list[next]
        return separator.isEmpty || token.kind != .word || !Self.beginnings.contains(token.hash)
    }

    private static let links: Set<String> = [" ", "_", ": ", ":", " #", "#", "-", " - "]
    private static let numbered = WordHash.set(
        "patient subject subj proband participant volunteer patientin paziente paciente pacjent")
    private static let beginnings = WordHash.set(
        "ct mr mri mra cta us pet xr cr dx nm ecg ekg baseline pre post visit scan session screening followup has had is was with for in at on and left right chest head brain abdomen"
    )
}
