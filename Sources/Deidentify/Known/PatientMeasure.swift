import Standard

/// Numbers that Table E.1-1 takes where they are attributes of the patient: what they are called as content items.
enum PatientMeasure {
    /// Of the patient, when the object was made (Patient's Age).
    case age
    /// Patient's Weight, Patient's Size.
    case build

    /// - Parameters:
    ///   - code: Code Value, without padding.
    ///   - scheme: Coding Scheme Designator, without padding.
    init?(code: [UInt8], scheme: [UInt8]) {
        switch String(decoding: code, as: UTF8.self) {
        case "121033" where scheme == Self.dicom,  // Subject Age
            "30525-0", "29553-5", "21612-7", "63900-5",  // Age, calculated, reported, current (LOINC)
            "397669002", "424144002",  // Age, Current chronological age (SNOMED CT)
            "C25150":  // Age (NCI Thesaurus)
            self = .age
        case "29463-7", "3141-9",  // Body weight, measured (LOINC)
            "8302-2", "3137-7", "8301-4",  // Body height, measured, estimated (LOINC)
            "27113001", "50373000":  // Body weight, Body height (SNOMED CT)
            self = .build
        default: return nil
        }
    }

    private static let dicom = Array("DCM".utf8)

    /// Whether a meaning speaks of an age, in whatever words: `Age at Menopause`, `Maternal age`. Not of that of a pregnancy.
    static func speaksOfAge(_ meaning: [UInt8]) -> Bool {
        var tokens = TextTokens()
        tokens.cut(PersonalConcept.decoded(meaning)[...])
        let words = tokens.list.map(\.hash)
        return words.contains { ages.contains($0) } && !words.contains { pregnancies.contains($0) }
            || signs.contains { sign in tokens.list.contains { tokens.folded($0).firstRange(of: sign) != nil } }
    }

    /// Whether a text has a number that is an age over 89 where its concept is one.
    static func holdsHighAge(_ text: [UInt8]) -> Bool {
        text.split { !ASCII.isDigit($0) }.contains { digits in
            (2...3).contains(digits.count)
                && (AgeUnit.years...150).contains(digits.reduce(0) { $0 * 10 + Int($1 & 15) })
        }
    }

    private static let ages = WordHash.set(
        "age ages alter lebensalter patientenalter edad idade leeftijd eta wiek vek alder ika kor varsta yas ηλικια возраст вік starost"
    )
    private static let pregnancies = WordHash.set(
        "gestational gestation menstrual fetal foetal gestationsalter gestazionale gestacional gestationnel conceptional"
    )
    /// Of languages without spaces between words.
    private static let signs = ["年齢", "年龄", "年齡", "나이", "연령"].map { Array($0.utf8) }
}

/// Units of time, and the number of them with which somebody is 90 years old.
enum AgeUnit {
    /// - Parameter unit: Code Value of the unit (UCUM), or what a site has in its place; `nil` when it is no unit of time.
    static func limit(of unit: [UInt8]) -> Int? {
        switch String(decoding: unit, as: UTF8.self).lowercased() {
        case "a", "a_j", "a_g", "a_t", "y", "yr", "yrs", "year", "years", "yo", "{years}", "{year}", "jahre", "jahr",
            "ans", "an", "anni",
            "anno", "años", "anos", "año", "lat", "let", "år", "jaar":
            years
        case "mo", "mo_j", "mo_s", "mo_g", "month", "months": 12 * years
        // As those of Age String in `EngineAges`: the day, the week behind the last one of somebody who is 89.
        case "wk", "week", "weeks": 4_696
        case "d", "day", "days": days
        case "h", "hr", "hour", "hours": 24 * days
        case "min": 24 * 60 * days
        case "s": 24 * 3600 * days
        default: nil
        }
    }

    /// Whether a unit says nothing of what is counted, so that the concept has to.
    static func isNone(_ unit: [UInt8]) -> Bool {
        unit.isEmpty || unit == [UInt8(ascii: "1")] || unit.first == UInt8(ascii: "{")
    }

    static let years = 90
    private static let days = 32_872
}
