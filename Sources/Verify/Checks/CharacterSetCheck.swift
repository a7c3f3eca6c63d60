import Standard

/// Specific Character Set (0008,0005): defined terms and nothing else (PS3.3 C.12.1.1.2).
extension FileCheck {
    private static let terms = Set(CharacterSetTerms.all.map { Array($0.name.utf8) })

    mutating func checkCharacterSet(_ element: Element) throws(ReadFailure) {
        var areDefined = element.content == .value
        try walker.forEachComponent(of: element) { text in
            areDefined = text.map { $0.isEmpty || Self.terms.contains(Array($0)) } ?? false
            return areDefined
        }
        if !areDefined { add(.characterSet, element.tag, element.offset) }
    }
}
