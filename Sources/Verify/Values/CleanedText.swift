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
    /// Letters, digits and bytes beyond ASCII since the last sign.
    private var run: [UInt8] = []
    private var runIsPlain = true
    private var word = Word()
    private var isInWord = false
    /// Since the last word: how many bytes, and whether they are one point.
    private var gap = 0
    private var isPoint = false
    /// Numbers with single points between them.
    private var chain: [[UInt8]] = []
    private var memory = PhraseMemory()

    init(isSiteWord: (@Sendable (ArraySlice<UInt8>) -> Bool)? = nil) { self.isSiteWord = isSiteWord }

    /// Longer runs are no words, in whatever script.
    private static let longestRun = 200

    mutating func feed(_ byte: UInt8) {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
        case 0x80...: runIsPlain = false
        default:
            endRun()
            // Addresses of mail never stay.
            if LatinLetters.form(UInt32(byte)) == .foreign || byte == UInt8(ascii: "@") { isClean = false }
            return endWord(byte)
        }
        if run.count < Self.longestRun { run.append(byte) } else { isClean = false }
    }

    /// What the end of the text brings to light.
    mutating func end() {
        endRun()
        endWord(0x20)
        settleChain()
        if memory.end() { isClean = false }
    }

    private mutating func endRun() {
        if runIsPlain {
            for byte in run { add(LatinLetters.form(UInt32(byte))) }
        } else {
            for form in LatinLetters.characters(run) { add(form) }
        }
        run.removeAll(keepingCapacity: true)
        runIsPlain = true
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
        (gap, isPoint) = (1, sign == UInt8(ascii: "."))
        if word.isNumber {
            chain.append(word.folded)
            // Longer ones name no instance, and nothing else.
            if chain.count > 64 { isClean = false }
            if memory.add([], isDoubtful: false) { isClean = false }
        } else {
            settleChain()
            let isKnown = isSiteWord?(word.folded[...]) ?? false
            if memory.add(word.folded, isDoubtful: !isKnown && word.isDoubtful) { isClean = false }
        }
        word = Word()
    }

    // MARK: Numbers

    /// Numbers of more than three digits are years, days, or parts of UIDs that were made anew or are registered.
    private mutating func settleChain() {
        if chain.isEmpty { return }
        defer { chain.removeAll(keepingCapacity: true) }
        let length = chain.reduce(chain.count - 1) { $0 + $1.count }
        let isUID = chain[0].count == 1 && chain[0][0] < 0x33 && (chain.count >= 6 || chain.count >= 3 && length >= 16)
        if isUID {
            let uid = Array(chain.joined(separator: [0x2E]))
            if !UIDForm.isReplacedOrRegistered(uid[...], UIDLookup()) { isClean = false }
        } else if !chain.allSatisfy(Self.isShortOrDay) {
            isClean = false
        }
    }

    private static func isShortOrDay(_ digits: [UInt8]) -> Bool {
        switch digits.count {
        case ...3: true
        case 4: digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8)
        case 8: DateForm.isWellFormed(digits[...], vr: .da)
        default: false
        }
    }
}

/// One run of letters and digits.
private struct Word {
    /// In small letters, without accents.
    private(set) var folded: [UInt8] = []
    private var capitals: [Bool] = []
    private var digits = 0
    private var isLong = false
    private var hasCapital = false

    private static let longest = 40
    private static let longestPiece = 3
    /// Behind these, a number has four digits at most: `b1000`, `TR2500`, `512x1024`.
    private static let parameters: Set<[UInt8]> = words("b te tr ti fa td etl x bval thk fov nex")
    /// Months, as dates that were moved have them.
    private static let months: Set<[UInt8]> = words("jan feb mar apr may jun jul aug sep oct nov dec anonymized")

    fileprivate static func words(_ text: String) -> Set<[UInt8]> {
        Set(text.utf8.split(separator: 0x20).map { Array($0) })
    }

    mutating func add(_ letter: UInt8, _ isCapital: Bool) {
        guard folded.count < Self.longest else { return isLong = true }
        if Self.isDigit(letter) { digits += 1 }
        if isCapital { hasCapital = true }
        folded.append(letter)
        capitals.append(isCapital)
    }

    var isNumber: Bool { digits == folded.count && !isLong }

    /// Neither a word of the list, nor a measure, nor made of several words.
    var isDoubtful: Bool {
        if isLong { return true }
        if folded.count == 1 || Self.months.contains(folded) { return false }
        switch CleaningWords.kind(of: folded) {
        case .word?, .eitherWay?: return false
        case .mostlyName?: return hasCapital
        case nil: return !isMadeOfPieces
        }
    }

    /// Whether it falls apart, where letters change their case or digits begin, into words and short numbers.
    private var isMadeOfPieces: Bool {
        var start = 0
        var pieces = 0
        var isBehindParameter = false
        while start < folded.count {
            let end = endOfPiece(from: start)
            let piece = folded[start..<end]
            if Self.isDigit(folded[start]) {
                guard piece.count <= 3 || piece.count == 4 && (isBehindParameter || isBeforeTimes(end)) else {
                    return false
                }
            } else {
                isBehindParameter = Self.parameters.contains(Array(piece))
                // Beside digits, units and kernels.
                let isShort = digits > 0 && piece.count <= Self.longestPiece
                guard isShort || isWord(piece) else { return false }
            }
            pieces += 1
            start = end
        }
        return pieces > 1
    }

    private func isBeforeTimes(_ end: Int) -> Bool {
        end + 1 < folded.count && folded[end] == UInt8(ascii: "x") && Self.isDigit(folded[end + 1])
    }

    private func isWord(_ piece: ArraySlice<UInt8>) -> Bool {
        guard piece.count > 1, let kind = CleaningWords.kind(of: piece) else { return false }
        return kind == .word
    }

    private func endOfPiece(from start: Int) -> Int {
        var end = start + 1
        if Self.isDigit(folded[start]) {
            while end < folded.count, Self.isDigit(folded[end]) { end += 1 }
            return end
        }
        func goesOn(_ isCapital: Bool) -> Bool {
            end < folded.count && !Self.isDigit(folded[end]) && capitals[end] == isCapital
        }
        let isCapital = capitals[start]
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
    private var words: [(text: [UInt8], isDoubtful: Bool)] = []
    private static let longestPhrase = 5
    /// Behind these, a word that is a name, too, is that of a disease: `Bell palsy`.
    private static let eponymNouns = Word.words(
        "disease syndrome sign cyst fracture palsy lymphoma sarcoma tumor tumour procedure maneuver manoeuvre syndrom krankheit maladie "
            + "classification lesion")

    /// - Returns: whether a word that nothing explains has gone out of sight.
    mutating func add(_ word: [UInt8], isDoubtful: Bool) -> Bool {
        words.append((word, isDoubtful))
        if words.contains(where: \.isDoubtful) { explain() }
        guard words.count > Self.longestPhrase else { return false }
        return words.removeFirst().isDoubtful
    }

    mutating func end() -> Bool { words.contains(where: \.isDoubtful) }

    private mutating func explain() {
        let last = words.count - 1
        for before in CleaningWords.phrases[words[last].text] ?? [] where before.count <= last {
            let fits = before.enumerated().allSatisfy { words[last - 1 - $0.offset].text == $0.element }
            if fits { for place in (last - before.count)...last { words[place].isDoubtful = false } }
        }
        guard last > 0, Self.eponymNouns.contains(words[last].text) else { return }
        let name = words[last - 1].text.count == 1 && last > 1 ? last - 2 : last - 1
        if CleaningWords.kind(of: words[name].text) != nil { words[name].isDoubtful = false }
    }
}
