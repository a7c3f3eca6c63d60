/// Defined terms and enumerated values of code strings (PS3.3), joined over all modules.
public struct DefinedTerms: Sendable {
    /// Every module that has the attribute names all values that it may have.
    public let isEnumerated: Bool
    private let line: Range<Int>

    private static let table = TextTable(words: definedTermTable)
    private static let headLength = 11  // eight digits, `|`, the kind, `|`

    /// The terms of `tag`; `nil` when the standard lists none.
    public init?(of tag: Tag) {
        let digits = Array("0123456789ABCDEF".utf8)
        let key = stride(from: 28, through: 0, by: -4).map { digits[Int(tag.rawValue >> UInt32($0)) & 15] }
        guard let line = Self.table.line(for: key.span) else { return nil }
        isEnumerated = Self.table[line.lowerBound + 9] == UInt8(ascii: "E")
        self.line = line.lowerBound + Self.headLength..<line.upperBound
    }

    /// Whether `value` is one of them. Small letters stand for capitals: writers slip.
    ///
    /// - Parameter value: one value, without padding.
    public func contains(_ value: ArraySlice<UInt8>) -> Bool {
        var start = line.lowerBound
        while start < line.upperBound {
            var end = start
            while end < line.upperBound, Self.table[end] != UInt8(ascii: ";") { end += 1 }
            if end - start == value.count, equals(value, at: start) { return true }
            start = end + 1
        }
        return false
    }

    private func equals(_ value: ArraySlice<UInt8>, at start: Int) -> Bool {
        var place = start
        for byte in value {
            if Self.capital(Self.table[place]) != Self.capital(byte) { return false }
            place += 1
        }
        return true
    }

    private static func capital(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte & 0xDF : byte }

    /// A term that says that nothing is said; `nil` where the list has none.
    public var neutral: [UInt8]? {
        Self.neutrals.first { contains($0[...]) }
    }

    private static let neutrals = ["UNKNOWN", "UNSPECIFIED", "NOT_SPECIFIED", "UNDEFINED", "OTHER", "NONE"].map {
        Array($0.utf8)
    }
}
