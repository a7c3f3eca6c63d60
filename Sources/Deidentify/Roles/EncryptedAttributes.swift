import DICOM
import Standard

extension RoleKeeping {
    /// The Encrypted Attributes Sequence (PS3.15 E.1.1) of a file, encoded: an item for each role that can recover something,
    /// the widest first. Nothing where there is none.
    ///
    /// - Throws: what `seal` throws.
    func sequence(
        _ removed: RemovedElements, newUID: [UInt8], _ encoding: Encoding
    ) throws -> (bytes: [UInt8], counts: [RecoverableCount]) {
        let encoder = ElementEncoder(encoding)
        var items: [[UInt8]] = []
        var counts: [RecoverableCount] = []
        for (number, role) in roles.enumerated() {
            guard let content = RoleContent.make(removed, for: role, newUID: newUID) else { continue }
            let sealed = try seal(number, content.bytes)
            var item: [UInt8] = []
            item.reserveCapacity(sealed.count + 64)
            encoder.append(
                .encryptedContentTransferSyntaxUID, .ui, Array(TransferSyntax.explicitVRLittleEndian.uid.utf8),
                to: &item)
            encoder.append(.encryptedContent, .ob, sealed, to: &item)
            items.append(item)
            counts.append(RecoverableCount(role: role.name, elements: content.elements))
        }
        var bytes: [UInt8] = []
        if !items.isEmpty { encoder.appendSequence(.encryptedAttributesSequence, items: items, to: &bytes) }
        return (bytes, counts)
    }
}
