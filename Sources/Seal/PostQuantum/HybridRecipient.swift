#if PostQuantum
    import Crypto
    import FoundationEssentials

    /// The public half of a post-quantum key: `age1pq1…` (C2SP age, "The MLKEM768-X25519 hybrid post-quantum recipient type").
    struct HybridRecipient: Recipient, Hashable, CustomStringConvertible {
        private let publicKey: [UInt8]

        /// - Throws: `.malformedKey` also for what has the right length and is no key, which an attempt finds out.
        init(publicKey: [UInt8]) throws(SealError) {
            guard publicKey.count == HybridStanza.recipientSize else { throw SealError(.malformedKey(.wrongLength)) }
            self.publicKey = publicKey
            _ = try sender()
        }

        var description: String { String(decoding: Bech32.encode(prefix: "age1pq", publicKey), as: UTF8.self) }

        func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza] {
            var sender = try sender()
            // A message of sixteen bytes under a key of its own: it cannot fail but for want of memory.
            guard let body = try? unsafe fileKey.secret.withUnsafeBytes({ try unsafe sender.seal($0) }) else {
                throw SealError(.libcryptoFailed)
            }
            return [try HybridStanza.make(encapsulated: Array(sender.encapsulatedKey), body: Array(body))]
        }

        func wrapLabelled(_ fileKey: borrowing FileKey) throws(SealError) -> LabelledStanzas {
            LabelledStanzas(stanzas: try wrap(fileKey), labels: [LabelledStanzas.postQuantum])
        }

        /// SetupBaseS of RFC 9180 §5.1.1, with an encapsulated key of its own each time.
        private func sender() throws(SealError) -> HPKE.Sender {
            do {
                return try HPKE.Sender(
                    recipientKey: XWingMLKEM768X25519.PublicKey(rawRepresentation: publicKey), ciphersuite: .age,
                    info: Data(HybridStanza.info.utf8))
            } catch { throw SealError(.malformedKey(.notUsable)) }
        }
    }

    extension HPKE.Ciphersuite {
        /// KEM 0x647A, KDF 0x0001, AEAD 0x0003 (C2SP age, "mlkem768x25519 recipient stanza").
        static var age: Self { Self(kem: .XWingMLKEM768X25519, kdf: .HKDF_SHA256, aead: .chaChaPoly) }
    }
#endif
