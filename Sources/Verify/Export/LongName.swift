/// Names of people that are longer or shorter than words of the alphabet usually are: two written in one, and those of East Asia.
enum LongName {
    /// Letters of the longest that is looked at: more have sentences, and what a function makes of something.
    private static let longest = 30
    private static let shortestPart = 3

    /// Whether letters can be spoken, and are not made of known words.
    ///
    /// - Parameter isKnown: of three letters and more.
    static func isLikely(_ letters: ArraySlice<UInt8>, isKnown: (ArraySlice<UInt8>) -> Bool) -> Bool {
        let capitals = letters.count { (0x41...0x5A).contains($0) }
        let isWritten = capitals == 0 || capitals == 1 && (0x41...0x5A).contains(letters.first ?? 0)
        // 16 capitals are a pseudonym of ours.
        let areCapitals = capitals == letters.count && capitals != 16
        guard letters.count <= longest, isWritten || areCapitals, isSpeakable(letters) else { return false }
        // Places that known words, one behind the other, lead to.
        var ends: Set<Int> = [letters.startIndex]
        for end in letters.indices.map({ $0 + 1 }) {
            let isReached = ends.contains { start in
                end - start >= shortestPart && isKnown(letters[start..<end])
            }
            if isReached { ends.insert(end) }
        }
        return !ends.contains(letters.endIndex)
    }

    /// A third are vowels, about, and no more than five others stand in a row: letters that come about by chance are otherwise.
    private static func isSpeakable(_ letters: ArraySlice<UInt8>) -> Bool {
        var (vowels, others) = (0, 0)
        for byte in letters {
            if byte >= 0x80 || vowelLetters.contains(byte | 0x20) {
                vowels += 1
                others = 0
            } else {
                others += 1
                if others > 5 { return false }
            }
        }
        return vowels * 10 >= letters.count * 3
    }

    private static let vowelLetters = Set("aeiouy".utf8)

    /// Whether all letters are of Chinese, Japanese or Korean, of which two are a whole name.
    static func isOfEastAsia(_ letters: ArraySlice<UInt8>) -> Bool {
        guard letters.allSatisfy({ $0 >= 0x80 }), let text = String(validating: letters, as: UTF8.self) else {
            return false
        }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x3005, 0x3040...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: true
            default: false
            }
        }
    }
}
