/// Words that say nothing of a person: those of the standard's terms and codes, of medicine, and of makers and products.
public enum KnownWords {
    public enum Kind: Sendable {
        /// May stand anywhere.
        case general
        /// Makers, products and the like, some of which people are called by, too.
        case technical
        /// Three letters that are a name.
        case name
    }

    private static let table = TextTable(words: knownWordTable)

    /// - Parameter word: letters without accents; case does not count.
    public static func kind(of word: Span<UInt8>) -> Kind? {
        guard word.count <= 40 else { return nil }
        var folded = InlineArray<40, UInt8>(repeating: 0)
        for place in word.indices { folded[place] = word[place] | 0x20 }
        guard let line = table.line(for: folded.span.extracting(..<word.count)) else { return nil }
        return switch table[line.upperBound - 1] {
        case UInt8(ascii: "g"): .general
        case UInt8(ascii: "t"): .technical
        default: .name
        }
    }
}
