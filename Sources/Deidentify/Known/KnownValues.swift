import DICOM
import Standard

/// Which values of code strings and technical text may stay, each worked out once: the frames of an object and the files
/// of a folder repeat themselves.
struct KnownValues {
    private var verdicts = ValueMemo<Bool>(most: 4096)

    /// Whether every value of the element is a term of its attribute, or made of known words of which none is among `own`.
    ///
    /// - Precondition: the element is resident.
    mutating func areKnown(
        _ element: Element, _ use: KnownText.Use, _ own: OwnIdentifiers, _ buffer: borrowing HeaderBuffer
    ) -> Bool {
        let range = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        let question = UInt64(element.tag.rawValue) << 1 | (use == .technical ? 1 : 0)
        if let verdict = verdicts.find(question, own.mark, range, buffer) { return verdict }
        let terms = use == .general ? DefinedTerms(of: element.tag) : nil
        let verdict = Self.values(buffer.copy(range)).allSatisfy { Self.isKnown($0, use, terms, own) }
        verdicts.add(verdict, for: question, own.mark, range, buffer)
        return verdict
    }

    /// The values of an element, without padding.
    static func values(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x5C, omittingEmptySubsequences: false).map(trimmed)
    }

    static func isKnown(_ value: ArraySlice<UInt8>, _ use: KnownText.Use, _ terms: DefinedTerms?, _ own: OwnIdentifiers)
        -> Bool
    {
        if value.isEmpty || terms?.contains(value) == true { return true }
        return (use == .technical || isTermForm(value)) && KnownText.isKnown(value, use) && !own.stand(in: value)
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
