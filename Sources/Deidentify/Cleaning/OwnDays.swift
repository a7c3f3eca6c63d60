/// Finds days of the file's own dates that are written without their year: `15 MAR`, `03/15`, `15.03.`. Beside dates that move they
/// would tell by how much; of others, two numbers are a fraction, a range or a measure.
extension TextCleaner {
    /// The last token of a day that begins at `index`.
    func ownDay(at index: Int, _ identifiers: FileIdentifiers) -> Int? {
        guard identifiers.hasDays else { return nil }
        let token = tokens.list[index]
        if token.kind == .word {
            // MAR 5
            guard let month = Calendar.month(token.hash), let second = next(index),
                tokens.list[second].foldedCount <= 2, let day = tokens.number(tokens.list[second]),
                identifiers.isDay(day, month: month.number), !isBeforeUnit(second)
            else { return nil }
            return second
        }
        guard token.kind == .number, token.foldedCount <= 2, let first = tokens.number(token) else { return nil }
        // 15 MAR
        if let second = next(index), let month = Calendar.month(tokens.list[second].hash),
            identifiers.isDay(first, month: month.number)
        {
            return second
        }
        return isOwnDay(index, first, identifiers) ? index + 1 : nil
    }

    /// 03/15, 15/03, 3/15, 15.03., 03-15
    private func isOwnDay(_ index: Int, _ first: Int, _ identifiers: FileIdentifiers) -> Bool {
        let last = index + 1
        guard last < tokens.list.count, tokens.separator(before: last).count == 1,
            let sign = tokens.separator(before: last).first, let second = tokens.number(tokens.list[last]),
            tokens.list[last].foldedCount <= 2, tokens.list[last].fate == .open,
            !isNumber(before: index, sign), !isNumber(before: last + 1, sign), !hasUnit(behind: last)
        else { return false }
        let isDayFirst = identifiers.isDay(first, month: second)
        guard isDayFirst || identifiers.isDay(second, month: first) else { return false }
        if index > 0, Self.dayLeads.contains(tokens.list[index - 1].hash), tokens.isClose(before: index) { return true }
        let counts = [tokens.list[index].foldedCount, tokens.list[last].foldedCount]
        let hasZero = [index, last].contains {
            tokens.list[$0].foldedCount == 2 && tokens.folded[tokens.list[$0].foldedStart] == 0x30
        }
        switch sign {
        // 1/2 and 5/6 are fractions, and vertebrae.
        case UInt8(ascii: "/"): return hasZero || counts != [1, 1]
        case UInt8(ascii: "."):
            // Decimals have no point behind them, but for those that end a sentence.
            let isPointed = tokens.separator(before: last + 1).first == UInt8(ascii: ".")
            return isDayFirst && (counts == [2, 2] || counts != [1, 1] && isPointed)
        case UInt8(ascii: "-"): return hasZero
        default: return false
        }
    }

    private func isNumber(before index: Int, _ sign: UInt8) -> Bool {
        guard index > 0, index < tokens.list.count else { return false }
        return tokens.separator(before: index).elementsEqual([sign]) && tokens.list[index - 1].kind != .word
            && tokens.list[index].kind != .word
    }

    private func hasUnit(behind index: Int) -> Bool {
        let unit = index + 1
        if tokens.separator(before: unit).contains(UInt8(ascii: "%")) { return true }
        return unit < tokens.list.count && tokens.isClose(before: unit) && Measures.isUnit(tokens.list[unit].hash)
    }

    /// Behind them two numbers with a sign between are a day.
    private static let dayLeads = WordHash.set(
        "on since from until dated prior am vom seit bis zum le du depuis au el desde del dal il em op sinds van")
}
