import Standard

/// Where known tokens turned up, and what they stand in.
struct KnownSearch {
    let lookup: KnownLookup
    let scanner: TokenScanner
    private(set) var next = 0
    /// Of bytes that are not in the file as they are: inflated ones, or those of a pipe. Told of at the end.
    let passing: TokenScanner

    init(_ lookup: KnownLookup) {
        self.lookup = lookup
        scanner = TokenScanner(lookup)
        passing = TokenScanner(lookup)
    }

    /// The hits before an offset that have not been told of.
    mutating func hits(before offset: Int) -> ArraySlice<TokenScanner.Hit> {
        let first = next
        while next < scanner.hits.count, scanner.hits[next].offset < offset { next += 1 }
        return scanner.hits[first..<next]
    }
}

extension FileCheck {
    private static let chunk = 256 << 10

    /// Looks through all bytes of the file, before anything is known of them.
    mutating func searchKnown() throws(ReadFailure) {
        guard let known, !raw.isStream else { return }
        var buffer = [UInt8](repeating: 0, count: min(Self.chunk, max(raw.size, 1)))
        var offset = 0
        while offset < raw.size {
            let count = try raw.read(at: offset, into: &buffer, at: 0, count: min(buffer.count, raw.size - offset))
            if count == 0 { break }
            known.scanner.feed(buffer, 0..<count, at: offset)
            offset += count
        }
        known.scanner.finish()
        known.scanner.sort()
    }

    /// Tells of what was found up to the end of an element's value.
    mutating func reportKnown(_ element: Element) throws(ReadFailure) {
        guard known != nil else { return }
        for hit in known?.hits(before: element.valueOffset) ?? [] { try reportKnown(hit, nil) }
        guard element.content == .value, let length = element.length, length > 0 else { return }
        for hit in known?.hits(before: element.valueOffset + length) ?? [] { try reportKnown(hit, element) }
        if element.vr.isText { try searchBeyondASCII(element, length) }
    }

    /// Names in other scripts: the head of a value of text, as far as it may be looked at twice.
    private mutating func searchBeyondASCII(_ element: Element, _ length: Int) throws(ReadFailure) {
        let count = min(length, Walker.longestComponent + 1)
        // Behind a value that went by there is no way back to its head.
        guard let known, length <= count, try walker.loadIfHeld(element.valueOffset, count) else { return }
        let head = Array(walker.source.slice(element.valueOffset, count))
        guard head.contains(where: { $0 >= 0x80 }) else { return }
        let scanner = TokenScanner(takesHigh: true, known.lookup)
        scanner.feed(head, 0..<count, at: element.valueOffset)
        scanner.finish()
        for hit in scanner.hits where hit.kind == .word { addKnown(hit, element.tag) }
    }

    /// Tells of what was found in a fragment.
    mutating func reportKnown(fragmentEnd: Int) {
        for hit in known?.hits(before: fragmentEnd) ?? [] where Self.isSure(hit) { addKnown(hit, nil) }
    }

    /// Tells of what is left when the walk has ended.
    mutating func reportRestOfKnown() {
        for hit in known?.hits(before: .max) ?? [] { reportKnownOutside(hit) }
        known?.passing.finish()
        // Nobody knows any more what these stood in: numbers with signs between them may be any.
        for hit in known?.passing.hits ?? [] where hit.count > KnownValue.shortest.word && hit.kind != .identifier {
            if let statedNumber, hit.mayStay(by: statedNumber) { continue }
            report.add(Finding(.knownIdentity, offset: hit.offset))
        }
    }

    private mutating func reportKnown(_ hit: TokenScanner.Hit, _ element: Element?) throws(ReadFailure) {
        guard let element else { return reportKnownOutside(hit) }
        let counts: Bool
        switch element.vr {
        // Numbers as long as a day are common among numbers.
        case .ds, .is, .tm, .as: counts = hit.kind == .word || hit.count > 8 && hit.kind != .identifier
        case .ui: counts = hit.kind == .uid || hit.kind == .day
        case .da, .dt:
            // A date that was moved may have come upon a day of somebody else.
            let mayBeMoved = hit.kind == .day && isMovable(element)
            if hit.kind != .identifier { addKnown(hit, element.tag, mayBeMoved ? .unlessDatesModified : []) }
            return
        default:
            counts = element.vr.isText || element.vr == .un && hit.kind != .identifier || Self.isSure(hit)
        }
        if counts, try !isMaker(hit, element) { addKnown(hit, element.tag) }
    }

    /// Whether a word of makers and their products stands where such belong: a site may bear the name of one, and so may a person.
    private mutating func isMaker(_ hit: TokenScanner.Hit, _ element: Element) throws(ReadFailure) -> Bool {
        let tag = element.tag
        guard hit.kind == .word, element.vr.isText,
            tag.isPrivateCreator || ReviewedText.namesMaker(tag) || ReviewedText.tags.contains(tag.rawValue),
            try walker.loadIfHeld(hit.offset, hit.count)
        else { return false }
        let word = Array(walker.source.slice(hit.offset, hit.count))
        guard word.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else { return false }
        return KnownWords.kind(of: word.span) == .technical
    }

    /// Headers, File Meta Information, preamble, what comes after the end.
    private mutating func reportKnownOutside(_ hit: TokenScanner.Hit) {
        guard Self.isSure(hit) || walker.frames[0].previous == nil, let condition = condition(of: hit) else { return }
        report.add(Finding(.knownIdentity, offset: hit.offset, extent: hit.count), condition)
    }

    /// Whether the rules let the date of an attribute be moved, where the file says that dates were.
    private func isMovable(_ element: Element) -> Bool {
        if datesMayBeModified == false || element.tag.group == 0x0010 { return false }
        if let dates = rules.expectations?.dates, dates != .modified { return false }
        let rule = rules.rule(for: element.tag)
        return element.tag.isPrivate || rule.acceptsModifiedDates || rule.demand == .none
    }

    private mutating func addKnown(_ hit: TokenScanner.Hit, _ tag: Tag?, _ extra: Report.Condition = []) {
        guard let condition = condition(of: hit)?.union(datesMayBeModified == nil ? extra : []) else { return }
        // Said before, and that dates were moved.
        if !extra.isEmpty, datesMayBeModified == true { return }
        guard report.keeps(.knownIdentity) else { return report.count(.knownIdentity, at: hit.offset, condition) }
        report.add(
            Finding(.knownIdentity, path: walker.path(), tag: tag, offset: hit.offset, extent: hit.count), condition)
    }

    /// Under what it is a finding; `nil`: under nothing.
    private func condition(of hit: TokenScanner.Hit) -> Report.Condition? {
        if let statedNumber { return hit.mayStay(by: statedNumber) ? nil : [] }
        var condition: Report.Condition = []
        for number in stated.indices where hit.mayStay(by: number) { condition.insert(.unlessStated(number)) }
        return condition
    }

    /// Whether the token is long enough not to come about by chance among bytes of any kind.
    private static func isSure(_ hit: TokenScanner.Hit) -> Bool {
        switch hit.kind {
        case .word: hit.count >= 7
        case .number, .day: hit.count >= 8
        case .uid: true
        case .identifier: false
        }
    }
}
