import Standard

/// What a code of UCUM holds beside units: braces take any text, and what stands outside of them has to be a unit.
enum UnitText {
    /// Whether the code has words or numbers that no unit has.
    static func isLikely(in code: some Sequence<UInt8>) -> Bool {
        let code = Array(code)
        if code.isEmpty || Concepts.meaning(of: code, scheme: Array("UCUM".utf8)) != nil { return false }
        var term: [UInt8] = []
        var note: [UInt8]?
        for byte in code {
            if let open = note {
                if byte == UInt8(ascii: "}") {
                    if isForeignNote(open) { return true }
                    note = nil
                } else {
                    note = open + [byte]
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "{"): note = []
            case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), 0x20:
                if isForeignTerm(term) { return true }
                term.removeAll(keepingCapacity: true)
            default: term.append(byte)
            }
        }
        return note != nil || isForeignTerm(term)
    }

    /// A factor, or a unit with its exponent: `100`, `mm`, `cm-5`, `[100]g`, `10-6`.
    private static func isForeignTerm(_ term: [UInt8]) -> Bool {
        var rest = term[...]
        if rest.starts(with: "[100]".utf8) {
            rest = rest.dropFirst(5)
        } else {
            // No UCUM in front of a unit, but usual: 100ml.
            let factor = rest.prefix(while: isDigit)
            if factor.count > 3 { return true }
            rest = rest.dropFirst(factor.count)
        }
        var exponent = 0
        while let last = rest.last, isDigit(last), exponent < 2 {
            rest = rest.dropLast()
            exponent += 1
        }
        if exponent > 0, let sign = rest.last, "+-^".utf8.contains(sign) { rest = rest.dropLast() }
        return !rest.isEmpty && !isUnit(rest)
    }

    private static func isUnit(_ text: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: text, as: UTF8.self)
        if metric.contains(name) || others.contains(name) { return true }
        for prefix in prefixes where name.utf8.count > prefix.utf8.count && name.hasPrefix(prefix) {
            if metric.contains(String(name.dropFirst(prefix.count))) { return true }
        }
        return text.count > 2 && text.allSatisfy(isLetter) && KnownWords.kind(of: text.span) == .general
    }

    /// Words of the trade, two letters at most of others, and no long numbers. Standardized Uptake Values: SUVbw, SUVlbm, SUVbsa,
    /// SUVibw (PS3.16 CID 84).
    private static func isForeignNote(_ note: [UInt8]) -> Bool {
        var digits = 0
        for byte in note {
            digits = isDigit(byte) ? digits + 1 : 0
            if digits > 3 || byte >= 0x80 { return true }
        }
        return note.split(whereSeparator: { !isLetter($0) }).contains { word in
            if word.count < 3 || word.count <= 6 && word.starts(with: "SUV".utf8) { return false }
            return KnownWords.kind(of: word.span) != .general
                && !notes.contains(String(decoding: word, as: UTF8.self).lowercased())
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    private static let prefixes = [
        "da", "Y", "Z", "E", "P", "T", "G", "M", "k", "h", "d", "c", "m", "u", "n", "p", "f", "a", "z", "y",
    ]
    /// Units of UCUM that take a prefix.
    private static let metric = words(
        "m s g rad sr A K C cd mol L l Hz N Pa J W V F Ohm S Wb T H Cel lm lx Bq Gy Sv eV bar u t ar kat U B Np cal R Ci P G b bit By "
            + "Bd osm eq pc Mx Oe Gb St Lmb ph dyn erg RAD REM [iU] [IU] m[Hg] m[H2O] B[V] B[mV] B[uV] B[SPL] B[W]")
    /// Units without, and what images write in their place.
    private static let others = words(
        "% ' '' \" deg min h d wk mo a gon circ sph sec msec HU cc mcg IU bpm mmHg diop meq Torr atm [arb'U] [hnsf'U] [Ch] [PRU] [wood'U] [APL'U] [S] "
            + "[drp] [diop] [p'diop] [degF] [degRe] [in_i] [ft_i] [yd_i] [mi_i] [lb_av] [oz_av] [gr] [psi] [pH] [ppm] [ppb] [ppth] "
            + "[pptr] [pi] [c] [h] [k] [e] [g] [mesh_i] [car_Au] [HP_X] [USP'U] [cfu'U] [beth'U] [anti'Xa'U] [knk'U] ppm"
    )
    /// Annotations of PS3.16 and their like that are no words.
    private static let notes = words("rbe bpm rbc wbc propcounts")

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
}
