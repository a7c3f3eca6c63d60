/// The textual start of an age file (C2SP age, "Header").
struct Header {
    var stanzas: [Stanza]
    /// All bytes up to and including `---`: what the MAC covers, as they were read and not as they would be written.
    var authenticated: [UInt8]
    var mac: [UInt8]

    static let version = Array("age-encryption.org/v1\n".utf8)

    /// The header of `stanzas` under `fileKey`, ready to be written.
    ///
    /// - Throws: `.tooManyRecipients` for a header that `HeaderReader` would refuse: what is sealed must open.
    static func encode(_ stanzas: [Stanza], fileKey: borrowing FileKey) throws(SealError) -> [UInt8] {
        guard stanzas.count <= HeaderLimits.stanzas else { throw SealError(.tooManyRecipients) }
        var header = version
        for stanza in stanzas { stanza.encode(to: &header) }
        header += "---".utf8
        let mac = try KeyDerivation.hmac(header, key: fileKey.headerKey())
        header.append(0x20)
        header += Base64.encode(mac)
        header.append(lineFeed)
        guard header.count <= HeaderLimits.bytes else { throw SealError(.tooManyRecipients) }
        return header
    }

    /// The file key, once a stanza has opened and the MAC under it has been found right (C2SP age, "Header MAC").
    func fileKey(for identities: [any Identity]) throws(SealError) -> FileKey {
        for identity in identities {
            guard let fileKey = try identity.unwrap(stanzas) else { continue }
            let expected = try KeyDerivation.hmac(authenticated, key: fileKey.headerKey())
            guard KeyDerivation.equal(expected, mac) else { throw SealError(.headerAltered) }
            return fileKey
        }
        // For who has an identity of the other kind, or a build without them.
        let isPostQuantum = stanzas.contains { $0.type == HybridStanza.type }
        throw SealError(isPostQuantum ? .noMatchingPostQuantum : .noMatchingIdentity)
    }
}

/// Bounds on what a stranger's header may cost: each X25519 stanza is one scalar multiplication per identity, spent before
/// anything is authenticated. The format itself has no bounds.
public enum HeaderLimits {
    /// Bytes up to the end of the MAC line; room for 1,000 post-quantum stanzas.
    public static let bytes = 2 << 20
    public static let stanzas = 1024
}
