import Standard

/// What the word list says of a word.
struct WordClass: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    static let known = WordClass(rawValue: 1)
    /// Articles, prepositions and the like: what a name does not stand next to by chance.
    static let function = WordClass(rawValue: 1 << 1)
    /// A word of medicine or of DICOM.
    static let clinical = WordClass(rawValue: 1 << 2)
    /// Also a name, and mostly that: `Baker`.
    static let mostlyName = WordClass(rawValue: 1 << 3)
    /// As often a name as a word of medicine: `Stone`.
    static let eitherWay = WordClass(rawValue: 1 << 4)
    /// Rarely a name: `Line`.
    static let rarelyName = WordClass(rawValue: 1 << 5)
    /// A word of medicine by far: `Lung`.
    static let hardlyName = WordClass(rawValue: 1 << 7)
    /// A number or abbreviation by its form.
    static let measure = WordClass(rawValue: 1 << 6)
    /// Without it a text says the opposite: `no`, `denies`, `ausgeschlossen`.
    static let negation = WordClass(rawValue: 1 << 8)

    /// Besides `mostlyName`: no ordinary word, in whatever letters it stands.
    static let onlyName = WordClass(rawValue: 1 << 9)

    static let ambiguous: WordClass = [.mostlyName, .eitherWay, .rarelyName, .hardlyName]

    var isAmbiguous: Bool { !isDisjoint(with: .ambiguous) }
    /// A word of medicine, and no name or hardly one.
    var isMedicine: Bool { contains(.clinical) && isDisjoint(with: [.mostlyName, .eitherWay, .rarelyName]) }
    /// Known, and no name.
    var isPlain: Bool { contains(.known) && !isAmbiguous }
}

/// The words that may stay in a text (Tools/tables/lexicon), and those that a site adds.
public struct Lexicon: Sendable {
    private var siteWords: [WordHash: WordClass] = [:]
    private var sitePhrases: [[WordHash]] = []

    public init() {}

    /// Adds the words of a site: one word or phrase a line; `#` begins a comment.
    ///
    /// Words stay wherever they stand, unless the file itself names a person so; a phrase is several words, each of which stays
    /// in it.
    /// - Returns: the number of the first line that holds no word, counted from 1; `nil` when all do.
    public mutating func add(_ text: some Sequence<UInt8>) -> Int? {
        var tokens = TextTokens()
        for (number, line) in Array(text).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = line.prefix { $0 != UInt8(ascii: "#") }
            tokens.cut(line)
            let words = tokens.list.filter { $0.kind != .number }
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            guard !words.isEmpty, words.count <= 8 else { return number + 1 }
            if tokens.list.count == 1 {
                siteWords[words[0].hash] = [.known, .clinical]
            } else {
                sitePhrases.append(tokens.list.map(\.hash))
            }
        }
        return nil
    }

    /// Whether a site has added any.
    public var hasSiteWords: Bool { !siteWords.isEmpty || !sitePhrases.isEmpty }

    /// Whether a word, in small letters and without accents, is one of a site, by itself or in a phrase.
    public func isSiteWord(_ word: ArraySlice<UInt8>) -> Bool {
        let hash = WordHash(word)
        return siteWords[hash] != nil || sitePhrases.contains { $0.contains(hash) }
    }

    func wordClass(_ tokens: TextTokens, _ token: TextToken) -> WordClass {
        if !siteWords.isEmpty, let site = siteWords[token.hash] { return site }
        let found = Self.words.find(tokens.folded(token))
        guard token.isAccented, found.contains(.known) else { return found }
        // A word that nobody writes with accents is a name with them: Thân, Dağlı.
        let accented = tokens.lowercased(token)
        if accented.elementsEqual(tokens.folded(token)) { return found }
        let exact = Self.words.find(accented[...])
        if exact.contains(.known) { return exact }
        return found.contains(.clinical) && token.foldedCount > 5 ? found : []
    }

    /// The number of tokens of a phrase that begins at `index`, and 0 when none does.
    func phrase(_ tokens: TextTokens, at index: Int) -> Int {
        func length(_ phrases: [[WordHash]]) -> Int {
            var longest = 0
            for phrase in phrases where phrase.count > longest && index + phrase.count <= tokens.list.count {
                var fits = true
                for (offset, word) in phrase.enumerated() where tokens.list[index + offset].hash != word {
                    fits = false
                    break
                }
                if fits { longest = phrase.count }
            }
            return longest
        }
        let first = tokens.list[index].hash
        var longest = Self.phrases[first].map(length) ?? 0
        if !sitePhrases.isEmpty { longest = max(longest, length(sitePhrases)) }
        return longest
    }

    /// By their first word.
    private static let phrases: [WordHash: [[WordHash]]] = {
        var phrases: [WordHash: [[WordHash]]] = [:]
        let table = WordTable(phraseTable)
        table.forEachLine { line in
            let words = line.split(separator: UInt8(ascii: " ")).map { WordHash($0) }
            phrases[words[0], default: []].append(words)
        }
        return phrases
    }()

    static let words = WordTable(lexiconTable)
    private static let eponyms = WordTable(eponymTable)

    /// Whether a name and its noun, folded, are a pair of the list: `wilson disease`, `maladie de wilson`.
    static func isEponym(_ pair: [UInt8]) -> Bool { eponyms.find(pair[...]).contains(.known) }
}

/// A generated table in the binary: sorted lines of a word, `|` and its class, read where they lie.
struct WordTable: Sendable {
    private let text: StaticString

    init(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        self.text = text
    }

    private var count: Int { text.utf8CodeUnitCount }

    /// Sound: the literal is constant memory of the binary, and the offset is checked.
    @inline(__always)
    private subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < text.utf8CodeUnitCount)
        return unsafe text.utf8Start[offset]
    }

    /// What the table says of a folded word; nothing when it has none such.
    func find(_ word: ArraySlice<UInt8>) -> WordClass {
        var low = 0
        var high = count
        while low < high {
            // Back from the middle to the start of its line; lines are short.
            var start = (low + high) / 2
            while start > low, self[start - 1] != 0x0A { start -= 1 }
            var place = start
            var order = 0
            for byte in word {
                let other = place < high ? self[place] : 0
                if byte != other {
                    // A word ends with a sign that stands behind all of its characters but that ends it all the same.
                    order = other == Self.end || byte > other ? 1 : -1
                    break
                }
                place += 1
            }
            if order == 0 {
                if place < high, self[place] == Self.end { return wordClass(place + 1) }
                order = -1
            }
            if order < 0 {
                high = start
            } else {
                while place < high, self[place] != 0x0A { place += 1 }
                low = min(place + 1, high)
            }
        }
        return []
    }

    private func wordClass(_ start: Int) -> WordClass {
        var found: WordClass = .known
        var place = start
        while place < count, self[place] != 0x0A {
            switch self[place] {
            case UInt8(ascii: "c"): found.insert(.clinical)
            case UInt8(ascii: "w"): found.insert(.function)
            case UInt8(ascii: "x"): found.insert(.negation)
            case UInt8(ascii: "0"): found.formUnion([.mostlyName, .onlyName])
            case UInt8(ascii: "1"): found.insert(.mostlyName)
            case UInt8(ascii: "2"): found.insert(.eitherWay)
            case UInt8(ascii: "3"): found.insert(.rarelyName)
            case UInt8(ascii: "4"): found.insert(.hardlyName)
            default: break
            }
            place += 1
        }
        return found
    }

    /// For small tables.
    func forEachLine(_ body: (ArraySlice<UInt8>) -> Void) {
        var line: [UInt8] = []
        for offset in 0..<count {
            if self[offset] == 0x0A {
                body(line[...])
                line.removeAll(keepingCapacity: true)
            } else {
                line.append(self[offset])
            }
        }
        body(line[...])
    }

    private static let end = UInt8(ascii: "|")
}
