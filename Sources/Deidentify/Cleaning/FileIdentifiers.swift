/// What a file itself says of persons, places and things that must not stand in its texts.
///
/// Bounded: a file that names more than `limit` of them gives them all away, and its texts are not cleaned but treated as the
/// Basic Profile does.
struct FileIdentifiers: Sendable {
    /// Parts of person names, folded.
    private(set) var names: Set<WordHash> = []
    /// Initials, and names written into one word.
    private var shortNames: Set<WordHash> = []
    /// Parts of names of places: they go where they are no words of medicine alone.
    private(set) var places: Set<WordHash> = []
    /// Whole values without what stands between their letters and digits.
    private var values: Set<WordHash> = []
    private var sureValues: Set<WordHash> = []
    /// Numbers that are a value, or all of it but letters before and behind: they go where letters touch them, too.
    private var numbers: Set<WordHash> = []
    /// What dates are written as in four digits: the year, the day in its month; and the month in its year.
    private var shortDates: Set<Int> = []
    private var months: Set<Int> = []
    /// Months with their days, as MMDD.
    private var days: Set<Int> = []
    /// The largest number of tokens of a value.
    private var longestValue = 0
    /// Dates of the file, as YYYYMMDD.
    private(set) var dates: Set<Int> = []
    private(set) var birthDates: Set<Int> = []
    private(set) var isOverfull = false
    /// No person was named before the texts had to be decided on.
    var isIncomplete = false

    static let limit = 20_000
    /// Tokens of a value.
    private static let longest = 24
    /// Groups that a value without signs is written in.
    private static let mostGroups = 4
    private var tokens = TextTokens()

    init() {}

    var isEmpty: Bool { names.isEmpty && values.isEmpty && places.isEmpty }

    mutating func removeAll() {
        names.removeAll(keepingCapacity: true)
        shortNames.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        sureValues.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        shortDates.removeAll(keepingCapacity: true)
        months.removeAll(keepingCapacity: true)
        days.removeAll(keepingCapacity: true)
        dates.removeAll(keepingCapacity: true)
        birthDates.removeAll(keepingCapacity: true)
        longestValue = 0
        isOverfull = false
        isIncomplete = false
    }

    /// - Parameters:
    ///   - text: a value of PN, all its groups, in UTF-8 (PS3.5 §6.2.1).
    ///   - isPatient: of others, words of a function or a room are no name: `CT TECH`, `CHEST CLINIC`, `TRAUMA TEAM`.
    mutating func addPerson(_ text: ArraySlice<UInt8>, isPatient: Bool = true) {
        if isOverfull || saysThatNone(text, isPatient: isPatient) || !isPatient && namesFunction(text) { return }
        for group in text.split(separator: UInt8(ascii: "=")) {
            let components = group.split(separator: UInt8(ascii: "^"), omittingEmptySubsequences: false)
            var spelled: [[UInt8]] = []
            var words = 0
            for (index, component) in components.enumerated() {
                tokens.cut(component)
                words += tokens.list.count
                // Le, Van or El may be all of a name.
                let isParticlesOnly = tokens.list.allSatisfy {
                    $0.foldedCount < 2 || $0.kind == .number || Self.particles.contains($0.hash)
                }
                for token in tokens.list {
                    if index >= 3, Self.titles.contains(token.hash) { continue }
                    if token.kind == .number, token.foldedCount < 2 { continue }
                    let word = Array(tokens.folded(token))
                    if index < 3 { spelled.append(word) }
                    if token.foldedCount < 2 || Self.particles.contains(token.hash) && !isParticlesOnly { continue }
                    addName(word)
                    if token.kind == .mixed { addLetters(of: word) }
                }
            }
            addShort(spelled)
            addValue(group, isSure: words > 1)
        }
    }

    /// Whether all words of a text are such as name a modality, a part of the body, a room or a profession, and nobody; or
    /// words of medicine beside one that names a service: `TRAUMA TEAM`.
    private mutating func namesFunction(_ text: ArraySlice<UInt8>) -> Bool {
        tokens.cut(text)
        let hasService = tokens.list.contains { $0.kind == .word && FunctionWords.isService($0.hash) }
        return tokens.list.contains { $0.kind == .word }
            && tokens.list.allSatisfy {
                $0.kind == .number && $0.foldedCount < 3
                    || $0.kind == .word && (FunctionWords.contains($0.hash) || hasService && isOfMedicine($0))
            }
    }

    private func isOfMedicine(_ token: TextToken) -> Bool {
        let found = Lexicon.words.find(tokens.folded(token))
        return FunctionWords.isService(token.hash)
            || found.contains(.clinical) && found.isDisjoint(with: [.mostlyName, .eitherWay])
    }

    /// Whether a text says that there is no name: `NO^REFERRING`, `NOT APPLICABLE`. Taken for one, it would take the negations
    /// out of all texts.
    private mutating func saysThatNone(_ text: ArraySlice<UInt8>, isPatient: Bool) -> Bool {
        tokens.cut(text)
        return tokens.list.contains { FunctionWords.saysThatNone($0.hash) }
            && tokens.list.allSatisfy {
                FunctionWords.saysThatNone($0.hash) || FunctionWords.mayHelpToSayThatNone($0.hash)
                    || !isPatient && $0.kind == .word && (FunctionWords.contains($0.hash) || isOfMedicine($0))
            }
    }

    /// `Stone1` is how systems tell two of that name apart.
    private mutating func addLetters(of word: [UInt8]) {
        for letters in word.split(whereSeparator: ASCII.isDigit) where letters.count > 2 { addName(Array(letters)) }
    }

    private mutating func addName(_ word: [UInt8]) {
        names.insert(WordHash(word))
        // Müller and Mueller are one: the folded letters, and those with the e.
        var plain: [UInt8] = []
        var index = 0
        while index < word.count {
            plain.append(word[index])
            let isUmlaut =
                word[index] == UInt8(ascii: "a") || word[index] == UInt8(ascii: "o") || word[index] == UInt8(ascii: "u")
            index += isUmlaut && index + 1 < word.count && word[index + 1] == UInt8(ascii: "e") ? 2 : 1
        }
        if plain.count > 2 { names.insert(WordHash(plain)) }
        bound()
    }

    /// Initials in the order of the parts and the other way round, and an initial with a family name.
    private mutating func addShort(_ words: [[UInt8]]) {
        guard words.count > 1, words.count <= 8 else { return }
        let initials = words.map { $0[0] }
        for letters in [initials, initials.reversed(), Array(initials.prefix(2)), Array(initials.prefix(2).reversed())]
        {
            if letters.count >= 2 { shortNames.insert(WordHash(letters)) }
        }
        // Given names come first as often as not.
        if initials.count > 2 { shortNames.insert(WordHash(initials.dropFirst() + [initials[0]])) }
        for (index, word) in words.enumerated() {
            for (other, name) in words.enumerated() where other != index {
                insertJoined(word + name)
                insertJoined(word + [name[0]])
                insertJoined([name[0]] + word)
            }
        }
        bound()
    }

    /// Of names of a letter each (`N^Olsen`), what is written into one is no more than initials are.
    private mutating func insertJoined(_ word: [UInt8]) {
        if word.count < 4 { shortNames.insert(WordHash(word)) } else { names.insert(WordHash(word)) }
    }

    /// - Parameters:
    ///   - text: an identifier, phone number, address or the like, in UTF-8.
    ///   - isSure: it goes even when it is a word of medicine.
    mutating func addValue(_ text: ArraySlice<UInt8>, isSure: Bool = false) {
        if isOverfull { return }
        if !isSure, namesFunction(text) { return }
        tokens.cut(text)
        guard tokens.list.count <= Self.longest else { return giveUp() }
        if tokens.list.isEmpty { return }
        // Of a single short word nobody can say that it means the same elsewhere.
        if tokens.folded.count < 2 || tokens.list.count == 1 && tokens.folded.count < 4 && tokens.list[0].kind == .word
        {
            return
        }
        if tokens.folded.count == 2, tokens.list[0].kind == .number { return }
        values.insert(WordHash(tokens.folded))
        if isSure || isNumbered { sureValues.insert(WordHash(tokens.folded)) }
        addNumber(isSure: isSure)
        // In a text, spaces and signs may stand where the value has none: 4711123 as 471 1123.
        longestValue = max(longestValue, tokens.list.count, min(Self.mostGroups, tokens.folded.count / 2))
        bound()
    }

    /// Whether a value is numbers with signs between, or one that begins with a zero: `S20-123`, `01-007`, `007`. Hardly a word of
    /// medicine or a parameter is written like that.
    private var isNumbered: Bool {
        guard tokens.folded.lazy.filter(ASCII.isDigit).count >= 3,
            tokens.list.allSatisfy({ $0.kind != .word || $0.foldedCount < 4 })
        else { return false }
        if tokens.list.count == 1 { return tokens.list[0].kind == .number && tokens.folded[0] == UInt8(ascii: "0") }
        return (1..<tokens.list.count).allSatisfy { place in
            tokens.separator(before: place).allSatisfy { Self.numberSigns.contains($0) }
        }
    }

    private static let numberSigns: Set<UInt8> = Set("-/_.".utf8)

    /// The last digits of a number of a telephone are that number to whoever lives nearby, in whatever groups they are written.
    ///
    /// - Parameter text: as the file has it, in UTF-8.
    mutating func addTelephone(_ text: ArraySlice<UInt8>) {
        addValue(text)
        let digits = text.filter(ASCII.isDigit)
        guard !isOverfull, (Self.shortestCall...Self.longestCall).contains(digits.count) else { return }
        for start in 0...(digits.count - Self.shortestCall) {
            // Within a country a zero stands in the place of its code.
            for number in [digits[start...], [0x30] + digits[start...]] {
                values.insert(WordHash(number))
                sureValues.insert(WordHash(number))
            }
        }
        longestValue = max(longestValue, min(Self.mostCallGroups, digits.count / 2))
        bound()
    }

    private static let shortestCall = 6
    private static let longestCall = 20
    private static let mostCallGroups = 6

    /// The digits of a value of digits, or of one with letters around them: `MR8834571` is written `88 34 571`, too.
    private mutating func addNumber(isSure: Bool) {
        guard tokens.folded.contains(where: ASCII.isDigit) else { return }
        addLongRuns()
        let digits = tokens.folded.trimmingPrefix { !ASCII.isDigit($0) }.prefix(while: ASCII.isDigit)
        let rest = tokens.folded.dropFirst(digits.endIndex)
        let isWhole = digits.count == tokens.folded.count
        // Three of an order are parameters of many images.
        guard rest.allSatisfy({ !ASCII.isDigit($0) }), digits.count >= (isWhole && isSure ? 3 : 4) else { return }
        for number in [digits, digits.drop { $0 == UInt8(ascii: "0") }] where number.count >= 3 {
            let hash = WordHash(number)
            numbers.insert(hash)
            if number.count < 4 { continue }
            values.insert(hash)
            if isSure { sureValues.insert(hash) }
        }
    }

    /// Five digits and more in a row are a number of somebody in whatever groups, whatever stands around them: `A20-77123` is
    /// written `77 123`, too.
    private mutating func addLongRuns() {
        for token in tokens.list where token.kind != .word && token.foldedCount >= Self.longRun {
            var run: [UInt8] = []
            for byte in tokens.folded(token) + [0x20] {
                if ASCII.isDigit(byte) {
                    run.append(byte)
                    continue
                }
                if run.count >= Self.longRun, !Self.isDay(run) {
                    numbers.insert(WordHash(run))
                    values.insert(WordHash(run))
                    sureValues.insert(WordHash(run))
                }
                run.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Days of studies are in many numbers of theirs, and move in texts.
    private static func isDay(_ digits: [UInt8]) -> Bool {
        guard digits.count == 8 else { return false }
        let number = digits.reduce(0) { $0 * 10 + Int($1 & 15) }
        return (1900...2099).contains(number / 10000)
            && Calendar.isDay(number % 100, month: number / 100 % 100, year: number / 10000)
    }

    private static let longRun = 5

    /// Whether digits in a word of letters and digits are a number of the file: `P4711`.
    func holdsNumber(_ word: ArraySlice<UInt8>) -> Bool {
        if numbers.isEmpty { return false }
        var hash = WordHash()
        var count = 0
        for byte in word {
            if ASCII.isDigit(byte) {
                hash.add(byte)
                count += 1
            } else {
                if count >= 3, numbers.contains(hash) { return true }
                hash = WordHash()
                count = 0
            }
        }
        return count >= 3 && numbers.contains(hash)
    }

    /// - Parameter text: the name or address of an institution, department or place, in UTF-8.
    mutating func addPlace(_ text: ArraySlice<UInt8>) {
        if namesField(text) { return }
        addValue(text)
        if isOverfull { return }
        tokens.cut(text)
        for token in tokens.list where token.kind == .word && token.foldedCount > 2 && !isOfField(token) {
            places.insert(token.hash)
        }
        bound()
    }

    /// Whether a department is called by what it is about and nothing else: `Head and Neck Radiology`.
    private mutating func namesField(_ text: ArraySlice<UInt8>) -> Bool {
        tokens.cut(text)
        return tokens.list.contains { $0.kind == .word } && tokens.list.allSatisfy { $0.kind == .word && isOfField($0) }
    }

    /// Whether a word of a place is one of medicine, hardly ever a name, or one that any place has.
    private func isOfField(_ token: TextToken) -> Bool {
        if FunctionWords.contains(token.hash) || FunctionWords.isService(token.hash) { return true }
        let found = Lexicon.words.find(tokens.folded(token))
        return found.contains(.known) && found.isDisjoint(with: [.mostlyName, .eitherWay, .rarelyName])
            && (found.contains(.clinical) || found.contains(.function)) && !TextCleaner.isOfHospital(token.hash)
    }

    /// - Parameter text: a value of DA, or a DT that begins with one.
    mutating func addDate(_ text: ArraySlice<UInt8>, isBirth: Bool) {
        guard !isOverfull, text.count >= 8, text.prefix(8).allSatisfy(ASCII.isDigit) else { return }
        let number = text.prefix(8).reduce(0) { $0 * 10 + Int($1 & 15) }
        if isBirth { birthDates.insert(number) } else { dates.insert(number) }
        let (year, month, day) = (number / 10000, number / 100 % 100, number % 100)
        for short in [year, month * 100 + day, day * 100 + month] { shortDates.insert(short) }
        months.insert(year % 100 * 100 + month)
        days.insert(month * 100 + day)
        bound()
    }

    /// Something identifies somebody that is too long to be looked for: nothing is cleaned any more.
    mutating func giveUp() { isOverfull = true }

    private mutating func bound() { if count > Self.limit { isOverfull = true } }

    /// How many entries are held.
    var count: Int {
        names.count + shortNames.count + places.count + numbers.count + values.count + sureValues.count + dates.count
            + birthDates.count
    }

    /// Whether four digits are a year or a day of a date of the file.
    func isShortDate(_ number: Int) -> Bool { shortDates.contains(number) }

    /// Whether three numbers of two digits are a date of the file, in any order.
    func isDate(_ parts: [Int]) -> Bool {
        let orders = [[0, 1, 2], [2, 1, 0], [2, 0, 1]]
        return orders.contains { order in
            let date = parts[order[0]] * 10000 + parts[order[1]] * 100 + parts[order[2]]
            return [19_000_000, 20_000_000].contains { dates.contains($0 + date) || birthDates.contains($0 + date) }
        }
    }

    /// Whether a month with two digits behind it is a date of the file without its day or its year.
    func isDate(month: Int, with number: Int) -> Bool {
        shortDates.contains(month * 100 + number) || months.contains(number * 100 + month)
    }

    /// Whether a date of the file is on that day of a year.
    func isDay(_ day: Int, month: Int) -> Bool { days.contains(month * 100 + day) }

    var hasDays: Bool { !days.isEmpty }

    func isShortName(_ word: WordHash) -> Bool { shortNames.contains(word) }

    /// Where whole values stand.
    func values(in tokens: TextTokens) -> [ClosedRange<Int>] {
        guard longestValue > 0 else { return [] }
        var found: [ClosedRange<Int>] = []
        for start in tokens.list.indices {
            var hash = WordHash()
            var longest: Int?
            for index in start..<min(start + longestValue, tokens.list.count) {
                if index > start, tokens.separator(before: index).count > 3 { break }
                for byte in tokens.folded(tokens.list[index]) { hash.add(byte) }
                guard values.contains(hash) else { continue }
                if sureValues.contains(hash) || (start...index).contains(where: { !tokens.list[$0].wordClass.isPlain })
                {
                    longest = index
                }
            }
            if let longest { found.append(start...longest) }
        }
        return found
    }

    /// Where a name is written as several words, each of which may be one of medicine: `White-Head` for Whitehead.
    func dividedNames(in tokens: TextTokens) -> [ClosedRange<Int>] {
        if names.isEmpty { return [] }
        var found: [ClosedRange<Int>] = []
        for start in tokens.list.indices where tokens.list[start].kind == .word {
            var hash = WordHash()
            var letters = 0
            for index in start..<min(start + Self.mostParts, tokens.list.count) {
                guard tokens.list[index].kind == .word, index == start || tokens.isDivided(before: index) else { break }
                for byte in tokens.folded(tokens.list[index]) { hash.add(byte) }
                letters += tokens.list[index].foldedCount
                if index > start, letters >= Self.shortestDivided, names.contains(hash) { found.append(start...index) }
            }
        }
        return found
    }

    private static let mostParts = 3
    private static let shortestDivided = 6

    /// Where names and whole values stand in a run of single letters and digits: `S m i t h`.
    func spelled(in tokens: TextTokens, _ run: ClosedRange<Int>) -> [ClosedRange<Int>] {
        if isEmpty { return [] }
        var found: [ClosedRange<Int>] = []
        var start = run.lowerBound
        while start <= run.upperBound {
            var hash = WordHash()
            var longest: Int?
            for index in start...min(start + Self.longestSpelled - 1, run.upperBound) {
                for byte in tokens.folded(tokens.list[index]) { hash.add(byte) }
                guard index - start >= 2 else { continue }
                if names.contains(hash) || places.contains(hash) || values.contains(hash) { longest = index }
            }
            if let longest { found.append(start...longest) }
            start = (longest ?? start) + 1
        }
        return found
    }

    /// Characters, as many as Patient ID has.
    private static let longestSpelled = 64

    /// Parts of names that are words of their own.
    static let particles = WordHash.set(
        "de la du le les des del della di da do dos das von van der den dem zu zum zur ter ten te el al bin ibn ben y e i und and of the st san santa"
    )
    private static let titles = WordHash.set(
        "dr md mr mrs ms prof phd jr sr ii iii iv dds do rt frau herr mme dott pd med dipl ing rn np pa")
}
