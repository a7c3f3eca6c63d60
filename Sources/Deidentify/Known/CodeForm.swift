/// The form of the codes of a scheme that PS3.16 Table 8-1 registers: what does not have it is no code of the scheme.
enum CodeForm: Sendable {
    /// Digits, at most so many.
    case digits(Int)
    /// Digits of which the last one checks the others (SNOMED CT, Verhoeff).
    case snomed
    /// Digits, a dash and one that checks them (LOINC).
    case loinc
    /// An axis and digits: `T-A0100`, `D3-10800`.
    case snomedOld
    /// Letters in front and digits, at most so many.
    case prefixed(StaticString, Int)
    /// Letters, digits and the signs of units.
    case unit
    /// Tags of languages.
    case language
    /// A letter, two digits, and more behind a point.
    case disease
    /// `RID` or `RPID` and digits (RadLex, RadLex Playbook).
    case radLex
    /// Five digits; four and a letter behind them (CPT, categories II and III).
    case cpt
    /// A letter and four digits (HCPCS Level II), or five digits, which are those of CPT (Level I).
    case hcpcs
    /// Four digits, a dash and one that checks them (CDC Race and Ethnicity).
    case race
    /// Seven characters, of which the first names a section (ICD-10-PCS).
    case procedure
    /// Four letters, three digits (CCAM: system, organ, action and approach, and a number).
    case ccam
    /// `UBERON:` and seven digits, or these alone.
    case uberon

    /// `nil` for a scheme that is not known.
    init?(scheme: [UInt8]) {
        switch String(decoding: scheme, as: UTF8.self) {
        case "DCM", "IBSI", "FMA", "NEU", "UNS", "ACR", "RADIOLOGY", "MAYOASRG", "ITIS_TSN", "MA": self = .digits(6)
        case "MDC": self = .digits(8)
        case "C4", "C5", "CPT4", "CPT": self = .cpt
        case "HPC", "HCPCS": self = .hcpcs
        case "CD2", "I9C", "I9", "I9P": self = .digits(5)
        case "CDCREC": self = .race
        case "CCAM": self = .ccam
        case "UBERON": self = .uberon
        case "SCT": self = .snomed
        case "LN", "2.16.840.1.113883.6.1": self = .loinc
        case "SRT", "SNM3", "99SDM": self = .snomedOld
        case "RADLEX": self = .radLex
        case "NCIt": self = .prefixed("C", 6)
        case "UMLS": self = .prefixed("C", 7)
        case "MSH": self = .prefixed("D", 9)
        case "UCUM": self = .unit
        case "RFC5646", "RFC3066", "RFC1766", "ISO639_1", "ISO639_2", "ISO3166_1": self = .language
        case "I10", "I11", "ICDO3", "I10C": self = .disease
        case "I10P": self = .procedure
        case "PUBCHEM_CID", "RXNORM", "NDC", "BARI", "SCPECG", "LB", "BI", "TNM", "NICIP", "RADELEMENT", "XEUCOREON":
            self = .digits(5)
        default: return nil
        }
    }

    func fits(_ code: [UInt8]) -> Bool {
        switch self {
        case .digits(let most): (1...most).contains(code.count) && Self.areDigits(code[...]) && !Self.isDay(code)
        case .snomed: (6...18).contains(code.count) && Self.areDigits(code[...]) && Verhoeff.isValid(code)
        case .loinc:
            (3...9).contains(code.count) && code[code.count - 2] == UInt8(ascii: "-")
                && Self.areDigits(code.dropLast(2)) && Self.checkDigit(code.dropLast(2)) == code[code.count - 1]
        case .snomedOld: Self.isOldSnomed(code)
        case .prefixed(let prefix, let most):
            code.starts(with: "\(prefix)".utf8) && (1...most).contains(code.count - prefix.utf8CodeUnitCount)
                && Self.areDigits(code.dropFirst(prefix.utf8CodeUnitCount))
        case .unit: code.count <= 24 && UnitForm.fits(code[...])
        case .language: code.count <= 12 && Self.isLanguage(code)
        case .disease: Self.isDisease(code)
        case .radLex: CodeForm.prefixed("RID", 6).fits(code) || CodeForm.prefixed("RPID", 6).fits(code)
        case .cpt:
            code.count == 5 && Self.areDigits(code.prefix(4))
                && (ASCII.isDigit(code[4]) || "FTU".utf8.contains(code[4]))
        case .hcpcs:
            code.count == 5 && Self.areDigits(code.dropFirst())
                && (ASCII.isDigit(code[0]) || (UInt8(ascii: "A")...UInt8(ascii: "V")).contains(code[0]))
        case .race: code.count == 6 && CodeForm.loinc.fits(code)
        case .procedure: Self.isProcedure(code)
        case .ccam: Self.isCCAM(code)
        case .uberon:
            code.count == 14 && code.starts(with: "UBERON:".utf8) && Self.areDigits(code.dropFirst(7))
                || code.count == 7 && code.starts(with: "000".utf8) && Self.areDigits(code[...])
        }
    }

    /// Digits and letters but I and O, the first one that of a section. Four digits in a row would rather be those of a record, and
    /// most codes have more letters than the one of their section.
    private static func isProcedure(_ code: [UInt8]) -> Bool {
        guard code.count == 7, ASCII.isDigit(code[0]) || "BCDFGHX".utf8.contains(code[0]),
            code.allSatisfy({ ASCII.isDigit($0) || isCapital($0) && $0 != 0x49 && $0 != 0x4F })
        else { return false }
        return code.split { !ASCII.isDigit($0) }.allSatisfy { $0.count < 4 } && code.count(where: isCapital) >= 2
    }

    /// No I, O or U, which CCAM has not, and no word that is rather a name.
    private static func isCCAM(_ code: [UInt8]) -> Bool {
        code.count == 7 && areDigits(code.dropFirst(4))
            && code.prefix(4).allSatisfy { isCapital($0) && !"IOU".utf8.contains($0) }
            && Lexicon.words.find(code.prefix(4).map { $0 | 0x20 }[...]).isDisjoint(with: [.mostlyName, .eitherWay])
    }

    /// A letter, two digits, and behind a point digits, `X` in empty places, and one letter that says which encounter.
    private static func isDisease(_ code: [UInt8]) -> Bool {
        guard (3...8).contains(code.count), isCapital(code[0]), areDigits(code[1..<3]) else { return false }
        let rest = code.dropFirst(4)
        return (code.count == 3 || code[3] == UInt8(ascii: "."))
            && rest.dropLast().allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: "X") }
            && rest.suffix(1).allSatisfy { ASCII.isDigit($0) || isCapital($0) }
    }

    /// An axis of a letter or two, a dash, and up to six hexadecimal digits.
    private static func isOldSnomed(_ code: [UInt8]) -> Bool {
        guard let dash = code.firstIndex(of: UInt8(ascii: "-")), (1...2).contains(dash), isCapital(code[0]) else {
            return false
        }
        let digits = code[(dash + 1)...]
        return (4...6).contains(digits.count) && digits.allSatisfy { ASCII.isDigit($0) || (0x41...0x59).contains($0) }
            && digits.filter(ASCII.isDigit).count >= 2
    }

    /// A language in small letters, a script, a region in capitals or digits (RFC 5646 §2.1.1).
    private static func isLanguage(_ code: [UInt8]) -> Bool {
        var parts = code.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)[...]
        guard let language = parts.popFirst(), (2...3).contains(language.count) else { return false }
        // ISO 3166 has the same registry of schemes: a region alone.
        if parts.isEmpty, language.allSatisfy(isCapital) { return true }
        guard language.allSatisfy({ (0x61...0x7A).contains($0) }) else { return false }
        if let script = parts.first, scripts.contains(String(decoding: script, as: UTF8.self)) { parts.removeFirst() }
        guard let region = parts.popFirst() else { return true }
        return parts.isEmpty
            && (region.count == 2 && region.allSatisfy(isCapital) || region.count == 3 && areDigits(region))
    }

    private static let scripts: Set<String> = ["Arab", "Cyrl", "Hans", "Hant", "Jpan", "Kore", "Latn"]

    /// Eight digits that are a day of the last two centuries.
    private static func isDay(_ code: [UInt8]) -> Bool {
        guard code.count == 8, [18, 19, 20].contains(Int(code[0] - 0x30) * 10 + Int(code[1] - 0x30)) else {
            return false
        }
        let month = Int(code[4] - 0x30) * 10 + Int(code[5] - 0x30)
        let day = Int(code[6] - 0x30) * 10 + Int(code[7] - 0x30)
        return (1...12).contains(month) && (1...31).contains(day)
    }

    /// The last digit of a LOINC code, which follows from the others (Luhn).
    private static func checkDigit(_ digits: ArraySlice<UInt8>) -> UInt8 {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit - 0x30) * (place % 2 == 0 ? 2 : 1)
            sum += value / 10 + value % 10
        }
        return 0x30 + UInt8((10 - sum % 10) % 10)
    }

    private static func areDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy(ASCII.isDigit)
    }
    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}

/// The check digit of SNOMED CT identifiers: arithmetic in the dihedral group of ten elements (J. Verhoeff, 1969).
enum Verhoeff {
    static func isValid(_ digits: [UInt8]) -> Bool {
        var check = 0
        for (place, digit) in digits.reversed().enumerated() {
            var value = Int(digit - 0x30)
            for _ in 0..<place % 8 { value = permutation[value] }
            check = product(check, value)
        }
        return check == 0
    }

    /// The digit that the one at each place becomes, one place further on.
    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    /// Rotations are 0 to 4, reflections 5 to 9.
    private static func product(_ a: Int, _ b: Int) -> Int {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): 5 + (a + b - 5) % 5
        case (false, true): 5 + (a - 5 - b + 5) % 5
        case (false, false): (a - b + 5) % 5
        }
    }
}
