/// Finds phone numbers, addresses of the net, labelled numbers and rooms.
extension TextCleaner {
    // MARK: Addresses of the net

    mutating func markNetAddresses() {
        markMailInWords()
        var index = 0
        while index + 1 < tokens.list.count {
            index += 1
            if tokens.list[index].isGone { continue }
            let separator = tokens.separator(before: index)
            let isMail = separator.contains(UInt8(ascii: "@"))
            let isURL =
                separator.starts(with: "://".utf8) || isDomain(index)
                || Self.hosts.contains(tokens.list[index - 1].hash) && separator.elementsEqual(".".utf8)
            guard isMail || isURL else { continue }
            var first = index - 1
            var last = index
            while isMail || isDomain(index), first > 0, !hasSpace(before: first) { first -= 1 }
            while last + 1 < tokens.list.count, !hasSpace(before: last + 1) { last += 1 }
            mark(first...last, .pattern)
            // The rest of the run is settled: looked at once more from each of its tokens, a long one would take ages.
            index = last
        }
    }

    /// `john at hospital dot org`
    private mutating func markMailInWords() {
        for dot in tokens.list.indices where tokens.list[dot].hash == Self.dot && dot + 1 < tokens.list.count && dot > 2
        {
            guard
                Self.domains.contains(tokens.list[dot + 1].hash) || Self.countries.contains(tokens.list[dot + 1].hash),
                tokens.list[dot - 2].hash == Self.at
            else { continue }
            mark((dot - 3)...(dot + 1), .pattern)
        }
    }

    /// `hospital.org`
    private func isDomain(_ index: Int) -> Bool {
        tokens.list[index].isLower && tokens.separator(before: index).elementsEqual(".".utf8)
            && tokens.list[index - 1].foldedCount > 1
            && (Self.domains.contains(tokens.list[index].hash)
                || Self.countries.contains(tokens.list[index].hash) && isHostOfCountry(index))
    }

    /// `hand.de`: words of other languages are written like that, too, but for the end of what stands without a space.
    private func isHostOfCountry(_ index: Int) -> Bool {
        guard tokens.list[index - 1].isLower, tokens.list[index - 1].kind != .number else { return false }
        let behind = tokens.separator(before: index + 1)
        return isLastOfSegment(index) || behind.first.map { "/:?>\"'".utf8.contains($0) } ?? false
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
        if isHyphenedRecord(index...last, lengths) { return last }
        if isNumberInPairs(index...last, lengths, total) { return endOfGroups(last) }
        guard lengths.count > 1, total >= 7, !isSeries(index...last) else { return nil }
        // 12.345.678-5
        if !hasSpaces, lengths.count > 3, signs == Self.nationalSigns, lengths[1] == 3, lengths[2] == 3 {
            return endOfGroups(last)
        }
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
        // I-131 3700 MBq
        if !isInternational, !isLabelled, isBeforeMeasureUnit(last) { return nil }
        let isUsual = Self.groupLengths.contains(lengths) || lengths.count > 2 && total >= 9
        return isInternational || isLabelled || isUsual ? endOfGroups(last) : nil
    }

    /// A number that somebody has cut in pairs: `47 11 12 3`. Not steps of one size, nor values with a unit or the name of a parameter.
    private func isNumberInPairs(_ range: ClosedRange<Int>, _ lengths: [Int], _ total: Int) -> Bool {
        guard lengths.count > 2, total >= 5, lengths.dropFirst().dropLast().allSatisfy({ $0 == 2 }),
            lengths[0] <= 2, lengths[lengths.count - 1] <= 2,
            range.dropFirst().allSatisfy({ tokens.separator(before: $0).elementsEqual(" ".utf8) }),
            !isBeforeUnit(range.upperBound), !isSeries(range)
        else { return false }
        if range.lowerBound > 0, Measures.isNamed(tokens.list[range.lowerBound - 1].hash) { return false }
        let values = range.compactMap { tokens.number(tokens.list[$0]) }
        // Ascending or descending throughout: what is measured at several of them.
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }
        return !steps.allSatisfy { $0 > 0 } && !steps.allSatisfy { $0 < 0 } && !steps.allSatisfy { $0 == 0 }
    }

    /// Whether a unit that means nothing else stands right behind a number.
    private func isBeforeMeasureUnit(_ index: Int) -> Bool {
        let unit = index + 1
        return unit < tokens.list.count && tokens.isClose(before: unit)
            && Measures.units.contains(tokens.list[unit].hash)
    }

    /// Numbers of charts with hyphens alone: `99-88-77`, `H-12-345`. Not steps of one size, nor values with a unit.
    private func isHyphenedRecord(_ range: ClosedRange<Int>, _ lengths: [Int]) -> Bool {
        guard lengths.count > 1, lengths.count < 4, !isBeforeUnit(range.upperBound),
            range.dropFirst().allSatisfy({ tokens.separator(before: $0).elementsEqual("-".utf8) })
        else { return false }
        if lengths == [2, 2, 2] {
            let values = range.compactMap { tokens.number(tokens.list[$0]) }
            return values[1] <= values[0] || values[1] - values[0] != values[2] - values[1]
        }
        let letter = range.lowerBound - 1
        return lengths.reduce(0, +) >= 5 && letter >= 0 && tokens.list[letter].isSingleLetter
            && tokens.separator(before: range.lowerBound).elementsEqual("-".utf8) && lengths[0] > 1
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
        var first = range.lowerBound
        while first > 0, range.lowerBound - first < 8, isGroup(first), tokens.list[first - 1].kind == .number {
            first -= 1
        }
        guard first > 0, Self.seriesLabels.contains(tokens.list[first - 1].hash) else { return false }
        var before = -1
        for index in first...range.upperBound {
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
    ///
    /// - Parameter areProducts: the text is about software and devices, one of which may be called `DR-ID 300`.
    mutating func markLabelled(areProducts: Bool = false) {
        for index in tokens.list.indices where !tokens.list[index].isGone {
            if isLabelWithNumber(index) || isNumberedSign(index) || isSerialNumber(index) { set(index, .pattern) }
            if let last = endOfTrialNumber(index) { mark(index...last, .pattern) }
        }
        var index = 1
        while index < tokens.list.count {
            let hasSign = tokens.has("#", before: index) && LabelWords.signed.contains(tokens.list[index - 1].hash)
            let isSure =
                hasSign || isNumbered(index) || isBehindColon(index)
                || LabelWords.sure.contains(tokens.list[index - 1].hash) && !(areProducts && isPartOfProduct(index - 1))
            guard isSure || LabelWords.doubtful.contains(tokens.list[index - 1].hash) else {
                index += 1
                continue
            }
            if tokens.list[index].kind == .word,
                LabelWords.numberSigns.contains(tokens.list[index].hash)
                    || isSure && LabelWords.links.contains(tokens.list[index].hash)
            {
                index += 1
            }
            // `patient no` would say something else.
            let first = isSure && index > 1 && isNumbered(index - 1) ? index - 1 : index
            var digits = 0
            while index < tokens.list.count, tokens.separator(before: index).count <= 3,
                !tokens.has(",", before: index), isLabelled(index, isSure) || isSure && isUnitInNumber(index, first)
            {
                digits += tokens.list[index].foldedCount
                index += 1
            }
            if digits > 0, isSure || digits >= LabelWords.shortestNumber { mark(first...(index - 1), .pattern) }
            index += 1
        }
    }

    /// `serial no 4A-77`: the parts of a number in letters and digits.
    private func isSerialNumber(_ index: Int) -> Bool {
        guard index > 1, tokens.list[index].kind != .word else { return false }
        var label = index - 1
        if tokens.list[label].isGone, tokens.separator(before: index).elementsEqual("-".utf8), label > 1 { label -= 1 }
        let hasSign = LabelWords.numberSigns.contains(tokens.list[label].hash)
        if hasSign { label -= 1 }
        // `serial 12 lead ECG`, `serial 3D US`: not the number of a device.
        if !hasSign, tokens.list[index].foldedCount < 4 { return false }
        return label >= 0 && tokens.list[label].hash == Self.serial
            && tokens.separator(before: index).count <= 3
    }

    /// `ABC-123` behind `trial` and the like: its last token.
    private func endOfTrialNumber(_ index: Int) -> Int? {
        let last = index + 1
        guard index > 0, last < tokens.list.count, Self.trials.contains(tokens.list[index - 1].hash),
            tokens.isClose(before: index), tokens.list[index].kind == .word, tokens.list[index].isUpper,
            tokens.list[index].foldedCount > 1, tokens.list[last].kind == .number, tokens.list[last].foldedCount > 1,
            tokens.separator(before: last).elementsEqual("-".utf8)
        else { return nil }
        return last
    }

    /// Behind a dash and a few capitals that are nobody's: `DR-ID`, and not `PAT-ID`.
    private func isPartOfProduct(_ index: Int) -> Bool {
        guard index > 0, tokens.separator(before: index).elementsEqual("-".utf8) else { return false }
        let token = tokens.list[index - 1]
        return token.kind == .word && token.isUpper && token.foldedCount <= 3
            && !LabelWords.signed.contains(token.hash) && !LabelWords.glued.contains(token.hash)
    }

    private func isLabelled(_ index: Int, _ isSure: Bool) -> Bool {
        let token = tokens.list[index]
        return isSure ? token.kind != .word : token.kind == .number && token.fate != .stays
    }

    /// `Acc: 12`: what has one digit is a count or a factor.
    private func isBehindColon(_ index: Int) -> Bool {
        tokens.has(":", before: index) && tokens.list[index].kind == .number && tokens.list[index].foldedCount > 1
            && LabelWords.numbered.contains(tokens.list[index - 1].hash)
    }

    /// `Patient no 77`, `hospital number 77`
    private func isNumbered(_ index: Int) -> Bool {
        LabelWords.signed.contains(tokens.list[index - 1].hash) && tokens.isClose(before: index)
            && LabelWords.numberSigns.contains(tokens.list[index].hash)
    }

    /// A unit between the parts of a number, which then is none: `MRN 12 mm 34`.
    private func isUnitInNumber(_ index: Int, _ first: Int) -> Bool {
        index > first && index + 1 < tokens.list.count && tokens.list[index + 1].kind == .number
            && Measures.isUnit(tokens.list[index].hash) && tokens.separator(before: index + 1).count <= 3
    }

    /// `MRN123`, `ID12`, `PATIENT12`: not `acc2`, a factor of acceleration.
    private func isLabelWithNumber(_ index: Int) -> Bool {
        let token = tokens.list[index]
        guard token.kind == .mixed, !token.isForeign, token.foldedCount <= 24 else { return false }
        let text = tokens.folded(token)
        let letters = text.prefix { !ASCII.isDigit($0) }
        let digits = text.count - letters.count
        guard digits > 0, text.dropFirst(letters.count).allSatisfy(ASCII.isDigit) else { return false }
        let label = WordHash(letters)
        return LabelWords.sure.contains(label) || digits > 1 && LabelWords.glued.contains(label)
    }

    /// `#12`, behind nothing that is counted: `image #12`, `#3 screw`.
    private func isNumberedSign(_ index: Int) -> Bool {
        let token = tokens.list[index]
        let separator = tokens.separator(before: index)
        // # 77
        if index == 0, token.kind != .word, token.foldedCount > 1, separator.elementsEqual("# ".utf8),
            !isBeforeUnit(index)
        {
            return true
        }
        guard token.kind != .word, token.foldedCount > 1, separator.last == UInt8(ascii: "#"),
            index == 0 || separator.count > 1
        else { return false }
        return index == 0 || !LabelWords.counted.contains(tokens.list[index - 1].hash)
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

    private static let serial = WordHash("serial".utf8)
    private static let trials = WordHash.set("trial trials")
    private static let at = WordHash("at".utf8)
    private static let dot = WordHash("dot".utf8)
    private static let domains = WordHash.set("com org net edu gov io info")
    /// Without those that are words where a sentence ends.
    private static let countries = WordHash.set("de fr nl pl eu ch at be dk cz ru jp cn br uk it es fi ie gr hu ro")
    private static let hosts = WordHash.set("www http https ftp")
    private static let groupSigns: Set<UInt8> = Set(" ()-./+".utf8)
    /// Of telephone and national numbers with spaces between their groups.
    private static let groupLengths: Set<[Int]> = [[3, 3, 4], [3, 4], [3, 3, 3], [2, 2, 2, 2], [2, 3, 3]]
    /// Rows and columns of images, and slices of volumes: `256 256 128`. Three of them in a number of a telephone are one in
    /// a hundred thousand.
    private static let matrixSizes: Set<Int> = [
        64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 448, 512, 576, 640, 704, 768, 896, 960, 1024, 2048,
    ]
    private static let nationalSigns: Set<UInt8> = Set(".-".utf8)
    private static let seriesLabels = WordHash.set("b te ti tr values")
    static func isPhoneLabel(_ word: WordHash) -> Bool { phoneLabels.contains(word) }

    private static let phoneLabels = WordHash.set(
        "tel phone fax call mobile mob cell pager telefon tfno telephone ph ext")
    private static let calls = WordHash.set("call")
    private static let phoneLeads = WordHash.set("call le al el au")
    private static let rooms = WordHash.set(
        "rm room bed ward bay zi zimmer ch chambre salle raum stanza habitacion hab")
    private static let keptRooms = WordHash.set("cama station stat lit letto bett")
    private static let doubtfulRooms = WordHash.set("rm ch hab")
    private static let directions = WordHash.set("north south east west n s e w nord sud est ouest ost")
    private static let measures = WordHash.set("mm cm t tesla mg ml")
}
