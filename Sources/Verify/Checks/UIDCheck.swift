import Standard

/// UIDs that Table E.1-1 does not list: what they name stays, or they were made anew.
extension FileCheck {
    /// Whether the attribute holds the UID of a class or a syntax: something the standard or a maker publishes.
    static func namesClass(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0002_0002, 0x0008_0016, 0x0008_001A, 0x0008_001B, 0x0008_0062, 0x0008_1150, 0x0008_115A, 0x0004_1510,
            0x0004_1512, 0x0004_151A, 0x0008_040E, 0x0008_3002, 0x0034_0003, 0x0400_0010, 0x0400_0510, 0x3010_0052,
            0x3010_0053:
            true
        default: false
        }
    }

    /// Whether the attribute holds the UID of a code system, a context group or a mapping: published, and not in PS3.6.
    static func namesCodeSystem(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_010C, 0x0008_010D, 0x0008_0117, 0x0008_0118: true
        default: false
        }
    }

    private static let shortestIdentity = 6

    mutating func checkClass(_ element: Element) throws(ReadFailure) {
        let registry = walker.registry
        var areUIDs = true
        var worst: Check?
        try walker.forEachComponent(of: element) { text in
            areUIDs = areUIDs && text.map { UIDForm.isWellFormed($0) || $0.isEmpty } ?? false
            guard areUIDs, let text else { return false }
            if text.isEmpty || UIDForm.isReplacedOrRegistered(text, registry) { return true }
            // A few digits are no class and no instance: somebody tried something out.
            let isInstance = text.count >= Self.shortestIdentity && UIDForm.isLikelyInstance(text)
            worst = isInstance ? .instanceInClass : worst ?? .unregisteredClass
            return true
        }
        if !areUIDs {
            add(.foreignCharacters, element.tag, element.offset)
        } else if let worst {
            add(worst, element.tag, element.offset)
        }
    }

    /// A code system has a UID that its owner published once and for all.
    mutating func checkCodeSystem(_ element: Element) throws(ReadFailure) {
        let registry = walker.registry
        var form = TextForm.fits
        var isInstance = false
        var isUnregistered = false
        try walker.forEachComponent(of: element) { text in
            guard let text else {
                form = max(form, .wrongForm)
                return true
            }
            let areCharacters = text.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
            form = max(form, areCharacters ? TextForm(text, vr: .ui) : .wrongCharacters)
            guard form == .fits, !text.isEmpty, !UIDForm.isReplacedOrRegistered(text, registry) else {
                return form < .wrongCharacters
            }
            isInstance = isInstance || UIDForm.isLikelyInstance(text)
            // Under the root of the standard PS3.6 has all that there are.
            isUnregistered = isUnregistered || text.begins(with: "1.2.840.10008.")
            return true
        }
        switch form {
        case .fits:
            if isInstance || isUnregistered {
                add(isInstance ? .instanceInClass : .unregisteredClass, element.tag, element.offset)
            }
        case .longNumber, .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters, .caret: add(.foreignCharacters, element.tag, element.offset)
        }
    }

    /// Each value is one that was made anew, or registered; all in one look, for a long value goes by only once.
    mutating func checkUID(_ element: Element) throws(ReadFailure) {
        let registry = walker.registry
        var worst = TextForm.fits
        var isOriginal = false
        try walker.forEachComponent(of: element) { text in
            guard let text else {
                worst = max(worst, .wrongForm)
                return true
            }
            let areCharacters = text.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
            let form = areCharacters ? TextForm(text, vr: .ui) : .wrongCharacters
            worst = max(worst, form)
            isOriginal = isOriginal || form == .fits && !text.isEmpty && !UIDForm.isReplacedOrRegistered(text, registry)
            return worst < .wrongCharacters
        }
        switch worst {
        case .fits: if isOriginal { add(.originalUID, element.tag, element.offset) }
        case .longNumber, .wrongForm: add(.valueForm, element.tag, element.offset)
        case .wrongCharacters, .caret: add(.foreignCharacters, element.tag, element.offset)
        }
    }
}
