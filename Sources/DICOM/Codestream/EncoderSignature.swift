/// Comments in which encoders name themselves and their version, and nothing else: they stay, so that the bytes of most
/// compressed files do not change at all.
///
/// A list and no heuristic: what is not one of these to the last byte goes.
enum EncoderSignature {
    /// Longer comments are none of these.
    static let longest = 64

    /// Products, each as it begins its comment; a version follows.
    private static let products: [StaticString] = [
        "Created by OpenJPEG version ", "Created by GDCM/OpenJPEG version ", "Created by Grok     version ",
        "Created by: JJ2000 version ", "Creator: JasPer Version ", "Kakadu-", "Kakadu-v", "OpenJPH Ver ",
        "LEAD Technologies Inc. V", "Lavc",
    ]
    /// Comments without a version.
    private static let fixed: [StaticString] = ["MITRA_DICOM_STANDARD"]

    /// - Parameter comment: the content of the segment, with padding.
    static func matches(_ comment: ArraySlice<UInt8>) -> Bool {
        var comment = comment
        while let last = comment.last, last == 0 || last == 0x20 { comment.removeLast() }
        for text in fixed where rest(of: comment, behind: text)?.isEmpty == true { return true }
        return products.contains { product in
            guard let version = rest(of: comment, behind: product) else { return false }
            return isVersion(version)
        }
    }

    /// What follows `prefix`, or `nil` where the comment does not begin with it.
    private static func rest(of comment: ArraySlice<UInt8>, behind prefix: StaticString) -> ArraySlice<UInt8>? {
        // Sound: a literal's bytes are constant memory of the binary.
        let bytes = unsafe UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        guard unsafe comment.starts(with: bytes) else { return nil }
        return comment.dropFirst(prefix.utf8CodeUnitCount)
    }

    /// Two to four numbers of at most three digits, with points between: no date, no number of a person.
    private static func isVersion(_ text: ArraySlice<UInt8>) -> Bool {
        let numbers = (text.last == UInt8(ascii: ".") ? text.dropLast() : text)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return (2...4).contains(numbers.count)
            && numbers.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
