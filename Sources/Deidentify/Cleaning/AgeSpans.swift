/// Finds ages over 89 in digits: with a unit, behind a word for age, beside the sex. Those in words are among `SpelledSpans`.
extension TextCleaner {
    mutating func markAges() {
        for index in tokens.list.indices where !tokens.list[index].isGone {
            let token = tokens.list[index]
            if token.kind == .mixed {
                if isDecadeOfSomebody(index) {
                    dropAge(index...index)
                } else if isAgeInOne(index) {
                    dropAge(index...index)
                } else if let last = yearOfLife(index) {
                    dropAge(index...last)
                }
                continue
            }
            guard let value = tokens.number(token), Self.highAges.contains(value) else { continue }
            // 95.5yo
            if index + 1 < tokens.list.count, isDecimalPoint(before: index + 1), isGluedAge(index + 1) {
                dropAge(index...(index + 1))
                continue
            }
            // 95.5 y, 0.95 y
            let last = wholeNumber(index)
            guard let last else { continue }
            var unit = last + 1
            // 95 ½ years
            if unit + 1 < tokens.list.count, tokens.list[unit].isForeign,
                tokens.list[unit].end - tokens.list[unit].start == 2
            {
                unit += 1
            }
            if last > index {
                if isBeforeAgeUnit(unit) {
                    dropAge(index...unit)
                } else if index > 0, isAgeLabel(index - 1) || isLinkedToAgeLabel(index) {
                    dropAge(index...last)
                }
            } else if isBeforeAgeUnit(unit) || isHyphenedAge(unit) {
                dropAge(index...unit)
            } else if unit < tokens.list.count, tokens.isClose(before: unit),
                isPointedYears(unit)
            {
                dropAge(index...unit)
            } else if isOpenEnded(index, value) {
                dropAge(index...(index + (isPlusBehind(index) ? 1 : 0)))
            } else if index > 0,
                isAgeLabel(index - 1) || isToldOfSomebody(index) || isLinkedToAgeLabel(index) || isComparedAge(index)
            {
                dropAge(index...index)
            } else if Self.likelyAges.contains(value), let sex = sexBeside(index) {
                dropAge(min(index, sex)...max(index, sex))
            }
        }
    }

    /// Digits and a unit in one: `5yo`.
    private func isGluedAge(_ index: Int) -> Bool {
        let text = tokens.folded(tokens.list[index])
        let digits = text.prefix(while: ASCII.isDigit)
        return tokens.list[index].kind == .mixed && !digits.isEmpty
            && Self.gluedAges.contains(WordHash(text.dropFirst(digits.count)))
    }

    /// The last token of a number that begins at `index`, its decimals with it; `nil` where the token is decimals itself.
    private func wholeNumber(_ index: Int) -> Int? {
        if !isFraction(index) { return index }
        guard index + 1 < tokens.list.count, tokens.list[index + 1].kind == .number, isFraction(index + 1),
            !(index > 0 && tokens.list[index - 1].kind == .number && isDecimalPoint(before: index))
        else { return nil }
        return index + 1
    }

    private func isDecimalPoint(before index: Int) -> Bool {
        let separator = tokens.separator(before: index)
        return separator.elementsEqual(".".utf8) || separator.elementsEqual(",".utf8)
    }

    /// Whether a unit of years stands at `unit`; `90+ y` is one, too.
    private func isBeforeAgeUnit(_ unit: Int) -> Bool {
        guard unit < tokens.list.count, isAgeUnit(unit) else { return false }
        return tokens.isClose(before: unit) || tokens.separator(before: unit).elementsEqual("+ ".utf8)
            || tokens.separator(before: unit).elementsEqual("+".utf8)
    }

    /// `94-letni`, and years in other scripts: `94 岁`.
    private func isHyphenedAge(_ unit: Int) -> Bool {
        unit < tokens.list.count && tokens.isClose(before: unit) && tokens.list[unit].isForeign
            && Self.foreignYears.contains(tokens.list[unit].hash)
    }

    /// `age over 90`, `age: 90`
    private func isLinkedToAgeLabel(_ index: Int) -> Bool {
        index > 1 && Self.ageLinks.contains(tokens.list[index - 1].hash) && isAgeLabel(index - 2)
    }

    func isAgeUnit(_ index: Int) -> Bool {
        let token = tokens.list[index]
        if Self.ages.contains(token.hash) { return true }
        // `90 LAT` is an angle of a projection.
        return token.isLower && Self.smallAges.contains(token.hash)
    }

    func isAgeLabel(_ index: Int) -> Bool { Self.ageLabels.contains(tokens.list[index].hash) }

    mutating func dropAge(_ range: ClosedRange<Int>) {
        var last = range.upperBound
        while last + 1 < tokens.list.count, tokens.isClose(before: last + 1),
            Self.ageTails.contains(tokens.list[last + 1].hash)
        { last += 1 }
        // 90 y/o
        if last + 1 < tokens.list.count, tokens.list[last + 1].hash == Self.old,
            tokens.separator(before: last + 1).elementsEqual("/".utf8)
        {
            last += 1
        }
        mark(range.lowerBound...last, .pattern)
        dropLead(before: range.lowerBound, Self.ageLeads)
        dropLead(before: range.lowerBound, Self.ageLabels)
    }

    /// `95 J.`, as German has it.
    private func isPointedYears(_ index: Int) -> Bool {
        tokens.list[index].hash == Self.shortYears && tokens.list[index].isUpper
            && tokens.separator(before: index + 1).first == UInt8(ascii: ".")
    }

    /// `95th birthday`, `95e annee`: the last token of it.
    private func yearOfLife(_ index: Int) -> Int? {
        let text = tokens.folded(tokens.list[index])
        let digits = text.prefix(while: ASCII.isDigit)
        let unit = index + 1
        guard (2...3).contains(digits.count), Self.highAges.contains(digits.reduce(0) { $0 * 10 + Int($1 & 15) }),
            Self.ordinals.contains(WordHash(text.dropFirst(digits.count))), unit < tokens.list.count,
            tokens.isClose(before: unit), Self.yearsOfLife.contains(tokens.list[unit].hash)
        else { return nil }
        return unit
    }

    // MARK: In one word

    /// `95yo`, `Age95`, `F95`, `95M`.
    private func isAgeInOne(_ index: Int) -> Bool {
        let text = tokens.folded(tokens.list[index])
        let isNumberFirst = ASCII.isDigit(text[text.startIndex])
        let digits = isNumberFirst ? text.prefix(while: ASCII.isDigit) : text.drop { !ASCII.isDigit($0) }
        // Longer ones are no ages, and may be more than a number holds.
        guard (2...3).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return false }
        let value = digits.reduce(0) { $0 * 10 + Int($1 & 15) }
        let letters = isNumberFirst ? text.dropFirst(digits.count) : text.dropLast(digits.count)
        guard Self.highAges.contains(value) else { return false }
        if isNumberFirst ? Self.gluedAges.contains(WordHash(letters)) : Self.ageLabels.contains(WordHash(letters)) {
            return true
        }
        let isWritten = !tokens.list[index].isLower || isNumberFirst && beginsHistory(index, last: index)
        return Self.likelyAges.contains(value) && letters.count == 1 && isWritten
            && Self.sexes.contains(WordHash(letters)) && !isOtherMeasure(index...index)
    }

    // MARK: Beside the sex

    /// The sex before or behind a number: `95/F`, `95 M`, `F-95`, `(95_F)`, `95 female`, `95/w`.
    private func sexBeside(_ index: Int) -> Int? {
        for sex in [index + 1, index - 1] where tokens.list.indices.contains(sex) {
            let token = tokens.list[sex]
            guard token.kind == .word, !token.isGone, isTiedToAge(max(index, sex)) else { continue }
            let hasStroke = tokens.has("/", before: max(index, sex))
            if token.foldedCount > 1 {
                if sex > index, Self.sexWords.contains(token.hash), !isOtherMeasure(index...index) { return sex }
                continue
            }
            // Small letters are units: `95 m`. With a stroke they are none.
            let isWritten = token.isUpper || hasStroke || beginsHistory(index, last: sex)
            guard isWritten, Self.sexes.contains(token.hash) || hasStroke && Self.strokeSexes.contains(token.hash)
            else {
                continue
            }
            if !isOtherMeasure(min(index, sex)...max(index, sex)) { return sex }
        }
        return nil
    }

    /// Whether somebody is told of from the first word on, in small letters: `95f with cough`, `95 m who fell`.
    private func beginsHistory(_ first: Int, last: Int) -> Bool {
        first == 0 && last < 2 && last + 1 < tokens.list.count
            && Self.histories.contains(tokens.list[last + 1].hash)
    }

    /// Spaces, and one stroke, hyphen, comma or the like among them.
    private func isTiedToAge(_ index: Int) -> Bool {
        let separator = tokens.separator(before: index)
        return !separator.isEmpty && separator.count <= 3 && separator.allSatisfy { Self.ageSigns.contains($0) }
    }

    /// Whether the neighbours say that it is no age: an isotope (`Tc 99 M`), a fever, a value with a unit (`6 F 100 cm`).
    private func isOtherMeasure(_ range: ClosedRange<Int>) -> Bool {
        let around = max(0, range.lowerBound - 3)..<min(range.upperBound + 3, tokens.list.count)
        if around.contains(where: { Self.noAges.contains(tokens.list[$0].hash) }) { return true }
        let next = range.upperBound + 1
        return next < tokens.list.count && tokens.isClose(before: next) && Self.lengths.contains(tokens.list[next].hash)
    }

    /// `pt is 93`, `she was 101`: not `pulse is 93`, nor `pt is 93 kg`.
    private func isToldOfSomebody(_ index: Int) -> Bool {
        Self.likelyAges.contains(tokens.number(tokens.list[index]) ?? 0) && isToldOfSomebody(index...index)
    }

    /// The same of a number in words, which is one of a high age.
    func isToldOfSomebody(_ range: ClosedRange<Int>) -> Bool {
        let index = range.lowerBound
        guard index > 1, Self.verbs.contains(tokens.list[index - 1].hash),
            Self.persons.contains(tokens.list[index - 2].hash)
        else { return false }
        let next = range.upperBound + 1
        if tokens.separator(before: next).contains(UInt8(ascii: "%")) { return false }
        return next == tokens.list.count || !tokens.isClose(before: next)
            || !Self.lengths.contains(tokens.list[next].hash)
    }

    /// Whether a word is a sex as it stands beside an age in words: `ninety five F`.
    func isSexBehindAge(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return Self.sexWords.contains(token.hash) || token.isUpper && Self.sexes.contains(token.hash)
    }

    /// `in his 90s`: of somebody, and no saturation.
    private func isDecadeOfSomebody(_ index: Int) -> Bool {
        let text = tokens.folded(tokens.list[index])
        guard index > 0, text.elementsEqual("90s".utf8) || text.elementsEqual("100s".utf8) else { return false }
        let lead = Self.halvesOfDecades.contains(tokens.list[index - 1].hash) ? index - 2 : index - 1
        return lead >= 0 && Self.owners.contains(tokens.list[lead].hash)
    }

    /// `95+` as all that stands there, or of somebody; `90-plus`.
    private func isOpenEnded(_ index: Int, _ value: Int) -> Bool {
        guard Self.likelyAges.contains(value) else { return false }
        if isPlusBehind(index) { return true }
        let next = index + 1
        guard tokens.separator(before: next).first == UInt8(ascii: "+"),
            next == tokens.list.count || isLastOfSegment(index)
        else { return false }
        return index == 0 && next == tokens.list.count
            || index > 0 && (Self.persons.contains(tokens.list[index - 1].hash) || isAgeLabel(index - 1))
    }

    private func isPlusBehind(_ index: Int) -> Bool {
        let next = index + 1
        return next < tokens.list.count && tokens.list[next].hash == Self.plus
            && tokens.separator(before: next).elementsEqual("-".utf8)
    }

    /// Whether the token is a part of a decimal number.
    func isFraction(_ index: Int) -> Bool {
        func isPoint(_ index: Int) -> Bool {
            guard index > 0, index < tokens.list.count, tokens.list[index].kind == .number,
                tokens.list[index - 1].kind == .number
            else {
                return false
            }
            let separator = tokens.separator(before: index)
            return separator.elementsEqual(".".utf8) || separator.elementsEqual(",".utf8)
        }
        return isPoint(index) || isPoint(index + 1)
    }

    private static let plus = WordHash("plus".utf8)
    private static let owners = WordHash.set("his her their")
    private static let halvesOfDecades = WordHash.set("early mid late")
    private static let highAges = 90...150
    /// Without a unit or word that says so.
    private static let likelyAges = 90...110
    private static let ageSigns: Set<UInt8> = Set(" /-_.,".utf8)
    private static let sexes = WordHash.set("m f")
    /// Of German and French, which are watts and hours elsewhere.
    private static let strokeSexes = WordHash.set("w h")
    private static let sexWords = WordHash.set(
        "male female man woman lady gentleman men women weiblich mannlich maennlich frau mann femme homme mujer hombre varon donna uomo masculino femenino"
    )
    private static let histories = WordHash.set("with w who c h s p hx presenting presents complaining status")
    private static let persons = WordHash.set(
        "pt patient pat he she man woman lady gentleman male female mother father")
    private static let verbs = WordHash.set("is was turned ist ware")
    private static let gluedAges = WordHash.set("y yo yr yrs j a ans jahre year years yom yof ym yf yomale yofemale")
    private static let ages = WordHash.set(
        "yo y ys yr yrs year years yom yof ans an anni anno anos ano jaar jarig jarige jarigen arig arige aring "
            + "jahre jahren jahr jahrig jahriger jahrige jahrigen jahriges jaehrig jaehriger jaehrige jaehrigen jaehriges "
            + "lebensjahr lebensjahres lj jr lata aasta metai rocna rocny rocne rocneho letny ar aars arsgammel roku rokow letni letnia letniego letniej lety leta letech letnega letna vuotta vuotias vuotiaan "
            + "vuoden yas yasinda yasindaki godina godine godini godisnji god ani vjet vjec eves ev evesen metu aastane aastat gadi gadus tuoi tahun urte anys ann"
    )
    /// Of Polish, Czech and Slovenian, which are views and verbs elsewhere.
    private static let smallAges = WordHash.set("lat let")
    private static let foreignYears = WordHash.set(
        "лет летний летняя летнего летней года год рік років річний годишен години години година ετών ετη χρονών 歳 才 岁 歲 세 살 سنة عاما عام שנים"
    )
    private static let old = WordHash("o".utf8)
    private static let shortYears = WordHash("j".utf8)
    private static let ordinals = WordHash.set("th st nd rd e er eme ste de o a")
    private static let yearsOfLife = WordHash.set(
        "year birthday annee anniversaire lebensjahr geburtstag jaar verjaardag")
    private static let ageLinks = WordHash.set(
        "of is was von de di van circa ca over above about approx approximately than uber ueber oltre plus")
    private static let ageLabels = WordHash.set(
        "age aged aet aetat alter edad eta agee leeftijd idade wiek vek alder lebensalter")
    private static let noAges = WordHash.set(
        "tc technetium fever febrile temp temperature deg fov thk thickness mdp mibi mag3 dtpa dmsa hmpao maa sestamibi pertechnetate tetrofosmin"
    )
    private static let lengths = WordHash.set("mm cm m kg g lb lbs ml bpm min sec ms deg hu mg mcg kv ma mas hz ppm")
    private static let ageTails = WordHash.set("o old of age alt")
    private static let ageLeads = WordHash.set("de di of a")
}
