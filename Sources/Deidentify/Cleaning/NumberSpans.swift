/// Finds phone numbers, addresses of the net, ages over 89, rooms and street addresses.
extension TextCleaner {
    // MARK: Addresses of the net

    mutating func markNetAddresses() {
        var index = 0
        while index + 1 < tokens.list.count {
            index += 1
            if tokens.list[index].isGone { continue }
            let separator = tokens.separator(before: index)
            let isMail = separator.contains(UInt8(ascii: "@"))
            let isURL =
                separator.elementsEqual("://".utf8)
                || Self.hosts.contains(tokens.list[index - 1].hash) && separator.elementsEqual(".".utf8)
            guard isMail || isURL else { continue }
            var first = index - 1
            var last = index
            while isMail, first > 0, !hasSpace(before: first) { first -= 1 }
            while last + 1 < tokens.list.count, !hasSpace(before: last + 1) { last += 1 }
            mark(first...last, .pattern)
            // The rest of the run is settled: looked at once more from each of its tokens, a long one would take ages.
            index = last
        }
    }

    func hasSpace(before index: Int) -> Bool {
        tokens.separator(before: index).contains { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
    }

    // MARK: Phones and other numbers in groups

    mutating func markNumberGroups() {
        var index = 0
        while index < tokens.list.count {
            if let last = numberGroups(at: index) {
                mark(index...last, .pattern)
                dropLead(before: index, Self.phoneLeads)
                for other in max(0, index - 3)..<index where Self.calls.contains(tokens.list[other].hash) {
                    set(other, .pattern)
                }
                index = last + 1
            } else {
                index += 1
            }
        }
    }

    /// The last token of a run of digits that is too long for a measure.
    private func numberGroups(at index: Int) -> Int? {
        guard tokens.list[index].kind == .number, tokens.list[index].fate == .open else { return nil }
        var total = tokens.list[index].foldedCount
        var lengths = [total]
        var last = index
        var hasSpaces = false
        var signs: Set<UInt8> = []
        while lengths.count < 8, isGroup(last + 1) {
            let separator = tokens.separator(before: last + 1)
            if separator.contains(0x20) { hasSpaces = true }
            signs.formUnion(separator)
            last += 1
            total += tokens.list[last].foldedCount
            lengths.append(tokens.list[last].foldedCount)
        }
        guard lengths.count > 1, total >= 7, !isSeries(index...last) else { return nil }
        let before = tokens.separator(before: index).last
        let isInternational =
            before == UInt8(ascii: "+") || before == UInt8(ascii: "(")
            || tokens.folded[tokens.list[index].foldedStart] == 0x30
        let isLabelled = index > 0 && Self.phoneLabels.contains(tokens.list[index - 1].hash)
        if !hasSpaces {
            // 1.25-2.50 are measures; one sign alone, or an area in brackets, is none.
            return signs.count == 1 && lengths.count > 2 || isInternational || isLabelled || lengths.contains { $0 > 3 }
                ? endOfGroups(last) : nil
        }
        if !isInternational, !isLabelled,
            (index...last).allSatisfy({ Self.matrixSizes.contains(tokens.number(tokens.list[$0]) ?? 0) })
        {
            return nil
        }
        let isUsual = Self.groupLengths.contains(lengths) || lengths.count > 2 && total >= 9
        return isInternational || isLabelled || isUsual ? endOfGroups(last) : nil
    }

    /// Whether a number goes on one that stands before it.
    private func isGroup(_ index: Int) -> Bool {
        guard index < tokens.list.count, tokens.list[index].kind == .number, tokens.list[index].fate == .open else {
            return false
        }
        let separator = tokens.separator(before: index)
        return separator.count <= 3 && separator.allSatisfy { Self.groupSigns.contains($0) }
    }

    private func endOfGroups(_ index: Int) -> Int {
        var last = index
        while isGroup(last + 1) { last += 1 }
        return last
    }

    /// Ascending values of something that is measured at several of them: `b 0 50 400 800`.
    private func isSeries(_ range: ClosedRange<Int>) -> Bool {
        guard range.lowerBound > 0, Self.seriesLabels.contains(tokens.list[range.lowerBound - 1].hash) else {
            return false
        }
        var before = -1
        for index in range {
            guard tokens.list[index].foldedCount <= 4, let value = tokens.number(tokens.list[index]), value > before
            else {
                return false
            }
            before = value
        }
        return true
    }

    // MARK: Numbers with a label

    /// Numbers behind a word for an identifier, however short: `MRN 123 456`, `ID: 77`, `PID#12`.
    mutating func markLabelled() {
        var index = 1
        while index < tokens.list.count {
            let isSure = LabelWords.sure.contains(tokens.list[index - 1].hash)
            guard isSure || LabelWords.doubtful.contains(tokens.list[index - 1].hash) else {
                index += 1
                continue
            }
            if tokens.list[index].kind == .word, LabelWords.numberSigns.contains(tokens.list[index].hash) { index += 1 }
            let first = index
            var digits = 0
            while index < tokens.list.count, isLabelled(index, isSure), tokens.separator(before: index).count <= 3,
                !tokens.has(",", before: index)
            {
                digits += tokens.list[index].foldedCount
                index += 1
            }
            if index > first, isSure || digits >= LabelWords.shortestNumber { mark(first...(index - 1), .pattern) }
            index += 1
        }
    }

    private func isLabelled(_ index: Int, _ isSure: Bool) -> Bool {
        let token = tokens.list[index]
        return isSure ? token.kind != .word : token.kind == .number && token.fate != .stays
    }

    // MARK: Ages

    mutating func markAges() {
        for index in tokens.list.indices where !tokens.list[index].isGone {
            let token = tokens.list[index]
            if token.kind == .mixed {
                if isAgeWithSex(index) {
                    dropAge(index...index)
                    continue
                }
                let digits = tokens.folded(token).prefix(while: ASCII.isDigit)
                // Longer ones are no ages, and may be more than a number holds.
                guard (2...3).contains(digits.count) else { continue }
                let unit = WordHash(tokens.folded(token).dropFirst(digits.count))
                let value = digits.reduce(0) { $0 * 10 + Int($1 & 15) }
                if (90...150).contains(value), Self.gluedAges.contains(unit) {
                    dropAge(index...index)
                }
                continue
            }
            guard let value = tokens.number(token), (90...150).contains(value), !isFraction(index) else { continue }
            let unit = index + 1
            if unit < tokens.list.count, tokens.isClose(before: unit), Self.ages.contains(tokens.list[unit].hash) {
                dropAge(index...unit)
            } else if index > 0, Self.ageLabels.contains(tokens.list[index - 1].hash) {
                dropAge(index...index)
            }
        }
    }

    func isAgeUnit(_ index: Int) -> Bool { Self.ages.contains(tokens.list[index].hash) }
    func isAgeLabel(_ index: Int) -> Bool { Self.ageLabels.contains(tokens.list[index].hash) }
    static func isPhoneLabel(_ word: WordHash) -> Bool { phoneLabels.contains(word) }

    /// `F95`, `95M`, `95F`: the sex with an age over 89. Not `99m` beside an element of which it is the isotope, nor a fever.
    private func isAgeWithSex(_ index: Int) -> Bool {
        let text = tokens.folded(tokens.list[index])
        let digits = text.filter(ASCII.isDigit)
        guard (2...3).contains(digits.count), text.count == digits.count + 1,
            let letter = text.first.map({ ASCII.isDigit($0) ? text[text.endIndex - 1] : $0 }),
            letter == UInt8(ascii: "m") || letter == UInt8(ascii: "f"),
            ASCII.isDigit(text[text.startIndex]) || ASCII.isDigit(text[text.endIndex - 1]),
            !tokens.list[index].isLower,
            (90...110).contains(digits.reduce(0) { $0 * 10 + Int($1 & 15) })
        else { return false }
        return !(max(0, index - 3)..<min(index + 2, tokens.list.count)).contains {
            Self.noAges.contains(tokens.list[$0].hash)
        }
    }

    mutating func dropAge(_ range: ClosedRange<Int>) {
        var last = range.upperBound
        while last + 1 < tokens.list.count, tokens.isClose(before: last + 1),
            Self.ageTails.contains(tokens.list[last + 1].hash)
        { last += 1 }
        mark(range.lowerBound...last, .pattern)
        dropLead(before: range.lowerBound, Self.ageLeads)
        dropLead(before: range.lowerBound, Self.ageLabels)
    }

    /// Whether the token is a part of a decimal number.
    private func isFraction(_ index: Int) -> Bool {
        func isPoint(_ index: Int) -> Bool {
            guard index > 0, index < tokens.list.count, tokens.list[index].kind == .number,
                tokens.list[index - 1].kind == .number
            else {
                return false
            }
            let separator = tokens.separator(before: index)
            return separator.elementsEqual(".".utf8) || separator.elementsEqual(",".utf8)
        }
        return isPoint(index) || isPoint(index + 1)
    }

    // MARK: Rooms

    /// A label with a number behind it: `RM 412B`, `Zi. 12`, `BED 14`, `WARD 7 WEST`.
    mutating func markRooms() {
        for index in tokens.list.indices.dropFirst() where !tokens.list[index].isGone {
            let label = tokens.list[index - 1]
            let isAlone = Self.rooms.contains(label.hash)
            guard isAlone || Self.keptRooms.contains(label.hash) else { continue }
            let token = tokens.list[index]
            let isNumber = token.kind == .number && token.foldedCount <= 4
            guard isNumber || token.kind == .mixed && !token.wordClass.contains(.measure), !isFraction(index) else {
                continue
            }
            let separator = tokens.separator(before: index)
            guard separator.count <= 2, !separator.contains(UInt8(ascii: ",")) else { continue }
            if Self.doubtfulRooms.contains(label.hash), isNumber, token.foldedCount < 2,
                !separator.contains(UInt8(ascii: "."))
            {
                continue
            }
            if isNumber, index + 1 < tokens.list.count, Self.measures.contains(tokens.list[index + 1].hash) { continue }
            set(index, .pattern)
            if isAlone { set(index - 1, .pattern) }
            if index + 1 < tokens.list.count, Self.directions.contains(tokens.list[index + 1].hash) {
                set(index + 1, .pattern)
            }
        }
    }

    // MARK: Streets

    /// A number, words, and the word for a street; and what stands behind a comma after it.
    mutating func markStreets() {
        for index in tokens.list.indices where Self.streets.contains(tokens.list[index].hash) {
            var first = index
            while first > 0, index - first < 4, tokens.isClose(before: first), tokens.list[first - 1].kind == .word {
                first -= 1
            }
            guard first > 0, first < index, tokens.list[first - 1].kind != .word, tokens.isClose(before: first),
                !(first..<index).contains(where: {
                    tokens.list[$0].wordClass.contains(.clinical) && tokens.list[$0].wordClass.isPlain
                })
            else { continue }
            mark((first - 1)...index, .name)
        }
    }

    private static let hosts = WordHash.set("www http https ftp")
    private static let groupSigns: Set<UInt8> = Set(" ()-./+".utf8)
    /// Of telephone and national numbers with spaces between their groups.
    private static let groupLengths: Set<[Int]> = [[3, 3, 4], [3, 4], [3, 3, 3], [2, 2, 2, 2], [2, 3, 3]]
    /// Rows and columns of images, and slices of volumes: `256 256 128`. Three of them in a number of a telephone are one in
    /// a hundred thousand.
    private static let matrixSizes: Set<Int> = [
        64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 448, 512, 576, 640, 704, 768, 896, 960, 1024, 2048,
    ]
    private static let seriesLabels = WordHash.set("b te ti tr")
    private static let phoneLabels = WordHash.set(
        "tel phone fax call mobile mob cell pager telefon tfno telephone ph ext")
    private static let calls = WordHash.set("call")
    private static let phoneLeads = WordHash.set("call le al el au")
    private static let gluedAges = WordHash.set("y yo yr yrs j a ans jahre year years yom yof")
    private static let ages = WordHash.set(
        "yo y yr yrs year years jahre jahriger jahrige jahr jaehriger jaehrige ans an anni anos jaar")
    private static let ageLabels = WordHash.set("age aged alter edad eta agee leeftijd idade")
    private static let noAges = WordHash.set("tc technetium fever febrile temp temperature deg fov thk thickness")
    private static let ageTails = WordHash.set("o old of age alt")
    private static let ageLeads = WordHash.set("de di of a")
    private static let rooms = WordHash.set(
        "rm room bed ward bay zi zimmer ch chambre salle raum stanza habitacion hab")
    private static let keptRooms = WordHash.set("cama station stat lit letto bett")
    private static let doubtfulRooms = WordHash.set("rm ch hab")
    private static let directions = WordHash.set("north south east west n s e w nord sud est ouest ost")
    private static let measures = WordHash.set("mm cm t tesla mg ml")
    private static let streets = WordHash.set(
        "street avenue road lane drive boulevard blvd ave rd st strasse str weg platz gasse straat laan")
}
