import Standard

/// Words, numbers, days and UIDs of originals that must not turn up again: something to ask, and nothing to read.
public protocol KnownTokens: Sendable {
    /// Makes what answers whether a token is one of them. Each thread makes its own.
    ///
    /// The token is in small letters; see `KnownValue`.
    func lookup() -> (ArraySlice<UInt8>) -> Bool

    /// Of a token that is one of them, a bit for each profile that files may state (`StatedProfile`) and that lets it stay.
    func lookupStaying() -> (ArraySlice<UInt8>) -> UInt8
}

extension KnownTokens {
    public func lookupStaying() -> (ArraySlice<UInt8>) -> UInt8 { { _ in 0 } }
}

/// What answers for known tokens; each thread has its own.
public struct KnownLookup {
    let isKnown: (ArraySlice<UInt8>) -> Bool
    let staying: (ArraySlice<UInt8>) -> UInt8

    public init(_ tokens: any KnownTokens) {
        isKnown = tokens.lookup()
        staying = tokens.lookupStaying()
    }

    /// - Parameter isKnown: answers for all files alike.
    init(_ isKnown: @escaping (ArraySlice<UInt8>) -> Bool) {
        self.isKnown = isKnown
        staying = { _ in 0 }
    }
}

/// Which tokens of a value tell on somebody, and how they are spelled: the agreement between who removes and who looks.
///
/// Tokens are runs of letters and digits in small letters, those of Latin letters without accents, days as `YYYYMMDD`, UIDs as a
/// whole, and identifiers without the signs between their parts (`471-11-23`). Words of everyday descriptions are none, nor short
/// ones, which turn up by chance.
public enum KnownValue {
    /// Letters of the shortest word, characters of the shortest mixed one, digits of the shortest number, characters of
    /// the shortest UID.
    static let shortest = (word: 4, mixed: 5, number: 6, uid: 10)
    static let longest = 64
    /// Digits of a run that names somebody in an attribute that is none for names: fewer have the terms of makers, as `dis2d`.
    static let fewestDigitsOfRecord = 4
    /// Digits of the shortest number inside an identifier: codes of DICOM have six (`111060`). Before its last zeros it has a few.
    private static let shortestInside = 7
    private static let fewestSignificantDigits = 3

    /// Calls `body` with each token of a value.
    ///
    /// - Parameters:
    ///   - allDates: `false` where other dates may stay or are moved: then only days in the patient's own attributes count.
    public static func forEachToken(
        _ tag: Tag, _ vr: VR, _ value: [UInt8], allDates: Bool, _ body: (ArraySlice<UInt8>) -> Void
    ) {
        // Codes, their schemes and meanings are the same in a thousand files, removed in one place and kept in another.
        if (0x0008_0100...0x0008_0125).contains(tag.rawValue) { return }
        switch vr {
        case .pn:
            forEachWord(value, takesWords: true, body)
            JoinedName.forEach(in: value, body)
        case .da, .dt:
            guard allDates || tag.group == 0x0010 else { return }
            for text in value.split(separator: UInt8(ascii: "\\")) {
                let day = text.prefix(8)
                if isDay(day), !day.elementsEqual("19000101".utf8) { body(day) }
            }
        case .ui:
            for text in value.split(whereSeparator: { $0 == UInt8(ascii: "\\") || $0 == 0 || $0 == 0x20 }) {
                if text.count >= shortest.uid, text.count <= longest, !UIDRegistry.contains(Array(text)) { body(text) }
            }
        case .ae, .lo, .lt, .sh, .st, .uc, .un, .ur, .ut:
            let isNaming = vr != .un && Naming.isNaming(tag)
            forEachWord(value, takesWords: isNaming, body)
            if isNaming { IdentifierForm.forEach(in: value, body) }
        default: return
        }
    }

    private static func forEachWord(_ value: [UInt8], takesWords: Bool, _ body: (ArraySlice<UInt8>) -> Void) {
        let small = value.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        for run in small.split(whereSeparator: { !isTokenByte($0) }) where run.count <= longest {
            let digits = run.count { isDigit($0) }
            let isToken =
                digits == run.count
                ? digits >= shortest.number
                : digits > 0
                    ? run.count >= shortest.mixed && (takesWords || digits >= fewestDigitsOfRecord)
                    : takesWords && run.count >= shortest.word
            // `0000000`, `XXXXXXXX`
            let isOneCharacter = run.allSatisfy { $0 == run.first }
            guard isToken, !isOneCharacter, !CommonWords.contains(run) else { continue }
            let spellings = spellings(of: run)
            if spellings.isEmpty { body(run) }
            for spelling in spellings { body(spelling[...]) }
            if takesWords, digits > 0, digits < run.count { forEachNumber(in: run, body) }
        }
    }

    /// The number of an identifier with letters (`MR8834571`), which people write with other letters before it, apart from them, or
    /// with none.
    private static func forEachNumber(in run: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
        for number in run.split(whereSeparator: { !isDigit($0) }) where number.count >= shortestInside {
            // Days are tokens where they must go, and round numbers are anybody's.
            let zeros = number.reversed().prefix { $0 == 0x30 }.count
            if !isDay(number), number.count - zeros >= fewestSignificantDigits { body(number) }
        }
    }

    /// How a word with characters beyond ASCII is looked for: Latin letters without accents, as `grunwalder`, whether UTF-8 or one byte
    /// each, in whichever set of letters (`LatinSets`); other scripts of UTF-8 in small letters. None where it is the word itself.
    ///
    /// - Parameter run: in small letters as far as they are ASCII.
    static func spellings(of run: ArraySlice<UInt8>) -> [[UInt8]] {
        guard run.contains(where: { $0 >= 0x80 }) else { return [] }
        guard let text = String(validating: run, as: UTF8.self) else {
            let readings = LatinSets.readings(of: run)
            return (readings.isEmpty ? [folded(LatinLetters.characters(Array(run)))].compactMap { $0 } : readings)
                .filter { $0.count >= shortest.word }
        }
        let forms = text.unicodeScalars.map { scalar -> LatinLetters.Form in
            // The apostrophes of typesetters and of Unicode belong to a name, and are not always written.
            if scalar.value == 0x2019 || scalar.value == 0x2BC { return .mark }
            return FurtherLatinLetters.folded(scalar.value).map { .accented($0) } ?? LatinLetters.form(scalar.value)
        }
        guard let folded = folded(forms) else { return [Array(text.lowercased().utf8)] }
        return folded.count >= shortest.word ? [folded] : []
    }

    /// `nil` where anything is no Latin letter.
    private static func folded(_ forms: [LatinLetters.Form]) -> [UInt8]? {
        var folded: [UInt8] = []
        for form in forms {
            switch form {
            case .letter(let letter, _): folded.append(letter)
            case .accented(let letters): folded += letters
            case .mark: break
            case .between, .foreign: return nil
            }
        }
        return folded
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Letters, digits, and everything beyond ASCII.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80
    }

    static func isDay(_ text: ArraySlice<UInt8>) -> Bool { text.count == 8 && DateForm.isWellFormed(text, vr: .da) }
}

/// Attributes in which even plain words name somebody or some place.
enum Naming {
    private static let parts = [
        "Name", "Address", "Telephone", "ID", "Institution", "Department", "Physician", "Operator", "Person", "AETitle",
        "Serial", "Number", "Contact", "Organization",
    ].map { Array($0.utf8) }
    /// Names of things, not of people.
    private static let others = [
        "Protocol", "Manufacturer", "Model", "Algorithm", "Code", "Software", "Series", "Sequence", "Anatom",
        "Template",
        "Coil", "Version", "Agent", "Device", "Label", "Field", "Detector",
    ].map { Array($0.utf8) }

    private static let tags: Set<UInt32> = {
        var tags: Set<UInt32> = []
        for position in 0..<DataDictionary.count {
            let tag = DataDictionary.tag(at: position)
            let keyword = Array((DataDictionary.keyword(of: tag) ?? "").utf8)
            let isPersonal = tag.group == 0x0010 && (0x0010...0x1090).contains(tag.element)
            let isNamed = parts.contains { contains($0, in: keyword) } && !others.contains { contains($0, in: keyword) }
            if isPersonal || isNamed { tags.insert(tag.rawValue) }
        }
        return tags
    }()

    /// By bytes: looked for as characters, in all keywords, they take half a second.
    private static func contains(_ part: [UInt8], in keyword: [UInt8]) -> Bool {
        guard keyword.count >= part.count else { return false }
        for start in 0...keyword.count - part.count where keyword[start] == part[0] {
            if keyword[start..<start + part.count] == part[...] { return true }
        }
        return false
    }

    static func isNaming(_ tag: Tag) -> Bool { tags.contains(tag.rawValue) }
}

/// Words that stand in names of institutions and in dummies, and in half of all files besides.
enum CommonWords {
    static func contains(_ word: ArraySlice<UInt8>) -> Bool {
        if word.count <= 16, words.contains(String(decoding: word, as: UTF8.self)) { return true }
        // Medicine and the standard's own: they say nothing of a person.
        if word.allSatisfy({ (0x61...0x7A).contains($0) }) { return KnownWords.kind(of: word.span) == .general }
        // Nor do such words with a number that terms have: `monochrome2`.
        let digits = word.reversed().prefix { KnownValue.isDigit($0) }.count
        let letters = word.dropLast(digits)
        return digits > 0 && digits <= 2 && letters.count >= KnownValue.shortest.word
            && letters.allSatisfy { (0x61...0x7A).contains($0) } && KnownWords.kind(of: letters.span) == .general
    }

    private static let words: Set<String> = [
        "abdomen", "academic", "address", "anon", "anonym", "anonymized", "anonymised", "anonymous", "brain", "breast",
        "cancer", "cardiology", "center", "centre", "centro", "chest",
        "children", "city", "clinic", "clinical", "clinica", "college", "contrast", "data", "dental", "department",
        "dept", "diagnostic", "doctor",
        "female", "foundation", "general", "group", "head", "health", "healthcare", "heart", "hopital", "hospital",
        "hospitals", "image", "images", "imaging", "institut",
        "institute", "institution", "international", "klinik", "klinikum", "krankenhaus", "laboratory", "left", "main",
        "male", "medical", "medicine", "memorial",
        "mobile", "name", "national", "neck", "none", "north", "nuclear", "null", "number", "other", "patient",
        "pelvis", "phone", "private", "public", "radiologie", "radiology", "regional", "research",
        "right", "road", "room", "saint", "school", "science", "sciences", "service", "services", "south", "spine",
        "station", "street", "study", "surgery", "system", "test", "unit", "universitair", "universitaet",
        "university", "unknown", "unspecified", "veterinary", "west", "women",
    ]
}
