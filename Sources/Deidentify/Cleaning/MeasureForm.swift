/// Numbers, and words of letters and digits, that say what was measured and how (Tools/tables/lexicon): a value with its unit, a
/// matrix, a kernel, a vertebra, an isotope, a counted or numbered thing.
enum MeasureForm {
    /// - Parameter text: folded.
    static func matches(_ text: ArraySlice<UInt8>) -> Bool {
        // Longer ones are none.
        guard text.count <= 16 else { return false }
        return isValueWithUnit(text) || isMatrix(text) || isParameter(text) || isKernel(text) || isIsotope(text)
            || isStage(text) || isCategory(text) || isGestation(text) || isObstetric(text)
    }

    /// Four digits with a unit that nobody writes behind a number of his own: `4500ms`, `5040cGy`. Not years.
    static func isLongValue(_ text: ArraySlice<UInt8>) -> Bool {
        let digits = text.prefix(while: ASCII.isDigit)
        guard digits.count == 4, longUnits.contains(WordHash(text.dropFirst(4))) else { return false }
        return !Measures.isYear(digits.reduce(0) { $0 * 10 + Int($1 & 15) })
    }

    /// Stages of tumours: `T2N1M0`, `pT3`, `N2a`, `ypT1c`.
    private static func isStage(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text.drop { stagePrefixes.contains($0) }
        guard text.count - rest.count <= 2 else { return false }
        var parts = 0
        for letter in [UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "m")] where rest.first == letter {
            rest = rest.dropFirst()
            if letter == UInt8(ascii: "t"), rest.starts(with: "is".utf8) {
                rest = rest.dropFirst(2)
            } else {
                guard let grade = rest.first, grade == UInt8(ascii: "x") || (0x30...0x34).contains(grade) else {
                    return false
                }
                rest = rest.dropFirst()
                if let part = rest.first, (0x61...0x64).contains(part) { rest = rest.dropFirst() }
            }
            parts += 1
        }
        if rest.isEmpty { return parts > 0 }
        // Grade, lymphatic and venous invasion, what was left: T2N1G3, G2, L0, V1, R0.
        guard rest.count == 2, let letter = rest.first, stageTails.contains(letter), let grade = rest.last else {
            return false
        }
        return (parts > 0 || letter == UInt8(ascii: "g"))
            && (grade == UInt8(ascii: "x") || (0x30...0x34).contains(grade))
    }

    /// BIRADS4A, PIRADS5
    private static func isCategory(_ text: ArraySlice<UInt8>) -> Bool {
        let letters = text.prefix { !ASCII.isDigit($0) }
        let rest = text.dropFirst(letters.count)
        return (1...2).contains(rest.count) && rest.dropFirst().allSatisfy { (0x61...0x63).contains($0) }
            && systems.contains(WordHash(letters))
    }

    /// Weeks and days of a pregnancy: 28w3d, 28w3, 28wk3d
    private static func isGestation(_ text: ArraySlice<UInt8>) -> Bool {
        let weeks = text.prefix(while: ASCII.isDigit)
        var rest = text.dropFirst(weeks.count)
        guard (1...2).contains(weeks.count), rest.first == UInt8(ascii: "w") else { return false }
        rest = rest.dropFirst()
        if rest.starts(with: "ks".utf8) {
            rest = rest.dropFirst(2)
        } else if rest.first == 0x6B {
            rest = rest.dropFirst()
        }
        guard let days = rest.first, (0x30...0x36).contains(days) else { return false }
        rest = rest.dropFirst()
        return rest.isEmpty || rest.elementsEqual("d".utf8)
    }

    /// Pregnancies and births: G3P2, G2P1A0
    private static func isObstetric(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 4 || text.count == 6 else { return false }
        return zip(text, "g0p0a0".utf8).allSatisfy { $1 == 0x30 ? ASCII.isDigit($0) : $0 == $1 }
    }

    /// Digits in front, then a unit or a counted thing.
    private static func isValueWithUnit(_ text: ArraySlice<UInt8>) -> Bool {
        let digits = text.prefix(while: ASCII.isDigit)
        guard (1...3).contains(digits.count) else { return false }
        let rest = text.dropFirst(digits.count)
        if rest.isEmpty { return true }
        return units.contains(WordHash(rest)) || digits.count <= 2 && counted.contains(WordHash(rest))
    }

    private static func isMatrix(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(ASCII.isDigit) }
    }

    /// Letters in front, then digits: parameters, vertebrae, phases, weightings.
    private static func isParameter(_ text: ArraySlice<UInt8>) -> Bool {
        let isWeighted = text.last == UInt8(ascii: "w") && text.count > 2
        let body = isWeighted ? text.dropLast() : text
        var letters = body.prefix { !ASCII.isDigit($0) }
        var rest = body.dropFirst(letters.count)
        // 2dt1, 3dt2w
        if letters.isEmpty, body.count > 2, body.dropFirst().first == UInt8(ascii: "d") {
            letters = body.dropFirst(2).prefix { !ASCII.isDigit($0) }
            rest = body.dropFirst(2 + letters.count)
            return letters.elementsEqual("t".utf8) && (rest.elementsEqual("1".utf8) || rest.elementsEqual("2".utf8))
        }
        guard !rest.isEmpty, rest.allSatisfy(ASCII.isDigit) else { return false }
        if isWeighted { return letters.elementsEqual("t".utf8) && rest.count == 1 }
        let name = WordHash(letters)
        if rest.count <= 2, vertebrae.contains(name) { return true }
        if rest.count <= 3, numbered.contains(name) { return true }
        if rest.count <= 3, shortParameters.contains(name) { return true }
        return rest.count <= 4 && parameters.contains(name)
    }

    /// CT kernels: B30f, Br40d, H42s, FC51a.
    private static func isKernel(_ text: ArraySlice<UInt8>) -> Bool {
        let letters = text.prefix { !ASCII.isDigit($0) }
        let digits = text.dropFirst(letters.count).prefix(while: ASCII.isDigit)
        let tail = text.dropFirst(letters.count + digits.count)
        guard digits.count == 2, tail.count <= 1 else { return false }
        switch letters.count {
        case 1: return oldKernels.contains(WordHash(letters)) && tail.count == 1 && kernelTails.contains(WordHash(tail))
        case 2:
            if letters.elementsEqual("fc".utf8) { return true }
            return kernels.contains(WordHash(letters)) && (tail.isEmpty || kernelTails.contains(WordHash(tail)))
        default: return false
        }
    }

    /// 18f, f18, 99mtc, tc99m.
    private static func isIsotope(_ text: ArraySlice<UInt8>) -> Bool {
        let isNumberFirst = text.first.map(ASCII.isDigit) ?? false
        var digits: ArraySlice<UInt8>
        var letters: ArraySlice<UInt8>
        if isNumberFirst {
            digits = text.prefix(while: ASCII.isDigit)
            letters = text.dropFirst(digits.count)
            if letters.count > 1, letters.first == UInt8(ascii: "m") { letters = letters.dropFirst() }
        } else {
            letters = text.prefix { !ASCII.isDigit($0) }
            digits = text.dropFirst(letters.count)
            if digits.last == UInt8(ascii: "m") { digits = digits.dropLast() }
        }
        return (1...3).contains(digits.count) && digits.allSatisfy(ASCII.isDigit)
            && isotopes.contains(WordHash(letters))
    }

    private static let units = WordHash.set(
        "mm cm m ml l cc mg g kg mcg ug ng pg s sec ms min h hr hz mhz t kv kvp ma mas kev mev mbq kbq mci mgy gy cgy deg f ga iu hu w v yo y j msec um nm ppm m2 mm2 cm2 st nd rd th er e eme o a"
    )
    private static let counted = WordHash.set(
        "ch v vw view views pl plane planes echo echoes dir phase phases ph slab sl vol dyn min sec d x pt pts fr seg segs mo wk wks"
    )
    private static let parameters = WordHash.set(
        "b te tr ti fa td nex nsa etl bval thk fov ww wl ptv ctv gtv itv")
    /// With four digits, they may be anything: `P4711`.
    private static let shortParameters = WordHash.set("mb sms ipat grappa p acc s r x")
    private static let longUnits = WordHash.set("ms mm um nm hu cgy gy mgy hz mbq")
    private static let stagePrefixes: Set<UInt8> = Set("cpyr".utf8)
    private static let stageTails: Set<UInt8> = Set("glvr".utf8)
    private static let systems = WordHash.set("birads pirads tirads lirads lungrads orads cadrads nirads rads virads")
    private static let numbered = WordHash.set("phase ph dyn echo vol run seq ser tp v rep fdi no pos sl slc bed gate")
    private static let vertebrae = WordHash.set("c t l s th d co hwk bwk lwk")
    private static let oldKernels = WordHash.set("b h u t d i j")
    private static let kernels = WordHash.set("bf bl br bv qr hc hf hn hr hv ur sa sd bp tr tf")
    private static let kernelTails = WordHash.set("d f h s u")
    private static let isotopes = WordHash.set("f c n o i in tc tcm tl ga rb cu lu y ra zr sm sr xe kr")
}
