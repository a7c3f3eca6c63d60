import DICOM

/// What values of Specific Character Set are written as, each worked out once: a folder of files has one or two.
struct CharacterSetTermCache {
    private var known: [[UInt8]: [UInt8]?] = [:]
    /// A hostile file may have a new one in every item.
    private static let limit = 64

    /// - Parameter value: without padding.
    /// - Returns: the value in defined terms, empty for the default repertoire; `nil` when it is so already.
    mutating func terms(for value: [UInt8]) -> [UInt8]? {
        if let terms = known[value] { return terms }
        let standard = Array(SpecificCharacterSet(value: value).standardTerms.joined(separator: "\\").utf8)
        let terms = standard == value ? nil : standard
        if value.count > SpecificCharacterSet.longestValue { return terms }
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        known[value] = .some(terms)
        return terms
    }
}
