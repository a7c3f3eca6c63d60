import Standard

extension Verifier {
    /// Collects the tokens of an original: of everything that must go, with the verifier's own reader and rules.
    ///
    /// What cannot be read to its end gives what was read up to there.
    public func collect(fileDescriptor: Int32, size: Int, into tokens: inout OriginalTokens) -> OriginalReading {
        var check = FileCheck(
            .file(fileDescriptor, size: size), options: options, rules: rules, stated: stated)
        do throws(ReadFailure) {
            guard try check.open() else {
                return check.report.findings.contains { $0.check == .notDICOM }
                    ? .notDICOM(isText: try check.isText()) : .inPart
            }
            try check.collect(into: &tokens, stated.compactMap { $0.make() })
            return .whole
        } catch { return .inPart }
    }
}

/// How far an original was read.
public enum OriginalReading: Sendable {
    case whole
    case inPart
    /// Nothing says that it is DICOM. Text has no NUL and no other control characters in its head; a DICOM file always does.
    case notDICOM(isText: Bool)
}

extension FileCheck {
    fileprivate mutating func isText() throws(ReadFailure) -> Bool {
        let count = min(try walker.load(0, 1), 4096)
        return walker.source.slice(0, count).allSatisfy {
            $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D, 0x0C].contains($0)
        }
    }

    /// Longer values are no names.
    private static let longestValue = 4096

    /// - Parameter profiles: those that outputs may state, by which some of it may stay.
    mutating func collect(into tokens: inout OriginalTokens, _ profiles: [StatedProfile]) throws(ReadFailure) {
        while true {
            switch try walker.next() {
            case .element(let element): try collect(element, into: &tokens, profiles)
            case .end: return
            case .item, .fragment, .fragmentsEnd, .opaque: continue
            }
        }
    }

    private mutating func collect(
        _ element: Element, into tokens: inout OriginalTokens, _ profiles: [StatedProfile]
    ) throws(ReadFailure) {
        guard element.content == .value, let length = element.length, length > 0, length <= Self.longestValue else {
            return
        }
        // What may stay will be found again, as it should.
        guard try mustGo(element, rules) else { return }
        guard try walker.load(element.valueOffset, length) >= length else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        let value = Array(walker.source.slice(element.valueOffset, length))
        let allDates = rules.expectations.map { $0.dates == .removed } ?? true
        // What goes by the other profiles, too.
        var goings: [Set<ArraySlice<UInt8>>] = []
        for profile in profiles {
            var going: Set<ArraySlice<UInt8>> = []
            if try mustGo(element, profile.rules) {
                let isCleaned = profile.rules.rule(for: element.tag).isCleaned
                KnownValue.forEachToken(
                    element.tag, element.vr, value, allDates: profile.rules.expectations?.dates == .removed
                ) {
                    if !(isCleaned && isClean($0)) { going.insert($0) }
                }
            }
            goings.append(going)
        }
        let isCleaned = rules.rule(for: element.tag).isCleaned
        KnownValue.forEachToken(element.tag, element.vr, value, allDates: allDates) { token in
            if isCleaned, isClean(token) { return }
            var staying: UInt8 = 0
            for (number, going) in goings.enumerated() where !going.contains(token) { staying |= 1 << UInt8(number) }
            tokens.insert(token, staying: staying)
        }
    }

    /// Whether anything is demanded of the value by these rules.
    private mutating func mustGo(_ element: Element, _ rules: RuleTable) throws(ReadFailure) -> Bool {
        if element.tag.isPrivate { return try allowance(for: element, rules) == nil }
        let rule = rules.rule(for: element.tag)
        return rule.demand != .none || rule.unlisted == .text
    }

    /// Whether a token may stay in text that is cleaned.
    private func isClean(_ token: ArraySlice<UInt8>) -> Bool {
        var text = CleanedText(isSiteWord: rules.expectations?.isSiteWord)
        // In capitals: what is mostly a name counts as one.
        for byte in token { text.feed((0x61...0x7A).contains(byte) ? byte & 0xDF : byte) }
        text.end()
        return text.isClean
    }
}
