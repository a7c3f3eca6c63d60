/// Finds names by what stands around them: labels, carets, commas, initials, and words for hospitals.
extension TextCleaner {
    // MARK: Labels

    /// Initials behind `tech:` and the like, whatever they spell.
    mutating func markSigned() {
        for index in tokens.list.indices.dropFirst()
        where Self.signers.contains(tokens.list[index - 1].hash) && tokens.has(":", before: index) {
            var last = index
            while last < tokens.list.count, last - index < 3, tokens.list[last].kind == .word,
                tokens.list[last].foldedCount <= 4,
                last == index || tokens.isClose(before: last) && tokens.list[last].isSingleLetter
            {
                last += 1
            }
            // `Operator: bone window`
            if last > index, !isBeginningOfMedicine(index) { mark((index - 1)...(last - 1), .name) }
        }
    }

    /// Whether a word in small letters goes on with another one of medicine.
    private func isBeginningOfMedicine(_ index: Int) -> Bool {
        let (token, next) = (tokens.list[index], index + 1)
        return token.isLower && token.foldedCount > 2 && token.wordClass.contains(.clinical)
            && token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay]) && next < tokens.list.count
            && tokens.separator(before: next).elementsEqual(" ".utf8) && tokens.list[next].isLower
            && tokens.list[next].wordClass.contains(.clinical) && tokens.list[next].wordClass.isPlain
    }

    // MARK: Orders of names

    /// `FAMILY^GIVEN`, and `Family, Given`.
    mutating func markOrdered() {
        var isAtStart = true
        for index in tokens.list.indices.dropFirst() {
            if index > 1, !tokens.list[index - 2].isGone { isAtStart = false }
            let separator = tokens.separator(before: index)
            guard separator.count <= 2, let sign = separator.first,
                sign == UInt8(ascii: "^") || sign == UInt8(ascii: ",")
            else { continue }
            let first = tokens.list[index - 1]
            let second = tokens.list[index]
            guard first.kind == .word, second.kind == .word, !second.isSingleLetter,
                !(isSentence && (first.isLower || second.isLower))
            else { continue }
            let isFirstDoubtful = !first.wordClass.contains(.known) || first.wordClass.isAmbiguous
            let isSecondDoubtful = !second.wordClass.contains(.known) || second.wordClass.isAmbiguous
            guard isFirstDoubtful, isSecondDoubtful, !protected[index - 1] || index == 1 else { continue }
            let isFirstName =
                !first.wordClass.contains(.known) || !first.wordClass.isDisjoint(with: [.mostlyName, .eitherWay])
            let isSecondName = !second.wordClass.contains(.known) || second.wordClass.contains(.mostlyName)
            if isFirstName && isSecondName || isAtStart && (isFirstName || isSecondName)
                || sign == UInt8(ascii: "^") && (isFirstName || isSecondName)
            {
                mark((index - 1)...index, .name)
            }
        }
    }

    /// Whether the text, or a part of it between signs, ends with the token.
    func isLastOfSegment(_ index: Int) -> Bool { index + 1 == tokens.list.count || isSegmentStart(index + 1) }

    private func isSegmentStart(_ index: Int) -> Bool {
        let separator = tokens.separator(before: index)
        return separator.contains { ",;:()[]\n".utf8.contains($0) } || separator.elementsEqual(" - ".utf8)
            || separator.elementsEqual(" / ".utf8)
    }

    /// Parts between signs that hold a name and nothing but words that are names too: `- Massé Esekíel`, `FOR ICA CIOSÓG`.
    mutating func markNameSegments() {
        var start = 0
        for index in 0...tokens.list.count where index == tokens.list.count || index > start && startsSegment(index) {
            let isWhole = start == 0 && index == tokens.list.count
            if !isWhole, isNameSegment(start..<index) {
                for place in start..<index where !tokens.list[place].isGone { set(place, .name) }
            }
            start = index
        }
        // A word at the start or behind a lead, and a name that nobody knows behind it.
        for index in tokens.list.indices.dropLast()
        where isOpenName(index) && tokens.list[index + 1].fate == .unknown
            && tokens.isClose(before: index + 1) && !tokens.has("-", before: index + 1)
        {
            let isLed =
                index == 0
                ? tokens.list.count > 2
                : Self.personLeads.contains(tokens.list[index - 1].hash) || isGoneTitle(index - 1)
            if isLed { set(index, .name) }
        }
        // FAMILY_given, FAMILY^given
        for index in tokens.list.indices.dropFirst() {
            let separator = tokens.separator(before: index)
            guard separator.elementsEqual("_".utf8) || separator.elementsEqual("^".utf8) else { continue }
            let isAfterPair =
                index + 1 < tokens.list.count && tokens.separator(before: index + 1).elementsEqual(separator)
            if isAfterPair { continue }
            if isOpenName(index), tokens.list[index - 1].fate == .unknown { set(index, .name) }
            if isOpenName(index - 1), tokens.list[index].fate == .unknown, index == 1 || hasSpace(before: index - 1) {
                set(index - 1, .name)
            }
        }
    }

    private func startsSegment(_ index: Int) -> Bool {
        isSegmentStart(index) || Self.segmentLeads.contains(tokens.list[index].hash)
    }

    private func isGoneTitle(_ index: Int) -> Bool {
        tokens.list[index].fate == .name && tokens.list[index].foldedCount > 1
    }

    /// A word that stays so far, and may be a name.
    private func isOpenName(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.fate == .open && token.kind == .word && token.foldedCount > 1 && !protected[index]
            && !token.isLower && !(isNegation(index) && negatesWhatStays(index))
            && !token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay, .rarelyName])
    }

    private func isNameSegment(_ range: Range<Int>) -> Bool {
        var hasName = false
        for index in range {
            let token = tokens.list[index]
            if isNameGone(index) {
                if token.foldedCount > 1 { hasName = true }
            } else if index == range.lowerBound, Self.segmentLeads.contains(token.hash) {
                continue
            } else if !token.isGone, !isOpenName(index), !token.isSingleLetter || token.kind != .word {
                return false
            }
        }
        return hasName
    }

    // MARK: Initials

    /// `J.D.`, and letters beside a name.
    mutating func markInitials() {
        for index in tokens.list.indices where tokens.list[index].isSingleLetter && !tokens.list[index].isGone {
            let next = index + 1
            let hasPoint = tokens.separator(before: next).first == UInt8(ascii: ".")
            if hasPoint, next < tokens.list.count, tokens.list[next].isSingleLetter, !tokens.has(" ", before: next),
                tokens.separator(before: next + 1).first == UInt8(ascii: "."), !Self.pairs.contains(pair(index)),
                !isBehindLetter(index)
            {
                mark(index...next, .name)
                continue
            }
            // B. L. seen today
            if index == 0, hasPoint, next + 1 < tokens.list.count, tokens.list[next].isSingleLetter,
                tokens.list[index].isUpper,
                tokens.list[next].isUpper, !Self.pairs.contains(pair(index)), pair(index) != Self.tuberculosis,
                tokens.separator(before: next).elementsEqual(". ".utf8),
                tokens.separator(before: next + 1).elementsEqual(". ".utf8),
                Self.toldOfPeople.contains(tokens.list[next + 1].hash)
            {
                mark(index...next, .name)
                continue
            }
            // S. Testa
            if hasPoint, next < tokens.list.count, isOpenName(next), isLastOfSegment(next),
                tokens.has(" ", before: next),
                tokens.list[index].isUpper, index == 0 || hasSpace(before: index)
            {
                mark(index...next, .name)
                continue
            }
            let isBeside =
                index > 0 && isNameGone(index - 1) && tokens.isClose(before: index)
                || next < tokens.list.count && isNameGone(next) && tokens.isClose(before: next)
            if isBeside, hasPoint || !Self.signs.contains(tokens.list[index].hash) { set(index, .name) }
        }
    }

    private func pair(_ index: Int) -> WordHash {
        WordHash(tokens.folded[tokens.list[index].foldedStart..<tokens.list[index + 1].foldedEnd])
    }

    /// Whether the letter goes on an abbreviation of letters with points.
    private func isBehindLetter(_ index: Int) -> Bool {
        index > 0 && tokens.list[index - 1].isSingleLetter && !tokens.list[index - 1].isGone
            && tokens.separator(before: index).elementsEqual(".".utf8)
    }

    func isNameGone(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.kind == .word && (token.fate == .name || token.fate == .unknown)
    }

    // MARK: Hospitals

    /// Words for hospitals beside a name that goes, and what links them to it.
    mutating func markFacilities() {
        for index in tokens.list.indices
        where Self.facilities.contains(tokens.list[index].hash) && !tokens.list[index].isGone {
            var before = index - 1
            while before >= 0, index - before <= 3, tokens.isClose(before: before + 1), isLink(before) { before -= 1 }
            if before >= 0, tokens.isClose(before: before + 1), isNameGone(before) {
                mark((before + 1)...index, .name)
                dropLead(before: firstGone(before), Self.placeLeads)
                continue
            }
            guard !Self.trailing.contains(tokens.list[index].hash) else { continue }
            var after = index + 1
            while after < tokens.list.count, after - index <= 3, tokens.isClose(before: after), isLink(after) {
                after += 1
            }
            if after < tokens.list.count, tokens.isClose(before: after), isNameGone(after) {
                mark(index...(after - 1), .name)
                dropLead(before: index, Self.placeLeads)
            }
        }
        markNamedHospitals()
        // St Mary's, whatever stands behind it.
        for index in tokens.list.indices.dropFirst()
        where isNameGone(index) && Self.saints.contains(tokens.list[index - 1].hash)
            && tokens.isClose(before: index) && index == 1
        {
            set(index - 1, .name)
        }
    }

    private func isLink(_ index: Int) -> Bool {
        !tokens.list[index].isGone
            && (FileIdentifiers.particles.contains(tokens.list[index].hash) || tokens.list[index].isSingleLetter
                || Self.facilities.contains(tokens.list[index].hash))
    }

    /// The first of the tokens before `index` that go with it.
    private func firstGone(_ index: Int) -> Int {
        var first = index
        while first > 0, index - first < 16, tokens.list[first - 1].isGone { first -= 1 }
        return first
    }

    /// Words that say nothing without the name behind them.
    mutating func dropPersonLeads() {
        for index in tokens.list.indices.dropFirst() where isNameGone(index) && !tokens.list[index - 1].isGone {
            if tokens.isClose(before: index) || tokens.has(":", before: index) {
                dropLead(before: index, Self.personLeads)
            }
        }
        // The particles of one.
        for index in tokens.list.indices.dropLast().reversed() where isNameGone(index + 1) && !tokens.list[index].isGone
        {
            guard FileIdentifiers.particles.contains(tokens.list[index].hash), tokens.isClose(before: index + 1) else {
                continue
            }
            if index == 0 || tokens.list[index - 1].isGone && tokens.isClose(before: index) {
                set(index, .name)
            }
        }
        // The s of a name that went.
        for index in tokens.list.indices.dropFirst() where isNameGone(index - 1) && isGenitive(index) {
            set(index, .name)
        }
    }

    static let genitive = WordHash("s".utf8)
    private static let signers = WordHash.set("tech technologist technician operator initials mtra mtr nurse mta")
    static let personLeads = WordHash.set("for per pour fur fuer ref tech attn operator mtra")
    private static let placeLeads = WordHash.set("from at in de von aus dal da")
    private static let segmentLeads = WordHash.set("for per pour fur fuer")
    static let signs = WordHash.set("l r w o c t x")
    private static let tuberculosis = WordHash("tb".utf8)
    static let toldOfPeople = WordHash.set(
        "seen is was has had presents presented presenting complains reports denies states admitted referred came fell here returns"
    )
    /// Abbreviations of two letters with points that are no initials.
    private static let pairs = WordHash.set(
        "pa ap iv im zn va ob sc po eg ie wo zb dh ua nb cs md bd td od qd am pm ie ca st pn au ad as nk np sp zt iu")
    private static let facilities = WordHash.set(
        "hospital hosp hospitals clinic clinics klinik kliniken klinikum uniklinik uniklinikum universitatsklinikum universitaetsklinikum krankenhaus spital chu chr chru hopital hopitaux clinique ospedale policlinico clinica hospitalet infirmary general memorial regional medical center centre university ziekenhuis umc nhs trust health healthcare sanatorium"
    )
    /// Whether a word is one of those that stand in the names of hospitals.
    static func isOfHospital(_ word: WordHash) -> Bool {
        facilities.contains(word) || HospitalWords.kinds.contains(word)
    }

    /// Those that stand behind the name only.
    private static let trailing = WordHash.set(
        "general memorial regional medical center centre university infirmary nhs trust health healthcare")
    private static let saints = WordHash.set("st saint san santa sankt sainte")
}
