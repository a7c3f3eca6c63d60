import Standard

/// Whether a text says of medicine what it says, and nothing else: the look that is had at texts which a file says were cleaned.
///
/// An own reading with the words that cleaning may leave (`CleaningWords`), in constant memory. It is laxer than the cleaning
/// in what it knows nothing of (numbers of up to three digits, measures), and like it no proof.
struct CleanedText {
    /// What was read stands in the list, or is of a form that names nobody.
    private(set) var isClean = true

    /// Words of a site, in small letters without accents.
    private let isSiteWord: (@Sendable (ArraySlice<UInt8>) -> Bool)?
    /// Letters and digits since the last sign, and those of them that stand from the first byte beyond ASCII on.
    private var runLength = 0
    private var beyondASCII: [UInt8] = []
    private var word = Word()
    private var isInWord = false
    /// Since the last word: how many bytes, and whether they are one point.
    private var gap = 0
    private var isPoint = false
    /// Numbers with single points between them.
    private var chain: [Word] = []
    private var memory = PhraseMemory()
    /// A number has been read that only a unit behind it explains, and the last word that was none.
    private var needsUnit = false
    /// The same of one that only a product of dose and area explains.
    private var needsDoseArea = false
    /// The number before the word that is being read, without its decimals.
    private var lastNumber: Word?
    /// The last word is a Roman numeral right behind a day.
    private var isRomanMonth = false
    private var label = Word()
    /// The sign, if it is one alone, and the word before the one that is being read.
    private var sign: UInt8 = 0x20
    private var previous = Word()
    /// Numbers of two digits with single hyphens between them.
    private var hyphened: [Int] = []

    init(isSiteWord: (@Sendable (ArraySlice<UInt8>) -> Bool)? = nil) { self.isSiteWord = isSiteWord }

    /// Longer runs are no words, in whatever script.
    private static let longestRun = 200

    mutating func feed(_ byte: UInt8) {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: break
        default:
            endRun()
            // Addresses of mail never stay.
            if case .foreign = LatinLetters.form(UInt32(byte)) { isClean = false }
            if byte == UInt8(ascii: "@") { isClean = false }
            return endWord(byte)
        }
        guard runLength < Self.longestRun else { return isClean = false }
        runLength += 1
        if byte < 0x80, beyondASCII.isEmpty {
            // A letter or a digit is what it is, whatever comes behind it.
            let isCapital = (0x41...0x5A).contains(byte)
            add(isCapital ? byte | 0x20 : byte, isCapital)
        } else {
            beyondASCII.append(byte)
        }
    }

    /// What the end of the text brings to light.
    mutating func end() {
        endRun()
        endWord(0x20)
        settleChain()
        settleHyphened()
        if needsUnit || needsDoseArea || memory.end() { isClean = false }
    }

    private mutating func endRun() {
        runLength = 0
        if beyondASCII.isEmpty { return }
        for form in LatinLetters.characters(beyondASCII) { add(form) }
        beyondASCII.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ form: LatinLetters.Form) {
        switch form {
        case .letter(let small, let isCapital): add(small, isCapital)
        case .accented(let small):
            for letter in small { add(letter, false) }
        case .mark: break
        case .between: endWord(0x20)
        case .foreign: isClean = false
        }
    }

    private mutating func add(_ letter: UInt8, _ isCapital: Bool) {
        if !isInWord {
            isInWord = true
            if !(gap == 1 && isPoint) { settleChain() }
        }
        word.add(letter, isCapital)
    }

    private mutating func endWord(_ sign: UInt8) {
        guard isInWord else {
            gap += 1
            return
        }
        isInWord = false
        defer {
            (gap, isPoint) = (1, sign == UInt8(ascii: "."))
            self.sign = sign
            previous = word
            word = Word()
        }
        let isStroke = gap == 1 && self.sign == UInt8(ascii: "/")
        if isStroke, word.count <= 3, previous.count <= 3, LeftBehind.isAge(previous.text, beside: word.text) {
            isClean = false
        }
        // 3 IV 2026
        if isRomanMonth, word.isNumber, word.count == 4, gap <= 2 { isClean = false }
        isRomanMonth =
            word.isUpper && previous.isNumber && previous.count <= 2 && gap <= 2 && LeftBehind.isRomanMonth(word.text)
        if word.isNumber {
            noteHyphened()
            chain.append(word)
            // Longer ones name no instance, and nothing else.
            if chain.count > 64 { isClean = false }
            if memory.add(Word(), isDoubtful: false) { isClean = false }
        } else {
            if gap == 1, !word.isUpper, let number = lastNumber,
                LeftBehind.isAge(number.text, withUnit: word.text)
            {
                isClean = false
            }
            settleChain()
            settleHyphened()
            if needsUnit, !MeasuredNumber.isUnit(word.text) { isClean = false }
            if needsDoseArea, !MeasuredNumber.isDoseArea(word.text) { isClean = false }
            (needsUnit, needsDoseArea, lastNumber) = (false, false, nil)
            label = word
            let isKnown = isSiteWord?(word.text[...]) ?? false
            let isBehindLead = isNameBehindTitle || isNameBehindRole
            if memory.add(word, isDoubtful: !isKnown && (word.isDoubtful || isBehindLead), isBehindLead: isBehindLead) {
                isClean = false
            }
        }
    }

    /// `Dr Rao`, `Mr. Young`: not the modalities, which are written in capitals.
    private var isNameBehindTitle: Bool {
        let hasPoint = sign == UInt8(ascii: ".")
        guard gap <= 2, hasPoint || sign == 0x20, previous.count <= 4, previous.isWritten, word.isWritten,
            LeftBehind.isTitle(previous.text)
        else { return false }
        // `Mr Brain`, of a text with a capital for each word.
        return hasPoint || !LeftBehind.isModality(previous.text) ? word.isAlsoName : word.kind == .eitherWay
    }

    /// `Attending: Hand`
    private var isNameBehindRole: Bool {
        gap <= 2 && sign == UInt8(ascii: ":") && word.isWritten && word.isAlsoName && LeftBehind.isRole(previous.text)
    }

    // MARK: Numbers with hyphens

    private mutating func noteHyphened() {
        if word.count == 2 {
            if !(gap == 1 && sign == UInt8(ascii: "-")) { settleHyphened() }
            hyphened.append(Int(word[0] & 15) * 10 + Int(word[1] & 15))
            if hyphened.count > 4 { hyphened.removeFirst() }
        } else {
            hyphened.removeAll(keepingCapacity: true)
        }
    }

    private mutating func settleHyphened() {
        if LeftBehind.isChartNumber(hyphened) { needsUnit = true }
        hyphened.removeAll(keepingCapacity: true)
    }

    // MARK: Numbers

    /// Numbers of more than three digits are years, days, or parts of UIDs that were made anew or are registered.
    private mutating func settleChain() {
        if chain.isEmpty { return }
        lastNumber = chain.count <= 2 ? chain[0] : nil
        defer { chain.removeAll(keepingCapacity: true) }
        let length = chain.reduce(chain.count - 1) { $0 + $1.count }
        let isRoot = chain[0].count == 1 && chain[0][0] < 0x33
        if isRoot, chain.count >= 6 || chain.count >= 3 && length >= 16 {
            let uid = Array(chain.map(\.text).joined(separator: [0x2E]))
            if !UIDForm.isReplacedOrRegistered(uid[...], UIDLookup()) { isClean = false }
        } else if LeftBehind.isNationalNumber(chain.map(\.count)) {
            isClean = false
        } else if !chain.allSatisfy(Self.isShortOrDay) {
            if needsUnit || needsDoseArea { isClean = false }
            if chain.count == 1, chain[0].count == 5 { return needsDoseArea = true }
            // 2500, 1034.2, 1.2345
            let isOne = chain[0].count <= 4 && (chain.count == 1 || chain.count == 2 && chain[1].count <= 6)
            if isOne { needsUnit = !MeasuredNumber.isLabel(label.text) } else { isClean = false }
        } else if needsUnit || needsDoseArea {
            isClean = false
        }
    }

    private static func isShortOrDay(_ number: Word) -> Bool {
        if number.count <= 3 { return true }
        let digits = number.text[...]
        return number.count == 4 && (digits.begins(with: "19") || digits.begins(with: "20"))
            || number.count == 8 && DateForm.isWellFormed(digits, vr: .da)
    }
}

/// One run of letters and digits.
private struct Word {
    /// In small letters, without accents.
    private var folded = InlineArray<40, UInt8>(repeating: 0)
    private(set) var count = 0
    /// The places of those that were capitals, a bit for each.
    private var capitals: UInt64 = 0
    private var digits = 0
    private var isLong = false

    private static let longestPiece = 3
    /// Behind these, a number has four digits at most: `b1000`, `TR2500`, `512x1024`.
    private static let parameters: Set<[UInt8]> = words(
        "b te tr ti fa td etl x bval thk fov nex ww wl ptv ctv gtv itv")
    /// Months, as dates that were moved have them.
    private static let months: Set<[UInt8]> = words("jan feb mar apr may jun jul aug sep oct nov dec anonymized")

    fileprivate static func words(_ text: String) -> Set<[UInt8]> {
        Set(text.utf8.split(separator: 0x20).map { Array($0) })
    }

    mutating func add(_ letter: UInt8, _ isCapital: Bool) {
        guard count < folded.count else { return isLong = true }
        if Self.isDigit(letter) { digits += 1 }
        if isCapital { capitals |= 1 << UInt64(count) }
        folded[count] = letter
        count += 1
    }

    var text: [UInt8] { (0..<count).map { folded[$0] } }

    subscript(place: Int) -> UInt8 { folded[place] }

    static func == (a: Word, b: [UInt8]) -> Bool { a.count == b.count && b.indices.allSatisfy { a[$0] == b[$0] } }

    var kind: CleaningWords.Kind? { CleaningWords.kind(of: folded.span.extracting(..<count)) }

    /// Capitals alone.
    var isUpper: Bool { count > 0 && digits == 0 && capitals == (1 << UInt64(count)) - 1 }

    /// A capital and small letters, as a name is written.
    var isWritten: Bool { capitals == 1 && count > 1 }

    /// Whether the list has it as a name, too, however rarely.
    var isAlsoName: Bool { CleaningWords.isAlsoName(folded.span.extracting(..<count)) }

    var isNumber: Bool { digits == count && !isLong }

    /// Neither a word of the list, nor a measure, nor made of several words.
    var isDoubtful: Bool {
        if isLong { return true }
        if count == 1 { return false }
        if digits > 0, LeftBehind.isDay(text) || LeftBehind.isAge(text) { return true }
        switch kind {
        case .word?, .eitherWay?: return false
        case .mostlyName?: return capitals != 0 && !Self.months.contains(text)
        case .onlyName?: return true
        case nil: return !isMadeOfPieces && !Self.months.contains(text)
        }
    }

    /// Whether it falls apart, where letters change their case or digits begin, into words and short numbers.
    private var isMadeOfPieces: Bool {
        var start = 0
        var pieces = 0
        var isBehindParameter = false
        while start < count {
            let end = endOfPiece(from: start)
            let length = end - start
            if Self.isDigit(folded[start]) {
                guard
                    length <= 3 || length == 4 && (isBehindParameter || isBeforeTimes(end) || isBeforeUnit(start, end))
                else {
                    return false
                }
            } else {
                // x1234 is no size.
                isBehindParameter =
                    Self.parameters.contains((start..<end).map { folded[$0] })
                    && (start > 0 || folded[0] != UInt8(ascii: "x"))
                // Beside digits, units and kernels.
                let isShort = digits > 0 && length <= Self.longestPiece
                guard isShort || isWord(start..<end) else { return false }
            }
            pieces += 1
            start = end
        }
        return pieces > 1
    }

    private func isBeforeTimes(_ end: Int) -> Bool {
        end + 1 < count && folded[end] == UInt8(ascii: "x") && Self.isDigit(folded[end + 1])
    }

    /// 4500ms
    private func isBeforeUnit(_ start: Int, _ end: Int) -> Bool {
        start == 0 && MeasuredNumber.isGluedUnit((end..<count).map { folded[$0] })
    }

    private func isWord(_ piece: Range<Int>) -> Bool {
        piece.count > 1 && CleaningWords.kind(of: folded.span.extracting(piece)) == .word
    }

    private func isCapital(at place: Int) -> Bool { capitals >> UInt64(place) & 1 != 0 }

    private func endOfPiece(from start: Int) -> Int {
        var end = start + 1
        if Self.isDigit(folded[start]) {
            while end < count, Self.isDigit(folded[end]) { end += 1 }
            return end
        }
        func goesOn(_ isCapital: Bool) -> Bool {
            end < count && !Self.isDigit(folded[end]) && self.isCapital(at: end) == isCapital
        }
        let isCapital = self.isCapital(at: start)
        while goesOn(isCapital) { end += 1 }
        if isCapital, end == start + 1 {
            // A capital and small letters are one word.
            while goesOn(false) { end += 1 }
        }
        return end
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// The last few words, among them those that only a phrase can explain.
private struct PhraseMemory {
    private var words: [(word: Word, isDoubtful: Bool, isBehindLead: Bool)] = []
    private static let longestPhrase = 5
    /// Between a noun and the name behind it: `maladie de Wilson`.
    private static let links = Word.words("de di do da von van")

    /// - Parameter isBehindLead: a title or a role stands before the word; no disease explains it (`Dr. Young syndrome`).
    /// - Returns: whether a word that nothing explains has gone out of sight.
    mutating func add(_ word: Word, isDoubtful: Bool, isBehindLead: Bool = false) -> Bool {
        words.append((word, isDoubtful, isBehindLead))
        if words.contains(where: \.isDoubtful) { explain() }
        guard words.count > Self.longestPhrase else { return false }
        return words.removeFirst().isDoubtful
    }

    mutating func end() -> Bool { words.contains(where: \.isDoubtful) }

    private mutating func explain() {
        let last = words.count - 1
        let text = words[last].word.text
        for before in CleaningWords.phrases[text] ?? [] where before.count <= last {
            let fits = before.enumerated().allSatisfy { words[last - 1 - $0.offset].word == $0.element }
            if fits { for place in (last - before.count)...last { words[place].isDoubtful = false } }
        }
        guard last > 0 else { return }
        let between = words[last - 1].word
        let isLinked = last > 1 && Self.links.contains(between.text)
        let first = last > 1 && (isLinked || between == Self.genitive) ? last - 2 : last - 1
        // Of two words that nothing is wrong with, nothing is to be explained.
        guard words[first...].contains(where: \.isDoubtful) else { return }
        let pair = words[first].word.text + (isLinked ? Self.linkedBy : [0x20]) + text
        guard CleaningWords.isEponym(pair.span) else { return }
        for place in first...last where !words[place].isBehindLead { words[place].isDoubtful = false }
    }

    private static let genitive: [UInt8] = [UInt8(ascii: "s")]
    private static let linkedBy = Array(" de ".utf8)
}
