/// Looks, word by word, for what tells on a person by its form alone: ages above 89, numbers in groups as those of telephones and
/// of states, days, addresses of machines, rooms and streets, UIDs.
///
/// An own reading of what cleaning takes out (docs/cleaning.md). What it finds is for a person to judge.
struct PatternScan {
    enum Scope {
        /// Versions, sizes and parts of machines: only what they are never written like.
        case technical
        /// Text that says of itself that it was cleaned, in which nothing of the kind is left.
        case cleaned
    }

    struct Signs: OptionSet {
        var rawValue: UInt8
        static let age = Signs(rawValue: 1)
        static let day = Signs(rawValue: 2)
        static let web = Signs(rawValue: 4)
        static let uid = Signs(rawValue: 8)
        /// A number that may be a telephone's or a record's, a room, a street.
        static let doubtful = Signs(rawValue: 16)
    }

    private(set) var signs: Signs = []
    private let scope: Scope

    init(_ scope: Scope) { self.scope = scope }

    /// Numbers with few signs between them: how many, and the first ones.
    private var run = Run()
    private var runCount = 0
    /// The two words or numbers before, as far as they are near.
    private var older = Before()
    private var previous = Before()
    /// Words since a number, all of them with a capital; `nil` where there was none.
    private var wordsSinceNumber: Int?
    private var wordsBehindNinety = 0
    private var wordsBehindBirth = 0

    private struct Before {
        var role = Role.none
        /// Of a number; -1 for words.
        var value = -1
        var count = 0
        /// Of a word that nobody has looked up, since no number was near it.
        var hash: UInt64 = 0

        mutating func lookUp() {
            if hash != 0 { (role, hash) = (Role.of(hash), 0) }
        }
    }

    private struct Run {
        var counts = InlineArray<8, Int>(repeating: 0)
        var values = InlineArray<8, Int>(repeating: 0)
        var digits = 0
        var hasSpaces = false
        /// The one sign between all of them; 0 where there are several, or spaces beside it.
        var sign: UInt8 = 0
        var isSeries = false
        var hasPoints = false
        /// Sizes and doses, as no number of a telephone.
        var areRound = true
    }

    // MARK: Words

    mutating func add(_ word: SpelledWord, _ gap: PersonScan.Gap) {
        if !gap.isNarrow { forget() }
        if word.isNumber {
            addNumber(word, gap)
        } else {
            settleRun()
            if word.digits > 0 { addMixed(word) } else { addWord(word, gap) }
        }
    }

    mutating func end() { settleRun() }

    private mutating func forget() {
        settleRun()
        (older, previous) = (Before(), Before())
        (wordsSinceNumber, wordsBehindNinety, wordsBehindBirth) = (nil, 0, 0)
    }

    private mutating func note(_ before: Before) { (older, previous) = (previous, before) }

    private mutating func addWord(_ word: SpelledWord, _ gap: PersonScan.Gap) {
        // Most technical words stand beside no number, and what they say of one nobody asks.
        if scope == .technical, previous.value < 0, older.value < 0, wordsSinceNumber == nil {
            return note(Before(hash: word.hash))
        }
        previous.lookUp()
        let role = Role.of(word.hash)
        switch role {
        case .ageUnit:
            let isAge = (90...150).contains(previous.value) && lastRun == 1 && gap.count <= 2
            if isAge || wordsBehindNinety > 0 { signs.insert(.age) }
        case .ninety: wordsBehindNinety = 4
        case .birth: wordsBehindBirth = 3
        case .street:
            if let words = wordsSinceNumber, (1...3).contains(words) { signs.insert(.doubtful) }
        // `Feb 1971` alone is no day.
        case .month, .none, .ageLabel, .room, .series, .measure: break
        }
        if wordsBehindNinety > 0 { wordsBehindNinety -= 1 }
        if wordsBehindBirth > 0 { wordsBehindBirth -= 1 }
        wordsSinceNumber = word.startsWithCapital ? wordsSinceNumber.map { $0 + 1 } : nil
        note(Before(role: role))
    }

    private mutating func addMixed(_ word: SpelledWord) {
        previous.lookUp()
        if word.count <= 6 { lookForAge(word) }
        if case .room = previous.role { signs.insert(.doubtful) }
        // `3rd Feb 1971`, `12a Elm Street`
        let ordinal = word.leadingNumber
        wordsSinceNumber = 0
        if let ordinal, ordinal.isOrdinal { noteDay(ordinal.value, word.count) }
        note(Before(value: ordinal?.isOrdinal == true ? ordinal?.value ?? -1 : -1, count: 2))
    }

    /// `94yo`, `F95`, `95M`
    private mutating func lookForAge(_ word: SpelledWord) {
        if let leading = word.leadingNumber, (90...150).contains(leading.value), Role.glued.contains(leading.rest) {
            signs.insert(.age)
        } else if scope == .cleaned, let age = word.numberBesideSex, (90...110).contains(age) {
            // `Tc 99M`, `95F` as a temperature
            if case .measure = previous.role { return }
            if case .measure = older.role { return }
            signs.insert(.age)
        }
    }

    // MARK: Numbers

    /// How many numbers the last run had.
    private var lastRun = 0

    private mutating func addNumber(_ word: SpelledWord, _ gap: PersonScan.Gap) {
        let value = word.number
        if runCount > 0, !gap.areGroupSigns { settleRun() }
        previous.lookUp()
        older.lookUp()
        if runCount == 0 {
            switch previous.role {
            case .birth: signs.insert(.day)
            case .ageLabel: if (90...150).contains(value) { signs.insert(.age) }
            case .room: if word.count <= 4, gap.count <= 2 { signs.insert(.doubtful) }
            case .series: run.isSeries = true
            default: break
            }
            if wordsBehindBirth > 0 { signs.insert(.day) }
        }
        noteDay(value, word.count)
        if runCount < run.counts.count {
            run.counts[runCount] = word.count
            run.values[runCount] = value
        }
        if runCount > 0 {
            let sign = gap.hasSpace ? 0 : gap.first
            if gap.hasSpace { run.hasSpaces = true }
            run.sign = runCount == 1 || run.sign == sign ? sign : 0
            if gap.first == UInt8(ascii: "."), !gap.hasSpace { run.hasPoints = true }
        }
        if value % 10 != 0 { run.areRound = false }
        runCount += 1
        run.digits += word.count
        wordsSinceNumber = word.count <= 5 ? 0 : nil
        note(Before(value: value, count: word.count))
    }

    /// `3 Feb 1971`, `Feb 3, 1971`, `03-FEB-71`: what comes last makes it a day.
    private mutating func noteDay(_ value: Int, _ count: Int) {
        func isYear(_ value: Int, _ count: Int) -> Bool { count == 4 && (1900...2099).contains(value) || count == 2 }
        let isDay = { (value: Int) in (1...31).contains(value) }
        if case .month = previous.role, isDay(older.value), isYear(value, count) { signs.insert(.day) }
        // `Feb 3 71` is none in technical text, where many short numbers stand.
        if case .month = older.role, isDay(previous.value), isYear(value, count), count == 4 || isDayBehindMonth(count)
        {
            signs.insert(.day)
        }
        if case .month = previous.role, older.count == 4, (1900...2099).contains(older.value), isDay(value) {
            signs.insert(.day)
        }
    }

    private func isDayBehindMonth(_ count: Int) -> Bool { scope == .cleaned && count == 2 && previous.count <= 2 }

    private mutating func settleRun() {
        if runCount == 0 { return }
        judgeRun()
        lastRun = runCount
        runCount = 0
        run = Run()
    }

    private mutating func judgeRun() {
        if runCount < 2 { return }
        let (first, second, third) = (run.counts[0], run.counts[1], run.counts[2])
        let arePoints = run.sign == UInt8(ascii: ".")
        if runCount == 3, isDay(first, second, third) { return }
        if arePoints {
            if runCount == 4, isAddress { return signs.formUnion(.web) }
            if runCount >= 6, run.values[0] <= 2, first == 1 {
                let isStandards = run.values[1] == 2 && run.values[2] == 840 && run.values[3] == 10_008
                if !isStandards { signs.insert(.uid) }
                return
            }
            // `2.25.…`, versions
            if runCount != 3 || run.values[0] == 2 && run.values[1] == 25 { return }
        }
        if run.isSeries { return }
        // Spaces between, and points within: decimal numbers.
        if run.hasSpaces, run.hasPoints { return }
        if scope == .cleaned, runCount >= 4, run.digits == runCount, run.hasSpaces { return signs.formUnion(.doubtful) }
        guard (7...15).contains(run.digits), !run.areRound, !areMatrixSizes else { return }
        if looksLikeNumber(first, second, third) { signs.insert(.doubtful) }
    }

    private var areMatrixSizes: Bool {
        (0..<min(runCount, run.values.count)).allSatisfy { Self.matrixSizes.contains(run.values[$0]) }
    }

    private func looksLikeNumber(_ first: Int, _ second: Int, _ third: Int) -> Bool {
        let isThree = runCount == 3
        if scope == .technical {
            return isThree && run.hasSpaces && (first, second) == (3, 3) && third == 3
                || isThree && run.hasSpaces && (first, second) == (3, 2) && third == 4
        }
        if !run.hasSpaces { return run.sign != 0 && runCount > 2 }
        if runCount == 2 { return (first, second) == (3, 4) }
        return run.digits >= 9 || runCount >= 4 || isThree && (first, second, third) == (2, 3, 3)
    }

    /// `02/03/71`, `2021-3-5`. Days with four digits of the year at their end, and those of eight digits, are looked for as such.
    private mutating func isDay(_ first: Int, _ second: Int, _ third: Int) -> Bool {
        func isPlausible(_ month: Int, _ day: Int) -> Bool { (1...12).contains(month) && (1...31).contains(day) }
        let (a, b, c) = (run.values[0], run.values[1], run.values[2])
        if first <= 2, second <= 2, third == 4, (1900...2099).contains(c) {
            return isPlausible(a, b) || isPlausible(b, a)
        }
        // Versions have points and hyphens.
        let isDaySign =
            run.sign == UInt8(ascii: "/")
            || scope == .cleaned && (run.sign == UInt8(ascii: ".") || run.sign == UInt8(ascii: "-"))
        if first == 2, second == 2, third == 2, isDaySign || isDayOfSpaces,
            isPlausible(a, b) || isPlausible(b, a) || isPlausible(b, c)
        {
            signs.insert(.day)
            return true
        }
        // `3/2/71`: in technical text fractions and versions are written so, too.
        if scope == .cleaned, isDaySign, first <= 2, second <= 2, third == 2, isPlausible(a, b) || isPlausible(b, a) {
            signs.insert(.day)
            return true
        }
        if first == 4, second <= 2, third <= 2, (1900...2099).contains(a), isPlausible(b, c) {
            if isDaySign || run.sign == UInt8(ascii: "-") { signs.insert(.day) }
            return true
        }
        return false
    }

    /// `13 02 71`: of the numbers in cleaned text, days have a zero before a digit.
    private var isDayOfSpaces: Bool {
        scope == .cleaned && run.hasSpaces && !run.hasPoints && (0..<3).contains { run.values[$0] < 10 }
    }

    /// Of a machine in a network (RFC 791); versions are written like that, too, but for those of private networks (RFC 1918).
    private var isAddress: Bool {
        for place in 0..<4 where run.counts[place] > 3 || run.values[place] > 255 { return false }
        if scope == .cleaned { return run.values[0] > 0 && run.digits >= 6 }
        return run.values[0] == 192 && run.values[1] == 168
            || run.values[0] == 172 && (16...31).contains(run.values[1])
    }

    /// Rows and columns of images, and slices of volumes: `256 256 128`.
    private static let matrixSizes: Set<Int> = [
        64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 448, 512, 576, 640, 704, 768, 896, 960, 1024, 2048,
    ]

    /// What a word says of the numbers beside it.
    private enum Role {
        case none, month, ageUnit, ageLabel, ninety, birth, street, room, series, measure

        static func of(_ hash: UInt64) -> Role { all[hash] ?? .none }

        /// Behind a number without a space: `94yo`.
        static let glued = Set(
            "y yo yr yrs yom yof year years jahre ans anni j a".utf8.split(separator: 0x20).map {
                SpelledWord.hash(of: $0)
            })

        private static let all: [UInt64: Role] = {
            let lists: [(Role, String)] = [
                (
                    .ageUnit,
                    "yo y yr yrs year years yom yof jahre jahr jahriger jahrige jaehriger jaehrige j\u{E4}hriger j\u{E4}hrige ans anni anos a\u{F1}os jaar"
                ),
                (.ageLabel, "age aged alter edad eta \u{E2}ge \u{E2}g\u{E9} agee leeftijd idade"),
                (.ninety, "ninety nineties neunzig neunziger nonante novanta noventa hundred hundert centenarian"),
                (
                    .birth,
                    "born birth dob birthdate birthday geb geboren geburtsdatum geburtstag naissance nacido nacida nacimiento nato nata nascita geboortedatum"
                ),
                (.street, "street road avenue lane drive boulevard ave blvd strasse stra\u{DF}e platz gasse weg"),
                (.room, "room rm ward zimmer zi chambre salle raum habitacion stanza kamer"),
                (.series, "b te ti tr"),
                (.measure, "tc technetium fever febrile temp temperature deg fov thk thickness"),
            ]
            var all: [UInt64: Role] = [:]
            for (role, text) in lists {
                for word in text.utf8.split(separator: 0x20) { all[SpelledWord.hash(of: word)] = role }
            }
            for month in DayGroups.monthNames { all[SpelledWord.hash(of: month)] = .month }
            return all
        }()
    }
}
