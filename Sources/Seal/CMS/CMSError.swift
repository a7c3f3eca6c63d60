/// What went wrong with certificates and with what is sealed to them. Holds nothing of either.
public enum CMSError: Error, Hashable, Sendable {
    case notACertificate
    /// A file of several, of which the first may be somebody else's.
    case severalCertificates
    /// PS3.15 E.1.1 transports keys by RSA.
    case notRSA
    /// An RSA key of fewer than 2048 bits, which protects nothing.
    case tooShort
    case notYetValid
    case expired
    /// Its Key Usage does not allow that keys are encrypted to it.
    case usageForbidden
    /// Nothing can be encrypted to its key, whatever it says of itself.
    case unusable
    case notAPrivateKey
    /// The key is locked with a passphrase, and there is none.
    case passphraseNeeded
    case wrongPassphrase
    /// The key and the certificate do not belong together.
    case mismatch
    case tooLarge
    case libcryptoFailed
}
