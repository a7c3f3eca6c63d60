/// Finds numbers of four digits that say what was measured: with a unit, behind the name of a parameter, in a matrix, the dose of a
/// target. Bare ones are taken for identifiers.
extension TextCleaner {
    /// Whether a number of more than three digits is a measure by what stands around it, and not one of the file's own.
    func isMeasured(_ index: Int, _ identifiers: FileIdentifiers) -> Bool {
        let token = tokens.list[index]
        guard token.kind == .number, !token.isForeign else { return false }
        if isPoint(before: index), isRatio(index - 1) {
            return token.foldedCount <= 6 && tokens.list[index - 1].foldedCount <= 3 && !tokens.list[index - 1].isGone
        }
        if token.foldedCount == 4, let value = tokens.number(token) {
            if identifiers.isShortDate(value) { return false }
            return hasUnit(index, value) || hasLabel(index, value) || isInMatrix(index) || isDose(index, value)
        }
        // DAP 12345 mGy*cm2
        if token.foldedCount == 5, hasAreaUnit(index) { return true }
        // 1.2345 mm
        return token.foldedCount <= 6 && isPoint(before: index) && tokens.list[index - 1].foldedCount <= 3
            && !tokens.list[index - 1].isGone && hasUnit(index, 0)
    }

    /// `compression ratio 2.3166`
    private func isRatio(_ index: Int) -> Bool {
        index > 0 && Measures.ratios.contains(tokens.list[index - 1].hash) && tokens.separator(before: index).count <= 3
    }

    private func isPoint(before index: Int) -> Bool {
        index > 0 && index < tokens.list.count && tokens.list[index - 1].kind == .number
            && tokens.list[index].kind == .number && tokens.separator(before: index).elementsEqual(".".utf8)
    }

    /// `2500 ms`, `1034.2 HU`, `3000 s/mm2`.
    private func hasUnit(_ index: Int, _ value: Int) -> Bool {
        var unit = index + 1
        if isPoint(before: unit) { unit += 1 }
        guard unit < tokens.list.count else { return false }
        let separator = tokens.separator(before: unit)
        guard separator.elementsEqual(" ".utf8) || separator.elementsEqual("_".utf8) else { return false }
        let token = tokens.list[unit]
        if token.hash == Measures.second {
            return unit + 1 < tokens.list.count && tokens.separator(before: unit + 1).elementsEqual("/".utf8)
                && Measures.areas.contains(tokens.list[unit + 1].hash)
        }
        // In capitals, some are views, diseases and modalities: `4711 MS`.
        if Measures.smallUnits.contains(token.hash) { return token.isLower }
        return Measures.units.contains(token.hash)
            && (!Measures.isYear(value) || Measures.doses.contains(token.hash))
    }

    /// `TI 2500`, `b=1000`, `HU 1012`, `b 0, 500, 1000`, `b0_1000`.
    private func hasLabel(_ index: Int, _ value: Int) -> Bool {
        var label = index - 1
        // Back over the numbers before.
        while label >= 0, index - label < 8, tokens.list[label].kind == .number, !tokens.list[label].isGone,
            tokens.separator(before: label + 1).count <= 2
        { label -= 1 }
        guard label >= 0, tokens.separator(before: label + 1).count <= 3 else { return false }
        let signs = tokens.separator(before: label + 1)
        guard signs.allSatisfy({ Measures.labelSigns.contains($0) }) else { return false }
        // Agatston score 1234
        if label > 0, Measures.labelTails.contains(tokens.list[label].hash), tokens.isClose(before: label),
            Measures.scores.contains(tokens.list[label - 1].hash)
        {
            return true
        }
        let token = tokens.list[label]
        if token.hash == Measures.diffusion { return value % 10 == 0 && !(Measures.isYear(value) && value % 100 != 0) }
        // b0_1000
        if token.kind == .mixed, tokens.folded[token.foldedStart] == UInt8(ascii: "b"), token.foldedCount <= 5,
            tokens.folded(token).dropFirst().allSatisfy(ASCII.isDigit)
        {
            return value % 50 == 0 && value <= 5000
        }
        if Measures.values.contains(token.hash) {
            return label > 0 && tokens.list[label - 1].hash == Measures.diffusion
        }
        return Measures.labels.contains(token.hash)
    }

    /// A product of dose and area in one unit or as two: `mGy*cm2`, `uGym2`.
    private func hasAreaUnit(_ index: Int) -> Bool {
        let unit = index + 1
        guard unit < tokens.list.count, tokens.separator(before: unit).elementsEqual(" ".utf8) else { return false }
        if Measures.doseAreas.contains(tokens.list[unit].hash) { return true }
        return unit + 1 < tokens.list.count && Measures.grays.contains(tokens.list[unit].hash)
            && tokens.separator(before: unit + 1).elementsEqual("*".utf8)
            && Measures.squares.contains(tokens.list[unit + 1].hash)
    }

    /// `2048 x 1536`
    private func isInMatrix(_ index: Int) -> Bool {
        func isSize(_ place: Int) -> Bool {
            tokens.list.indices.contains(place) && tokens.list[place].kind == .number
                && (3...4).contains(tokens.list[place].foldedCount)
        }
        func isTimes(_ place: Int) -> Bool {
            tokens.list.indices.contains(place) && tokens.list[place].hash == Measures.times
        }
        return isTimes(index + 1) && isSize(index + 2) || isTimes(index - 1) && isSize(index - 2)
    }

    /// `PTV`, `PTV1`
    private func isTarget(_ index: Int) -> Bool {
        let token = tokens.list[index]
        if Measures.targets.contains(token.hash) { return true }
        guard token.kind == .mixed, let last = tokens.folded(token).last, ASCII.isDigit(last) else { return false }
        return Measures.targets.contains(WordHash(tokens.folded(token).dropLast()))
    }

    /// `PTV_5040`, in cGy.
    private func isDose(_ index: Int, _ value: Int) -> Bool {
        guard index > 0, !Measures.isYear(value), isTarget(index - 1) else { return false }
        let separator = tokens.separator(before: index)
        return separator.elementsEqual("_".utf8) || separator.elementsEqual(" ".utf8)
    }
}

/// Words by which numbers are measures.
enum Measures {
    /// Whether a word behind a number is a unit.
    static func isUnit(_ word: WordHash) -> Bool {
        units.contains(word) || smallUnits.contains(word) || shortUnits.contains(word)
    }

    /// A number that may be one goes where its unit or label means something else, too.
    static func isYear(_ value: Int) -> Bool { (1900...2099).contains(value) }

    /// Whether a word is the name of a parameter or measure that numbers stand behind.
    static func isNamed(_ word: WordHash) -> Bool { labels.contains(word) || measured.contains(word) }

    private static let measured = WordHash.set(
        "b te tr fa matrix size sizes measures measuring measured segments segment levels ratio phases slices series vertebrae teeth tooth nodes angles"
    )

    static let units = WordHash.set(
        "hu kev mev cgy mgy gy mgycm mm2 mm3 cm2 cm3 hz khz mhz mbq kbq kcps cps iu miu kpa mmhg umol nmol mmol pmol mgycm2 cgycm2 gycm2 ugym2 mgym2 dgycm2 ugycm2 views iter iterations frames slices voxels counts"
    )
    /// Of a dose or an activity: nobody writes them behind a year.
    static let doses = WordHash.set("cgy mbq kbq")
    static let smallUnits = WordHash.set("ms mm um nm us ml cc mg mcg ug ng pg g kg kv")
    private static let shortUnits = WordHash.set("cm m s sec min h t l deg ma mas kvp ppm")
    static let areas = WordHash.set("mm2 mm")
    static let second = WordHash("s".utf8)
    static let labels = WordHash.set(
        "ti te tr hu venc dlp dap kap bval bvalue ww wl wc window level mtv tlg agatston fov etl volume suv adc")
    /// Between the name of a score and its number.
    static let labelTails = WordHash.set("score value total equivalent")
    static let scores = WordHash.set("agatston calcium cac adc")
    static let doseAreas = WordHash.set("mgycm2 cgycm2 gycm2 ugym2 mgym2 dgycm2 ugycm2")
    static let grays = WordHash.set("mgy cgy gy ugy dgy")
    static let squares = WordHash.set("cm2 m2 mm2")
    static let ratios = WordHash.set("ratio factor")
    static let labelSigns: Set<UInt8> = Set(" =:_-,".utf8)
    static let diffusion = WordHash("b".utf8)
    static let values = WordHash.set("value values")
    static let times = WordHash("x".utf8)
    static let targets = WordHash.set("ptv ctv gtv itv ptvp ptvn ctvp ctvn gtvp gtvn igtv ictv boost")
}
