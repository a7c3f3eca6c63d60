/// Whole texts of a known shape: a pattern in which `#` stands for one to four digits, everything else for itself.
///
/// Four digits at most, so that neither a date nor an identifier fits where a version belongs.
enum TextPattern {
    static func matches(_ text: ArraySlice<UInt8>, _ pattern: StaticString) -> Bool {
        var rest = text
        for byte in pattern.description.utf8 {
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

    static func matches(_ text: ArraySlice<UInt8>, anyOf patterns: [StaticString]) -> Bool {
        patterns.contains { matches(text, $0) }
    }
}
