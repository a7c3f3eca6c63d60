#if PostQuantum
    import Crypto
    import FoundationEssentials

    /// The secret half of a post-quantum key: `AGE-SECRET-KEY-PQ-1…`. Its seed is wiped when it goes; what swift-crypto makes of the
    /// seed lives while a header is opened, and is freed by it.
    final class HybridIdentity: NativeIdentity {
        private let seed: SecretBytes
        private let recipient: HybridRecipient

        init(seed: SecretBytes) throws(SealError) {
            self.seed = seed
            do {
                let key = try Self.key(of: seed)
                recipient = try HybridRecipient(publicKey: Array(key.publicKey.rawRepresentation))
            } catch { throw SealError(.libcryptoFailed) }
        }

        static func generate() throws(SealError) -> HybridIdentity {
            try HybridIdentity(seed: Random.secret(HybridStanza.seedSize))
        }

        var recipientText: String { recipient.description }

        func recipients() -> [any Recipient] { [recipient] }

        func withSecretText<Result, Failure: Error>(
            _ body: (RawSpan) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            var key = seed.copy()
            var text = Bech32.encode(prefix: "AGE-SECRET-KEY-PQ-", key)
            defer {
                wipe(&key)
                wipe(&text)
            }
            return try text.lend(body)
        }

        func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
            // All are checked before one is tried, as with X25519.
            var candidates: [(encapsulated: [UInt8], body: [UInt8])] = []
            for stanza in stanzas {
                if let bytes = try HybridStanza.encapsulated(of: stanza) { candidates.append((bytes, stanza.body)) }
            }
            if candidates.isEmpty { return nil }
            guard let key = try? Self.key(of: seed) else { throw SealError(.libcryptoFailed) }
            for (encapsulated, body) in candidates {
                if let fileKey = try Self.unwrap(body, encapsulated, key) { return fileKey }
            }
            return nil
        }

        /// OpenBase of RFC 9180 §6.1. ML-KEM rejects implicitly: a stanza for somebody else gives another key, which does not open.
        private static func unwrap(
            _ body: [UInt8], _ encapsulated: [UInt8], _ key: XWingMLKEM768X25519.PrivateKey
        ) throws(SealError) -> FileKey? {
            let context: HPKE.Recipient
            do {
                context = try HPKE.Recipient(
                    privateKey: key, ciphersuite: .age, info: Data(HybridStanza.info.utf8),
                    encapsulatedKey: Data(encapsulated))
            } catch { throw SealError(.lowOrderShare) }
            var opening = context
            guard var plain = try? opening.open(body) else { return nil }
            defer { plain.resetBytes(in: 0..<plain.count) }
            guard plain.count == FileKey.size else { throw SealError(.malformedStanza) }
            return try unsafe FileKey(
                SecretBytes(count: FileKey.size) { (room) throws(SealError) in
                    unsafe plain.withUnsafeBytes { source in unsafe room.copyMemory(from: source) }
                })
        }

        private static func key(of seed: SecretBytes) throws -> XWingMLKEM768X25519.PrivateKey {
            try unsafe seed.withUnsafeBytes { bytes in
                try unsafe XWingMLKEM768X25519.PrivateKey(seedRepresentation: bytes, publicKey: nil)
            }
        }
    }
#endif
