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

    /// Whether a meaning speaks of an age, in whatever words: `Age at Menopause`, `Maternal age`.
    static func speaksOfAge(_ meaning: [UInt8]) -> Bool {
        meaning.split { !ASCII.isLetter($0) && $0 < 0x80 }.contains { word in
            ages.contains(String(decoding: word, as: UTF8.self).lowercased())
        }
    }

    private static let ages: Set<String> = ["age", "alter", "edad", "idade", "leeftijd", "eta", "agé", "âge", "età"]
}

/// Units of time, and the number of them with which somebody is 90 years old.
enum AgeUnit {
    /// - Parameter unit: Code Value of the unit (UCUM), or what a site has in its place; `nil` when it is no unit of time.
    static func limit(of unit: [UInt8]) -> Int? {
        switch String(decoding: unit, as: UTF8.self).lowercased() {
        case "a", "a_j", "a_g", "a_t", "y", "yr", "yrs", "year", "years": years
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

    static let years = 90
    private static let days = 32_872
}
