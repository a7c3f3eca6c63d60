import DICOM
import Standard

/// Which values of code strings and technical text may stay, each worked out once: the frames of an object and the files
/// of a folder repeat themselves.
struct KnownValues {
    /// What is to be said of values whoever the file is about.
    private enum Verdict { case known, unknown, knownUnlessOwn }

    private var verdicts = ValueMemo<Verdict>(most: 4096)
    /// Of those that somebody of a file may stand in.
    private var ownVerdicts = ValueMemo<Bool>(most: 1024)
    private static let nobody = OwnIdentifiers()

    /// Whether every value of the element is a term of its attribute, or made of known words of which none is among `own`.
    ///
    /// - Precondition: the element is resident.
    mutating func areKnown(
        _ element: Element, _ use: KnownText.Use, _ own: OwnIdentifiers, _ buffer: borrowing HeaderBuffer
    ) -> Bool {
        let range = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        let question = UInt64(element.tag.rawValue) << 1 | (use == .technical ? 1 : 0)
        let general: Verdict
        if let verdict = verdicts.find(question, 0, range, buffer) {
            general = verdict
        } else {
            general = Self.verdict(element, use, buffer.copy(range))
            verdicts.add(general, for: question, 0, range, buffer)
        }
        if general != .knownUnlessOwn || !own.mayStand(in: buffer, range) { return general != .unknown }
        if let verdict = ownVerdicts.find(question, own.mark, range, buffer) { return verdict }
        let terms = use == .general ? DefinedTerms(of: element.tag) : nil
        let verdict = Self.values(buffer.copy(range)).allSatisfy { Self.isKnown($0, use, terms, own) }
        ownVerdicts.add(verdict, for: question, own.mark, range, buffer)
        return verdict
    }

    private static func verdict(_ element: Element, _ use: KnownText.Use, _ bytes: [UInt8]) -> Verdict {
        let terms = use == .general ? DefinedTerms(of: element.tag) : nil
        var verdict = Verdict.known
        for value in values(bytes) where !isTerm(value, terms) {
            if !isKnown(value, use, terms, nobody) { return .unknown }
            verdict = .knownUnlessOwn
        }
        return verdict
    }

    /// The values of an element, without padding.
    static func values(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x5C, omittingEmptySubsequences: false).map(trimmed)
    }

    static func isKnown(_ value: ArraySlice<UInt8>, _ use: KnownText.Use, _ terms: DefinedTerms?, _ own: OwnIdentifiers)
        -> Bool
    {
        if isTerm(value, terms) { return true }
        return (use == .technical || isTermForm(value)) && KnownText.isKnown(value, use) && !own.stand(in: value)
    }

    private static func isTerm(_ value: ArraySlice<UInt8>, _ terms: DefinedTerms?) -> Bool {
        value.isEmpty || terms?.contains(value) == true
    }

    /// The characters of CS (PS3.5 §6.2), and twice its length: writers slip.
    private static func isTermForm(_ value: ArraySlice<UInt8>) -> Bool {
        value.count <= 32
            && value.allSatisfy {
                (0x41...0x5A).contains($0) || ASCII.isDigit($0) || $0 == 0x20 || $0 == UInt8(ascii: "_")
            }
    }

    static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var value = value.drop { $0 == 0x20 }
        while let last = value.last, last == 0x20 || last == 0 { value.removeLast() }
        return value
    }
}
