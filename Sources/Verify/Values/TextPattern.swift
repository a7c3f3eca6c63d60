/// Whole texts of a known shape: a pattern in which `#` stands for one to four digits, everything else for itself.
///
/// Four digits at most, so that neither a date nor an identifier fits where a version belongs.
struct TextPattern: Sendable, ExpressibleByStringLiteral {
    private let bytes: [UInt8]

    init(stringLiteral text: StaticString) { bytes = Array(text.description.utf8) }

    /// The first byte of what matches.
    var first: UInt8? { bytes.first }

    func matches(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        for byte in bytes {
            guard byte == UInt8(ascii: "#") else {
                guard rest.first == byte else { return false }
                rest.removeFirst()
                continue
            }
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...4).contains(digits.count) else { return false }
            rest = rest[digits.endIndex...]
        }
        return rest.isEmpty
    }
}

/// Shapes of texts, any of which will do.
struct TextPatterns: Sendable, ExpressibleByArrayLiteral {
    /// By the first byte of the text, so that what is of no shape at all costs next to nothing.
    private var patterns = [[TextPattern]](repeating: [], count: 256)

    init(arrayLiteral list: TextPattern...) {
        for pattern in list {
            guard let first = pattern.first else { continue }
            precondition(first != UInt8(ascii: "#"), "a shape starts with a character of its own")
            patterns[Int(first)].append(pattern)
        }
    }

    func match(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        return patterns[Int(first)].contains { $0.matches(text) }
    }
}
