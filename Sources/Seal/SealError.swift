/// What went wrong while sealing, opening or reading keys, and where. Never holds bytes of a key, of a
/// passphrase or of a plaintext, so it can be logged as it is.
public struct SealError: Error, Hashable, Sendable {
    public var code: Code
    /// `nil` when no single place is to blame.
    public var place: Place?

    public init(_ code: Code, at place: Place? = nil) {
        self.code = code
        self.place = place
    }

    public enum Place: Hashable, Sendable {
        /// Bytes from the start of the age file; in armored input, from the start of the decoded file.
        case byte(Int)
        /// Line of a text (key file, armor), the first being 1.
        case line(Int)
    }

    /// The classes that the age test vectors tell apart, and two for what happens outside an age file.
    public enum Kind: Hashable, Sendable {
        /// The armor around the file is malformed.
        case armor
        /// The header is malformed, or of a version or size that is refused.
        case header
        /// The header is well formed, but none of the identities opens it.
        case noMatch
        /// A stanza opened, but the header was altered afterwards.
        case headerMAC
        /// The header is good, the payload is cut, altered or extended.
        case payload
        /// A recipient or identity text is unusable.
        case key
        /// A sealed dataset is malformed.
        case dataset
        /// A sealed dataset or its signature is well formed and not authentic.
        case authenticity
        /// The library or the machine failed, or the API was used after a failure.
        case operation
    }

    public enum Code: Hashable, Sendable {
        // Armor (C2SP age, "ASCII armor").
        case malformedArmor
        case truncatedArmor
        case dataAfterArmor

        // Header (C2SP age, "Header").
        /// The input does not begin as an age file.
        case notAnAgeFile
        case unsupportedVersion
        case malformedHeader
        /// The input ends before the payload.
        case truncatedHeader
        /// Beyond `HeaderLimits`: refused before any cryptography.
        case headerTooLarge
        /// A stanza of a known type has wrong arguments or a body of the wrong size.
        case malformedStanza
        /// A scrypt stanza stands beside another one.
        case mixedPassphraseStanza
        /// An X25519 share of low order: the shared secret would be known to everyone.
        case lowOrderShare
        case noMatchingIdentity
        /// The same for a file that is sealed to post-quantum recipients.
        case noMatchingPostQuantum
        case headerAltered
        /// A passphrase would take more work than is put up with.
        case workFactorTooLarge
        /// A stanza names this key, and does not open with it.
        case stanzaAltered
        /// The file is sealed with a passphrase, and the passphrase is another one.
        case wrongPassphrase
        /// Identities were given for a file that is sealed with a passphrase.
        case passphraseNeeded
        /// A passphrase was given for a file that is sealed to keys.
        case identityNeeded

        // Payload (C2SP age, "Payload").
        /// A chunk that is followed by others was altered.
        case chunkAltered
        /// The last chunk was altered, or the input was cut inside a chunk: nothing can tell which.
        case lastChunkAlteredOrCut
        /// The input ends without a final chunk.
        case truncatedPayload
        /// The final chunk is empty though it is not the only one.
        case emptyLastChunk
        /// Bytes follow the final chunk.
        case dataAfterLastChunk

        // Keys.
        case malformedKey(KeyFault)
        /// A recipient of a kind that is not offered.
        case unsupportedRecipient
        /// An identity of a kind that is not offered.
        case unsupportedIdentity
        /// A secret key stands where a recipient belongs.
        case identityWhereRecipientExpected
        /// A recipient stands where a secret key belongs.
        case recipientWhereIdentityExpected
        case noRecipients
        /// More than a header may have for it to be read again: see `HeaderLimits`.
        case tooManyRecipients
        case noIdentities
        /// A passphrase beside other recipients.
        case mixedPassphrase
        /// A post-quantum recipient beside others, which would undo what it is for.
        case mixedPostQuantum
        /// A post-quantum key in a build that has none.
        case postQuantumNotBuilt
        /// Recipients whose labels forbid that they open the same file.
        case mixedLabels
        case emptyPassphrase
        /// There is nobody to ask for a passphrase.
        case passphraseUnavailable
        /// A file of identities is sealed, but not with a passphrase.
        case sealedToKeys
        /// An identity that does not tell whom to seal to.
        case identityWithoutRecipient
        /// Shares of a secret that cannot belong together, or numbers of them that cannot be.
        case unusableShares
        /// A plugin, by its name, did not do its part.
        case plugin(String, PluginFault)

        // Datasets.
        /// A file of a sealed dataset does not have the form that it must have.
        case malformedDataset
        case unsupportedDataset
        /// What a sealed dataset says of itself was not said by somebody who has its key.
        case datasetAltered
        /// A signature that is not one, or is not for this.
        case malformedSignature
        case unsupportedSignature
        /// The signature does not belong to these bytes.
        case wrongSignature
        /// The key is of a kind that signatures are not made with here.
        case unsupportedSigningKey

        // Operation.
        /// libcrypto refused something that only fails for want of memory or of an algorithm.
        case libcryptoFailed
        /// The writer or reader failed before and takes no more bytes.
        case usedAfterFailure
    }

    /// What a plugin did wrong. What it said of it was shown by the `Dialog`.
    public enum PluginFault: Hashable, Sendable {
        /// No program of its name is in a folder of `PATH`.
        case notFound
        case notStarted
        /// It ended, or closed its output, in the middle.
        case ended
        /// What it sent is not what the protocol has in this place.
        case protocolViolated
        /// It did not answer in time.
        case silent
        /// It said that it failed.
        case failed
    }

    /// Why a key text was refused.
    public enum KeyFault: Hashable, Sendable {
        case notBech32, mixedCase, badChecksum, wrongPrefix, wrongLength, notUsable
        /// An ssh key that is no such text or file.
        case notSSH
        /// An RSA key of fewer than 2048 bits.
        case tooShort
        /// An ssh key whose private and public halves do not belong together.
        case mismatch
    }

    public var kind: Kind {
        switch code {
        case .malformedArmor, .truncatedArmor, .dataAfterArmor: .armor
        case .notAnAgeFile, .unsupportedVersion, .malformedHeader, .truncatedHeader, .headerTooLarge, .malformedStanza,
            .mixedPassphraseStanza, .lowOrderShare, .workFactorTooLarge, .stanzaAltered:
            .header
        case .noMatchingIdentity, .noMatchingPostQuantum, .wrongPassphrase, .passphraseNeeded, .identityNeeded: .noMatch
        case .headerAltered: .headerMAC
        case .chunkAltered, .lastChunkAlteredOrCut, .truncatedPayload, .emptyLastChunk, .dataAfterLastChunk: .payload
        case .malformedKey, .unsupportedRecipient, .unsupportedIdentity, .identityWhereRecipientExpected,
            .recipientWhereIdentityExpected, .noRecipients, .tooManyRecipients, .noIdentities, .mixedPassphrase,
            .mixedPostQuantum, .postQuantumNotBuilt, .mixedLabels, .emptyPassphrase, .passphraseUnavailable,
            .sealedToKeys,
            .identityWithoutRecipient, .unusableShares, .plugin:
            .key
        case .malformedDataset, .unsupportedDataset, .malformedSignature, .unsupportedSignature: .dataset
        case .datasetAltered, .wrongSignature: .authenticity
        case .unsupportedSigningKey: .key
        case .libcryptoFailed, .usedAfterFailure: .operation
        }
    }
}
