/// Looks through bytes, whatever they are, for known tokens: in text, between binary numbers, in codestreams.
final class TokenScanner {
    enum Kind { case word, number, day, uid, identifier }

    struct Hit {
        var offset: Int
        var count: Int
        var kind: Kind
        /// A bit for each profile that the file may state and that lets it stay.
        var staying: UInt8 = 0

        func mayStay(by profile: Int) -> Bool { staying >> UInt8(profile) & 1 != 0 }
    }

    private(set) var hits: [Hit] = []
    private let known: KnownLookup
    /// Whether bytes beyond ASCII are letters: so in text, and not among binary numbers, where they would join everything.
    private let takesHigh: Bool
    private static let maximumHits = 20_000

    /// The run of letters and digits that is open, in small letters.
    private var run: [UInt8] = []
    private var runDigits = 0
    /// Longer than any token, so that it is none.
    private var runIsLong = false
    /// Digits and points, as of a UID.
    private var chain: [UInt8] = []
    private var chainPoints = 0
    /// What may be the parts of a day.
    private var days = DayGroups()
    /// Runs with digits, with one sign between each and the next.
    private var parts = IdentifierForm()
    private var position = 0

    private static let classes: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39: 1
        case 0x41...0x5A, 0x61...0x7A: 2
        case UInt8(ascii: "."): 3
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"): 4
        case 0x80...: 5
        case 0x20, UInt8(ascii: ","): 6
        default: 0
        }
    }

    private static let classesOfASCII = classes.map { $0 == 5 ? 0 : $0 }

    init(takesHigh: Bool = false, _ known: KnownLookup) {
        self.known = known
        self.takesHigh = takesHigh
        run.reserveCapacity(KnownValue.longest)
        chain.reserveCapacity(KnownValue.longest)
    }

    /// Looks through bytes that follow those of the last call, or begin somewhere else after `finish`.
    func feed(_ bytes: [UInt8], _ range: Range<Int>, at offset: Int) {
        let classes = takesHigh ? Self.classes : Self.classesOfASCII
        let end = range.upperBound
        let shift = offset - range.lowerBound
        var index = range.lowerBound
        while index < end {
            if run.isEmpty, chain.isEmpty, days.isEmpty, parts.isEmpty {
                index = Self.next(bytes, from: index, to: end, classes)
                if index == end { break }
            }
            position = shift + index
            let kind = classes[Int(bytes[index])]
            if kind == 0 {
                close()
            } else {
                step(bytes[index], kind)
            }
            index += 1
        }
        position = offset + range.count
    }

    /// Where something begins that may be a token, when nothing is open: letters and digits that are too few, as most are
    /// among binary numbers, are passed over without a look at what they are.
    private static func next(_ bytes: [UInt8], from start: Int, to end: Int, _ classes: [UInt8]) -> Int {
        let last = KnownValue.shortest.word - 1
        var index = start
        while index < end {
            // Nothing that is long enough ends before this byte: among binary numbers, one look is enough for several.
            var stop = min(index + last, end - 1)
            if classes[Int(bytes[stop])] == 0 {
                index = stop + 1
                continue
            }
            // A run with points and separators in it, which begins with a letter or a digit.
            var first = stop
            while first > index, classes[Int(bytes[first - 1])] != 0 { first -= 1 }
            while first <= stop, !begins(classes[Int(bytes[first])]) { first += 1 }
            stop = max(first, stop + 1)
            while stop < end, stop - first <= last, classes[Int(bytes[stop])] != 0 { stop += 1 }
            if stop - first > last || stop == end { return first }
            index = stop
        }
        return end
    }

    private static func begins(_ kind: UInt8) -> Bool { kind == 1 || kind == 2 || kind == 5 }

    /// A byte that belongs to nothing ends everything.
    private func close() {
        if !run.isEmpty { endRun() }
        if !chain.isEmpty { endChain() }
        days.clear()
        if !parts.isEmpty { askIdentifiers() }
    }

    private func step(_ byte: UInt8, _ kind: UInt8) {
        switch kind {
        case 1, 2, 5:
            if kind == 1 {
                runDigits += 1
                extendChain(byte)
            } else if !chain.isEmpty {
                endChain()
            }
            if run.count < KnownValue.longest {
                run.append(kind == 2 ? byte | 0x20 : byte)
            } else {
                runIsLong = true
            }
        default:
            if !run.isEmpty { endRun() }
            days.add(sign: byte)
            if !parts.isEmpty, !parts.add(sign: byte) { askIdentifiers() }
            if chain.isEmpty { return }
            if kind == 3 {
                extendChain(byte)
                chainPoints += 1
            } else {
                endChain()
            }
        }
    }

    /// Ends what is open: the bytes end here, or go on somewhere else.
    func finish() { close() }

    /// Puts the hits in the order of the bytes.
    func sort() { hits.sort { $0.offset < $1.offset } }

    private func ask(_ token: ArraySlice<UInt8>, at offset: Int, _ kind: Kind) {
        guard hits.count < Self.maximumHits, known.isKnown(token) else { return }
        hits.append(Hit(offset: offset, count: token.count, kind: kind, staying: known.staying(token)))
    }

    private func extendChain(_ byte: UInt8) {
        // One byte more than a UID has shows that it is none.
        if chain.count <= KnownValue.longest { chain.append(byte) }
    }

    private func endChain() {
        defer {
            chain.removeAll(keepingCapacity: true)
            chainPoints = 0
        }
        guard chainPoints >= 2, chain.count <= KnownValue.longest else { return }
        var uid = chain[...]
        while uid.last == UInt8(ascii: ".") { uid.removeLast() }
        if uid.count >= KnownValue.shortest.uid { ask(uid, at: position - chain.count, .uid) }
    }

    private func endRun() {
        let count = run.count
        let start = position - count
        defer {
            run.removeAll(keepingCapacity: true)
            runDigits = 0
            runIsLong = false
        }
        if runIsLong {
            days.clear()
            return askIdentifiers()
        }
        if runDigits == 0 { askIdentifiers() } else { parts.add(run, at: start) }
        askDays(start)
        guard runDigits == count else {
            if count >= KnownValue.shortest.word {
                ask(run[...], at: start, .word)
                if takesHigh {
                    for spelling in KnownValue.spellings(of: run[...]) { askFolded(spelling, start, count) }
                }
            }
            if runDigits > 0 { askParts(start) }
            return
        }
        if count <= 4 { return }
        if count == 8 {
            ask(run[...], at: start, .day)
        } else if count >= KnownValue.shortest.number {
            ask(run[...], at: start, .number)
            // A day with a time behind it.
            if count == 12 || count == 14, KnownValue.isDay(run[..<8]) { ask(run[..<8], at: start, .day) }
        }
    }

    /// The letters and the digits of a mixed run, each by themselves.
    private func askParts(_ start: Int) {
        var from = 0
        while from < run.count {
            let isDigit = KnownValue.isDigit(run[from])
            var to = from + 1
            while to < run.count, KnownValue.isDigit(run[to]) == isDigit { to += 1 }
            let part = run[from..<to]
            if isDigit {
                if part.count == 8 || part.count >= KnownValue.shortest.number {
                    ask(part, at: start + from, part.count == 8 ? .day : .number)
                }
            } else if part.count >= KnownValue.shortest.word {
                ask(part, at: start + from, .word)
            }
            from = to
        }
    }

    private func askFolded(_ word: [UInt8], _ offset: Int, _ count: Int) {
        guard hits.count < Self.maximumHits, hits.last?.offset != offset, known.isKnown(word[...]) else { return }
        hits.append(Hit(offset: offset, count: count, kind: .word, staying: known.staying(word[...])))
    }

    /// Identifiers that are written in parts: `471-11-23`.
    private func askIdentifiers() {
        parts.forEach { token, range in
            guard hits.count < Self.maximumHits, known.isKnown(token) else { return }
            hits.append(
                Hit(offset: range.lowerBound, count: range.count, kind: .identifier, staying: known.staying(token)))
        }
        parts.clear()
    }

    /// Days as people write them: `1971-02-03`, `3.2.1971`, `02/03/1971`, `3 Feb 1971`.
    private func askDays(_ start: Int) {
        for day in days.add(run, runDigits, at: start) { askDay(day.year, day.month, day.day, from: day.offset) }
    }

    private func askDay(_ year: Int, _ month: Int, _ day: Int, from offset: Int) {
        guard (1...12).contains(month), (1...31).contains(day) else { return }
        let number = year * 10_000 + month * 100 + day
        var digits = [UInt8](repeating: 0x30, count: 8)
        var rest = number
        for index in (0..<8).reversed() {
            digits[index] += UInt8(rest % 10)
            rest /= 10
        }
        guard hits.count < Self.maximumHits, known.isKnown(digits[...]) else { return }
        hits.append(
            Hit(offset: offset, count: position - offset, kind: .day, staying: known.staying(digits[...])))
    }
}
