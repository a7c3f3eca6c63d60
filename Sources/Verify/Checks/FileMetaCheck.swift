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
            if let flaw = walker.flaw { add(flaw.check, element.tag, flaw.offset) }
            if let length = element.length, length % 2 != 0 { add(.oddLength, element.tag, element.offset) }
            switch element.tag {
            case .fileMetaInformationGroupLength:
                guard element.length == 4, try walker.load(element.valueOffset, 4) >= 4 else { continue }
                let length = walker.source.uint32(element.valueOffset, bigEndian: false)
                expectedEnd = element.valueOffset + 4 + Int(length)
            case .mediaStorageSOPClassUID:
                mediaStorageClass = try walker.shortValue(of: element)
                sopClass = mediaStorageClass
            case .mediaStorageSOPInstanceUID:
                mediaStorageInstance = try walker.shortValue(of: element)
                if case .other = try walker.verdict(on: element) { add(.uidNotReplaced, element.tag, element.offset) }
            case .transferSyntaxUID:
                transferSyntax = try walker.shortValue(of: element)
            case .fileMetaInformationVersion, .implementationClassUID, .implementationVersionName: continue
            default: add(.fileMetaElement, element.tag, element.offset)
            }
        }
        if expectedEnd != walker.position {
            report.add(
                Finding(.fileMetaLength, path: Tag.fileMetaInformationGroupLength.description, offset: start))
        }
        return transferSyntax
    }
}
