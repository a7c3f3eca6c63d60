/// What the word list says of a word.
struct WordClass: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

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

    static let ambiguous: WordClass = [.mostlyName, .eitherWay, .rarelyName, .hardlyName]

    var isAmbiguous: Bool { !isDisjoint(with: .ambiguous) }
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

    func wordClass(_ tokens: TextTokens, _ token: TextToken) -> WordClass {
        if !siteWords.isEmpty, let site = siteWords[token.hash] { return site }
        let found = Self.words.find(tokens.folded, token.foldedStart..<token.foldedEnd, token.hash)
        guard token.isAccented, found.contains(.known) else { return found }
        // A word that nobody writes with accents is a name with them: Thân, Dağlı.
        let accented = tokens.lowercased(token)
        if accented.elementsEqual(tokens.folded(token)) { return found }
        let exact = Self.words.find(accented, accented.indices, WordHash(accented))
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

    static let words = WordIndex(WordTable(lexiconTable))
}

/// A generated table of lines in the binary.
struct WordTable: Sendable {
    private let text: StaticString

    init(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        self.text = text
    }

    var count: Int { text.utf8CodeUnitCount }

    /// Sound: the literal is constant memory of the binary, and the offset is checked.
    @inline(__always)
    subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < text.utf8CodeUnitCount)
        return unsafe text.utf8Start[offset]
    }

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
}

/// Finds words of a table by their hash: made once, on first need.
struct WordIndex: Sendable {
    private let table: WordTable
    /// Offsets of lines, plus 1, where their hash leads; a power of two of them, half of them empty.
    private var places: [UInt32]
    private let mask: UInt64

    init(_ table: WordTable) {
        self.table = table
        var size = 1024
        while size < table.count / 5 { size *= 2 }
        places = [UInt32](repeating: 0, count: size)
        mask = UInt64(size - 1)
        var start = 0
        var hash = WordHash()
        var isWord = true
        for offset in 0..<table.count {
            let byte = table[offset]
            if byte == UInt8(ascii: "|") {
                isWord = false
                var place = Int(hash.value & mask)
                while places[place] != 0 { place = (place + 1) & Int(mask) }
                places[place] = UInt32(start + 1)
            } else if byte == 0x0A {
                start = offset + 1
                hash = WordHash()
                isWord = true
            } else if isWord {
                hash.add(byte)
            }
        }
    }

    func find(_ bytes: [UInt8], _ range: Range<Int>, _ hash: WordHash) -> WordClass {
        var place = Int(hash.value & mask)
        while places[place] != 0 {
            if let found = match(Int(places[place] - 1), bytes, range) { return found }
            place = (place + 1) & Int(mask)
        }
        return []
    }

    private func match(_ line: Int, _ bytes: [UInt8], _ range: Range<Int>) -> WordClass? {
        guard line + range.count + 1 < table.count else { return nil }
        for (offset, index) in range.enumerated() where table[line + offset] != bytes[index] { return nil }
        var place = line + range.count
        guard table[place] == UInt8(ascii: "|") else { return nil }
        var found: WordClass = .known
        place += 1
        while place < table.count, table[place] != 0x0A {
            switch table[place] {
            case UInt8(ascii: "c"): found.insert(.clinical)
            case UInt8(ascii: "w"): found.insert(.function)
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
}
