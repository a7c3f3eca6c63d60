/// Whether a code is one of UCUM: units that it has, joined by points and strokes, with exponents; what stands in braces is
/// free text and has to be made of known words.
enum UnitForm {
    static func fits(_ code: ArraySlice<UInt8>) -> Bool {
        guard !code.isEmpty else { return true }
        var rest = code
        if rest.first == UInt8(ascii: "/") { rest.removeFirst() }
        while true {
            guard let behind = component(rest) else { return false }
            if behind.isEmpty { return true }
            guard behind.first == UInt8(ascii: ".") || behind.first == UInt8(ascii: "/") else { return false }
            rest = behind.dropFirst()
        }
    }

    /// What follows the first component: a unit or a number, an exponent, an annotation.
    private static func component(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = text
        if rest.starts(with: "10*".utf8) || rest.starts(with: "10^".utf8) {
            rest = rest.dropFirst(3)
        } else {
            let unit = rest.prefix { isUnitSign($0) }
            if unit.isEmpty {
                rest = rest.drop(while: ASCII.isDigit)
                if rest.startIndex - text.startIndex > 3 { return nil }
            } else {
                if !units.contains(String(decoding: unit, as: UTF8.self)) { return nil }
                rest = rest.dropFirst(unit.count)
            }
        }
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let exponent = rest.prefix(while: ASCII.isDigit)
        if exponent.count > 2 { return nil }
        rest = rest.dropFirst(exponent.count)
        if rest.first == UInt8(ascii: "{") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
            if !KnownText.isKnown(rest[(rest.startIndex + 1)..<end], .technical) { return nil }
            rest = rest[(end + 1)...]
        }
        return rest.startIndex > text.startIndex ? rest : nil
    }

    private static func isUnitSign(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || [0x25, 0x27, 0x22, 0x5B, 0x5D, 0x5F].contains(byte)
    }

    /// UCUM 2.1: metric units with and without prefix, and those others that images and reports use.
    private static let units: Set<String> = {
        let metric = [
            "m", "s", "g", "A", "K", "C", "cd", "mol", "L", "l", "rad", "sr", "Hz", "N", "Pa", "J", "W", "V", "F",
            "Ohm", "S", "Wb", "T", "H", "Cel",
            "lm", "lx", "Bq", "Gy", "Sv", "eV", "bar", "u", "t", "ar", "kat", "U", "B", "Np", "cal", "R", "Ci", "P",
            "G", "b", "osm", "eq", "bit",
            "By", "Bd", "[iU]", "[IU]", "m[Hg]", "m[H2O]", "pc", "Mx", "Oe", "Gb", "St", "Lmb", "ph", "RAD", "REM",
            "B[V]", "B[SPL]",
        ]
        let prefixes = [
            "", "Y", "Z", "E", "P", "T", "G", "M", "k", "h", "da", "d", "c", "m", "u", "n", "p", "f", "a", "z", "y",
        ]
        let others = [
            "%", "deg", "'", "''", "\"", "min", "h", "d", "wk", "mo", "a", "[degF]", "[in_i]", "[ft_i]", "[mi_i]",
            "[lb_av]", "[oz_av]", "[pH]",
            "[ppm]", "[ppb]", "[ppth]", "[pptr]", "[hnsf'U]", "[arb'U]", "[diop]", "[drp]", "[pi]", "[c]", "[h]", "[e]",
            "[mesh_i]", "[Ch]",
            "[APL'U]", "[psi]", "[car_Au]", "[p'diop]", "[S]", "[HP_X]", "gon", "circ", "sph", "[g]", "[k]",
        ]
        return Set(metric.flatMap { unit in prefixes.map { $0 + unit } } + others)
    }()
}
