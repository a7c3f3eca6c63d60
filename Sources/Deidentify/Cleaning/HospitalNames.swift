/// Finds names of hospitals that are made of known words: `Green Valley Hospital`, `Lake Clinic`, `Hospital for Sick Children`.
extension TextCleaner {
    /// What stands before the word is a name, unless it is a word of medicine written out (`Heart Hospital`, `Stroke Clinic`).
    mutating func markNamedHospitals() {
        // Also where a name right before it has taken the word already: `Good Hope Hospital`.
        for index in tokens.list.indices where tokens.list[index].fate == .open || tokens.list[index].fate == .name {
            guard let isHospital = houseOfPatients(at: index) else { continue }
            var first = index
            var hasName = isHospital
            while first > 0, index - first < 6, tokens.isClose(before: first) {
                if isPartOfHospitalName(first - 1, isHospital: isHospital, isWritten: tokens.list[index].isCapitalised)
                {
                    if isPlaceName(first - 1) { hasName = true }
                } else if !isGenitive(first - 1), !isGoneBeforeHospital(first - 1), !isAndOfPatients(first - 1) {
                    break
                }
                first -= 1
            }
            while first < index, isGenitive(first) || tokens.list[first].isGone { first += 1 }
            if first < index, hasName { mark(first...index, .name) }
            if isHospital { markBehindHospital(index) }
        }
    }

    /// Whether a word for a house of patients stands at `index` with a capital, and that it is one for a hospital: before others (`Clinic`,
    /// `Medical Center`) stand words of medicine more often than names.
    private func houseOfPatients(at index: Int) -> Bool? {
        let token = tokens.list[index]
        if HospitalWords.heads.contains(token.hash) { return true }
        guard token.isCapitalised else { return nil }
        if HospitalWords.houses.contains(token.hash) { return false }
        // Medical Center
        guard HospitalWords.centers.contains(token.hash), index > 0, tokens.isClose(before: index) else { return nil }
        return HospitalWords.kindsOfCenters.contains(tokens.list[index - 1].hash) ? false : nil
    }

    private func isPartOfHospitalName(_ index: Int, isHospital: Bool, isWritten: Bool) -> Bool {
        let token = tokens.list[index]
        guard token.kind == .word, token.isCapitalised, token.fate == .open, !protected[index] else { return false }
        // `Good hospital course`
        if isWritten, HospitalWords.places.contains(token.hash) || HospitalWords.kinds.contains(token.hash) {
            return true
        }
        if token.wordClass.contains(.function) { return false }
        guard isHospital else {
            return HospitalWords.kindsOfCenters.contains(token.hash) || !token.wordClass.contains(.known)
                || !token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay])
        }
        return !token.wordClass.contains(.clinical) || token.wordClass.isAmbiguous
            || HospitalWords.kinds.contains(token.hash) || token.isUpper && token.foldedCount < 5
    }

    private func isPlaceName(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return HospitalWords.places.contains(token.hash) || token.wordClass.contains(.mostlyName)
    }

    /// `St.` and the rest of a name that goes anyway: `King's College Hospital`.
    private func isGoneBeforeHospital(_ index: Int) -> Bool {
        tokens.list[index].kind == .word && tokens.list[index].isGone && tokens.list[index].foldedCount > 1
    }

    /// `Women and Children's Hospital`
    private func isAndOfPatients(_ index: Int) -> Bool {
        tokens.list[index].hash == HospitalWords.and && index > 0 && tokens.list[index - 1].isCapitalised
            && HospitalWords.patients.contains(tokens.list[index - 1].hash)
    }

    /// `Hospital Central`, `Hospital for Sick Children`, `National Hospital for Neurology`.
    private mutating func markBehindHospital(_ index: Int) {
        let next = index + 1
        guard next < tokens.list.count, tokens.isClose(before: next), tokens.list[index].isCapitalised else { return }
        if HospitalWords.behind.contains(tokens.list[next].hash), tokens.list[next].isCapitalised, isLastOfSegment(next)
        {
            return mark(index...next, .name)
        }
        guard HospitalWords.links.contains(tokens.list[next].hash), next + 1 < tokens.list.count,
            tokens.isClose(before: next + 1), tokens.list[next + 1].isCapitalised,
            HospitalWords.patients.contains(tokens.list[next + 1].hash) || tokens.list[index].isGone
        else { return }
        var last = next + 1
        while last + 1 < tokens.list.count, last - index < 5, tokens.isClose(before: last + 1),
            tokens.list[last + 1].isCapitalised, HospitalWords.patients.contains(tokens.list[last + 1].hash)
        {
            last += 1
        }
        mark(index...last, .name)
    }
}

/// Words that stand in the names of hospitals.
enum HospitalWords {
    static let heads = WordHash.set(
        "hospital hosp hospitals klinikum uniklinik uniklinikum krankenhaus hopital hopitaux ospedale policlinico infirmary ziekenhuis sanatorium"
    )
    /// Before them stand parts of the body and diseases as well.
    static let houses = WordHash.set("clinic clinics")
    static let centers = WordHash.set("center centre")
    static let kindsOfCenters = WordHash.set("medical health healthcare imaging hospital")
    static let kinds = WordHash.set(
        "national royal general memorial regional university universitaire central city county community veterans military army navy children childrens medical public provincial district state federal private teaching rural women womens"
    )
    /// Words of places, of virtues and of makers, which nobody writes with a capital before a hospital but as its name.
    static let places = WordHash.set(
        "acme alpine apex apollo bay beach bridge canyon castle cedar charity church coast college crest cross desert east eastern evergreen faith "
            + "forest garden garth good grace grand greater green grove harbor harbour haven heights highland hill hills holy hope island "
            + "king kings lake lakes lakeside lincoln london long maple mayo meadow meadows mercy mission mount mountain north northern oak oaks ocean palm "
            + "park pine plains prairie premier prince princess providence queen queens ridge river rivers riverside rock rocky sacred "
            + "saint samaritan shore sierra south southern spring springs summit sun sunrise sunset trinity union united unity valley view "
            + "village wells west western wood woods siemens philips canon fuji fujifilm toshiba hitachi samsung agfa kodak hologic shimadzu"
    )
    static let behind = WordHash.set(
        "central north south east west nord sud ost est mitte centro centrale clinico clinica general provincial regional universitario universitaria"
    )
    static let and = WordHash("and".utf8)
    static let links = WordHash.set("for of")
    static let patients = WordHash.set("sick children women special surgery neurology joint diseases tropical chest")
}
