import Standard

extension Verifier {
    /// Collects the tokens of an original: of everything that must go, with the verifier's own reader and rules.
    ///
    /// What cannot be read to its end gives what was read up to there.
    public func collect(fileDescriptor: Int32, size: Int, into tokens: inout OriginalTokens) -> OriginalReading {
        var check = FileCheck(
            .file(fileDescriptor, size: size), options: options, rules: rules, expectations: expectations)
        do throws(ReadFailure) {
            guard try check.open() else {
                return check.report.findings.contains { $0.check == .notDICOM } ? .notDICOM(isText: try check.isText()) : .inPart
            }
            try check.collect(into: &tokens, allDates: expectations.map { $0.dates == .removed } ?? true)
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
        return walker.source.slice(0, count).allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D, 0x0C].contains($0) }
    }

    /// Longer values are no names.
    private static let longestValue = 4096

    mutating func collect(into tokens: inout OriginalTokens, allDates: Bool) throws(ReadFailure) {
        while true {
            switch try walker.next() {
            case .element(let element): try collect(element, into: &tokens, allDates: allDates)
            case .end: return
            case .item, .fragment, .fragmentsEnd, .opaque: continue
            }
        }
    }

    private mutating func collect(
        _ element: Element, into tokens: inout OriginalTokens, allDates: Bool
    ) throws(ReadFailure) {
        guard element.content == .value, let length = element.length, length > 0, length <= Self.longestValue else {
            return
        }
        let rule = rules.rule(for: element.tag)
        // What may stay will be found again, as it should.
        if element.tag.isPrivate, try allowance(for: element) != nil { return }
        guard element.tag.isPrivate || rule.demand != .none || rule.unlisted == .text else { return }
        guard try walker.load(element.valueOffset, length) >= length else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        let value = Array(walker.source.slice(element.valueOffset, length))
        KnownValue.forEachToken(element.tag, element.vr, value, allDates: allDates) { tokens.insert($0) }
    }
}
