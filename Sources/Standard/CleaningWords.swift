/// The words that text may keep when it is cleaned (Tools/tables/lexicon): facts about words, no decisions.
public enum CleaningWords {
    public enum Kind: Sendable {
        /// No name, or hardly one.
        case word
        /// As often a name as a word: `Stone`.
        case eitherWay
        /// Mostly a name: `Baker`.
        case mostlyName
        /// The same, and no ordinary word: `Anderson`.
        case onlyName
    }

    private static let table = TextTable(words: lexiconTable, byKey: true)

    /// What the list says of a word; `nil` when it does not have it.
    ///
    /// - Parameter word: in small letters, without accents.
    public static func kind(of word: Span<UInt8>) -> Kind? {
        guard word.count <= 40, let line = table.line(for: word, byKey: true) else { return nil }
        switch table[line.upperBound - 1] {
        case UInt8(ascii: "0"): return .onlyName
        case UInt8(ascii: "1"): return .mostlyName
        case UInt8(ascii: "2"): return .eitherWay
        default: return .word
        }
    }

    /// Whether a word of the list is a name as well, however rarely.
    public static func isAlsoName(_ word: Span<UInt8>) -> Bool {
        guard word.count <= 40, let line = table.line(for: word, byKey: true) else { return false }
        return (0x30...0x34).contains(table[line.upperBound - 1])
    }

    private static let eponyms = TextTable(words: eponymTable, byKey: true)

    /// Whether a name and what it gave its name to are a pair of the list: `wilson disease`, `maladie de wilson`.
    public static func isEponym(_ pair: Span<UInt8>) -> Bool { eponyms.line(for: pair, byKey: true) != nil }

    /// Phrases in which words stay that would not by themselves (`baker cyst`), by their last word: the words before it, the
    /// nearest first.
    public static let phrases: [[UInt8]: [[[UInt8]]]] = {
        let table = TextTable(phraseTable)
        var phrases: [[UInt8]: [[[UInt8]]]] = [:]
        table.forEachLine { line in
            var words = line.map { table[$0] }.split(separator: 0x20).map { Array($0) }
            guard let last = words.popLast() else { return }
            phrases[last, default: []].append(words.reversed())
        }
        return phrases
    }()
}
