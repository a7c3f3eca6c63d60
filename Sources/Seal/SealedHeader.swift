/// Who may open a sealed file, as far as its header tells without any key.
public struct SealedHeader: Sendable {
    public let stanzas: [Stanza]

    /// - Parameter bytes: the beginning of an age file, armored or not; all of its header, which has at most
    ///   `HeaderLimits.bytes`.
    /// - Returns: `nil` if the header goes on beyond `bytes`.
    /// - Throws: `SealError` of kind `header` or `armor`.
    public init?(startOf bytes: RawSpan) throws(SealError) {
        guard bytes.byteCount > 0 else { return nil }
        var reader = HeaderReader()
        let header: Header?
        if ArmorDecoder.isLikely(firstByte: bytes[0]) {
            var armor = ArmorDecoder()
            let decoded = try armor.decode(bytes)
            header = try decoded.lend { (bytes) throws(SealError) in try reader.read(bytes).header }
        } else {
            header = try reader.read(bytes).header
        }
        guard let header else { return nil }
        stanzas = header.stanzas
    }
}
