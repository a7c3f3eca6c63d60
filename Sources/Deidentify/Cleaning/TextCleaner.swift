/// What the texts of one file are cleaned by.
struct CleaningContext {
    var identifiers = FileIdentifiers()
    /// By how much dates move; `nil`: they go.
    var shift: DateShift?
    /// By what UIDs are replaced; `nil`: they go.
    var pseudonyms: Pseudonyms?
}

/// Cleans texts: what names people, places, dates and numbers of theirs goes, words of medicine stay.
///
/// Linear in the length of a text; a word is looked at with a few of its neighbours. Not a proof: a name that is a word of
/// medicine stays where nothing around it, nor the file, says that it is one.
struct TextCleaner {
    private let lexicon: Lexicon
    var tokens = TextTokens()
    /// Tokens of a phrase of the word list.
    var protected: [Bool] = []
    /// Most words are in small letters, as people write sentences.
    var isSentence = false
    private var replacements: [Int: (last: Int, bytes: [UInt8])] = [:]

    init(lexicon: Lexicon) { self.lexicon = lexicon }

    /// The cleaned text; `nil` when it may stay as it is.
    ///
    /// - Parameter text: one value, in UTF-8.
    mutating func clean(_ text: ArraySlice<UInt8>, _ context: CleaningContext) -> [UInt8]? {
        tokens.cut(text)
        replacements.removeAll(keepingCapacity: true)
        let needsLook = classify()
        if !needsLook, context.identifiers.isEmpty { return nil }
        protectPhrases()
        markUIDs(context)
        markNetAddresses()
        markPaths()
        markMachines()
        markBirths()
        markPartialDates()
        markDates(context)
        markAges()
        markSpelledAges()
        markNumberGroups()
        markLabelled()
        markNumberedPatients()
        markSpelledDigits()
        markSpelledRuns(context.identifiers)
        markRooms()
        markTitled()
        markCredentials()
        markReported()
        markRoles()
        markLedNames()
        markToldNames()
        markSigned()
        markStreets()
        markUnknown(context.identifiers)
        markOwn(context.identifiers)
        markOrdered()
        markAmbiguous(isStrict: context.identifiers.isIncomplete)
        markNameSegments()
        markInitials()
        markAttached()
        markFacilities()
        dropPersonLeads()
        dropLabels()
        return join()
    }

    /// Whether a text of known words tells of somebody all the same: when people were born or how old they are, over 89, a label of
    /// people's numbers with a number (`MRN`, `ID 77`), a day (`March 15`), a title or a role with a name behind it (`Dr Hand`), a word
    /// that is mostly a name (`Chest Pain Mark`), or where a machine or file is.
    ///
    /// - Parameter isTechnical: makers and products are called as people are.
    mutating func tellsOfSomebody(_ text: ArraySlice<UInt8>, isTechnical: Bool) -> Bool {
        tokens.cut(text)
        replacements.removeAll(keepingCapacity: true)
        _ = classify()
        // Each word is a known one, whether the word list has it or not.
        for index in tokens.list.indices where !tokens.list[index].wordClass.contains(.known) {
            tokens.list[index].wordClass = [.known, .clinical]
        }
        protectPhrases()
        markPaths()
        markMachines(areVersions: isTechnical)
        markBirths()
        markNamedDays()
        markAges()
        markSpelledAges()
        markLabelled(areProducts: isTechnical)
        markNumberedPatients()
        markTitled()
        markCredentials()
        markReported()
        markRoles()
        markLedNames()
        markNetAddresses()
        markPartialDates()
        return tokens.list.indices.contains { index in
            let token = tokens.list[index]
            // Products are called as people are: `Allura Mark`.
            return token.fate != .open || Self.personalLabels.contains(token.hash)
                || !isTechnical && !protected[index] && token.foldedCount > 2
                    && token.wordClass.contains(token.isLower ? .onlyName : .mostlyName)
        }
    }

    private static let personalLabels = WordHash.set("mrn dob ssn")

    // MARK: Marks

    mutating func mark(_ range: ClosedRange<Int>, _ fate: TextToken.Fate) {
        for index in range where !tokens.list[index].isGone { set(index, fate) }
    }

    /// What becomes of a token. With a part of what was replaced, all of it goes.
    mutating func set(_ index: Int, _ fate: TextToken.Fate) {
        guard tokens.list[index].fate == .stays else {
            tokens.list[index].fate = fate
            return
        }
        var first = index
        while first > 0, replacements[first] == nil { first -= 1 }
        guard let replacement = replacements.removeValue(forKey: first) else { return }
        for place in first...replacement.last { tokens.list[place].fate = .pattern }
    }

    /// Drops the word before `index` if it is one of `words` and goes with what follows.
    mutating func dropLead(before index: Int, _ words: Set<WordHash>) {
        var lead = index - 1
        // Not far: a text may be one run of what goes.
        while lead > 0, index - lead < 16, tokens.list[lead].isGone { lead -= 1 }
        guard lead >= 0, words.contains(tokens.list[lead].hash), !tokens.list[lead].isGone else { return }
        set(lead, .pattern)
    }

    mutating func replace(_ range: ClosedRange<Int>, _ bytes: [UInt8]) {
        replacements[range.lowerBound] = (range.upperBound, bytes)
        for index in range { tokens.list[index].fate = .stays }
    }

    // MARK: Words

    /// Looks every word up.
    ///
    /// - Returns: whether anything but plain words and short numbers is there.
    private mutating func classify() -> Bool {
        var needsLook = false
        var small = 0
        var words = 0
        for index in tokens.list.indices {
            let token = tokens.list[index]
            var found = token.isForeign ? [] : lexicon.wordClass(tokens, token)
            if token.kind != .word, !token.isForeign, !found.contains(.known),
                MeasureForm.matches(tokens.folded(token)) || isGrade(index)
                    || !token.isUpper && MeasureForm.isLongValue(tokens.folded(token))
            {
                found = [.known, .measure]
            }
            if !found.contains(.known), !token.isForeign, token.kind != .number, isGlued(token) { found = .known }
            tokens.list[index].wordClass = found
            if token.kind == .word, token.foldedCount > 1 {
                words += 1
                if token.isLower { small += 1 }
            }
            if needsLook { continue }
            if !found.isPlain || token.kind != .word || token.foldedCount == 1
                || HospitalWords.heads.contains(token.hash) || HospitalWords.houses.contains(token.hash)
                || NumberWords.contains(token.hash) || isWrittenTitle(index) || RoleWords.labels.contains(token.hash)
            {
                needsLook = true
            }
        }
        isSentence = small >= 3 && small * 2 > words
        return needsLook || hasSignOfAddress
    }

    /// Whether a sign stands in the text that addresses and paths have.
    private var hasSignOfAddress: Bool {
        var isBehindSpace = true
        var isBehindPoint = false
        for byte in tokens.bytes {
            switch byte {
            case UInt8(ascii: "@"), UInt8(ascii: "~"), 0x5C: return true
            case UInt8(ascii: "/"): if isBehindSpace { return true }
            // hand.de
            case UInt8(ascii: "a")...UInt8(ascii: "z"): if isBehindPoint { return true }
            default: break
            }
            isBehindPoint = byte == UInt8(ascii: ".") && !isBehindSpace
            isBehindSpace = byte <= 0x20 || "\"'(=:".utf8.contains(byte)
        }
        return false
    }

    /// `4B` of Lung-RADS 4B.
    private func isGrade(_ index: Int) -> Bool {
        let token = tokens.list[index]
        return token.foldedCount == 2 && index > 0 && tokens.list[index - 1].hash == Self.gradings
            && ASCII.isDigit(tokens.folded[token.foldedStart])
    }

    /// Whether a word falls apart, where letters change their case or digits begin, into words of the list and short numbers.
    private func isGlued(_ token: TextToken) -> Bool {
        guard token.foldedCount <= 32, token.end - token.start == token.foldedCount else { return false }
        let text = tokens.bytes[token.start..<token.end]
        // GTVp1
        if token.kind == .mixed, let digit = text.firstIndex(where: ASCII.isDigit), text.endIndex - digit <= 2,
            digit - text.startIndex > 2, text[digit...].allSatisfy(ASCII.isDigit),
            Lexicon.words.find(tokens.folded(token).dropLast(text.endIndex - digit)).isPlain
        {
            return Calendar.month(WordHash(tokens.folded(token).dropLast(text.endIndex - digit))) == nil
                || text.endIndex - digit < 2
        }
        var pieces = 0
        // Of the last piece: that it has digits, or is a month behind digits.
        var isBehindDigits = false
        var isBehindDay = false
        var start = text.startIndex
        while start < text.endIndex {
            var end = start + 1
            let isDigit = ASCII.isDigit(text[start])
            if isDigit {
                while end < text.endIndex, ASCII.isDigit(text[end]) { end += 1 }
                // CT15MAR20
                if end - start > 2 || isBehindDay { return false }
                isBehindDigits = true
            } else {
                let isCapital = text[start] < 0x60
                while end < text.endIndex, !ASCII.isDigit(text[end]) {
                    let nextIsCapital = text[end] < 0x60
                    if isCapital, end == start + 1, !nextIsCapital {
                        // A capital and small letters: one word.
                        while end < text.endIndex, !ASCII.isDigit(text[end]), text[end] >= 0x60 { end += 1 }
                        break
                    }
                    if nextIsCapital != isCapital { break }
                    end += 1
                }
                let folded = (token.foldedStart + start - token.start)..<(token.foldedStart + end - token.start)
                if folded.count < 2 { return false }
                let found = Lexicon.words.find(tokens.folded[folded])
                guard found.contains(.known), found.isDisjoint(with: [.mostlyName, .eitherWay]) else { return false }
                isBehindDay = isBehindDigits && Calendar.isGluedMonth(tokens.folded[folded])
                isBehindDigits = false
            }
            pieces += 1
            start = end
        }
        return pieces > 1 && !isBehindDay
    }

    private mutating func protectPhrases() {
        protected.removeAll(keepingCapacity: true)
        protected.append(contentsOf: repeatElement(false, count: tokens.list.count))
        for index in tokens.list.indices where tokens.list[index].kind == .word {
            let length = lexicon.phrase(tokens, at: index)
            // `MR HEAD`, but in a sentence `Mr Head`.
            if length == 0 || isSentence && isWrittenTitle(index) || beginsLikeName(index)
                || !isContracted(index + length - 1)
                || !tokens.list[index].wordClass.isPlain && isBehindSomebodysLead(index)
            {
                continue
            }
            for place in index..<(index + length) { protected[place] = true }
        }
        protectEponyms()
    }

    /// Whether a phrase that begins with something like a name stands behind another one: `BRUCE WILLIS TOF`.
    func beginsLikeName(_ index: Int) -> Bool {
        guard index > 0, !tokens.list[index].wordClass.isDisjoint(with: [.mostlyName, .eitherWay]),
            tokens.isClose(before: index),
            !protected[index - 1]
        else { return false }
        let before = tokens.list[index - 1]
        return before.kind == .word && (!before.wordClass.contains(.known) || before.wordClass.contains(.mostlyName))
    }

    private mutating func markUnknown(_ identifiers: FileIdentifiers) {
        for index in tokens.list.indices where tokens.list[index].fate == .open {
            let token = tokens.list[index]
            if token.kind == .number {
                if token.isForeign || token.foldedCount > 3 && !protected[index] && !isMeasured(index, identifiers) {
                    set(index, .pattern)
                }
            } else if !token.wordClass.contains(.known), !protected[index] {
                set(index, token.kind == .word ? .unknown : .pattern)
            }
        }
    }

    /// What the file names itself.
    private mutating func markOwn(_ identifiers: FileIdentifiers) {
        if identifiers.isEmpty { return }
        for range in identifiers.values(in: tokens) {
            // A name of two initials is a value of two letters.
            if range.count == 1, tokens.list[range.lowerBound].foldedCount < 4, isWordNotInitials(range.lowerBound) {
                continue
            }
            for index in range { set(index, .pattern) }
        }
        for range in identifiers.dividedNames(in: tokens) { mark(range, .name) }
        for index in tokens.list.indices where !tokens.list[index].isGone {
            let token = tokens.list[index]
            if token.kind == .mixed, identifiers.holdsNumber(tokens.folded(token)) || isNumberedName(token, identifiers)
            {
                set(index, .pattern)
                continue
            }
            if isPluralName(index, identifiers) {
                set(index, .name)
                continue
            }
            if identifiers.names.contains(token.hash), !token.wordClass.contains(.measure) || token.kind == .word,
                !isNegation(index, besideNoNameOf: identifiers)
            {
                set(index, .name)
            } else if !token.wordClass.isPlain,
                identifiers.isShortName(token.hash) && !isViewBesidePart(index) && !isWordNotInitials(index)
                    || identifiers.places.contains(token.hash) && !token.wordClass.contains(.negation)
            {
                set(index, .name)
            }
        }
    }

    /// `Hand7`: a name of the file of four letters or more, and one or two digits; as a word alone it goes wherever it stands.
    private func isNumberedName(_ token: TextToken, _ identifiers: FileIdentifiers) -> Bool {
        let text = tokens.folded(token)
        let letters = text.prefix { !ASCII.isDigit($0) }
        guard letters.count > 3, (1...2).contains(text.count - letters.count),
            text.dropFirst(letters.count).allSatisfy(ASCII.isDigit)
        else { return false }
        return identifiers.names.contains(WordHash(letters))
    }

    /// `the Hands` for a family of the file: with a capital within a sentence only, where it is no plural of a word.
    private func isPluralName(_ index: Int, _ identifiers: FileIdentifiers) -> Bool {
        let token = tokens.list[index]
        guard isSentence, token.kind == .word, token.foldedCount > 4, token.isCapitalised, !token.isUpper, index > 0,
            tokens.isClose(before: index)
        else { return false }
        let text = tokens.folded(token)
        return text.last == UInt8(ascii: "s") && identifiers.names.contains(WordHash(text.dropLast()))
    }

    /// Whether a word that somebody of the file is called by is a negation here: without the rest of the name beside it, and
    /// in small letters or before something that stays, which would say the opposite without it.
    private func isNegation(_ index: Int, besideNoNameOf identifiers: FileIdentifiers) -> Bool {
        guard isNegation(index), tokens.list.count > 1, tokens.list[index].isLower || negatesWhatStays(index) else {
            return false
        }
        return ![index - 1, index + 1].contains {
            tokens.list.indices.contains($0) && identifiers.names.contains(tokens.list[$0].hash)
        }
    }

    /// Whether a view or parameter that spells somebody's initials, too, stands where one is expected: `CHEST PA`, `AP/LAT`, `TE 30`.
    private func isViewBesidePart(_ index: Int) -> Bool {
        let token = tokens.list[index]
        let next = index + 1
        if Self.parameters.contains(token.hash) {
            return next < tokens.list.count && tokens.list[next].kind == .number && tokens.isClose(before: next)
        }
        guard Self.views.contains(token.hash) else { return false }
        return [index - 1, next].contains { neighbour in
            guard tokens.list.indices.contains(neighbour) else { return false }
            let other = tokens.list[neighbour]
            let place = max(index, neighbour)
            guard !other.isGone, other.kind == .word, other.foldedCount > 1, tokens.separator(before: place).count == 1,
                tokens.isClose(before: place) || tokens.has("/", before: place)
            else { return false }
            return Self.views.contains(other.hash) || other.wordClass.isPlain && other.wordClass.contains(.clinical)
        }
    }

    private static let views = WordHash.set("ap pa lat cc ml lm lao rao obl mlo")
    private static let parameters = WordHash.set("te tr ti fa")

    /// Words that are names too, by their neighbours.
    private mutating func markAmbiguous(isStrict: Bool) {
        for _ in 0..<3 {
            var hasChanged = false
            for index in tokens.list.indices where tokens.list[index].fate == .open && !protected[index] {
                let token = tokens.list[index]
                guard token.kind == .word, !token.wordClass.isDisjoint(with: [.mostlyName, .eitherWay]) else {
                    continue
                }
                let isSmall = isSentence && token.isLower
                if token.isLower, token.wordClass.contains(.function) || isNegation(index) { continue }
                // `MAI` is a name that many have.
                if isNegation(index), negatesWhatStays(index), !token.wordClass.contains(.mostlyName) || isSentence {
                    continue
                }
                // 1234 ng/L
                if token.isLower, index > 0, tokens.list[index - 1].kind == .number, tokens.isClose(before: index),
                    Measures.isUnit(token.hash)
                {
                    continue
                }
                let isMostly = token.wordClass.contains(.mostlyName) || isStrict
                if isMostly && (!isSmall || token.wordClass.contains(.onlyName))
                    || (isMostly || !isSmall) && isAmongNames(index)
                    || !isSmall && isCapitalisedInside(index) || isInBrackets(index) || isMostly && isPair(index)
                {
                    set(index, .name)
                    hasChanged = true
                }
            }
            if !hasChanged { break }
        }
    }

    /// `(White)`
    private func isInBrackets(_ index: Int) -> Bool {
        index > 0 && !tokens.list[index].isLower && tokens.separator(before: index).last == UInt8(ascii: "(")
            && tokens.separator(before: index + 1).first == UInt8(ascii: ")")
    }

    /// Two words beside each other that are mostly names, in whatever letters: `john robert`.
    private func isPair(_ index: Int) -> Bool {
        [index - 1, index + 1].contains { neighbour in
            guard tokens.list.indices.contains(neighbour), tokens.isClose(before: max(index, neighbour)) else {
                return false
            }
            // `she said`
            return !protected[neighbour] && tokens.list[neighbour].wordClass.contains(.mostlyName)
                && !tokens.list[neighbour].wordClass.contains(.function)
                && ![index, neighbour].contains { Self.neverInPairs.contains(tokens.list[$0].hash) }
        }
    }

    /// Whether a neighbour goes as a name, or none is a word of its own.
    private func isAmongNames(_ index: Int) -> Bool {
        var hasPlain = false
        for neighbour in [index - 1, index + 1] where tokens.list.indices.contains(neighbour) {
            if tokens.isClose(before: max(neighbour, index)), isNameGone(neighbour),
                tokens.list[neighbour].foldedCount > 1
            {
                return true
            }
            if !tokens.list[neighbour].isGone { hasPlain = true }
        }
        return !hasPlain
    }

    /// Within a sentence in small letters, what has a capital is a name.
    private func isCapitalisedInside(_ index: Int) -> Bool {
        guard isSentence, tokens.list[index].isCapitalised, index > 0 else { return false }
        return tokens.list[index - 1].isLower && tokens.isClose(before: index)
    }

    /// Short numbers that are tied to one that goes, with no space between.
    private mutating func markAttached() {
        func isTied(_ index: Int) -> Bool {
            let separator = tokens.separator(before: index)
            return separator.elementsEqual("-".utf8) || separator.elementsEqual("/".utf8)
                || separator.elementsEqual(".".utf8) || separator.elementsEqual("_".utf8)
        }
        for index in tokens.list.indices where tokens.list[index].fate == .open && tokens.list[index].kind == .number {
            for neighbour in [index - 1, index + 1] where tokens.list.indices.contains(neighbour) {
                let other = tokens.list[neighbour]
                if other.fate == .pattern, other.kind != .word, isTied(max(index, neighbour)) {
                    set(index, .pattern)
                }
            }
        }
    }

    /// Labels that say nothing without the number behind them: `MRN`, `ACC NO`.
    private mutating func dropLabels() {
        for index in tokens.list.indices where tokens.list[index].fate == .pattern {
            var label = index - 1
            while label > 0, index - label < 3, LabelWords.numberSigns.contains(tokens.list[label].hash) { label -= 1 }
            guard label >= 0, LabelWords.dropped.contains(tokens.list[label].hash), !tokens.list[label].isGone else {
                continue
            }
            mark(label...index, .pattern)
        }
    }

    private static let neverInPairs = WordHash.set(
        "she her said put go else soon among cant carry convey ok close lie keys seven bent bitten said strong smart")
    private static let gradings = WordHash("rads".utf8)

    // MARK: The text anew

    private func join() -> [UInt8]? {
        guard !replacements.isEmpty || tokens.list.contains(where: \.isGone) else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(tokens.bytes.count)
        var hasGap = false
        var isFirst = true
        var gapStart = 0
        var index = 0
        while index < tokens.list.count {
            if tokens.list[index].isGone {
                if !hasGap { gapStart = index }
                hasGap = true
                index += 1
                continue
            }
            let separator = tokens.separator(before: index)
            if !hasGap {
                out += separator
            } else if isFirst {
                if let bracket = separator.last, Self.opening.contains(bracket) { out.append(bracket) }
            } else {
                out += Separators.joined(
                    tokens.separator(before: gapStart), separator, isPointOfGap: isAbbreviation(index - 1))
            }
            if let replacement = replacements[index] {
                out += replacement.bytes
                index = replacement.last
            } else {
                out += tokens.bytes[tokens.list[index].start..<tokens.list[index].end]
            }
            isFirst = false
            hasGap = false
            index += 1
        }
        if isFirst { return [] }
        let end = hasGap ? tokens.separator(before: gapStart) : tokens.separator(before: tokens.list.count)
        out += hasGap ? Separators.last(end) : end[...]
        return Separators.trimmed(out)
    }

    /// Whether a point behind the token belongs to it.
    private func isAbbreviation(_ index: Int) -> Bool { tokens.list[index].foldedCount == 1 }

    private static let opening: Set<UInt8> = Set("([{".utf8)
}

/// What stands between two words of which the ones between went.
enum Separators {
    /// - Parameters:
    ///   - first: what stood behind the word before.
    ///   - last: what stood before the word behind.
    static func joined(_ first: ArraySlice<UInt8>, _ last: ArraySlice<UInt8>, isPointOfGap: Bool) -> ArraySlice<UInt8> {
        let opens = first.contains { "([{".utf8.contains($0) }
        let closes = last.contains { ")]}".utf8.contains($0) }
        if opens && closes { return [0x20] }
        if first.contains(0x0A) || last.contains(0x0A) { return [0x0A] }
        if !isBlank(first) { return first }
        let last = isPointOfGap ? last.drop { $0 == UInt8(ascii: ".") } : last
        if !isBlank(last) { return last }
        return first.isEmpty ? (last.isEmpty ? [0x20] : last) : first.prefix(1)
    }

    /// What stays at the end of a text whose last words went.
    static func last(_ separator: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        separator.prefix { ").]?!%".utf8.contains($0) }
    }

    static func trimmed(_ text: [UInt8]) -> [UInt8] {
        var text = text[...]
        while let first = text.first, first == 0x20 || first == 0x0A || first == 0x0D || first == 0x09 {
            text.removeFirst()
        }
        while let last = text.last,
            last <= 0x20
                || [UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "/")]
                    .contains(last)
        {
            text.removeLast()
        }
        return Array(text)
    }

    private static func isBlank(_ separator: ArraySlice<UInt8>) -> Bool { separator.allSatisfy { $0 == 0x20 } }
}
