import Standard

/// Whether a code string says what the standard lets it say, or at least nothing of a person.
enum TermForm {
    /// More digits in a row are a number of something, not a term: `TYPE_2`, `PHASE_10000`.
    private static let longestNumber = 5
    /// More letters that stand alone or in pairs are a word that is spelled.
    private static let mostShortRuns = 4

    /// - Parameters:
    ///   - value: one value, without padding.
    ///   - keepsTerms: any term may stay, but for one that the standard would have named if there were it.
    static func isKnown(_ value: ArraySlice<UInt8>, of tag: Tag, keepsTerms: Bool) -> Bool {
        // Nearly all are known, and the words are found faster than the terms.
        if value.isEmpty || !keepsTerms && areKnownWords(value) { return true }
        let terms = DefinedTerms(of: tag)
        if terms?.contains(value) ?? false { return true }
        if keepsTerms, !(terms?.isEnumerated ?? false) { return true }
        return isLabel(value) || Dummy.isDummy(value, vr: .cs, registry: UIDLookup())
    }

    private static func areKnownWords(_ value: ArraySlice<UInt8>) -> Bool {
        var start = value.startIndex
        var shortRuns = 0
        while start < value.endIndex {
            var end = start + 1
            if isDigit(value[start]) {
                while end < value.endIndex, isDigit(value[end]) { end += 1 }
                if end - start > longestNumber { return false }
            } else if isLetter(value[start]) {
                while end < value.endIndex, isLetter(value[end]) { end += 1 }
                let word = value[start..<end]
                if word.count <= 2 {
                    shortRuns += 1
                    if shortRuns > mostShortRuns { return false }
                } else if KnownWords.kind(of: word.span) != .general {
                    return false
                }
            }
            start = end
        }
        return true
    }

    /// `X` or `H` and 15 of `0-9A-Z`: what a keyed function makes of a term or a code.
    static func isLabel(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count == 16, value.first == UInt8(ascii: "X") || value.first == UInt8(ascii: "H") else {
            return false
        }
        return value.allSatisfy { isDigit($0) || (0x41...0x5A).contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
}
