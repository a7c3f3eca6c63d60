/// Finds names by their titles: before them, behind them, and words that say what somebody did or is.
extension TextCleaner {
    /// How sure it is that a name stands behind what was found.
    private enum Trust { case likely, label, title }

    // MARK: Before a name

    mutating func markTitled() {
        var index = 0
        while index < tokens.list.count {
            guard let title = title(at: index) else {
                index += 1
                continue
            }
            if isInitialAlone(title.end, behind: title.end - 1) {
                mark(index...title.end, .name)
                index = title.end + 1
                continue
            }
            let isLikely = title.trust == .likely && isSurname(title.end, behind: index)
            let last = nameRun(from: title.end, isLikely ? .label : title.trust)
            if last > title.end {
                mark(index...(last - 1), .name)
                dropLead(before: index, Self.personLeads)
            }
            index = max(last, title.end)
        }
    }

    /// A title, or several in a row, at `index`: the place behind them, and how sure they are none.
    private func title(at index: Int) -> (end: Int, trust: Trust)? {
        var end = index
        var trust = Trust.likely
        var hasLabel = false
        while end < tokens.list.count, !tokens.list[end].isGone, end == index || hasLabel || isBehindPoint(end) {
            let token = tokens.list[end]
            let hasPoint = end + 1 < tokens.list.count && tokens.separator(before: end + 1).first == UInt8(ascii: ".")
            let isLabel =
                Self.labels.contains(token.hash) && end + 1 < tokens.list.count && tokens.has(":", before: end + 1)
            if Self.sureTitles.contains(token.hash) {
                trust = .title
            } else if isLabel {
                trust = .label
            } else if Self.titles.contains(token.hash), end + 1 < tokens.list.count,
                tokens.separator(before: end + 1).elementsEqual("=".utf8)
            {
                // dr=stone
                trust = .title
            } else if Self.titles.contains(token.hash),
                !token.isLower || isBehindLead(end) || hasPoint && !isBehindNumber(end)
            {
                if hasPoint || isWrittenTitle(end) { trust = .title }
            } else if Self.pointedTitles.contains(token.hash), hasPoint {
                trust = Self.ownTitles.contains(token.hash) && isWrittenName(end + 1) ? .title : .likely
            } else if end > index, Self.middleTitles.contains(token.hash) {
                // Dr. med. Hand
            } else {
                break
            }
            hasLabel = isLabel
            end += 1
        }
        return end > index ? (end, trust) : nil
    }

    /// `Dr`, `Mr`, as people write them before a name, not the modalities in capitals.
    func isWrittenTitle(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.isCapitalised && !token.isUpper && Self.titles.contains(token.hash)
    }

    /// Whether a title stands there that is no modality, as `MR` and `DR` in capitals are.
    func isTitleOfName(_ index: Int) -> Bool {
        let token = tokens.list[index]
        if Self.sureTitles.contains(token.hash) { return true }
        guard Self.titles.contains(token.hash) else { return false }
        return isWrittenTitle(index) || token.isLower || isBehindLead(index)
            || index + 1 < tokens.list.count && tokens.separator(before: index + 1).first == UInt8(ascii: ".")
    }

    /// `Referring:`, `Name:`
    func isPersonLabel(_ index: Int) -> Bool { Self.labels.contains(tokens.list[index].hash) }

    /// Whether a word with a capital that is a name as well, however rarely, stands there.
    private func isWrittenName(_ index: Int) -> Bool {
        guard index < tokens.list.count else { return false }
        let token = tokens.list[index]
        return token.isCapitalised && !token.isUpper && token.wordClass.isAmbiguous && !protected[index]
    }

    /// Whether a title stands right behind another one, with a point or without.
    private func isBehindPoint(_ index: Int) -> Bool {
        tokens.separator(before: index).allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
    }

    private func isBehindLead(_ index: Int) -> Bool {
        index > 0 && Self.titleLeads.contains(tokens.list[index - 1].hash) && tokens.isClose(before: index)
    }

    /// Whether a word behind `DR` or `MR` in capitals, which are modalities too, is a name though it rarely is one: `PER DR RAO`,
    /// not `DR RAO 30`.
    private func isSurname(_ index: Int, behind title: Int) -> Bool {
        guard index < tokens.list.count, !protected[index], tokens.isClose(before: index) else { return false }
        let name = tokens.list[index]
        guard name.kind == .word, !name.isLower || isBehindLead(title), !isBeforeNumber(index) else { return false }
        if Self.surnames.contains(name.hash) { return true }
        return title > 0 && tokens.list[title].hash == Self.doctor && !Self.views.contains(name.hash)
    }

    /// `Mrs. M`, `Mr. R here today`: no more than a letter behind what is surely a title.
    private func isInitialAlone(_ index: Int, behind title: Int) -> Bool {
        guard index < tokens.list.count, tokens.list[index].isSingleLetter, tokens.list[index].isUpper,
            tokens.isClose(before: index), !tokens.list[title].isLower,
            Self.sureTitles.contains(tokens.list[title].hash)
                || isWrittenTitle(title) && tokens.has(".", before: index)
        else { return false }
        return isLastOfSegment(index) || Self.toldOfPeople.contains(tokens.list[index + 1].hash)
    }

    private func isBeforeNumber(_ index: Int) -> Bool {
        index + 1 < tokens.list.count && tokens.list[index + 1].kind == .number && tokens.isClose(before: index + 1)
    }

    /// The place behind the words of a name that begins at `start`.
    private func nameRun(from start: Int, _ trust: Trust) -> Int {
        var index = start
        var end = start
        while index < tokens.list.count, index - start < 5, !tokens.list[index].isGone {
            let token = tokens.list[index]
            if index > start, !tokens.isClose(before: index) { break }
            if tokens.has("\n", before: index) { break }
            let isParticle = FileIdentifiers.particles.contains(token.hash) && index + 1 < tokens.list.count
            let isFirst = end == start
            if token.isSingleLetter, !protected[index] {
                // An initial, if a name follows.
            } else if token.kind == .word, !protected[index], !isView(index), !(isFirst && isBehindModality(index)),
                isNameLike(token, isFirst: isFirst || isLastOfSegment(index), trust)
                    || isFirst && trust == .label && isBehindLead(start - 1) && isOpenLowerName(token)
                    || isFirst && trust == .title && (isNameInSmallLetters(index) || isBehindSureTitle(index))
            {
                end = index + 1
            } else if !isParticle {
                break
            }
            index += 1
        }
        return end
    }

    /// `RAO 30` in capitals.
    private func isView(_ index: Int) -> Bool {
        tokens.list[index].isUpper && Self.angles.contains(tokens.list[index].hash) && isBeforeNumber(index)
    }

    /// `Mr Brain`, of a text with a capital for each word. Within a sentence, and before what is a name more often than a part that is
    /// looked at by itself (`Mr Bone`), it is somebody.
    private func isBehindModality(_ index: Int) -> Bool {
        guard index > 0, tokens.list[index].wordClass.contains(.hardlyName),
            tokens.list[index - 1].hash == Self.resonance, !tokens.has(".", before: index),
            !Self.surnames.contains(tokens.list[index].hash)
        else { return false }
        guard isWrittenTitle(index - 1), tokens.list[index].isCapitalised, !tokens.list[index].isUpper else {
            return true
        }
        if isSentence { return false }
        return !(isLastOfSegment(index) && Self.neverAlone.contains(tokens.list[index].hash))
    }

    private func isNameLike(_ token: TextToken, isFirst: Bool, _ trust: Trust) -> Bool {
        let kind = token.wordClass
        // `Patient: NIL`
        if kind.contains(.negation), trust != .title || token.isLower { return false }
        if !kind.contains(.known) { return true }
        if token.isLower, isSentence, kind.contains(.function) { return false }
        if !kind.isDisjoint(with: [.mostlyName, .eitherWay]) { return !(token.isLower && isSentence) }
        guard isFirst, trust != .likely, !token.isLower else { return false }
        let isWritten = !token.isUpper
        if kind.contains(.rarelyName), token.foldedCount > 2 || trust == .title && isWritten { return true }
        // `Dr. Ray`, `Dr Le`; within a sentence whatever word has a capital: `Dr Summers`.
        return trust == .title && isWritten && token.foldedCount > 1
            && (kind.contains(.hardlyName) || kind.contains(.function) || isSentence || !kind.contains(.clinical))
    }

    /// `Mme Main`: behind what is no modality any word with a capital that ends the text.
    private func isBehindSureTitle(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return index > 0 && token.isCapitalised && !token.isUpper && isLastOfSegment(index)
            && Self.sureTitles.contains(tokens.list[index - 1].hash) && !RoleWords.noNames.contains(token.hash)
            && !tokens.list[index - 1].isLower
    }

    /// `mrs. stone`, `dr. long`, `mrs brown`; `we may miss stones` has no title.
    private func isNameInSmallLetters(_ index: Int) -> Bool {
        let token = tokens.list[index]
        guard index > 0, isOpenLowerName(token) else { return false }
        if tokens.has(".", before: index) || tokens.has("=", before: index) { return true }
        return !token.wordClass.contains(.rarelyName) && !Self.alsoWords.contains(tokens.list[index - 1].hash)
    }

    private func isBehindNumber(_ index: Int) -> Bool {
        index > 0 && tokens.list[index - 1].kind != .word && tokens.isClose(before: index)
    }

    /// In a sentence of small letters, behind `by dr`.
    private func isOpenLowerName(_ token: TextToken) -> Bool {
        token.isLower && !token.wordClass.contains(.function)
            && !token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay, .rarelyName])
    }

    // MARK: Behind a name

    /// `YOUNG MD`, `Young, M.D.`, `Max Young, PA-C`.
    mutating func markCredentials() {
        for index in tokens.list.indices.dropFirst() where !tokens.list[index].isGone {
            guard let isSure = credential(at: index), isBeforeCredential(index) else { continue }
            let hasComma = tokens.has(",", before: index)
            guard isSure || hasComma else { continue }
            var first = index
            while first > 0, index - first < 4, first == index || tokens.isClose(before: first),
                isCredited(first - 1, isSure: isSure, hasComma: hasComma)
            { first -= 1 }
            while first < index, tokens.list[first].isSingleLetter { first += 1 }
            guard first < index else { continue }
            // `POSTERIOR HORN, RT` is right.
            if !isSure, first == index - 1, first > 0, tokens.isClose(before: first), isPlainMedicine(first - 1) {
                continue
            }
            mark(first...(index - 1), .name)
        }
    }

    /// Whether a degree or profession stands at `index`, and that it is nothing else in a description.
    private func credential(at index: Int) -> Bool? {
        let token = tokens.list[index]
        if Self.sureCredentials.contains(token.hash) { return true }
        let next = index + 1
        if next < tokens.list.count, tokens.separator(before: next).elementsEqual(".".utf8),
            tokens.list[next].isSingleLetter
        {
            let letters = WordHash(tokens.folded[token.foldedStart..<tokens.list[next].foldedEnd])
            if Self.pointedCredentials.contains(letters) { return true }
        }
        return Self.credentials.contains(token.hash) ? false : nil
    }

    private func isBeforeCredential(_ index: Int) -> Bool {
        let separator = tokens.separator(before: index)
        return (1...2).contains(separator.count)
            && separator.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "_") }
    }

    private func isCredited(_ index: Int, isSure: Bool, hasComma: Bool) -> Bool {
        let token = tokens.list[index]
        guard token.kind == .word, !protected[index], token.fate != .stays, !(token.isLower && isSentence) else {
            return false
        }
        if token.isSingleLetter { return token.isUpper }
        let kind = token.wordClass
        let isWritten = token.isCapitalised && !token.isUpper
        if !kind.contains(.known) { return true }
        // `FA MD` are of diffusion.
        if !kind.isDisjoint(with: [.mostlyName, .eitherWay]) { return token.foldedCount > 2 || hasComma && isWritten }
        return hasComma && kind.contains(.rarelyName) && (isSure ? !token.isLower : isWritten)
    }

    private func isPlainMedicine(_ index: Int) -> Bool {
        tokens.list[index].wordClass.isPlain && tokens.list[index].wordClass.contains(.clinical)
            && !Self.modalities.contains(tokens.list[index].hash)
    }

    // MARK: What somebody did or is

    /// `read by YOUNG`, `reviewed with White and Black`, `Radiologist Young`, `baby of YOUNG`, `husband Art`.
    mutating func markReported() {
        for index in tokens.list.indices.dropLast() where !tokens.list[index].isGone {
            let hash = tokens.list[index].hash
            let next = index + 1
            guard tokens.isClose(before: next) else { continue }
            if tokens.list[next].hash == Self.with ? Self.talks.contains(hash) : isDeed(index) {
                markRun(from: next + 1, .label)
            } else if Self.families.contains(hash), tokens.list[next].hash == Self.of {
                markRun(from: next + 1, .label)
            } else if Self.infantSigns.contains(hash) {
                markRun(from: next, .label)
            } else if Self.infants.contains(hash) {
                markPerson(from: behindInfant(index), isWrittenSure: false)
            } else if Self.maiden.contains(hash) {
                if markPerson(from: next, isWrittenSure: true) { set(index, .name) }
            } else if Self.staff.contains(hash) {
                if !isOrdinary(next) { markRun(from: next, .likely) }
            } else if Self.people.contains(hash) || isNameLabel(index) {
                markPerson(from: next, isWrittenSure: true)
            }
        }
    }

    /// A word that is a name too, behind one for somebody, unless a word of medicine goes on with it: `PATIENT LONG TERM` is no person.
    ///
    /// - Parameter isWrittenSure: a capital and small letters make words names that rarely are.
    /// - Returns: whether there is one.
    @discardableResult
    private mutating func markPerson(from start: Int, isWrittenSure: Bool) -> Bool {
        guard start < tokens.list.count, tokens.isClose(before: start), !isOrdinary(start),
            isLastOfSegment(start) || !Self.adjectives.contains(tokens.list[start].hash)
        else { return false }
        let isWritten = tokens.list[start].isCapitalised && !tokens.list[start].isUpper
        let last = nameRun(from: start, isWritten && isWrittenSure ? .label : .likely)
        guard last > start, isLastOfSegment(last - 1) || isNameGone(last) || !isMedicine(last) else { return false }
        mark(start...(last - 1), .name)
        return true
    }

    /// `name Young`, `last name Young`: not the name of a protocol.
    func isNameLabel(_ index: Int) -> Bool {
        tokens.list[index].hash == Self.name && (index == 0 || Self.named.contains(tokens.list[index - 1].hash))
    }

    /// Behind `BABY BOY`, `twin A`, `newborn`.
    private func behindInfant(_ index: Int) -> Int {
        var start = index + 1
        while start < tokens.list.count, start - index < 4, tokens.isClose(before: start),
            Self.infantKinds.contains(tokens.list[start].hash)
        {
            start += 1
        }
        return start
    }

    func isDeed(_ index: Int) -> Bool {
        Self.deeds.contains(tokens.list[index].hash) && Self.agents.contains(tokens.list[index + 1].hash)
    }

    private mutating func markRun(from start: Int, _ trust: Trust) {
        guard start < tokens.list.count, tokens.isClose(before: start) || tokens.has(":", before: start),
            !isBeforeNumber(start)
        else { return }
        let last = nameRun(from: start, trust)
        if last > start { mark(start...(last - 1), .name) }
    }

    private func isMedicine(_ index: Int) -> Bool { tokens.list[index].wordClass.contains(.clinical) }

    /// Words that are names too and stand behind `radiologist` as what they mean.
    private func isOrdinary(_ index: Int) -> Bool { Self.ordinary.contains(tokens.list[index].hash) }

    private static let sureTitles = WordHash.set(
        "mrs mme mlle prof professor dott dottssa dottore dra herr frau sig signora signor doctor docteur professeur monsieur madame senor senora miss"
    )
    private static let titles = WordHash.set("mr dr drs ms sr sra dres priv phys")
    private static let pointedTitles = WordHash.set("m fr sr me hr h pr st")
    /// Those that are nothing else before a word with a capital.
    private static let ownTitles = WordHash.set("fr sr hr pr")
    private static let middleTitles = WordHash.set("med rer nat habil dent phil ing univ h c hc")
    /// Titles that are other words in small letters: German women, and what one does not see.
    private static let alsoWords = WordHash.set("miss sig frau senior")
    private static let resonance = WordHash("mr".utf8)
    private static let modalities = WordHash.set("ct mr mri us xr cr dr dx mg nm pet xa rf cta mra")
    private static let angles = WordHash.set("rao lao")
    private static let doctor = WordHash("dr".utf8)
    private static let titleLeads = WordHash.set("by with per from to ref")
    /// Surnames that are more often words; no modality stands before them.
    private static let surnames = WordHash.set("rao ray read roy")
    /// Surnames that are parts or things, too; nobody orders a resonance of one and writes no more.
    private static let neverAlone = WordHash.set("bone hand head foot back cord day field case page line")
    private static let views = WordHash.set("ap pa lat obl lao axl abd kub iac")
    private static let labels = WordHash.set(
        "name names patient pt physician radiologist referring ref attending operator technologist technician surgeon reader mtra attn signed rad pcp resident nurse consultant fellow registrar intern clinician provider md consultants assistant sonographer"
    )
    private static let sureCredentials = WordHash.set(
        "md jr phd mbbs mbchb frcr frcpc frcp facr dds dmd rn crna aprn arnp dnp fnp lpn rph rdms rvt")
    /// Right, views and verbs elsewhere: they stand behind a comma.
    private static let credentials = WordHash.set("do pa np rt ms sr cnp")
    private static let pointedCredentials = WordHash.set("md phd do rn np")
    private static let deeds = WordHash.set(
        "ref req signed read dictated reviewed reported approved interpreted transcribed performed ordered referred seen verified scanned requested cosigned checked protocolled supervised injected done attended examined entered typed validated befundet gelesen interprete lu dicte signe firmado leido informado refertato"
    )
    private static let talks = WordHash.set("reviewed discussed spoke consulted communicated")
    static let agents = WordHash.set("by von par por da door")
    private static let with = WordHash("with".utf8)
    private static let infants = WordHash.set("baby infant newborn neonate twin triplet child")
    private static let infantKinds = WordHash.set("boy girl male female a b c 1 2 3 i ii iii")
    /// With `of` behind them: `baby of YOUNG`, `family of Young`.
    private static let families = WordHash.set(
        "baby infant newborn neonate twin child son daughter bb bg family wife husband mother father parents brother sister"
    )
    private static let maiden = WordHash.set("nee geb geborene")
    private static let name = WordHash("name".utf8)
    private static let named = WordHash.set("patient patients pt last first given family full maiden")
    private static let infantSigns = WordHash.set("bb bg")
    private static let of = WordHash("of".utf8)
    private static let staff = WordHash.set(
        "radiologist attending physician surgeon reader signed nurse resident consultant fellow registrar technologist technician sonographer radiographer midwife anesthesiologist cardiologist oncologist urologist neurologist"
    )
    private static let people = WordHash.set(
        "patient pt husband wife mother father brother sister spouse son daughter")
    private static let adjectives = WordHash.set("short long grand gross black white")
    private static let ordinary = WordHash.set(
        "add best case comment page name names day days each even far few job kind law little may odd one open pen weeks"
    )
}
