import Standard

/// Group 0002 (PS3.10 §7.1): only what describes the file itself may stand there.
extension FileCheck {
    /// Walks the group and leaves the walker behind it.
    ///
    /// - Returns: the Transfer Syntax UID; empty when there is none.
    mutating func checkFileMeta() throws(ReadFailure) -> [UInt8] {
        var transferSyntax: [UInt8] = []
        var expectedEnd: Int?
        let start = walker.position
        while try walker.nextGroup() == 0x0002 || walker.frames.count > 1 || walker.pending != nil {
            let event = try walker.next()
            guard case .element(let element) = event else { continue }
            let (value, first) = (try excerpt(of: element), report.kept)
            defer { if let value { report.show(value, at: element.offset, from: first) } }
            if let flaw = walker.flaw { add(flaw.check, element.tag, flaw.offset) }
            if let length = element.length, length % 2 != 0 { add(.oddLength, element.tag, element.offset) }
            // What stands in a sequence here has no meaning, whatever its tag.
            guard walker.frames.count == 1, element.content == .value else {
                add(.fileMetaElement, element.tag, element.offset)
                continue
            }
            switch element.tag {
            case .fileMetaInformationGroupLength:
                guard element.length == 4, try walker.load(element.valueOffset, 4) >= 4 else { continue }
                let length = walker.source.uint32(element.valueOffset, bigEndian: false)
                expectedEnd = element.valueOffset + 4 + Int(length)
            case .mediaStorageSOPClassUID:
                mediaStorageClass = Array(try walker.shortValue(of: element))
                sopClass = mediaStorageClass
                try checkClass(element)
            case .mediaStorageSOPInstanceUID:
                mediaStorageInstance = Array(try walker.shortValue(of: element))
                if case .other = try walker.verdict(on: element), !rules.rule(for: element.tag).isKept {
                    add(.uidNotReplaced, element.tag, element.offset)
                }
            case .transferSyntaxUID:
                transferSyntax = Array(try walker.shortValue(of: element))
            case .fileMetaInformationVersion: try checkVersion(element)
            case .implementationClassUID:
                let uid = try walker.shortValue(of: element)
                if !UIDForm.isWellFormed(uid) {
                    add(.implementationUID, element.tag, element.offset)
                } else if !UIDForm.isFromUUID(uid), UIDForm.hasNumberOfInstance(uid) {
                    // Programs are numbered by hand, but some by the day.
                    add(.originalUID, element.tag, element.offset)
                }
            case .implementationVersionName: try checkImplementation(element)
            default: add(.fileMetaElement, element.tag, element.offset)
            }
        }
        if expectedEnd != walker.position {
            report.add(
                Finding(.fileMetaLength, path: Tag.fileMetaInformationGroupLength.description, offset: start))
        }
        return transferSyntax
    }

    /// (0002,0001) is the bytes 00 01; no other version was ever defined, though some write 01 00.
    private mutating func checkVersion(_ element: Element) throws(ReadFailure) {
        if element.length == 2, try walker.load(element.valueOffset, 2) >= 2,
            walker.source.uint16(element.valueOffset, bigEndian: true) == 1
        {
            return
        }
        // Two bytes have no room for anything.
        add(element.length == 2 ? .valueForm : .fileMetaVersion, element.tag, element.offset)
    }

    /// (0002,0013) names software. What it may be called is not in the standard, but 16 characters and their shape tell.
    private mutating func checkImplementation(_ element: Element) throws(ReadFailure) {
        let name = try walker.shortValue(of: element)
        if name.isEmpty || ImplementationNames.patterns.match(name) { return }
        let isIdentity = name.count > 16 || IdentityPattern.isLikely(in: name)
        add(isIdentity ? .implementationIdentity : .implementationName, element.tag, element.offset)
    }
}
