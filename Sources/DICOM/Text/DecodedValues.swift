/// Text of a value, and whether every byte of it had a meaning.
public struct DecodedText: Hashable, Sendable {
    public var text: String
    /// `false` when bytes meant nothing in their character set: they are U+FFFD, or in the default repertoire the
    /// character of Latin alphabet No. 1; or when an escape sequence switched to a set that was not announced.
    public var isExact: Bool

    public init(text: String, isExact: Bool) {
        self.text = text
        self.isExact = isExact
    }
}

/// Values of a text field as they are decoded: UTF-8, one behind the other, without an object for each.
///
/// A field of 100 MB may hold as many values.
public struct DecodedValues: Sendable {
    public private(set) var utf8: [UInt8] = []
    /// Where the complete values end in `utf8`; the complement of it for a value that is not exact.
    private var ends: [Int] = []
    /// Whether what is decoded of the value after them is exact.
    public private(set) var isBeginningExact = true

    public init() {}

    /// The number of complete values.
    public var count: Int { ends.count }

    /// Where in `utf8` a complete value stands.
    public func range(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : Self.end(ends[index - 1]))..<Self.end(ends[index])
    }

    /// Whether a complete value has no characters, and nothing that had no meaning.
    public func isEmpty(_ index: Int) -> Bool { ends[index] == (index == 0 ? 0 : Self.end(ends[index - 1])) }

    /// `DecodedText.isExact` of a complete value.
    public func isExact(_ index: Int) -> Bool { ends[index] >= 0 }

    /// Where in `utf8` the value stands that is not complete.
    public var beginning: Range<Int> { (ends.last.map(Self.end) ?? 0)..<utf8.count }

    public func text(of index: Int) -> DecodedText {
        DecodedText(text: String(decoding: utf8[range(of: index)], as: UTF8.self), isExact: isExact(index))
    }

    private static func end(_ mark: Int) -> Int { mark < 0 ? ~mark : mark }

    public mutating func removeAll() {
        utf8.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isBeginningExact = true
    }

    // MARK: Decoding

    mutating func endValue() {
        ends.append(isBeginningExact ? utf8.count : ~utf8.count)
        isBeginningExact = true
    }

    /// Something of the value had no meaning.
    mutating func markInexact() { isBeginningExact = false }

    /// Marks every value that fits.
    mutating func markInexact(where fits: (ArraySlice<UInt8>) -> Bool) {
        for index in ends.indices where ends[index] >= 0 && fits(utf8[range(of: index)]) { ends[index] = ~ends[index] }
        if isBeginningExact, fits(utf8[beginning]) { isBeginningExact = false }
    }

    mutating func append(_ ascii: UInt8) { utf8.append(ascii) }
    mutating func append(_ more: some Collection<UInt8>) { utf8.append(contentsOf: more) }

    mutating func append(_ character: Unicode.Scalar) {
        let value = character.value
        switch value {
        case ..<0x80: utf8.append(UInt8(value))
        case ..<0x800:
            utf8.append(0xC0 | UInt8(value >> 6))
            utf8.append(0x80 | UInt8(value & 0x3F))
        case ..<0x10000:
            utf8.append(0xE0 | UInt8(value >> 12))
            utf8.append(0x80 | UInt8(value >> 6 & 0x3F))
            utf8.append(0x80 | UInt8(value & 0x3F))
        default:
            utf8.append(0xF0 | UInt8(value >> 18))
            utf8.append(0x80 | UInt8(value >> 12 & 0x3F))
            utf8.append(0x80 | UInt8(value >> 6 & 0x3F))
            utf8.append(0x80 | UInt8(value & 0x3F))
        }
    }

    /// The character, or where there is none, U+FFFD and a mark.
    mutating func append(_ character: Unicode.Scalar?) {
        if let character { return append(character) }
        append("\u{FFFD}" as Unicode.Scalar)
        markInexact()
    }
}
