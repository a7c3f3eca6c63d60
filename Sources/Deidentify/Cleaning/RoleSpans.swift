/// Finds whoever stands behind a role or what somebody did, though the name is a word of medicine too: `Attending: Hand`,
/// `Radiologist Hand`, `read by Hand`. What roles and deeds have behind them else stays: `Attending physician`, `read by radiology`.
extension TextCleaner {
    mutating func markRoles() {
        for index in tokens.list.indices.dropLast() where !tokens.list[index].isGone {
            let hash = tokens.list[index].hash
            let next = index + 1
            if RoleWords.labels.contains(hash) || isNameLabel(index), isSign(before: next) {
                markHolder(from: next, label: index)
            } else if RoleWords.people.contains(hash), isSign(before: next) {
                markPatient(from: next)
            } else if Self.agents.contains(hash), index > 0, isDeed(index - 1) {
                let isOfReader = RoleWords.readings.contains(tokens.list[index - 1].hash)
                if isSign(before: next) {
                    markHolder(from: next, label: next)
                } else if tokens.isClose(before: next) {
                    markDoer(behindTitles(next), isOfReader: isOfReader)
                }
            } else if RoleWords.partners.contains(hash), index > 0, isTold(index - 1), tokens.isClose(before: next),
                isHolder(next), !tokens.list[next].isUpper
            {
                markNames(from: next)
            } else if index > 0, RoleWords.contacts[hash] == tokens.list[index - 1].hash {
                markContact(from: next)
            } else if RoleWords.staff.contains(hash) || hash == RoleWords.signed || RoleWords.posts.contains(hash)
                || isNameLabel(index)
            {
                markStaff(index)
            }
        }
    }

    /// `Radiologist Hand`, `Radiologist is Hand`, `Radiologist (Hand)`, `Radiologist, Hand`.
    private mutating func markStaff(_ index: Int) {
        var next = index + 1
        if RoleWords.verbs.contains(tokens.list[next].hash), next + 1 < tokens.list.count { next += 1 }
        if tokens.isClose(before: next) {
            next = behindTitles(next)
            if isHolder(next) || isHolderAlone(next, behind: index) { markNames(from: next) }
        } else if tokens.separator(before: next).allSatisfy({ " ,(".utf8.contains($0) }) {
            // Signed, M Case
            let name = behindTitles(next)
            if isHolder(name) || name > next && isHolderAlone(name, behind: index), !tokens.list[name].isUpper,
                isLastOfSegment(name)
            {
                mark(next...name, .name)
                markNames(from: name)
            }
        }
    }

    /// A word with a capital that ends a part, behind a role with none: `attending Best`; behind German heads, whose nouns all have one,
    /// what names no area: `Chefarzt Bein`.
    private func isHolderAlone(_ index: Int, behind role: Int) -> Bool {
        guard index < tokens.list.count else { return false }
        let token = tokens.list[index]
        guard token.isCapitalised, !token.isUpper, token.kind == .word, token.fate == .open, !protected[index],
            isLastOfSegment(index), !RoleWords.areas.contains(token.hash)
        else { return false }
        if RoleWords.heads.contains(tokens.list[role].hash) { return !RoleWords.noNames.contains(token.hash) }
        return tokens.list[role].isLower && RoleWords.alsoNames.contains(token.hash)
            || index > role + 1 && isSigned(role)
    }

    private func isSigned(_ index: Int) -> Bool { RoleWords.readings.contains(tokens.list[index].hash) }

    /// `emergency contact Will Power`: up to three words with capitals.
    private mutating func markContact(from start: Int) {
        guard tokens.isClose(before: start) || isSign(before: start) else { return }
        var end = start
        while end < tokens.list.count, end - start < 3, tokens.list[end].kind == .word, tokens.list[end].fate == .open,
            tokens.list[end].isCapitalised, !tokens.list[end].isUpper, end == start || tokens.isClose(before: end)
        { end += 1 }
        if end > start { mark(start...(end - 1), .name) }
    }

    /// The place behind titles in capitals, which are modalities elsewhere, and behind initials: `DR HAND`, `H. Bone`.
    private func behindTitles(_ index: Int) -> Int {
        var place = index
        while place + 1 < tokens.list.count, place - index < 3, tokens.isClose(before: place + 1),
            RoleWords.titles.contains(tokens.list[place].hash)
                || tokens.list[place].isSingleLetter && tokens.list[place].isUpper
        {
            place += 1
        }
        return place
    }

    /// Whether somebody was told of what was found: `discussed with Hand`, `results given to Hand`.
    func isTold(_ index: Int) -> Bool {
        RoleWords.talks.contains(tokens.list[index].hash) || RoleWords.readings.contains(tokens.list[index].hash)
    }

    /// `Patient: Hand`: words alone that may all be names.
    private mutating func markPatient(from start: Int) {
        var end = start
        while end < tokens.list.count, end == start || !isStart(end) { end += 1 }
        guard end - start <= 3,
            (start..<end).allSatisfy({
                mayBeHolder($0) && tokens.list[$0].isCapitalised && mayBeName(tokens.list[$0])
            })
        else { return }
        mark(start...(end - 1), .name)
    }

    /// A colon or an equals sign, and spaces.
    private func isSign(before index: Int) -> Bool {
        let separator = tokens.separator(before: index)
        return separator.count <= 3 && separator.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
            && separator.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
    }

    /// What stands behind `Attending:`: a word that is a name as well, however rarely, or one or two alone with capitals.
    private mutating func markHolder(from place: Int, label: Int) {
        let start = behindTitles(place)
        // Fellow: Small
        if start < tokens.list.count, RoleWords.alsoNames.contains(tokens.list[start].hash), isLastOfSegment(start),
            tokens.list[start].isCapitalised, !tokens.list[start].isUpper, tokens.list[start].fate == .open
        {
            return mark(label...start, .name)
        }
        guard mayBeHolder(start) else { return }
        let token = tokens.list[start]
        var end = start + 1
        while end < tokens.list.count, !isStart(end) { end += 1 }
        let isWritten = (start..<end).allSatisfy { tokens.list[$0].isCapitalised && tokens.list[$0].kind == .word }
        let isAlone = isWritten && end - start <= 3 && !token.isUpper
        guard mayBeName(token) && (!token.isLower || end - start == 1) || isAlone else { return }
        var last = start
        while last + 1 < end, isAlone && !tokens.list[last + 1].isUpper || goesOn(last + 1) { last += 1 }
        mark(label...last, .name)
        // `Hand, Bone`, `Hand/Bone`
        var other = last + 1
        while other < tokens.list.count, other - last < 4,
            RoleWords.listSigns.contains(String(decoding: tokens.separator(before: other), as: UTF8.self)),
            goesOn(other), mayBeName(tokens.list[other]), isLastOfSegment(other) || isStart(other + 1)
        {
            mark(other...other, .name)
            other += 1
        }
    }

    /// `read by Hand`: in small letters only behind what nobody but a person does.
    private mutating func markDoer(_ index: Int, isOfReader: Bool) {
        guard index < tokens.list.count else { return }
        guard mayBeHolder(index), !isBeforeNumberOrUnit(index) else { return }
        let token = tokens.list[index]
        guard mayBeName(token) && (isOfReader || !token.isLower) || isOfReader && isWrittenAlone(index) else { return }
        markNames(from: index)
    }

    private func isWrittenAlone(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.isCapitalised && !token.isUpper && isLastOfSegment(index) && !RoleWords.areas.contains(token.hash)
    }

    /// `Radiologist Hand`, and no part of the body that goes on: `SURGEON HAND FRACTURE`.
    private func isHolder(_ index: Int) -> Bool {
        guard index < tokens.list.count else { return false }
        let token = tokens.list[index]
        guard mayBeHolder(index), !token.isLower, mayBeName(token), !isBeforeNumberOrUnit(index) else { return false }
        let next = index + 1
        if isLastOfSegment(index) || tokens.list[next].isGone || tokens.list[next].kind != .word { return true }
        let other = tokens.list[next]
        return !other.wordClass.contains(.clinical) || !token.isUpper && other.isLower
            || RoleWords.modalities.contains(other.hash)
    }

    private mutating func markNames(from start: Int) {
        var last = start
        while last + 1 < tokens.list.count, last - start < 3, tokens.isClose(before: last + 1), goesOn(last + 1) {
            last += 1
        }
        mark(start...last, .name)
        // `dictated by Bone and Hand`
        let other = last + 2
        if other < tokens.list.count, RoleWords.links.contains(tokens.list[last + 1].hash), mayBeHolder(other),
            mayBeName(tokens.list[other]), tokens.list[other].isCapitalised == tokens.list[start].isCapitalised
        {
            mark(other...other, .name)
        }
    }

    /// Whether a word goes on a name.
    private func goesOn(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.kind == .word && !token.isGone && !protected[index] && token.isCapitalised && mayBeHolder(index)
            && (!token.wordClass.contains(.known) || mayBeName(token) || token.isSingleLetter)
    }

    /// Any word but those that stand there in the place of a name.
    private func mayBeHolder(_ index: Int) -> Bool {
        guard index < tokens.list.count else { return false }
        let token = tokens.list[index]
        return token.kind == .word && !token.isGone && token.fate != .stays && !protected[index]
            && !token.wordClass.contains(.negation) && !RoleWords.noNames.contains(token.hash)
            && !RoleWords.labels.contains(token.hash) && !FunctionWords.saysThatNone(token.hash)
            && !FunctionWords.mayHelpToSayThatNone(token.hash)
            && !(token.wordClass.contains(.function) && token.isLower)
    }

    private func mayBeName(_ token: TextToken) -> Bool {
        token.foldedCount > 1 && (token.wordClass.isAmbiguous || !token.wordClass.contains(.known))
    }

    private func isStart(_ index: Int) -> Bool {
        tokens.separator(before: index).contains { ",;:()[]/\n".utf8.contains($0) }
            || !tokens.isClose(before: index)
    }

    private func isBeforeNumberOrUnit(_ index: Int) -> Bool {
        index + 1 < tokens.list.count && tokens.list[index + 1].kind == .number && tokens.isClose(before: index + 1)
    }
}

/// Words for those who work with patients, and what they do.
enum RoleWords {
    static let staff = WordHash.set(
        "radiologist attending physician surgeon reader resident consultant registrar technologist technician sonographer radiographer midwife anesthesiologist anaesthetist cardiologist oncologist urologist neurologist orthopedist pathologist pulmonologist gastroenterologist dermatologist gynecologist obstetrician pediatrician psychiatrist ophthalmologist endocrinologist nephrologist hematologist rheumatologist dentist physicist dosimetrist therapist practitioner nurse referrer radiologe radiologin radiologue radiologo radiologa radioloog radiolog arzt arztin aerztin oberarzt oberarztin chefarzt facharzt hausarzt assistenzarzt befunder befunderin zuweiser untersucher medecin chirurgien infirmiere manipulateur manipulatrice interne medico chirurgo tecnico infermiere cirujano enfermera enfermero lekarz chirurg huisarts laborant laborantin"
    )
    /// Behind them, with a colon, stands who it was.
    static let labels = staff.union(readings).union(
        WordHash.set(
            "referring ref rad att attn cc gp requesting requester ordering operator operators tech mta mtra operateur uberweiser uberweiserin kurzel gez unterschrift firma firmato opisal opisala opisujacy kierujacy fellow intern clinician provider pcp assistant physicians doctor arts prescripteur correspondant demandeur richiedente refertatore refertante solicitante remitente author verfasser auteur autore autor untersuchender anforderer anfordernder"
        ))
    /// What nobody but a person does.
    static let readings = WordHash.set(
        "signed read dictated reviewed reported approved interpreted transcribed ordered referred verified requested cosigned attested validated checked protocolled supervised befundet gelesen interprete dicte signe firmado leido informado refertato signiert freigegeben unterschrieben valide redige vidiert diktiert"
    )
    /// Those that mean something else with other words behind them.
    static let posts = WordHash.set("tech operator pcp mta mtra")
    static let people = WordHash.set(
        "patient pt patientin subject mother father husband wife son daughter brother sister spouse guardian proband")
    /// `emergency contact`, `next of kin`: the last word and the one before it.
    static let contacts = [
        WordHash("contact".utf8): WordHash("emergency".utf8), WordHash("kin".utf8): WordHash("of".utf8),
    ]
    static let signed = WordHash("signed".utf8)
    static let heads = WordHash.set("chefarzt oberarzt oberarztin facharzt")
    /// Of the words that stand behind a role and name nobody, those that people are called by, where they stand alone with a capital.
    static let alsoNames = WordHash.set("best small case low field")
    static let verbs = WordHash.set("is was ist war")
    static let titles = WordHash.set("dr drs mr mrs ms prof med")
    static let partners = WordHash.set("with to mit an avec con")
    static let talks = WordHash.set(
        "discussed spoke consulted communicated reviewed given called paged notified conveyed relayed informed besprochen discute comentado"
    )
    static let listSigns: Set<String> = [", ", ",", "/", " / ", " & ", "; "]
    static let modalities = WordHash.set("ct mr mri us xr cr dr dx mg nm pet xa rf cta mra")
    static let links = WordHash.set("and und et y e with con mit avec")
    /// Of a department, and nobody.
    static let areas = WordHash.set(
        "radiology radiologie radiologia cardiology neurology oncology surgery pathology orthopedics urology emergency medicine chirurgie innere medizin neurologie kardiologie onkologie orthopadie unfallchirurgie dienst telephone phone fax protocol system software computer"
    )
    /// What stands behind a role or a deed and names nobody.
    static let noNames = WordHash.set(
        "see report reports review reviews reviewed pending same above below yes none self staff team note notes comment comments signature date time on at in only is was not to be the a an this that these all read reading over other another outside day night call chief senior junior general name id number no training interpretation impression opinion request requested order study exam examination performed per via using fellow assistant aware notified informed normal abnormal negative positive page paged case cases best line add may first second hospital clinic department left right non post low low small field date"
    )
}
