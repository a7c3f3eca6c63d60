/// Looks through bytes, whatever they are, for known tokens: in text, between binary numbers, in codestreams.
final class TokenScanner {
    enum Kind { case word, number, day, uid }

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
    /// The last runs that were digits alone, each a separator from the next.
    private var groups: [(value: Int, count: Int, offset: Int)] = []
    private var position = 0

    private static let classes: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39: 1
        case 0x41...0x5A, 0x61...0x7A: 2
        case UInt8(ascii: "."): 3
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"): 4
        case 0x80...: 5
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
            if run.isEmpty, chain.isEmpty, groups.isEmpty {
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
            // A run with points and separators in it.
            var first = stop
            while first > index, classes[Int(bytes[first - 1])] != 0 { first -= 1 }
            stop += 1
            while stop < end, classes[Int(bytes[stop])] != 0 { stop += 1 }
            if stop - first > last || stop == end { return first }
            index = stop
        }
        return end
    }

    /// A byte that belongs to nothing ends everything.
    private func close() {
        if !run.isEmpty { endRun() }
        if !chain.isEmpty { endChain() }
        if !groups.isEmpty { groups.removeAll(keepingCapacity: true) }
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
        case 3:
            if !run.isEmpty { endRun() } else { groups.removeAll(keepingCapacity: true) }
            if !chain.isEmpty {
                extendChain(byte)
                chainPoints += 1
            }
        default:
            if !run.isEmpty { endRun() } else { groups.removeAll(keepingCapacity: true) }
            if !chain.isEmpty { endChain() }
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
        if runIsLong || runDigits != count || count > 4 { groups.removeAll(keepingCapacity: true) }
        if runIsLong { return }
        guard runDigits == count else {
            if count >= KnownValue.shortest.word { ask(run[...], at: start, .word) }
            if runDigits > 0 { askParts(start) }
            return
        }
        if count <= 4 { return noteGroup(start) }
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

    /// Days as people write them: `1971-02-03`, `3.2.1971`, `02/03/1971`.
    private func noteGroup(_ start: Int) {
        groups.append((run.reduce(0) { $0 * 10 + Int($1 - 0x30) }, run.count, start))
        if groups.count > 3 { groups.removeFirst() }
        guard groups.count == 3 else { return }
        let (first, middle, last) = (groups[0], groups[1], groups[2])
        guard middle.count <= 2 else { return }
        if first.count == 4, last.count <= 2 {
            askDay(first.value, middle.value, last.value, from: first.offset)
        } else if last.count == 4, first.count <= 2 {
            askDay(last.value, middle.value, first.value, from: first.offset)
            if first.value != middle.value { askDay(last.value, first.value, middle.value, from: first.offset) }
        }
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
