import Standard

/// De-identification Method (0012,0063) and its Code Sequence (0012,0064): the one place of free text that the profile
/// demands, and so the place where a tool writes what it should not.
extension FileCheck {
    /// Each value is of the form that dcmveil writes, or is for a person to read.
    mutating func checkMethod(_ element: Element) throws(ReadFailure) {
        var worst: Check?
        try walker.forEachComponent(of: element) { text in
            guard let text else {
                worst = .methodIdentity  // longer than an LO may be
                return false
            }
            if let expected = rules.expectations?.digest, let digest = Self.tail(of: text, behind: "sha256:"),
                !digest.elementsEqual(expected.utf8)
            {
                worst = worst ?? .otherProfile
            }
            if text.isEmpty || Self.isKnownMethod(text) { return true }
            let isIdentity = IdentityPattern.isLikely(in: text) && !MethodCodes.isValue(text)
            worst = isIdentity ? .methodIdentity : worst ?? .methodText
            return !isIdentity
        }
        if let worst { add(worst, element.tag, element.offset) }
    }

    private static let year: TextPattern = "#"

    private static func isKnownMethod(_ text: ArraySlice<UInt8>) -> Bool {
        if MethodTexts.patterns.match(text) { return true }
        if let edition = tail(of: text, behind: "PS3.15 "), let letter = edition.last {
            return (UInt8(ascii: "a")...UInt8(ascii: "e")).contains(letter)
                && year.matches(edition.dropLast())
        }
        if let name = tail(of: text, behind: "profile ") {
            return (1...50).contains(name.count) && name.allSatisfy(isProfileCharacter)
                && !IdentityPattern.isLikely(in: name)
        }
        if let digest = tail(of: text, behind: "sha256:") {
            return digest.count == 48 && digest.allSatisfy(isHexadecimal)
        }
        return false
    }

    private static func tail(of text: ArraySlice<UInt8>, behind head: StaticString) -> ArraySlice<UInt8>? {
        text.begins(with: head) ? text.dropFirst(head.utf8CodeUnitCount) : nil
    }

    /// Small letters, digits, `-`, `_` and `.`: a name as those of shipped profiles, without room for a sentence.
    private static func isProfileCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// An element of an item of (0012,0064), at any depth: code, scheme and meaning of CID 7050.
    mutating func checkMethodCode(_ element: Element) throws(ReadFailure) {
        guard !element.isEmpty else { return }
        let value = try walker.shortValue(of: element)
        let isKnown =
            switch element.tag.rawValue {
            case 0x0008_0100: MethodCodes.isValue(value)
            case 0x0008_0102: value.equals("DCM")
            case 0x0008_0104: MethodCodes.isMeaning(value)
            case 0x0008_0105: value.equals("DCMR")  // Mapping Resource
            case 0x0008_010F: value.equals("7050")  // Context Identifier
            case 0x0008_0117: value.equals("1.2.840.10008.6.1.925")  // Context UID
            case 0x0008_0118: value.equals("1.2.840.10008.8.1.1")  // Mapping Resource UID
            case 0x0008_0103, 0x0008_0106: Self.year.matches(value)
            default: false
            }
        guard !isKnown else { return }
        // Other vocabularies have codes of up to six digits, as this one.
        let isCode =
            element.tag.rawValue == 0x0008_0100 && value.count <= 6
            && value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        // Behind what any of them has room for there may be anything.
        let isIdentity = value.count > Walker.longestComponent || !isCode && IdentityPattern.isLikely(in: value)
        add(isIdentity ? .methodIdentity : .methodCode, element.tag, element.offset)
    }
}
