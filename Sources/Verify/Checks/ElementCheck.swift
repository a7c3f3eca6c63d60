import Standard

/// Everything that is asked of one data element, in turn.
extension FileCheck {
    mutating func check(_ element: Element) throws(ReadFailure) {
        let tag = element.tag
        if !stated.isEmpty, tag.group >= 0x0012 || walker.frames.count == 3 { try noteStatement(element) }
        if let length = element.length, length % 2 != 0 { add(.oddLength, tag, element.offset) }
        if !element.vr.isKnown { add(.unknownVR, tag, element.offset) }
        if element.content == .fragments { beginFragments(element) }
        if tag.isPrivate { return try judgeAll(element) }
        if tag.isGroupLength { return add(.groupLength, tag, element.offset) }
        if tag == .dataSetTrailingPadding { return add(.trailingPadding, tag, element.offset) }
        if tag.group < 0x0008, !(tag.group == 0x0004 && isDirectory) { add(.foreignGroup, tag, element.offset) }
        guard let registered = element.registeredVR else {
            if rules.expectations?.keepsUnknown ?? false { return }
            return add(.unknownElement, tag, element.offset)
        }
        checkKind(element, registered)
        if walker.frames.count == 1 {
            try checkTopLevel(element)
            try noteFact(element)
        }
        try noteCode(element)
        try noteAge(element)
        if tag == Tag(0x0040_A30A) { try checkAgeInNumber(element) }
        try checkSound(element)
        if tag == .referencedSOPInstanceUID || tag == .referencedSOPInstanceUIDInFile { try noteReference(element) }
        try judgeAll(element)
        // To the end of the value, behind which nothing of it may be asked for again.
        try checkWaveform(element)
        if tag == .iccProfile { try checkColourProfile(element) }
        if tag.group == 0x7FE0 || tag.group == 0x0028, walker.frames.count > 1 { try checkPixelsOfItem(element) }
    }

    /// What the rule for an attribute demands of it, by the profile that holds.
    mutating func judgeAnew(_ element: Element) throws(ReadFailure) {
        let tag = element.tag
        if tag.isPrivate { return try checkPrivate(element) }
        try checkCode(element)
        let context = walker.frames[walker.frames.count - 1].context
        let rule = rules.rule(for: tag)
        if element.content == .sequence { describeContent(of: tag, isKept: rule.isKept) }
        if context.contains(.methodCodes), element.content == .value, element.vr.isText {
            return try checkMethodCode(element)
        }
        if tag == .specificCharacterSet {
            try checkCharacterSet(element)
        } else if tag == .deidentificationMethod, element.content == .value {
            try checkMethod(element)
        } else if tag == .encryptedContent, !element.isEmpty {
            try checkEncryptedContent(element)
        } else if tag == .encapsulatedDocument, !rule.isKept {
            try checkDocument(element)
        } else if tag == .hpglDocument, !rule.isKept {
            try checkDrawing(element)
        } else if rule.demand != .none {
            try checkListed(element, rule)
        } else if element.content == .value {
            try checkUnlisted(element, rule, context)
        }
    }

    private mutating func checkKind(_ element: Element, _ registered: VR) {
        guard element.vr != registered, VRKind(element.vr) != VRKind(registered), !element.isEmpty else { return }
        // A number in binary where PS3.6 has one in digits is a number still; `checkNumbers` holds it to that.
        if VRKind(registered) == .number, NumberForm.size(of: element.vr) != nil, !NumberForm.isOther(element.vr) {
            return
        }
        let isHiddenSequence = registered == .sq && element.content == .value
        add(isHiddenSequence ? .opaqueValue : .otherVR, element.tag, element.offset)
    }

    /// What a sequence says about everything inside.
    private mutating func describeContent(of tag: Tag, isKept: Bool) {
        // What a profile says of itself is held to the standard's words, whatever else it keeps.
        if tag == .deidentificationMethodCodeSequence { walker.descend(with: .methodCodes) }
        if isKept { return }
        if tag == .contentSequence { walker.descend(with: .structuredContent) }
        if IdentitySequences.tags.contains(tag.rawValue) { walker.descend(with: .identityCodes) }
    }
}

extension Tag {
    static let contentSequence = Tag(0x0040_A730)
    static let textValue = Tag(0x0040_A160)
    static let hpglDocument = Tag(0x0068_6300)
    static let encapsulatedDocument = Tag(0x0042_0011)
    static let iccProfile = Tag(0x0028_2000)
    static let rows = Tag(0x0028_0010)
    static let iconImageSequence = Tag(0x0088_0200)
    static let pixelDataProviderURL = Tag(0x0028_7FE0)
    static let spectroscopyData = Tag(0x5600_0020)
    static let burnedInAnnotation = Tag(0x0028_0301)
}
