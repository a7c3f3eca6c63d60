import Standard

/// What the bytes of text mean: the value of Specific Character Set (0008,0005) (PS3.3 C.12.1.1.2, PS3.5 §6.1.2).
///
/// Holds for a data set or an item, and for the items in it that have none of their own (PS3.5 §7.5.3).
public struct SpecificCharacterSet: Hashable, Sendable {
    /// Something in the value that PS3.3 does not define, and that is understood all the same, or not.
    public struct Deviations: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// A term that is written otherwise in PS3.3 and can only mean one, such as `ISO-8859-1` or `UTF8`.
        public static let misspelledTerm = Deviations(rawValue: 1 << 0)
        /// A term that means nothing: its text is read byte by byte, as Latin alphabet No. 1.
        public static let unknownTerm = Deviations(rawValue: 1 << 1)
        /// Several values of which one allows no code extensions.
        public static let termsCannotBeCombined = Deviations(rawValue: 1 << 2)
        /// The first value names a multi-byte set, which only further ones may.
        public static let multiByteFirst = Deviations(rawValue: 1 << 3)
    }

    enum Scheme: Hashable, Sendable {
        case codeExtensions
        case utf8
        case gb18030
        case gbk
        /// No term of DICOM; in files that say ISO_IR 13 and mean it.
        case shiftJIS

        /// The name under which iconv knows it.
        var converter: String {
            switch self {
            case .gb18030: "GB18030"
            case .gbk: "GBK"
            case .shiftJIS: "SHIFT_JIS"
            case .utf8, .codeExtensions: "UTF-8"
            }
        }
    }

    /// The terms as they stand in the file, without padding.
    public private(set) var terms: [String]
    public private(set) var deviations: Deviations = []
    /// The terms as PS3.3 writes them: those that mean nothing are what their text is read as.
    public private(set) var standardTerms: [String]
    var scheme = Scheme.codeExtensions
    /// The sets of value 1, which are active at the start and again after each delimiter.
    var g0 = GraphicSet.ascii
    var g1: GraphicSet?
    /// The sets to which escape sequences may switch.
    var designations: [Designation] = []

    /// Whether bytes below 0x80 are ASCII, where no escape sequence says otherwise: not in ISO-IR 13 and 14.
    public private(set) var isPlainASCII = true

    /// The default repertoire, ISO-IR 6.
    public static let `default` = SpecificCharacterSet(terms: [])

    /// Terms that are looked at. PS3.3 defines half as many, and sets that are not announced are followed all the same.
    static let mostTerms = 64
    /// Bytes of a value that are looked at.
    public static let longestValue = mostTerms * 64

    /// - Parameter value: the value field of (0008,0005).
    public init(value: some Collection<UInt8>) {
        var terms: [String] = []
        for term in value.prefix(Self.longestValue).split(
            separator: 0x5C, maxSplits: Self.mostTerms, omittingEmptySubsequences: false
        ).prefix(Self.mostTerms) {
            terms.append(
                Self.trimmed(String(decoding: term.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)[...]))
        }
        self.init(terms: terms == [""] ? [] : terms)
    }

    /// - Parameter terms: the values of (0008,0005), an empty first one for the default repertoire.
    public init(terms: [String]) {
        self.terms = terms
        isPlainASCII = !terms.contains { $0.contains("13") }
        standardTerms = []
        var found = terms.map { resolve($0) }
        standardTerms = standardNames(of: found)
        if found.count > 1 {
            if found.contains(where: { $0?.use != .extensible && $0?.name != "" }) {
                deviations.insert(.termsCannotBeCombined)
            }
            if let first = found[0], first.use == .alone {
                found = [first]
            } else {
                found.removeAll { $0?.use == .alone }
            }
        }
        for (index, term) in found.enumerated() {
            guard let term else { continue }
            if term.use == .alone { scheme = Self.scheme(of: term) }
            add(term, isFirst: index == 0, isOnly: found.count == 1)
        }
    }

    /// Whether the terms are understood.
    public var isUnderstood: Bool { !deviations.contains(.unknownTerm) }

    private func standardNames(of found: [CharacterSetTerms.Term?]) -> [String] {
        if found.count == 1, found[0] == nil { return [scheme == .shiftJIS ? "ISO_IR 13" : "ISO_IR 100"] }
        var names = found.enumerated().compactMap { $1?.name ?? ($0 == 0 ? "" : nil) }
        // A default repertoire that nothing is added to is said by no value at all.
        if names == [""] { names = [] }
        return names
    }

    private mutating func add(_ term: CharacterSetTerms.Term, isFirst: Bool, isOnly: Bool) {
        for element in term.codeElements {
            guard let set = GraphicSet(element) else { continue }
            if isFirst {
                if set.form == .pair { deviations.insert(.multiByteFirst) }
                if set.isG1 { g1 = set } else if set.form != .pair { g0 = set }
            }
            if isOnly, term.use == .single { continue }
            if let designation = Designation.to(set),
                !designations.contains(designation)
            {
                designations.append(designation)
            }
        }
    }

    private static func scheme(of term: CharacterSetTerms.Term) -> Scheme {
        switch term.name {
        case "ISO_IR 192": .utf8
        case "GB18030": .gb18030
        default: .gbk
        }
    }

    // MARK: Terms

    private mutating func resolve(_ name: String) -> CharacterSetTerms.Term? {
        if let term = CharacterSetTerms.term(name) { return term }
        let key = Self.key(name)
        if let term = CharacterSetTerms.all.first(where: { Self.key($0.name) == key }) {
            deviations.insert(.misspelledTerm)
            return term
        }
        if key == "SHIFTJIS" || key == "SJIS" {
            deviations.insert(.misspelledTerm)
            scheme = .shiftJIS
            return nil
        }
        if let alias = Self.aliases[key] ?? Self.extensible(key), let term = CharacterSetTerms.term(alias) {
            deviations.insert(.misspelledTerm)
            return term
        }
        deviations.insert(.unknownTerm)
        return nil
    }

    /// `ISO_IR 87` and the like: a multi-byte set named as if it needed no code extensions.
    private static func extensible(_ key: String) -> String? {
        for prefix in ["ISOIR", "ISO2022IR", "ISO2022", "IR"] where key.hasPrefix(prefix) {
            let number = key.dropFirst(prefix.count)
            if number == "6" { return "" }
            if !number.isEmpty, number.allSatisfy(\.isNumber) { return "ISO 2022 IR \(number)" }
        }
        return nil
    }

    /// Letters and digits alone, in upper case: `ISO-IR_100` and `iso ir 100` are the same.
    private static func key(_ name: String) -> String {
        let kept = name.uppercased().utf8.filter { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func trimmed(_ text: Substring) -> String {
        var bytes = Array(text.utf8)
        while let last = bytes.last, last == 0x20 || last == 0 { bytes.removeLast() }
        return String(decoding: bytes.drop { $0 == 0x20 }, as: UTF8.self)
    }

    /// Names of other registries that stand in files.
    private static let aliases = [
        "ASCII": "", "USASCII": "", "ISO646": "", "ISO646IRV": "",
        "ISO88591": "ISO_IR 100", "LATIN1": "ISO_IR 100", "WINDOWS1252": "ISO_IR 100", "CP1252": "ISO_IR 100",
        "ISO88592": "ISO_IR 101", "LATIN2": "ISO_IR 101", "ISO88593": "ISO_IR 109", "ISO88594": "ISO_IR 110",
        "ISO88595": "ISO_IR 144", "ISO88596": "ISO_IR 127", "ISO88597": "ISO_IR 126", "ISO88598": "ISO_IR 138",
        "ISO88599": "ISO_IR 148", "LATIN5": "ISO_IR 148", "ISO885911": "ISO_IR 166", "TIS620": "ISO_IR 166",
        "ISO885915": "ISO_IR 203", "LATIN9": "ISO_IR 203",
        "UTF8": "ISO_IR 192", "UNICODE11UTF8": "ISO_IR 192", "ISO2022IR192": "ISO_IR 192", "IR192": "ISO_IR 192",
        "ISO2022GBK": "GBK", "ISO2022GB18030": "GB18030", "GB2312": "GBK", "EUCCN": "GBK",
        "EUCKR": "ISO 2022 IR 149", "KSC5601": "ISO 2022 IR 149",
    ]
}
