import Seal

/// What an error of the sealing room means to the person who called.
enum SealFailure {
    /// What was being done: the same fault is a usage error in a recipient and a damaged input in a file.
    enum Kind { case sealing, opening, recipient, identity }

    static func failure(_ error: SealError, _ what: String, kind: Kind) -> Failure {
        var place = ""
        switch error.place {
        case .byte(let offset): place = " at byte \(offset)"
        case .line(let line): place = ":\(line)"
        case nil: break
        }
        let text = sentence(error)
        var message = "\(what)\(place): \(text)"
        if kind == .opening, case .byte = error.place { message = "\(what):\(place): \(text)" }
        return Failure(status(error, kind), message, hint: hint(error, kind))
    }

    private static func status(_ error: SealError, _ kind: Kind) -> ExitStatus {
        switch error.code {
        case .passphraseUnavailable, .plugin: return .noKey
        default: break
        }
        return switch error.kind {
        case .armor, .header, .dataset: .badInput
        case .authenticity: .noKey
        case .noMatch, .headerMAC, .payload: .noKey
        case .key: kind == .recipient || kind == .sealing ? .usage : .noKey
        case .operation: .bug
        }
    }

    private static func sentence(_ error: SealError) -> String {
        switch error.code {
        case .malformedArmor: "the armor is malformed"
        case .truncatedArmor: "the armored file is cut short"
        case .dataAfterArmor: "something follows the armor"
        case .notAnAgeFile: "not an age file"
        case .unsupportedVersion: "an age file of a version that is not supported"
        case .malformedHeader: "the header is malformed"
        case .truncatedHeader: "the file ends inside its header"
        case .headerTooLarge: "the header is larger than any real one"
        case .malformedStanza: "a recipient stanza is malformed"
        case .mixedPassphraseStanza: "a passphrase stands beside other recipients"
        case .lowOrderShare: "a recipient stanza holds a weak key"
        case .noMatchingIdentity: "none of the identities opens this file"
        case .noMatchingPostQuantum:
            "none of the identities opens this file, which is sealed to post-quantum recipients"
        case .headerAltered: "the header was altered"
        case .chunkAltered: "the contents were altered"
        case .lastChunkAlteredOrCut: "the contents were altered, or the file is cut short"
        case .truncatedPayload: "the file is cut short"
        case .emptyLastChunk: "the file is not whole"
        case .dataAfterLastChunk: "something was appended to the file"
        case .malformedKey(let fault):
            switch fault {
            case .notBech32: "not a key"
            case .mixedCase: "the key mixes upper and lower case"
            case .badChecksum: "the key has a typing error"
            case .wrongPrefix: "not a key of a known kind"
            case .wrongLength: "the key has the wrong length"
            case .notUsable: "the key is not usable"
            case .notSSH: "not an ssh key that can be read"
            case .tooShort: "an RSA key of fewer than 2048 bits, which protects nothing"
            case .mismatch: "the halves of the key do not belong together"
            }
        case .unsupportedRecipient: "a kind of recipient that this version does not offer"
        case .unsupportedIdentity: "a kind of identity that this version does not offer"
        case .identityWhereRecipientExpected: "a secret key stands where a recipient belongs"
        case .recipientWhereIdentityExpected: "a recipient stands where a secret key belongs"
        case .noRecipients: "no recipients"
        case .tooManyRecipients: "more recipients than a sealed file can have (\(HeaderLimits.stanzas))"
        case .noIdentities: "no identities"
        case .workFactorTooLarge: "its passphrase would take more work than any real one"
        case .stanzaAltered: "the header was altered: what it has for this key does not open"
        case .wrongPassphrase: "the passphrase is wrong"
        case .passphraseNeeded: "it is sealed with a passphrase, and not to keys"
        case .identityNeeded: "it is sealed to keys, and not with a passphrase"
        case .mixedPassphrase: "a passphrase cannot stand beside other recipients"
        case .mixedPostQuantum: "a post-quantum recipient beside one that is not protects nothing"
        case .postQuantumNotBuilt: "a post-quantum key, and this build of dcmveil has none"
        case .mixedLabels: "recipients that do not go together"
        case .emptyPassphrase: "the passphrase is empty"
        case .passphraseUnavailable: "a passphrase is needed, and there is no terminal to ask at"
        case .sealedToKeys: "a sealed file of identities, but not sealed with a passphrase"
        case .unusableShares: "shares that cannot belong together"
        case .plugin(let name, let fault):
            switch fault {
            case .notFound: "there is no age-plugin-\(name) in the folders of PATH"
            case .notStarted: "age-plugin-\(name) cannot be started"
            case .ended: "the \(name) plugin ended in the middle"
            case .protocolViolated: "the \(name) plugin does not keep to the protocol"
            case .silent: "the \(name) plugin does not answer"
            case .failed: "the \(name) plugin failed"
            }
        case .identityWithoutRecipient: "an identity that does not tell its recipient"
        case .malformedDataset: "not what a sealed dataset has there"
        case .unsupportedDataset: "a sealed dataset of a version that is not supported"
        case .datasetAltered: "the dataset was altered, or its key exchanged"
        case .malformedSignature: "not a signature of ssh-keygen -Y sign"
        case .unsupportedSignature: "a signature of a kind that this version does not check"
        case .wrongSignature: "the signature is not for these bytes"
        case .unsupportedSigningKey: "not an Ed25519 key, and signatures are made with these only"
        case .libcryptoFailed: "OpenSSL failed"
        case .usedAfterFailure: "used after a failure"
        }
    }

    private static let postQuantumBuild =
        "make release-post-quantum builds one that has post-quantum keys; age 1.3 and later have them, too"

    private static func hint(_ error: SealError, _ kind: Kind) -> String? {
        switch error.code {
        case .malformedKey where kind == .identity, .noIdentities:
            "an identity is a line AGE-SECRET-KEY-1…, as dcmveil keygen writes it; a study key is for deid"
        case .malformedKey, .noRecipients, .unsupportedRecipient:
            "a recipient looks like age1…; dcmveil keygen makes one"
        case .identityWhereRecipientExpected: "give the public key; dcmveil keygen -y FILE prints it"
        case .unsupportedIdentity where kind == .identity:
            "ssh keys have to be Ed25519 or RSA; one in an older format is written anew by: ssh-keygen -p -f FILE"
        case .plugin("pq", .notFound), .postQuantumNotBuilt: postQuantumBuild
        case .plugin(let name, .notFound):
            "install the \(name) plugin; https://age-encryption.org/awesome#plugins lists many"
        case .passphraseNeeded: "leave -i out, and the passphrase is asked for"
        case .identityNeeded: "name a key file with -i"
        case .mixedPassphrase: "who knows the passphrase could not tell that others can make such files, too"
        case .mixedPostQuantum: "seal to post-quantum recipients only (age1pq1…), or to none"
        case .passphraseUnavailable: "--passphrase-fd N reads it from an open file descriptor"
        case .noMatchingIdentity: "it was sealed to someone else; name the right key file with -i"
        case .noMatchingPostQuantum:
            PostQuantum.isBuilt
                ? "it was sealed to someone else; an identity for it is a line AGE-SECRET-KEY-PQ-1…, or that of a plugin"
                : postQuantumBuild
        case .unsupportedSignature: "ssh-keygen -Y verify checks it"
        case .unsupportedSigningKey:
            "make one with: ssh-keygen -t ed25519; or sign SEAL yourself with ssh-keygen -Y sign"
        case .lastChunkAlteredOrCut, .truncatedPayload, .truncatedHeader:
            "the transfer may have been cut short; compare its size with the source"
        default: nil
        }
    }
}
