import CLibcrypto

/// An X.509 certificate (RFC 5280) to whose owner content is sealed. Whose it is, who issued it and whether it was revoked is not
/// looked at: the person who names the file vouches for it.
///
/// Sound: libcrypto counts references to the certificate and allows reading by several threads; it belongs to this object, is
/// never changed, and freed in `deinit`.
@safe public final class Certificate: @unchecked Sendable {
    let certificate: OpaquePointer
    private static let bits = 2048...16384

    /// - Parameter bytes: PEM or DER, of one certificate.
    public init(_ bytes: [UInt8]) throws(CMSError) {
        var further: Int32 = 0
        let found = unsafe bytes.withUnsafeBufferPointer {
            unsafe dcmveil_certificate($0.baseAddress, $0.count, &further)
        }
        guard let found = unsafe found else { throw .notACertificate }
        unsafe certificate = found
        if further != 0 { throw .severalCertificates }
        guard let key = unsafe X509_get0_pubkey(found), unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            ERR_clear_error()
            throw .notRSA
        }
        let bits = unsafe Int(EVP_PKEY_get_bits(key))
        guard bits >= Self.bits.lowerBound else { throw .tooShort }
        guard bits <= Self.bits.upperBound else { throw .notRSA }
    }

    deinit { unsafe X509_free(certificate) }

    /// Refuses one that nothing should be sealed to any more, or not yet, or not at all.
    public func checkUse() throws(CMSError) {
        switch unsafe dcmveil_certificate_age(certificate) {
        case 0: break
        case -1: throw .notYetValid
        case 1: throw .expired
        default: throw .notACertificate
        }
        guard unsafe dcmveil_certificate_takes_keys(certificate) != 0 else { throw .usageForbidden }
        // A modulus or an exponent that is none shows when it is used, which must not be in the middle of a run.
        do throws(CMSError) { _ = try EnvelopedData.seal([0], to: [self]) } catch {
            ERR_clear_error()
            throw .unusable
        }
    }
}
