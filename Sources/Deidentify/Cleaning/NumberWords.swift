/// Numbers written as words, as far as they tell an age of more than 89 years, or spell digits one by one.
enum NumberWords {
    /// Whether a word is a number, or one of the words between two: asked of every word of a text.
    static func contains(_ word: WordHash) -> Bool { all.contains(word) }

    static func isHigh(_ word: WordHash) -> Bool { high.contains(word) }

    /// People in their nineties.
    static func isDecade(_ word: WordHash) -> Bool { decades.contains(word) }

    /// `vingt` of `quatre-vingt-dix`, with eighty before it and ten to nineteen behind.
    static func isScore(_ word: WordHash) -> Bool { scores.contains(word) }
    static func isFour(_ word: WordHash) -> Bool { fours.contains(word) }
    static func isTeen(_ word: WordHash) -> Bool { teens.contains(word) }

    static func isDayOrdinal(_ word: WordHash) -> Bool { ordinals.contains(word) }

    static func isTens(_ word: WordHash) -> Bool { tens.contains(word) }

    /// The digit that a word spells.
    static func digit(_ word: WordHash) -> UInt8? { digits[word] }

    private static let high = WordHash.set(
        "ninety hundred neunzig hundert einhundert nonante cent noventa cien ciento cem cento novanta negentig honderd")
    private static let decades = WordHash.set(
        "nineties neunzigern neunziger nonagenarian centenarian nonagenaire centenaire")
    private static let scores = WordHash.set("vingt vingts")
    private static let fours = WordHash.set("quatre")
    private static let teens = WordHash.set("dix onze douze treize quatorze quinze seize")
    private static let ordinals = WordHash.set(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
    )
    private static let tens = WordHash.set("twenty thirty")
    private static let others = WordHash.set(
        "a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty and und et y e i ein eins zwei drei vier funf sechs sieben acht neun un une deux trois cinq sept huit neuf uno dos tres cuatro cinco seis siete ocho nueve um dois quatro sete oito nove due tre sei sette otto"
    )
    private static let all = high.union(decades).union(scores).union(fours).union(teens).union(others).union(ordinals)
    private static let digits: [WordHash: UInt8] = {
        var digits: [WordHash: UInt8] = [:]
        let lines = [
            "zero oh null nul cero", "one eins un uno um", "two zwei deux dos due dois", "three drei trois tres tre",
            "four vier quatre cuatro quattro quatro", "five funf cinq cinco cinque", "six sechs seis sei",
            "seven sieben sept siete sette sete", "eight acht huit ocho otto oito", "nine neun neuf nueve nove",
        ]
        for (digit, line) in lines.enumerated() {
            WordHash.forEach(line) { digits[$0] = UInt8(0x30 + digit) }
        }
        return digits
    }()
}
