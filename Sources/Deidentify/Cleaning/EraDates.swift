/// Finds days in years of Japanese eras as Latin letters write them: `R6.3.4`, `H31/4/30`. Those in other scripts go as these do.
extension TextCleaner {
    func eraDate(at index: Int) -> Int? {
        let token = tokens.list[index]
        if Self.eraNames.contains(token.hash), index + 1 < tokens.list.count, tokens.isClose(before: index + 1),
            tokens.list[index + 1].kind == .number
        {
            var last = index + 1
            while last + 1 < tokens.list.count, last - index < 4, tokens.separator(before: last + 1).count <= 2,
                tokens.list[last + 1].kind == .number || Calendar.month(tokens.list[last + 1].hash) != nil
            {
                last += 1
            }
            return last
        }
        let last = index + 2
        guard token.kind == .mixed, token.isUpper, (2...3).contains(token.foldedCount), last < tokens.list.count,
            let longest = Self.eras[tokens.folded[token.foldedStart]]
        else { return nil }
        let digits = tokens.folded(token).dropFirst()
        let year = digits.reduce(0) { $0 * 10 + Int($1 & 15) }
        let sign = tokens.separator(before: index + 1)
        // Names of versions have such letters, too.
        guard digits.allSatisfy(ASCII.isDigit), (1...longest).contains(year),
            sign.elementsEqual(tokens.separator(before: last)), sign.count == 1, let first = sign.first,
            "./-".utf8.contains(first), let month = tokens.number(tokens.list[index + 1]),
            let day = tokens.number(tokens.list[last]), Calendar.isDay(day, month: month, year: 2000),
            [index + 1, last].allSatisfy({ tokens.list[$0].foldedCount <= 2 }),
            index == 0 || !Self.isVersionLabel(tokens.list[index - 1].hash),
            !(last + 1 < tokens.list.count && tokens.separator(before: last + 1).elementsEqual(sign))
        else { return nil }
        return last
    }

    private static let eraNames = WordHash.set("reiwa heisei showa taisho meiji")
    /// Their letters, and how many years they had; of those before 1926 nobody is left to be imaged, and T stands before stages.
    private static let eras: [UInt8: Int] = [
        UInt8(ascii: "r"): 30, UInt8(ascii: "h"): 31, UInt8(ascii: "s"): 64,
    ]
}
