/// Words of the program beside bytes of a file; no `String` is made of either.
extension ArraySlice<UInt8> {
    /// Whether these are the bytes of `word`, and no others.
    func equals(_ word: StaticString) -> Bool { count == word.utf8CodeUnitCount && begins(with: word) }

    /// Whether these are those bytes, and no others.
    func equals(_ others: [UInt8]) -> Bool {
        unsafe count == others.count && span.bytes.isEqual(to: others.span.bytes)
    }

    /// Whether the bytes of `word` come first.
    ///
    /// Sound: of the constant as many bytes are read as it has.
    func begins(with word: StaticString) -> Bool {
        guard count >= word.utf8CodeUnitCount else { return false }
        for place in 0..<word.utf8CodeUnitCount where unsafe self[startIndex + place] != word.utf8Start[place] {
            return false
        }
        return true
    }
}
